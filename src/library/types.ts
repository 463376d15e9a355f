/** The public types of the library (docs/library.md). They have their own fields, so a change of the core cannot change them unnoticed. */
import type { FieldPath } from "../api/field-path.ts";
import type { Level } from "../api/level.ts";
import type { Mode } from "../api/mode.ts";

/** A level of the Pod Security Standards at a version. */
export interface Standard {
  readonly level: Level;
  /** `latest` or `v1.N`; `latest` by default. A version newer than the newest known one is evaluated as that one. */
  readonly version?: string | undefined;
}

/** The API server that is simulated. */
export interface ServerOptions {
  /** The minor of the API server, `v1.N`: it knows no newer version, and `latest` is this minor. By default the newest known one. */
  readonly serverVersion?: string | undefined;
}

/** The configuration of Pod Security Admission: a value of parseConfiguration. */
export interface Configuration {
  /** The users, namespaces and runtime classes that are exempt. */
  readonly exemptions: {
    readonly usernames: readonly string[];
    readonly namespaces: readonly string[];
    readonly runtimeClasses: readonly string[];
  };
}

/** A check that a pod does not meet. */
export interface Violation {
  /** The ID of the check, `hostPorts`: see `checks`. */
  readonly check: string;
  /** The API server's reason. Several checks can have the same one. */
  readonly reason: string;
  /** The API server's detail, which it prints in parentheses after the reason; may be empty. */
  readonly detail: string;
  /** The fields that violate, at least one, in the order in which they are evaluated. */
  readonly fields: readonly {
    /** From the pod's root: `["spec", "containers", 0, "ports", 0, "hostPort"]`. */
    readonly path: FieldPath;
    /** `null` for a field that is not set. */
    readonly value: unknown;
  }[];
}

/** A remark on an object that is not a violation, such as a field that the API server drops. */
export interface Note {
  readonly severity: "error" | "warning" | "info";
  /** The kind of note, `unknown-field`: docs/output.md explains each. A later version may add some. */
  readonly code: string;
  readonly message: string;
}

/** The verdict on a pod at one level and version. */
export interface PodEvaluation {
  readonly level: Level;
  readonly version: string;
  readonly allowed: boolean;
  /** In the API server's order; empty for a pod that is allowed or unreadable. */
  readonly violations: readonly Violation[];
  /** The API server's text after `violates PodSecurity "LEVEL:VERSION": `, byte for byte; empty for a pod that is allowed or unreadable. */
  readonly message: string;
  /** The reason why the pod could not be read; null for one that could. The API server rejects such a pod, so it is not allowed. */
  readonly unreadable: string | null;
  /** Remarks on the pod, and on a server that is newer than the newest known version. */
  readonly notes: readonly Note[];
}

/** The level and version, and the API server that evaluates them. */
export interface EvaluateOptions extends Standard, ServerOptions {}

/** The answer of Pod Security Admission to a request: the fields of an AdmissionResponse of admission.k8s.io/v1. */
export interface Review {
  readonly allowed: boolean;
  /** The rejection; absent if the request is allowed or an object is unreadable. */
  readonly status?: {
    /** The HTTP status: 403 for a pod, 422 for the labels of a Namespace, 500 for a Namespace that does not exist. */
    readonly code: number;
    readonly reason: string;
    readonly message: string;
  };
  /** The warnings to the client; kubectl prints each after `Warning: `. */
  readonly warnings: readonly string[];
  /** The annotations of the audit log, without the prefix `pod-security.kubernetes.io/`. */
  readonly auditAnnotations: Readonly<Record<string, string>>;
  /** The reason why an object could not be read; null for one that could. The API server rejects such an object, so it is not allowed. */
  readonly unreadable: string | null;
  /** Remarks on the object or the pods, and on a server that is newer than the newest known version. */
  readonly notes: readonly Note[];
}

/** All labels of a Namespace, by name. */
export type Labels = Readonly<Record<string, string>>;

/** The API server that answers. */
export interface AdmissionOptions extends ServerOptions {
  /** The defaults and exemptions; without them, a missing label means `privileged`. */
  readonly configuration?: Configuration | undefined;
}

/** A request to create an object. */
export interface ReviewOptions extends AdmissionOptions {
  /** All labels of the object's Namespace; null if it does not exist. If the object is a Namespace, its own labels count. */
  readonly namespaceLabels: Labels | null;
  /** The namespace of an object that names none; `default` by default. */
  readonly namespace?: string | undefined;
  /** The user of the request, for exemptions by user name. */
  readonly user?: string | undefined;
}

/** A request to change the labels of a Namespace. */
export interface NamespaceUpdate {
  readonly name: string;
  /** All labels before the request. */
  readonly oldLabels: Labels;
  /** All labels after it. */
  readonly labels: Labels;
  /** The pods of the namespace: each a Pod, or an object with the `metadata` and `spec` of one. Without them, the answer has no warnings about pods. */
  readonly pods?: readonly unknown[] | undefined;
}

/** A text of manifests. */
export interface TextInput {
  /** The name of the input in the report, like that of a file. */
  readonly name: string;
  /** A stream of YAML or JSON documents. */
  readonly text: string;
}

/** Decoded objects. Their fields have no line in the report. */
export interface ObjectsInput {
  /** The name of the input in the report, like that of a file. */
  readonly name: string;
  /** Objects as JSON has them; a List counts as its items. The function does not change them and keeps nothing of them. */
  readonly objects: readonly unknown[];
}

/** The options of a lint; each has the meaning of the flag with its name (docs/usage.md). */
export interface LintOptions extends ServerOptions {
  /** The levels by which every object is judged, regardless of the labels of its namespace. */
  readonly levels?: readonly Standard[] | undefined;
  /** The cluster's defaults and exemptions. */
  readonly configuration?: Configuration | undefined;
  /** The user who makes the requests, for exemptions by user name. */
  readonly user?: string | undefined;
  /** The namespace of objects that name none; `default` by default. */
  readonly namespace?: string | undefined;
  /** The mode in which violations count as failing; `enforce` by default. */
  readonly failOn?: Mode | "any" | "none" | undefined;
  /** Whether notes about mistakes are errors. */
  readonly strict?: boolean | undefined;
}
