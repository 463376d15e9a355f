import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ours, type Form } from "./ours.ts";
import { peakMemory } from "./peak-memory.ts";
import { startPodStub, type PodForm } from "./pod-stub.ts";

const NAMESPACES = 200;
const FEW_PODS = 10_000;
const MANY_PODS = 100_000;

/** Measures how the memory of an audit grows with the cluster, on a stub that serves any number of pods. */
export async function benchMemory(directory: string, forms: readonly Form[]): Promise<void> {
  console.log(`\n| audit -A, pods of a stub | memory MB | ratio | goal |\n|---|---|---|---|`);
  for (const form of forms) {
    for (const podForm of ["protocol buffers", "JSON"] as const) {
      const few = await memoryOfAudit(form, FEW_PODS, podForm, directory);
      const many = await memoryOfAudit(form, MANY_PODS, podForm, directory);
      console.log(`| ${form.prefix}${FEW_PODS} in ${podForm} | ${few.toFixed(0)} | | |`);
      console.log(
        `| ${form.prefix}${MANY_PODS} in ${podForm} | ${many.toFixed(0)} | ${(many / few).toFixed(2)} | ≤ 1.3, ≤ 250 MB |`,
      );
    }
  }
}

/** The peak of a run, in MB. */
async function memoryOfAudit(form: Form, pods: number, podForm: PodForm, directory: string): Promise<number> {
  const stub = await startPodStub(pods, NAMESPACES, podForm);
  const kubeconfig = join(directory, "stub.kubeconfig");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "stub", cluster: { server: stub.url } }],
      contexts: [{ name: "stub", context: { cluster: "stub" } }],
      "current-context": "stub",
    }),
  );
  try {
    const audit = ours(form, ["audit", "-A", "--kubeconfig", kubeconfig], { name: "audit" });
    return (await peakMemory(audit)) ?? NaN;
  } finally {
    await stub.stop();
  }
}
