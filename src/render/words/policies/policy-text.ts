/** The words about ValidatingAdmissionPolicies that several formats share. Unescaped, apart from the lines. */
import { count, plural } from "../../../api/words/plural.ts";
import { denies, keyFor, workloadCount, type PolicyVerdict } from "../../../report/policies/policy-verdict.ts";
import type { Report } from "../../../report/report.ts";
import { titleOf } from "../../../report/workload.ts";
import { exitCodeText } from "../summary/exit-code.ts";

/** The heading of the section. */
export const POLICIES_HEADING = "Admission policies";

/** `2 workloads violate ValidatingAdmissionPolicies; a policy denies 1 workload that Pod Security Admission admits` */
export function policiesText(report: Report, verdicts: readonly PolicyVerdict[], hasExitCode: boolean): string {
  const keyOf = keyFor(report);
  const all = workloadCount(verdicts, keyOf);
  const besides = verdicts.filter((verdict) => denies(verdict) && !verdict.rejectedByLabels);
  const more = workloadCount(besides, keyOf);
  const exit =
    hasExitCode && report.kind === "LintReport" && verdicts.some(({ fails }) => fails) ? exitCodeText(1) : "";
  const denied =
    more === 0 ? "" : `; a policy denies ${count(more, "workload")} that Pod Security Admission admits${exit}`;
  return `${count(all, "workload")} ${plural(all, "violates", "violate")} ValidatingAdmissionPolicies${denied}`;
}

/** `Deployment/web`, or `pods of Deployment/web` if the policy judges the pods to come. */
export function subjectText(verdict: PolicyVerdict): string {
  return verdict.subject === "pods" ? `pods of ${titleOf(verdict)}` : titleOf(verdict);
}

/** `denies`, `warns`, `denies, audits`: what the policy does. */
export function actionsText({ actions }: PolicyVerdict): string {
  const words = { Deny: "denies", Warn: "warns", Audit: "audits" } as const;
  return actions.map((action) => words[action]).join(", ");
}

/** `policy pss-baseline-latest (binding pss-baseline-latest-default)` */
export function policyText({ policy, binding }: PolicyVerdict): string {
  return `policy ${policy} (binding ${binding})`;
}

/** One sentence for a program that shows it beside the workload: `Deployment/web in namespace "shop": policy … denies: violates PodSecurity …` */
export function policySentence(verdict: PolicyVerdict): string {
  const { namespace, messages } = verdict;
  const answer = `${policyText(verdict)} ${actionsText(verdict)}: ${messages.join("; ")}`;
  return `${subjectText(verdict)} in namespace "${namespace}": ${answer}`;
}
