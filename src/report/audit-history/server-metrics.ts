/** The facts in the metrics of an API server about Pod Security Admission. */
export interface ServerMetrics {
  readonly file: string;
  /** The file of the earlier metrics; null without one. Then everything counts since the server started. */
  readonly since: string | null;
  /** The time when the server started, in RFC 3339; null if the metrics do not have it. */
  readonly started: string | null;
  /** Whether the earlier metrics are from before a restart, or from another server. Then everything counts since the start of this one. */
  readonly isRestarted: boolean;
  /** The number of evaluations of enforce: of every judged pod. */
  readonly evaluated: number;
  /** Those that rose, sorted by kind, mode, level, version, resource. */
  readonly rises: readonly MetricsRise[];
}

/** A number that rose. */
export interface MetricsRise {
  /** A violation in a mode, a request that an exemption hides, or one whose policy could not be read. */
  readonly kind: "violation" | "exemption" | "error";
  /** `enforce`, `audit` or `warn`; empty unless it is a violation. */
  readonly mode: string;
  /** `restricted:latest`; empty unless it is a violation. */
  readonly policy: string;
  /** `pod` or `controller`. */
  readonly resource: string;
  /** Labels that Kubernetes itself does not have, such as ocp_namespace of OpenShift: `ocp_namespace=openshift-etcd`; empty without any. */
  readonly others: string;
  /** By how much it rose. */
  readonly rise: number;
}
