import type { HistoryNamespace, HistoryReport, UnknownReason } from "../../../report/audit-history/history-report.ts";
import { kubectlStep, pssStep, type NextStep } from "../../words/next-step.ts";
import { hasNoLog } from "./words.ts";

/** The names in a command that is still easy to read. */
const MAX_NAMES = 8;

/**
 * Returns the command after a history: what the API server rejects now although the logs do not name it, what the proven namespaces would say now, or
 * what is missing.
 *
 * @param newFile names a file that does not exist yet
 */
export function nextStep(report: HistoryReport, newFile: () => string): NextStep | undefined {
  const { namespaces, unlogged, labels, unreadLabels } = report;
  if (unlogged.namespaces.length > 0) return rejectedStep(unlogged);
  if (hasNoLog(report)) {
    return pssStep(["history", "--print-audit-policy"], "the audit policy with which kube-apiserver writes such a log");
  }
  const proven = namespaces.filter(({ verdict }) => verdict.type === "could-enforce");
  const [first] = proven;
  if (first !== undefined && first.verdict.type === "could-enforce") {
    const { level, version } = first.verdict;
    const same = proven.filter(
      ({ verdict: one }) => one.type === "could-enforce" && one.level === level && one.version === version,
    );
    const wanted = version === "latest" ? level : `${level}:${version}`;
    return pssStep(
      ["dry-run", "-n", namesOf(same), "--enforce", wanted],
      effectOn(same, "what the API server says about the pods that run now"),
    );
  }
  const blocked = namespaces.filter(({ verdict }) => verdict.type === "blocked");
  if (blocked.length > 0)
    return pssStep(["audit", "-n", namesOf(blocked)], effectOn(blocked, "what violates now, and the lines to set"));
  const unknown = (wanted: UnknownReason): readonly HistoryNamespace[] =>
    namespaces.filter(({ verdict }) => verdict.type === "unknown" && verdict.reason === wanted);
  const invalid = unknown("errors");
  if (invalid.length > 0)
    return pssStep(["audit", "-n", namesOf(invalid)], effectOn(invalid, "which labels are invalid"));
  const silent = unknown("not-audited");
  if (silent.length > 0) {
    const names = silent.slice(0, MAX_NAMES).map(({ name }) => name);
    const label = "pod-security.kubernetes.io/audit=restricted";
    return kubectlStep(
      ["label", "--overwrite", "namespace", ...names, label],
      effectOn(silent, "the log then shows what violates restricted"),
    );
  }
  if (unknown("not-judged").length + unknown("policy-changed").length > 0)
    return pssStep(["history", "--print-audit-policy"], "the audit policy that logs what is missing");
  if (unknown("no-labels").length > 0 && (labels === null || unreadLabels?.isForbidden === true))
    return labelsStep(unreadLabels?.isForbidden === true, newFile());
  if (unknown("no-labels").length > 0)
    return kubectlStep(["get", "namespaces", "-o", "yaml"], "save its output, and add --namespaces FILE");
  const unseen = namespaces.filter(({ verdict }) => verdict.type === "not-seen");
  return unseen.length === 0
    ? undefined
    : pssStep(["audit", "-n", namesOf(unseen)], effectOn(unseen, "what violates now"));
}

/** An audit of the same objects: the messages of the API server are in no log. */
function rejectedStep({ namespaces, file }: HistoryReport["unlogged"]): NextStep {
  const names = namespaces.slice(0, MAX_NAMES).join(",");
  const input = file === null ? [] : ["-f", file.startsWith("-") ? `./${file}` : file];
  return pssStep(
    ["audit", "-n", names, ...input],
    effectOn(namespaces, "the API server's messages, and the lines to set"),
  );
}

/** Saves the labels that this run could not read. The same user would be refused again, and an unreachable cluster cannot be reached from here. */
function labelsStep(isForbidden: boolean, file: string): NextStep {
  const where = isForbidden ? "as a user who may list them" : "once kubectl can list them";
  return {
    command({ kubectl }) {
      const { text, isWhole } = kubectl(["get", "namespaces", "-o", "yaml"]);
      return { text: `${text} > ${file}`, isWhole };
    },
    effect: `${where}; then add --namespaces ${file}`,
  };
}

function namesOf(namespaces: readonly HistoryNamespace[]): string {
  return namespaces
    .slice(0, MAX_NAMES)
    .map(({ name }) => name)
    .join(",");
}

/** The effect of a command that names the first of some namespaces: `8 of 12 namespaces: …` if there are more. */
function effectOn({ length }: readonly unknown[], effect: string): string {
  return length > MAX_NAMES ? `${MAX_NAMES} of ${length} namespaces: ${effect}` : effect;
}
