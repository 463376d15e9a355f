import { reasonText, violationPhrase } from "../../../api/words/checks/violation-words.ts";
import type { DistinctViolation, WorkloadReport } from "../../../report/report.ts";
import { partlyAcceptedText } from "../acceptance.ts";
import { titleOf } from "../../../report/workload.ts";

/**
 * The API server's words for one violation, unescaped: `Deployment/web in namespace "shop" violates PodSecurity "baseline:latest": privileged (…)`. It ends with the
 * containers that are accepted, if only some are.
 */
export function violationSentence(workload: WorkloadReport, violation: DistinctViolation): string {
  const { modes, levels } = violation;
  const phrase = violationPhrase(levels, modes.length === 0 || modes.includes("enforce"));
  return `${titleOf(workload)} in namespace "${workload.namespace}" ${phrase}: ${reasonText(violation)}${partlyAcceptedText(violation)}`;
}
