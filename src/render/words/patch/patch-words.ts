import type { ClusterPatch, PatchOwner } from "../../../report/fix/cluster-patch.ts";
import type { FixedWorkload, LeftViolation } from "../../../report/fix/fix-report.ts";
import type { WorkloadReport } from "../../../report/report.ts";
import { escapeText } from "../escape.ts";

/** Says who would undo the patch of an object, and where to make the change. */
export function ownerText({ tool, name }: PatchOwner): string {
  const shown = escapeText(name);
  const named = name === "" ? "" : ` ${shown}`;
  switch (tool) {
    case "Helm":
      return `Helm sets it, and the next upgrade may undo the patch: change the chart or the values of release${named || " (unknown)"}`;
    case "Argo CD":
      return `Argo CD sets it, and may undo the patch: change it in Git, in application${named}`;
    case "Flux":
      return `Flux sets it, and may undo the patch: change it in Git, in${named}`;
    case "OLM":
      return `the Operator Lifecycle Manager sets it, and undoes the patch: change the Subscription or the ClusterServiceVersion${named}`;
    case "object":
      return `${shown} owns it, and its controller may undo the patch: change ${shown}`;
  }
}

/** Says why a workload has no patch. */
export function obstacleText(
  { kind, static: isStatic }: WorkloadReport,
  { obstacle, fix, violations, levels }: ClusterPatch,
): string {
  const checks = violations.join(", ");
  if (obstacle === "unread") return `${checks}: its pod template was not read; change it where the pods are described`;
  if (obstacle === "pods")
    return `${checks}: only its running pods violate, and its template meets ${levels.join(" and ")}; they are of an earlier template, or a webhook changes them`;
  if (obstacle === "limit" || fix === null) return checks;
  if (fix.state === "failed") return `${checks}: the patch could not be verified, so it is not shown`;
  const reasons = leftTexts(fix.left);
  if (obstacle !== "fixed") return reasons.join("; ");
  const change = isStatic ? "change its file on the node" : "make it again from a corrected manifest (kubectl pss fix)";
  return [
    `${checks}: the API server does not change ${kind === "Job" ? "the template of a Job" : `a ${kind}`}; ${change}`,
    ...reasons,
  ].join("; ");
}

/** The violations that are left, by the reason. Those that only wait for others are not named. */
export function leftTexts(left: readonly LeftViolation[]): string[] {
  const shown = left.filter(({ reason }) => reason !== "incomplete" && reason !== "accepted");
  const byText = Map.groupBy(shown, leftText);
  return Array.from(byText, ([text, same]) => `${[...new Set(same.map(({ check }) => check))].join(", ")}: ${text}`);
}

function leftText({ reason, message }: LeftViolation): string {
  switch (reason) {
    case "decide":
      return "a decision is needed";
    case "take away":
      return "the fix takes something away: kubectl pss fix --take-away edits the manifest";
    case "breaks":
      return "with runAsNonRoot: true a container would not start, because it has runAsUser: 0";
    default:
      return escapeText(message);
  }
}

/** Whether a patch sets runAsNonRoot for a container whose user is not known. It is the edit that is most likely to break a workload. */
export function hasUnknownUser({ edits }: FixedWorkload): boolean {
  return edits.some(({ check, evidence }) => check === "runAsNonRoot" && evidence === "unknown");
}
