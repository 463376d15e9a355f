/**
 * Where a namespace is on its way to the target, in this order: it has no label for enforce, or none for audit although workloads block the next level; it has both, and audit and
 * warn report these workloads; enforce can be raised now; it enforces the target, or the strictest level that it can have. `kept`: enforce stays as it is, for the
 * reason in `kept`.
 */
export const NAMESPACE_STATES = ["unlabelled", "observed", "ready", "enforced", "kept"] as const;

export type NamespaceState = (typeof NAMESPACE_STATES)[number];
