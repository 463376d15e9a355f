import type { WorkloadReport } from "../../report/report.ts";
import { count } from "./lines.ts";

/** The pods of a workload in a cluster: `3 pods`, `scaled to zero`; empty for a bare Pod, which is one. */
export function podsText({ kind, pods, replicas, static: isStatic }: WorkloadReport): string {
  if (isStatic) return "static pod: runs whatever is enforced";
  if (kind === "Pod") return "";
  if (pods > 0) return count(pods, "pod");
  return replicas === 0 ? "scaled to zero" : "no pods now";
}
