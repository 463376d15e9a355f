/** The declarations of checks as text, for every format that explains them. */
import type { CheckDeclaration, RevisedCheck, RevisionDeclaration } from "../../../api/checks/check-declaration.ts";

/** A field or a value, with its versions if they are not all versions of the check. */
export interface VersionedText {
  readonly text: string;
  /** `from v1.31`, `up to v1.18`; empty for all versions. */
  readonly versions: string;
}

/** The fields of other lists of containers, which are always the same as in `containers` (policy/fields/restricted-fields.ts). */
const OTHER_CONTAINERS = /^spec\.(?:init|ephemeral)Containers\[/;

/** The sentence after fields of `spec.containers[*]` that replaces those of the other two lists of containers. */
export const SAME_IN_OTHER_CONTAINERS = "The same applies to initContainers and ephemeralContainers.";

/** Removes fields that repeat those of `containers` for another list of containers. */
export function foldContainers(fields: readonly VersionedText[]): { fields: VersionedText[]; isFolded: boolean } {
  const folded = fields.filter(({ text }) => !OTHER_CONTAINERS.test(text));
  return { fields: folded, isFolded: folded.length < fields.length };
}

/** The restricted fields or the allowed values of a check at any version; those of the newest version are first. */
export function withVersions(check: CheckDeclaration, list: "restrictedFields" | "allowedValues"): VersionedText[] {
  const { revisions } = check;
  const listed = revisions.map((revision) => revision[list] ?? check[list]);
  return [...new Set(listed.toReversed().flat())].map((text) => {
    const first = listed.findIndex((texts) => texts.includes(text));
    const after = revisions[listed.findLastIndex((texts) => texts.includes(text)) + 1];
    if (after !== undefined) return { text, versions: `up to ${versionOf(after.since - 1)}` };
    return { text, versions: first === 0 ? "" : `from ${versionOf(revisions[first]?.since ?? 0)}` };
  });
}

/** The same as texts, each with its versions. Fields name one list of containers for all three. */
export function versionedTexts(check: CheckDeclaration, list: "restrictedFields" | "allowedValues"): string[] {
  const { fields, isFolded } = foldContainers(withVersions(check, list));
  const texts = fields.map(({ text, versions }) => (versions === "" ? text : `${text} (${versions})`));
  return isFolded ? [...texts, SAME_IN_OTHER_CONTAINERS] : texts;
}

/** The first version of a check: `v1.22`. */
export function firstVersion({ revisions }: CheckDeclaration): string {
  return versionOf(revisions[0]?.since ?? 0);
}

/** The first version of a revision: `v1.22`. */
export function sinceOf({ since }: RevisionDeclaration): string {
  return versionOf(since);
}

function versionOf(minor: number): string {
  return `v1.${minor}`;
}

/** The change by a revision. */
export interface Change {
  /** Its first version. */
  readonly version: string;
  /** `relaxes`, `tightens`; `replaces` for a new check that takes over another's requirement; `changes` for both at once. */
  readonly effect: string;
  /** The effect in a sentence after the check or its version: `relaxes`, `replaces procMount`. */
  readonly label: string;
  readonly text: string;
}

/** The changes of a check, without its first revision if that only introduces it. */
export function changesOf(check: CheckDeclaration): Change[] {
  const { revisions } = check;
  return revisions.flatMap((revision) =>
    revision.change === undefined ? [] : [{ ...changeBy({ check, revision }), text: revision.change }],
  );
}

/** Describes a revision: its change, or the requirement of a new check. */
export function changeBy({ check, revision }: RevisedCheck): Change {
  const { change = "", effect, overrides = [] } = revision;
  const version = sinceOf(revision);
  if (revision !== check.revisions[0])
    return { version, effect: effect ?? "changes", label: effect ?? "changes", text: change };
  const text = change === "" ? check.requirement : `${check.requirement} ${change}`;
  if (effect !== undefined || overrides.length === 0)
    return { version, effect: effect ?? "tightens", label: effect ?? "tightens", text };
  return { version, effect: "replaces", label: `replaces ${overrides.join(", ")}`, text };
}

/**
 * Names the check that overrides a baseline check at the restricted level, in a sentence; empty if there is none.
 *
 * @param checks all checks
 */
export function overriddenText({ id }: CheckDeclaration, checks: readonly CheckDeclaration[]): string {
  for (const check of checks) {
    const revision = check.revisions.find(({ overrides }) => overrides?.includes(id));
    if (revision === undefined) continue;
    const when = revision.since === 0 ? "" : ` from ${sinceOf(revision)} on`;
    return `At the restricted level ${check.id} replaces it${when}.`;
  }
  return "";
}

/** The lines of an example, each after its mark: `-`, `+` or a space. */
export function exampleLines({ example }: CheckDeclaration): string[] {
  return example.split("\n").filter((line) => line !== "");
}

/** The object of an example that violates the check, in YAML. */
export function exampleBefore(check: CheckDeclaration): string {
  return withoutMarks(exampleLines(check).filter((line) => !line.startsWith("+")));
}

/** The object of an example that meets the check and its level, in YAML. */
export function exampleAfter(check: CheckDeclaration): string {
  return withoutMarks(exampleLines(check).filter((line) => !line.startsWith("-")));
}

function withoutMarks(lines: readonly string[]): string {
  return lines.map((line) => `${line.slice(1)}\n`).join("");
}

/** The ID of the check whose fix can keep a container from starting. */
const NON_ROOT = "runAsNonRoot";

/** The effect of `runAsNonRoot: true` that admission does not see, in a sentence; empty if none of these checks needs it. */
export function nonRootText(checks: readonly string[]): string {
  if (!checks.includes(NON_ROOT)) return "";
  return `${NON_ROOT}: true: a pod whose image runs as root is admitted, but its container does not start (CreateContainerConfigError). Then set runAsUser, too, or change the image.`;
}
