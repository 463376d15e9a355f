import type { FieldPath } from "../api/field-path.ts";
import type { ObjectMeta, Pod } from "../api/pod.ts";

/** Where an object was read: `document` counts from 0 within the file, `line` from 1. */
export interface Source {
  readonly file: string;
  readonly document: number;
  readonly line: number;
}

/** Which object of a cluster something is, as far as it can be read. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** An object that holds a pod template, or a bare Pod, decoded and defaulted as the API server would. */
export interface WorkloadObject {
  readonly type: "workload";
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly pod: Pod;
  /** Where `pod` stands in the object: `["spec", "template"]`; empty for a bare Pod. */
  readonly podPath: FieldPath;
  /** `spec.replicas`, 1 where it is not set; undefined for a kind that has none. */
  readonly replicas?: number;
  readonly source: Source;
  /** Where a field of the object stands in its file, or its nearest parent that is there; both count from 1. */
  locate(path: FieldPath): { readonly line: number; readonly column: number };
}

/** A Namespace, as far as admission reads it. */
export interface NamespaceObject {
  readonly type: "namespace";
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The field managers that own a pod-security label, each once; absent where managedFields are not there, as in most dumps. */
  readonly labelManagers?: readonly string[];
  readonly source: Source;
  locate(path: FieldPath): { readonly line: number; readonly column: number };
}

/** Any other object: read, and nothing that Pod Security Admission looks at. */
export interface OtherObject {
  readonly type: "other";
  /** Absent where nothing tells which it is. */
  readonly object?: ObjectRef;
}

/** Something worth saying about an input. */
export interface Remark {
  readonly type: "remark";
  readonly severity: "warning" | "info";
  readonly code: RemarkCode;
  readonly message: string;
  /** Null where it is about no file alone. */
  readonly source: Source | null;
  /** The object that it is about; absent where it is about none, or nothing tells which. */
  readonly object?: ObjectRef;
}

/** What a remark is about; docs/output.md says what each means and which of them `--strict` turns into errors. */
export type RemarkCode =
  | "duplicate-key"
  | "empty-file"
  | "empty-input"
  | "empty-list"
  | "foreign-kind"
  | "helm-chart"
  | "hidden-files"
  | "items-in-custom-resource"
  | "items-in-object"
  | "kustomization"
  | "lost-document"
  | "missing-kind"
  | "nested-list"
  | "no-containers"
  | "no-pod-template"
  | "not-an-object"
  | "old-api-version"
  | "patch"
  | "replaced-bytes"
  | "skipped-file"
  | "unknown-field"
  | "unknown-kind";

/** A file, document or object that could not be read, and why: found, expected, what to do. */
export interface UnreadableObject {
  readonly type: "unreadable";
  readonly message: string;
  readonly source: Source;
  /** The object that could not be read; absent where nothing tells which it is. */
  readonly object?: ObjectRef;
}

/** A file that was opened: the items that follow come from it. */
export interface OpenedFile {
  readonly type: "file";
  readonly file: string;
}

/** What a source of objects yields, in the order in which it finds it. */
export type SourceItem = WorkloadObject | NamespaceObject | OtherObject | Remark | UnreadableObject | OpenedFile;

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

/** An item of a cluster: an item of a file, or a list that could not be read. */
export type ClusterItem = SourceItem | MissingList;
