import type { RolloutPlan } from "../../rollout/rollout-plan.ts";
import { stringifyYaml } from "../yaml.ts";
import { planDocument } from "./document.ts";

/** The plan as a YAML document: the same as `-o json`. */
export function* renderPlanYaml(plan: RolloutPlan): Generator<string, undefined> {
  yield stringifyYaml(planDocument(plan));
}

/**
 * The Namespaces that the safe steps change, with the pod-security labels that they end with and nothing else, for a repository that keeps
 * the rest of them. In the order of their names.
 */
export function* renderPlanManifests({ steps }: RolloutPlan): Generator<string, undefined> {
  const labels = new Map<string, Readonly<Record<string, string>>>();
  for (const { safe, namespaces } of steps) {
    if (safe) for (const { name, to } of namespaces) labels.set(name, to);
  }
  for (const name of [...labels.keys()].sort()) {
    const metadata = { name, labels: labels.get(name) ?? {} };
    yield `---\n${stringifyYaml({ apiVersion: "v1", kind: "Namespace", metadata })}`;
  }
}
