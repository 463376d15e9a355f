import { cautionsText } from "../../words/plan/cautions.ts";
import { isObservedEnough } from "../../../report/plan/caution.ts";
import type { PlannedNamespace, RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import { escapeText } from "../../words/escape.ts";
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
 * that contains the rest of them. A comment names what must happen before enforce, and the tool that has the labels.
 */
export function* renderPlanManifests({ steps }: RolloutPlan): Generator<string, undefined> {
  const changed = new Map<string, PlannedNamespace>();
  const observed = new Set<string>();
  for (const { safe, groups, namespaces } of steps) {
    if (!safe) continue;
    for (const namespace of namespaces) changed.set(namespace.name, namespace);
    for (const group of groups) if (group.observeDays !== null) for (const name of group.namespaces) observed.add(name);
  }
  for (const name of [...changed.keys()].sort()) {
    const namespace = changed.get(name);
    if (namespace === undefined) continue;
    yield "---\n";
    if (observed.has(name)) {
      const days = isObservedEnough(namespace)
        ? `The ${namespace.observeDays} days of observation are over; check the audit log before enforce`
        : `Observe ${namespace.observeDays} days before enforce`;
      yield `# ${days}: ${cautionsText(namespace)}\n`;
    }
    if (namespace.owner !== null) yield `# ${escapeText(namespace.owner.advice)}\n`;
    yield stringifyYaml({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: namespace.to } });
  }
}
