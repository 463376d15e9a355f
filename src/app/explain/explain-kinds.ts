import type { ExplainedKind } from "../../report/explanation.ts";
import type { CustomKind, CustomTemplate, PodPart } from "../../workloads/custom/custom-kind.ts";
import { operatorOf } from "../../workloads/custom/kinds/operators.ts";
import { knownKinds } from "../../workloads/custom/kinds/table.ts";
import { formatSteps, SHAPE_NAMES } from "../../workloads/custom/template-path.ts";

/** Finds the kinds of custom resources that a word names: `RayCluster`, `ray.io/RayCluster`, `raycluster.ray.io`. Upper and lower case make no difference. */
export function findKinds(word: string): readonly ExplainedKind[] {
  const name = word.toLowerCase();
  const isNamed = ({ group, kind }: CustomKind): boolean =>
    [kind, `${group}/${kind}`, `${kind}.${group}`].some((one) => one.toLowerCase() === name);
  return ofProjects().filter(isNamed).map(explainKind);
}

/** Without the kind that OpenShift 3 served in the core group, too. */
function ofProjects(): readonly CustomKind[] {
  return knownKinds().filter(({ group }) => group !== "");
}

/** The names of the kinds, for suggestions. */
export function kindNames(): readonly string[] {
  return [...new Set(ofProjects().map(({ kind }) => kind))];
}

/**
 * The facts about a kind, in words.
 *
 * @internal exported for docs/custom-resources.md
 */
export function explainKind(known: CustomKind): ExplainedKind {
  const { group, kind, templates, makes, unless } = known;
  const { versions = "", adds = "", caveat = "", isVerified } = operatorOf(known) ?? {};
  return {
    group,
    kind,
    versions,
    makes: makes ?? "",
    isPartial: templates.every(({ isPartial }) => isPartial === true),
    places: templates.map(placeOf),
    merged: [...new Set(templates.flatMap(({ merged = [] }) => merged))],
    unless: unless === undefined ? "" : `.${unless.join(".")}`,
    isTemplate: known.isTemplate === true,
    isClusterScoped: known.isClusterScoped === true,
    adds,
    caveat,
    source: isVerified === true ? "code" : "documentation",
  };
}

function placeOf({ path, parts }: CustomTemplate): ExplainedKind["places"][number] {
  const shape = SHAPE_NAMES[path.shape ?? "T"];
  return { path: formatSteps(path.steps), shape, parts: parts === undefined ? [] : [...new Set(parts.map(partName))] };
}

function partName({ to, from }: PodPart): string {
  if (from.length > 0) return `.${from.join(".")}`;
  return to === "pod" ? "the fields of a pod spec" : "the fields of a container";
}
