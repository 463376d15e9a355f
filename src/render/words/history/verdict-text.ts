import { count } from "../../../api/words/plural.ts";
import type { HistoryVerdict, UnknownReason } from "../../../report/audit-history/history-report.ts";
import { labelText } from "../namespace/namespace.ts";

const REASONS: Readonly<Record<UnknownReason, string>> = {
  "no-labels": "labels not known",
  "not-audited": "not audited above enforce",
  "policy-changed": "audit policy changed",
  exempt: "exempt",
  "not-judged": "pods not judged",
  errors: "policy not readable",
  "rejected-now": "rejected now, not in the log",
  gone: "does not exist any more",
};

/** The verdict about a namespace: `could enforce restricted`, `blocked by 2 workloads`. */
export function verdictText(verdict: HistoryVerdict): string {
  switch (verdict.type) {
    case "could-enforce":
      return `could enforce ${labelText(verdict)}`;
    case "blocked":
      return `blocked by ${count(verdict.workloads, "workload")}`;
    case "enforced":
      return `enforces ${labelText(verdict)}`;
    case "not-seen":
      return "not seen";
    case "unknown":
      return `unknown: ${REASONS[verdict.reason]}`;
  }
}
