/** The API object of a request: objectRef of audit.k8s.io/v1. Texts are empty where the event has none. */
export interface AuditedObject {
  /** Empty for the core group. */
  readonly group: string;
  /** The plural name: `pods`. */
  readonly resource: string;
  readonly subresource: string;
  /** Empty for an object without a namespace. */
  readonly namespace: string;
  /** Empty if the API server generated the name. */
  readonly name: string;
}

/** The fields of a request's object that the audit level `Request` adds. */
export interface RequestedObject {
  readonly name: string;
  readonly generateName: string;
  /** The controller in ownerReferences; undefined if there is none. */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  /** `metadata.labels`: null for a label that a patch removes; undefined without labels. */
  readonly labels: Readonly<Record<string, string | null>> | undefined;
  /** Whether `labels` are the labels of the object, or the changes of a merge patch. The effect of a JSON patch is not read. */
  readonly isReadable: boolean;
  /** Whether it has a kind: a whole object, or a server-side apply, which also removes what it leaves out. */
  readonly isWhole: boolean;
}

/**
 * A stage of a request as kube-apiserver logs it (Event of audit.k8s.io/v1, k8s.io/apiserver v0.37.2), with the fields that the history of
 * Pod Security Admission needs. Every text is from outside and was verified for its type only.
 */
export interface AuditEvent {
  /** `auditID`; empty if the log has none. */
  readonly id: string;
  /** `RequestReceived`, `ResponseStarted`, `ResponseComplete` or `Panic`. */
  readonly stage: string;
  /** `Metadata`, `Request` or `RequestResponse`. */
  readonly level: string;
  /** The time of the stage, in milliseconds since 1970. */
  readonly time: number;
  readonly verb: string;
  readonly isDryRun: boolean;
  /** The user, or the impersonated one. */
  readonly user: string;
  readonly userAgent: string;
  /** Undefined for a request that is about no object. */
  readonly object: AuditedObject | undefined;
  /** The status code of the response; undefined if the event has none. */
  readonly code: number | undefined;
  /** `responseStatus.message` */
  readonly message: string;
  /** `responseStatus.details.name` */
  readonly detailsName: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined below the level `Request`, and where the log left it out. */
  readonly request: RequestedObject | undefined;
  /** `responseObject`, from the level `RequestResponse` on. */
  readonly response: RequestedObject | undefined;
}

/** The facts about an event that is irrelevant for Pod Security Admission. Only the coverage counts it. */
export type SkimmedEvent = Pick<AuditEvent, "stage" | "level" | "time">;
