import type { SourceItem } from "./object.ts";

/** A list of a cluster, or the rest of one, that could not be read, and the RBAC rule that would allow it. */
export interface MissingList {
  readonly type: "missing";
  readonly message: string;
  readonly resource: string;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  /** Empty where no rule allows it. */
  readonly rule: string;
}

/** The Events of a cluster could not be listed. Everything is judged without them. */
export interface MissingEvents {
  readonly type: "missing-events";
  /** The reason. */
  readonly message: string;
  /** Whether the API server forbids it, so that a right would allow it. */
  readonly isForbidden: boolean;
}

/** The ValidatingAdmissionPolicies of a cluster, or their bindings, could not be listed. Everything is judged without them. */
export interface MissingPolicies {
  readonly type: "missing-policies";
  /** The reason. */
  readonly message: string;
  /** Whether the API server forbids it, so that a right would allow it. */
  readonly isForbidden: boolean;
}

/** Custom resources that were not read. Everything else is judged without them. */
export interface UnreadKinds {
  readonly type: "unread-kinds";
  /**
   * `discovery`: the kinds of the cluster are unknown. `definitions`: a CustomResourceDefinition that cannot be read may say that a kind contains pods.
   * `optional`: the objects of a kind contain only parts of pods, or pods that other objects make.
   */
  readonly reason: "discovery" | "definitions" | "optional";
  /** The optional list: `prometheuses.monitoring.coreos.com`; otherwise empty. */
  readonly resource: string;
  readonly message: string;
  /** Whether the API server forbids it, so that a right would allow it. */
  readonly isForbidden: boolean;
}

/** The namespace that every cluster has, and whose uid identifies the cluster. */
export const SYSTEM_NAMESPACE = "kube-system";

/** The uid of namespace kube-system, which identifies the cluster. It is read although the namespace may be outside of the scope. */
export interface ClusterUid {
  readonly type: "cluster-uid";
  readonly uid: string;
}

/** The uid of namespace kube-system could not be read. Everything is judged without it. */
export interface MissingClusterUid {
  readonly type: "missing-cluster-uid";
  /** The reason. */
  readonly message: string;
  /** Whether the API server forbids it, so that a right would allow it. */
  readonly isForbidden: boolean;
}

/** A namespace that was requested by name and does not exist. */
export interface AbsentNamespace {
  readonly type: "absent";
  readonly namespace: string;
  /** The message of the API server. */
  readonly message: string;
}

/** The user may not list all namespaces, so only one is read: the current one. Its own items follow. */
export interface Narrowed {
  readonly type: "narrowed";
  readonly namespace: string;
  /** The lists of the whole cluster that the API server refused. */
  readonly refused: readonly MissingList[];
}

/** An item of a cluster: an item of a file, a list that could not be read, a namespace that does not exist, a smaller scope, or the cluster's uid. */
export type ClusterItem =
  | SourceItem
  | MissingList
  | MissingEvents
  | MissingPolicies
  | UnreadKinds
  | AbsentNamespace
  | Narrowed
  | ClusterUid
  | MissingClusterUid;
