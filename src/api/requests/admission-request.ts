import type { Pod } from "../pod.ts";

/** A kind of the API, in its version. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A request of the API server for an admission decision: AdmissionRequest of `admission.k8s.io/v1`, as far as it counts. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly kind: GroupVersionKind;
  /** The resource, without its version: `apps` and `deployments`. */
  readonly resource: { readonly group: string; readonly resource: string };
  /** The `requestSubResource`, the only subresource that counts; empty for the object itself. */
  readonly subresource: string;
  /** `CREATE`, `UPDATE`, `DELETE` or `CONNECT`. */
  readonly operation: string;
  readonly name: string;
  /** The namespace; for a Namespace its own name. */
  readonly namespace: string;
  readonly user: string;
  /** Decodes the object, which most requests to privileged namespaces do not need. To be called once. */
  readonly object: () => RequestObject;
  /** Decodes the object before an update. To be called once. */
  readonly oldObject: () => RequestObject;
}

/** An object of a request. The API server has already set its defaults. */
export type RequestObject =
  | { readonly type: "missing" }
  /** The fault in words; it contains no value of the object. */
  | { readonly type: "undecodable"; readonly fault: string }
  | { readonly type: "pod"; readonly pod: Pod }
  | { readonly type: "namespace"; readonly labels: Readonly<Record<string, string>>; readonly kind: GroupVersionKind }
  /** An object with a pod template; `template` is undefined for a ReplicationController without one. */
  | { readonly type: "controller"; readonly template: Pod | undefined }
  /** An object of a kind without pods. `kind` is what it names itself. */
  | { readonly type: "other"; readonly kind: GroupVersionKind };
