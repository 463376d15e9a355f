/**
 * The use cases about clusters, and the names for the completion. They are one late module of the bundle, so that a lint does not load them. The
 * names are part of it because they need the same code for kubeconfigs. Only plain values and functions may be passed to it and returned from it.
 */
export { kubeconfigNames, kubectlNamespaces } from "./completion-names.ts";
export { runAudit } from "./audit.ts";
export { clusterFiles } from "./inputs/cluster-files.ts";
export { runDryRun } from "./dry-run.ts";
export { readClusterPods } from "./fix/cluster-pods.ts";
export { runFromPsp } from "./from-psp.ts";
export { runAuditPolicyCheck } from "./history/check-audit-policy.ts";
export { runServerMetrics } from "./history/server-metrics.ts";
export { runHistory } from "./history/run-history.ts";
export { runPlan } from "./plan.ts";
