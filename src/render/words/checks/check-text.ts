/** What a check declares, made ready to be read, for every format that explains it. */
import type { CheckDeclaration, RevisedCheck, RevisionDeclaration } from "../../../api/check-declaration.ts";

/** A field or a value, and the versions that it is for where those are not all of the check's. */
export interface VersionedText {
  readonly text: string;
  /** `from v1.31`, `up to v1.18`; empty for all. */
  readonly versions: string;
}

/** The same fields as in `containers` always (restricted-fields.ts of policy). */
const OTHER_CONTAINERS = /^spec\.(?:init|ephemeral)Containers\[/;

/** What fields of `spec.containers[*]` are followed by, once those of the other two lists of containers are left out. */
export const SAME_IN_OTHER_CONTAINERS = "The same holds in initContainers and ephemeralContainers.";

/** Fields without those that only say again of another list of containers what is said of `containers`. */
export function foldContainers(fields: readonly VersionedText[]): { fields: VersionedText[]; isFolded: boolean } {
  const folded = fields.filter(({ text }) => !OTHER_CONTAINERS.test(text));
  return { fields: folded, isFolded: folded.length < fields.length };
}

/** The fields that a check restricts, or the values that it allows, at any version: those of the newest first. */
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

/** The same as texts, each with its versions, and fields that are told of one list of containers for all three. */
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

/** What a revision does. */
export interface Change {
  /** Its first version. */
  readonly version: string;
  /** `relaxes`, `tightens`; `replaces` where a new check asks what another one asked; `changes` where it is neither alone. */
  readonly effect: string;
  readonly text: string;
}

/** The changes that a check has seen, its beginning left out where it is nothing but the check itself. */
export function changesOf(check: CheckDeclaration): Change[] {
  const { revisions } = check;
  return revisions.flatMap((revision) =>
    revision.change === undefined ? [] : [{ ...changeBy({ check, revision }), text: revision.change }],
  );
}

/** What a revision does, and of a new check what it asks for. */
export function changeBy({ check, revision }: RevisedCheck): Change {
  const { change = "", effect, overrides = [] } = revision;
  const version = sinceOf(revision);
  if (revision !== check.revisions[0]) return { version, effect: effect ?? "changes", text: change };
  const replacesOrTightens = overrides.length > 0 ? "replaces" : "tightens";
  const text = change === "" ? check.requirement : `${check.requirement} ${change}`;
  return { version, effect: effect ?? replacesOrTightens, text };
}

/**
 * Which check takes the place of a baseline one at the restricted level, as a sentence: the empty string where none does.
 *
 * @param checks all that there are
 */
export function overriddenText({ id }: CheckDeclaration, checks: readonly CheckDeclaration[]): string {
  for (const check of checks) {
    const revision = check.revisions.find(({ overrides }) => overrides?.includes(id));
    if (revision === undefined) continue;
    const when = revision.since === 0 ? "" : ` from ${sinceOf(revision)} on`;
    return `At the restricted level ${check.id} takes its place${when}.`;
  }
  return "";
}

/** What an example does to its object, a line each behind its mark: `-`, `+` or a space. */
export function exampleLines({ example }: CheckDeclaration): string[] {
  return example.split("\n").filter((line) => line !== "");
}

/** The object of an example as it violates the check, in YAML. */
export function exampleBefore(check: CheckDeclaration): string {
  return withoutMarks(exampleLines(check).filter((line) => !line.startsWith("+")));
}

/** The object of an example as it meets the check and its level, in YAML. */
export function exampleAfter(check: CheckDeclaration): string {
  return withoutMarks(exampleLines(check).filter((line) => !line.startsWith("-")));
}

function withoutMarks(lines: readonly string[]): string {
  return lines.map((line) => `${line.slice(1)}\n`).join("");
}
