import type { HistoryNamespace, HistoryReport, UnknownReason } from "../../../report/audit-history/history-report.ts";
import { kubectlStep, pssStep, type NextStep } from "../../words/next-step.ts";
import { hasNoLog } from "./words.ts";

/** The names in a command that is still easy to read. */
const MAX_NAMES = 8;

/** If this run could not read the labels, the same user and the same cluster would fail again. */
const LABELS_OF_OTHERS: NextStep = {
  command: () => ({ text: "kubectl get namespaces -o yaml > namespaces.yaml", isWhole: true }),
  effect: "as a user who may list them; then add --namespaces namespaces.yaml",
};

/** The command after a history: what the API server rejects now although the logs do not name it, what the proven namespaces would say now, or what is missing. */
export function nextStep(report: HistoryReport): NextStep | undefined {
  const { namespaces, unlogged, labels } = report;
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
      "what the API server says about the pods that run now",
    );
  }
  const blocked = namespaces.filter(({ verdict }) => verdict.type === "blocked");
  if (blocked.length > 0) return pssStep(["audit", "-n", namesOf(blocked)], "what violates now, and the lines to set");
  const unknown = (wanted: UnknownReason): readonly HistoryNamespace[] =>
    namespaces.filter(({ verdict }) => verdict.type === "unknown" && verdict.reason === wanted);
  const invalid = unknown("errors");
  if (invalid.length > 0) return pssStep(["audit", "-n", namesOf(invalid)], "which labels are invalid");
  const silent = unknown("not-audited");
  if (silent.length > 0) {
    const names = silent.slice(0, MAX_NAMES).map(({ name }) => name);
    const label = "pod-security.kubernetes.io/audit=restricted";
    return kubectlStep(
      ["label", "--overwrite", "namespace", ...names, label],
      "the log then shows what violates restricted",
    );
  }
  if (unknown("not-judged").length + unknown("policy-changed").length > 0)
    return pssStep(["history", "--print-audit-policy"], "the audit policy that logs what is missing");
  if (unknown("no-labels").length > 0 && labels === null) return LABELS_OF_OTHERS;
  if (unknown("no-labels").length > 0)
    return kubectlStep(["get", "namespaces", "-o", "yaml"], "save its output, and add --namespaces FILE");
  const unseen = namespaces.filter(({ verdict }) => verdict.type === "not-seen");
  return unseen.length === 0 ? undefined : pssStep(["audit", "-n", namesOf(unseen)], "what violates now");
}

/** An audit of the same objects: the messages of the API server are in no log. */
function rejectedStep({ namespaces, file }: HistoryReport["unlogged"]): NextStep {
  const names = namespaces.slice(0, MAX_NAMES).join(",");
  const input = file === null ? [] : ["-f", file.startsWith("-") ? `./${file}` : file];
  return pssStep(["audit", "-n", names, ...input], "the API server's messages, and the lines to set");
}

function namesOf(namespaces: readonly HistoryNamespace[]): string {
  return namespaces
    .slice(0, MAX_NAMES)
    .map(({ name }) => name)
    .join(",");
}
