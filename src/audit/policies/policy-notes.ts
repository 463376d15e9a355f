import type { PolicyGap, PolicyRemark } from "../../admission/policy-judge.ts";
import { cutText, listNames, quote } from "../../api/words/quoted.ts";
import type { Note, Source } from "../../report/report.ts";
import type { PolicyReview } from "./policy-review.ts";

/** The most names in a note. */
const MOST = 100;

const POLICIES = "ValidatingAdmissionPolicies";
const BINDINGS = "ValidatingAdmissionPolicyBindings";

/** The words of each gap, before the names. */
const WORDS: Readonly<Record<PolicyGap, string>> = {
  foreign: `${POLICIES} that kubectl pss did not export are not evaluated`,
  edited: `${POLICIES} that were edited after the export are not evaluated`,
  "other-version": `${POLICIES} that another version of kubectl pss exported are not evaluated until they are exported again`,
  invalid: `${POLICIES} that the API server rejects are not evaluated`,
  "invalid-binding": `${BINDINGS} that the API server rejects are not evaluated`,
  "foreign-binding": `${BINDINGS} with parameters, unknown actions, or more than a namespaceSelector are not evaluated`,
  unbound: `${POLICIES} without a binding do nothing`,
  "missing-policy": `${BINDINGS} whose policy is not in the input are not evaluated`,
  "exempts-users": `${POLICIES} exempt users or groups; the user of a request is not known, so these exemptions do not count`,
};

/**
 * The notes about policies that are not evaluated, or only in part. In files, each object has a note at its place. In a cluster, objects with the same
 * gap share a note.
 *
 * @param sourceOf the place of an object in a file; undefined for a cluster
 */
export function policyNotes(
  remarks: readonly PolicyRemark[],
  sourceOf: ((at: number) => Source) | undefined,
): readonly Note[] {
  if (sourceOf !== undefined) return remarks.map((remark) => noteOn(remark.gap, [remark], sourceOf(remark.at)));
  // In a cluster, a policy without a binding does nothing, and neither does a binding without a policy.
  const shown = remarks.filter(({ gap }) => gap !== "missing-policy" && gap !== "unbound");
  return Array.from(
    Map.groupBy(shown, ({ gap }) => gap),
    ([gap, some]) => noteOn(gap, some, null),
  );
}

/** The notes about namespaces with unknown labels, which bindings may select. */
export function undecidedNotes({ undecided }: Pick<PolicyReview, "undecided">): readonly Note[] {
  return undecided.map(({ namespace, bindings }) =>
    note(
      "info",
      `the labels of namespace ${quote(namespace)} are not known, so ${BINDINGS} that may select it are not evaluated: ${listNames(bindings, MOST)}`,
      null,
    ),
  );
}

const WARNINGS: ReadonlySet<PolicyGap> = new Set<PolicyGap>(["edited", "invalid", "invalid-binding"]);

function withFault(name: string, fault: string | undefined): string {
  return fault === undefined ? name : `${fault}${name === "" ? "" : ` (${name})`}`;
}

function noteOn(gap: PolicyGap, remarks: readonly PolicyRemark[], source: Source | null): Note {
  const names = remarks.map(({ policy, binding, fault }) => withFault(binding ?? policy, fault));
  return note(WARNINGS.has(gap) ? "warning" : "info", `${WORDS[gap]}: ${listNames(names, MOST)}`, source);
}

function note(severity: Note["severity"], message: string, source: Source | null): Note {
  return { severity, code: "admission-policy", message: cutText(message), source };
}
