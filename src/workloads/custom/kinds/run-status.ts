import { isRecord } from "../../../api/record.ts";

/** The ends of a run in `phase` and in the states of Volcano, Spark and Ray, in lower case. */
const ENDS: ReadonlySet<string> = new Set([
  "complete",
  "completed",
  "error",
  "failed",
  "inconclusive",
  "succeeded",
  "successful",
  "terminated",
]);

/** The conditions that say that a run has ended: of Kubeflow, JobSet, Kruise and Tekton. Tekton's is False after a failure. */
const END_CONDITIONS: ReadonlySet<unknown> = new Set(["Complete", "Completed", "Failed", "Finished", "Succeeded"]);

/** The fields with the time at which a run ended: of Kubeflow and Tekton, of Argo, of Ray. */
const END_TIMES = ["completionTime", "finishedAt", "endTime"];

/**
 * Whether a run has ended, so that it makes no more pods: a Workflow, a TaskRun, a RayJob and the like. Their projects have no common convention, so every one
 * of their fields counts.
 */
export function hasRunEnded(status: unknown): boolean {
  if (!isRecord(status)) return false;
  const { phase, state, applicationState, jobDeploymentStatus, conditions } = status;
  if (END_TIMES.some((field) => typeof status[field] === "string" && status[field] !== "")) return true;
  const states = [
    phase,
    isRecord(state) ? state["phase"] : state,
    isRecord(applicationState) ? applicationState["state"] : undefined,
    jobDeploymentStatus,
  ];
  if (states.some((one) => typeof one === "string" && ENDS.has(one.toLowerCase()))) return true;
  if (!Array.isArray(conditions)) return false;
  return conditions.some((one) => isRecord(one) && END_CONDITIONS.has(one["type"]) && one["status"] === "True");
}
