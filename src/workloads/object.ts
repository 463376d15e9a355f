import type { AccessObject } from "./access/access-object.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { DocumentText } from "../api/text-layout.ts";
import type { ObjectMeta, Pod } from "../api/pod.ts";
import type { RemarkCode } from "./remark-codes.ts";
import type { ObservedRejection, PodCreation } from "./status.ts";
import type { FieldPlace, Source } from "./place.ts";

export type { FieldPlace, Source } from "./place.ts";

/** A reference to an object of a cluster, with the parts that could be read. */
export interface ObjectRef {
  /** Empty where the object has none. */
  readonly apiVersion: string;
  /** Empty where the object has none. */
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** A pod in an object. */
export interface PodInObject {
  readonly pod: Pod;
  /** The path of `pod` in the object: `["spec", "template"]`; empty for a bare Pod. */
  readonly podPath: FieldPath;
  /**
   * Its name among the templates of the object, which does not depend on the order of lists: `workerGroupSpecs[small]`; absent if its kind has one
   * template.
   */
  readonly templateName?: string;
  /** The path in the object of a field of `pod`; absent if that is the field below `podPath`. */
  readonly fieldPath?: (field: FieldPath) => FieldPath;
}

/** An object with a pod template, or a bare Pod, decoded and with the API server's defaults. */
export interface WorkloadObject extends PodCreation, PodInObject {
  readonly type: "workload";
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  /** The other templates of a custom resource; absent if it has one. */
  readonly others?: readonly PodInObject[];
  /** The facts about a custom resource; absent for the nine kinds. */
  readonly custom?: CustomFacts;
  /** `spec.replicas`, 1 if it is not set; undefined for a kind without replicas. */
  readonly replicas?: number;
  /** `spec.schedule` of a CronJob, as it is written; undefined for other kinds. */
  readonly schedule?: string;
  readonly source: Source;
  /** The object as it was read: from a cluster, perhaps only the fields that are judged. Absent if a program passed it. */
  readonly value?: unknown;
  /** The document that contains it; undefined if it was not read from a text. */
  readonly written?: WrittenObject | undefined;
  /** The place of a field in its file, or of its nearest existing parent. */
  locate(path: FieldPath): FieldPlace;
}

/** An object in the document of a file. */
export interface WrittenObject {
  readonly text: DocumentText;
  /** The value of the document. */
  readonly value: unknown;
  /** The path of the object in the document; not empty for an item of a list. */
  readonly path: FieldPath;
}

/** The facts about a custom resource that decide how it is judged. */
export interface CustomFacts {
  /** Whether an operator fills in what the object leaves out, so that the pods to come are known only in part. */
  readonly isPartial: boolean;
  /** Whether the object is a run that begins and ends: its templates do not change. */
  readonly isRun: boolean;
  /** Whether the object has no namespace. The namespace of its pods is unknown. */
  readonly isClusterScoped: boolean;
  /** The fields that can set any field of its pods, and that are not judged: `spec.podSpecPatch`. */
  readonly unjudged: readonly string[];
}

/** A Namespace: the fields that admission reads. */
export interface NamespaceObject {
  readonly type: "namespace";
  readonly name: string;
  /** Absent in a manifest. */
  readonly uid?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The field managers that own a pod-security label, each once; absent without managedFields, as in most dumps. */
  readonly labelManagers?: readonly string[];
  /** The time of the last change of its audit and warn labels, in RFC 3339, or a later one; absent if managedFields do not tell. */
  readonly watchedSince?: string;
  /** Whether it is being deleted; absent if it is not. The API server creates no objects in it (plugin NamespaceLifecycle, k8s.io/apiserver v0.37.2). */
  readonly isTerminating?: true;
  readonly source: Source;
  /** The document that contains it; absent if it was not read from a text. */
  readonly written?: WrittenObject | undefined;
  locate(path: FieldPath): FieldPlace;
}

/** A namespace whose labels another tool sets, as Argo CD does for an Application. It has no Namespace in this input. */
export interface ManagedNamespaceLabels {
  readonly type: "managed-namespace";
  /** The namespace with these labels. Its places are those of the labels. */
  readonly namespace: NamespaceObject;
  /** The object that says so: `Application argocd/shop`. */
  readonly manager: string;
  /** The cluster of the namespace, by its server or its name; empty if it is not named. */
  readonly destination: string;
}

/** Any other object. Pod Security Admission does not look at it. */
export interface OtherObject {
  readonly type: "other";
  /** Whether it makes pods that are not judged, because its kind is not one of the nine. */
  readonly makesPods?: true;
  /** Absent if the object cannot be identified. */
  readonly object?: ObjectRef;
  /** Set on a PodSecurityPolicy, and on a role or a binding. */
  readonly access?: AccessObject;
  /** Set on a ValidatingAdmissionPolicy, and on a binding of one. */
  readonly policy?: AccessObject;
}

/** An Event which says that Pod Security Admission rejected a new pod of an object. */
export interface RejectionEvent extends ObservedRejection {
  readonly type: "rejection";
  /** The object that makes the pods. */
  readonly object: ObjectRef;
  /** The time of the last rejection, in RFC 3339; absent if the Event has none. */
  readonly lastSeen?: string;
}

/** A warning or a hint about an input. */
export interface Remark {
  readonly type: "remark";
  readonly severity: "warning" | "info";
  readonly code: RemarkCode;
  readonly message: string;
  /** Null if it is not about a single file. */
  readonly source: Source | null;
  /** The object that the remark is about; absent if there is none, or if it cannot be identified. */
  readonly object?: ObjectRef;
}

/** A file, document or object that could not be read, and why: the value found, the value expected, the fix. */
export interface UnreadableObject {
  readonly type: "unreadable";
  readonly message: string;
  readonly source: Source;
  /** The object that could not be read; absent if it cannot be identified. */
  readonly object?: ObjectRef;
}

/** A file was opened. The following items come from it. */
export interface OpenedFile {
  readonly type: "file";
  readonly file: string;
}

/** The items of a source of objects, in the order of reading. */
export type SourceItem =
  | WorkloadObject
  | NamespaceObject
  | ManagedNamespaceLabels
  | OtherObject
  | RejectionEvent
  | Remark
  | UnreadableObject
  | OpenedFile;
