import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, type Answer, type ApiObject, type Client } from "../client.ts";
import { kubectl, kubectlPss } from "../kubectl.ts";
import type { ClusterFiles } from "../server.ts";

/** The flag of kube-apiserver that turns Pod Security Admission off. */
export const WITHOUT_PLUGIN = "--disable-admission-plugins=PodSecurity";

const POLL_MS = 50;
/** The API server reads new policies within a second. Each poll is a request, which takes longer than the pause. */
const MOST_POLLS = 2_000;

/**
 * Exports policies with `kubectl pss export`, and applies them.
 *
 * @returns the YAML of the policies
 */
export async function applyExport(files: ClusterFiles, words: readonly string[]): Promise<string> {
  const exported = await kubectlPss(["export", ...words]);
  assert.equal(exported.code, 0, exported.stderr);
  const applied = await kubectl(files, "admin", ["apply", "-f", "-"], exported.stdout);
  assert.equal(applied.code, 0, applied.stderr);
  return exported.stdout;
}

/** Creates a pod without storing it. */
export async function tryPod(client: Client, namespace: string, pod: unknown): Promise<Answer> {
  return await client.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { body: pod });
}

/** The pod that every policy denies, and that the API server accepts otherwise. */
export const DENIED_BY_ALL: ApiObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "denied" },
  spec: { hostNetwork: true, containers: [{ name: "app", image: "registry.example/app:1" }] },
};

/**
 * Waits until a policy is in force in a namespace.
 *
 * @throws Error if a pod that it denies is still accepted after many requests
 */
export async function waitForPolicy(client: Client, namespace: string): Promise<void> {
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    const answer = await tryPod(client, namespace, DENIED_BY_ALL);
    if (answer.status === 403 && messageOf(answer).includes("ValidatingAdmissionPolicy")) return;
    await sleep(POLL_MS);
  }
  throw new Error(`no policy denies a pod in ${namespace}`);
}
