import { parseLevel } from "../../api/level.ts";
import { MODES } from "../../api/mode.ts";
import { levelLabel, versionLabel } from "../../api/policies/policy-labels.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { parseVersion } from "../../policy/version.ts";
import type { PlanStep } from "../../report/plan/rollout-plan.ts";

const ENFORCE = levelLabel("enforce");

/**
 * The end of the reason of step 1, if it replaces invalid labels: their meaning for the API server (resolveMode of api/helpers.go,
 * k8s.io/pod-security-admission v0.37.2), and the values that the commands write. Empty if no label is invalid.
 */
export function invalidLabelsText({ namespaces }: Pick<PlanStep, "namespaces">): string {
  const writtenFor = (label: string, parse: (text: string) => unknown): readonly string[] | undefined => {
    const invalid = namespaces.filter(({ from }) => from[label] !== undefined && parse(from[label]) === undefined);
    return invalid.length === 0 ? undefined : invalid.flatMap(({ to }) => to[label] ?? []);
  };
  const enforce = writtenFor(ENFORCE, parseLevel);
  const watched = MODES.filter((mode) => mode !== "enforce" && writtenFor(levelLabel(mode), parseLevel) !== undefined);
  const versions = MODES.flatMap((mode) => writtenFor(versionLabel(mode), parseVersion) ?? []);
  const areVersions = MODES.some((mode) => writtenFor(versionLabel(mode), parseVersion) !== undefined);
  const meanings = [
    ...(enforce === undefined ? [] : ["restricted for enforce"]),
    ...(watched.length === 0 ? [] : [`privileged for ${watched.join(" and ")}`]),
    ...(areVersions ? ["latest for a version"] : []),
  ];
  if (meanings.length === 0) return "";
  const written = [
    ...valuesText(enforce ?? [], "enforce"),
    ...valuesText(versions, "a version"),
    ...(watched.length === 0 ? [] : [`the level to watch for ${watched.join(" and ")}`]),
  ];
  const result = written.length === 0 ? "" : ` The commands write ${written.join(", ")}.`;
  return `The API server uses another value in place of an invalid label: ${meanings.join(", ")}.${result}`;
}

/** `latest or v1.30 for a version`, of some values that the commands write. */
function valuesText(values: readonly string[], what: string): readonly string[] {
  const distinct = [...new Set(values)].toSorted(compareBytes);
  return distinct.length === 0 ? [] : [`${distinct.join(" or ")} for ${what}`];
}
