import type { ExplainedKind } from "../../../report/explanation.ts";
import { MODES_OF_KINDS } from "./kinds.ts";

/** Converts the kinds of custom resources to a value for JSON and YAML. */
export function kindsData(kinds: readonly ExplainedKind[]): object {
  return {
    apiVersion: "kubectl-pss/v1",
    kind: "CustomKindList",
    admission: MODES_OF_KINDS,
    kinds: kinds.map(kindData),
  };
}

function kindData(kind: ExplainedKind): object {
  return {
    group: kind.group,
    kind: kind.kind,
    served: wordsOf(kind.versions),
    makes: wordsOf(kind.makes),
    partial: kind.isPartial,
    places: kind.places.map(({ path, shape, parts }) => ({ path, shape, parts: [...parts] })),
    merged: [...kind.merged],
    unless: textOf(kind.unless),
    template: kind.isTemplate,
    clusterScoped: kind.isClusterScoped,
    adds: textOf(kind.adds),
    notJudged: textOf(kind.caveat),
    source: kind.source,
  };
}

function wordsOf(text: string): string[] {
  return text === "" ? [] : text.split(", ");
}

function textOf(text: string): string | null {
  return text === "" ? null : text;
}
