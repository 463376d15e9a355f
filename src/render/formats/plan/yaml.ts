import type { RolloutPlan } from "../../../report/rollout-plan.ts";
import { isLarger } from "../../words/documents/json-pieces.ts";
import { flowPieces, stringifyYaml } from "../../words/documents/yaml.ts";
import { planDocument } from "./document.ts";

/** What is no longer made as one string. */
const LARGE = 32 * 1024 * 1024;

/** The plan as a YAML document: the same as `-o json`. */
export function* renderPlanYaml(plan: RolloutPlan): Generator<string, undefined> {
  const document = planDocument(plan);
  if (isLarger(document, LARGE)) yield* flowPieces(document);
  else yield stringifyYaml(document);
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
