import type { RolloutPlan } from "../../../report/rollout-plan.ts";
import { isLarger } from "../../words/documents/json-pieces.ts";
import { flowPieces, stringifyYaml } from "../../words/documents/yaml.ts";
import { planDocument } from "./document.ts";

/** The size above which a document is written in pieces. */
const LARGE = 32 * 1024 * 1024;

/** Renders the plan as a YAML document with the same content as `-o json`. */
export function* renderPlanYaml(plan: RolloutPlan): Generator<string, undefined> {
  const document = planDocument(plan);
  if (isLarger(document, LARGE)) yield* flowPieces(document);
  else yield stringifyYaml(document);
}

/**
 * Renders the Namespaces that the safe steps change, sorted by name, with nothing but their final pod-security labels, for a repository
 * that contains the rest of them.
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
