import { admitController } from "../admission/controllers.ts";
import { reviewNamespaceCreate, reviewNamespaceUpdate } from "../admission/namespaces.ts";
import { PodRecheck } from "../admission/pod-recheck.ts";
import { admitPod } from "../admission/pods.ts";
import { allow, refuse, type AdmissionResponse, type ConfiguredAdmission } from "../admission/response.ts";
import type { Labels } from "../admission/labels.ts";
import { describeFailure } from "../api/failure.ts";
import { isRecord } from "../api/record.ts";
import { configurationOf, type Configuration } from "./configuration.ts";
import { evaluatorOf, invalid, type ServerOptions } from "./options.ts";
import { readObject } from "./read-object.ts";

/** The API server's answer to a request, as far as Pod Security Admission decides it. */
export interface Review extends AdmissionResponse {
  /** The reason why an object could not be read; null for one that could. The API server rejects such an object, so it is not allowed. */
  readonly unreadable: string | null;
}

/** The API server that answers. */
export interface AdmissionOptions extends ServerOptions {
  /** The defaults and exemptions; without them every label that is missing means `privileged`. */
  readonly configuration?: Configuration | undefined;
}

/** A request to create an object. */
export interface ReviewOptions extends AdmissionOptions {
  /** All labels of the object's Namespace; null for a Namespace that does not exist. Not needed for a Namespace itself. */
  readonly namespaceLabels?: Labels | null | undefined;
  /** The namespace of an object that names none; `default` where it is left out. */
  readonly namespace?: string | undefined;
  /** The user of the request, for exemptions by user name. */
  readonly user?: string | undefined;
}

/**
 * Answers a request to create an object as the API server does: a Pod can be refused, a Deployment or another object with a pod template only
 * warned of, a Namespace refused for its labels. Pod Security Admission allows every other kind.
 *
 * @param object one object, as JSON has it. The function does not change it and keeps nothing of it.
 * @throws Error where an option is invalid
 */
export function reviewObject(object: unknown, options: ReviewOptions): Review {
  const admission = admissionOf(options);
  const labels = labelsOf("namespaceLabels", options.namespaceLabels ?? {});
  const namespaceLabels = options.namespaceLabels === null ? undefined : labels;
  return answer(() => {
    const read = readObject(object);
    switch (read.type) {
      case "unreadable":
        return read.message;
      case "namespace":
        return responseOf(reviewNamespaceCreate(read.name, read.labels, admission));
      case "other":
        return allow();
      case "workload": {
        const { name = "", namespace } = read.metadata;
        const request = {
          namespace: namespace || options.namespace || "default",
          ...(options.user !== undefined && { user: options.user }),
        };
        return read.kind === "Pod"
          ? admitPod(read.pod, { ...request, name }, namespaceLabels, admission)
          : admitController(read.pod, request, namespaceLabels, admission);
      }
    }
  });
}

/** A request to change the labels of a Namespace. */
export interface NamespaceUpdate {
  readonly name: string;
  /** All labels before the request. */
  readonly oldLabels: Labels;
  /** All labels after it. */
  readonly labels: Labels;
  /** The pods of the namespace. Where they are left out, the answer has no warning of them. */
  readonly pods?: readonly unknown[] | undefined;
}

/**
 * Answers a request to change the labels of a Namespace as the API server does: it refuses invalid labels, and warns of pods that violate a new
 * enforce level. Unlike the API server, which stops after 3,000 pods, it looks at all of them.
 *
 * @throws Error where an option is invalid
 */
export function reviewNamespaceLabels(update: NamespaceUpdate, options: AdmissionOptions = {}): Review {
  const admission = admissionOf(options);
  const { name, pods = [] } = update;
  const oldLabels = labelsOf("oldLabels", update.oldLabels);
  const labels = labelsOf("labels", update.labels);
  return answer(() => {
    const review = reviewNamespaceUpdate(name, oldLabels, labels, admission);
    if (review.type !== "recheck") return responseOf(review);
    const recheck = new PodRecheck(name, review.enforce, admission.exemptions);
    for (const [index, pod] of pods.entries()) {
      const read = readObject(isRecord(pod) ? { ...pod, apiVersion: "v1", kind: "Pod" } : pod);
      if (read.type !== "workload") {
        return `pods[${index}]: ${read.type === "unreadable" ? read.message : "expected a Pod"}`;
      }
      recheck.add(read.metadata.name ?? "", admission.evaluator.forPod(read.pod));
    }
    return allow({}, recheck.warnings());
  });
}

/** @param review returns the answer, or the reason why an object is unreadable */
function answer(review: () => AdmissionResponse | string): Review {
  let response: AdmissionResponse | string;
  try {
    response = review();
  } catch (error) {
    response = describeFailure(error);
  }
  return typeof response === "string"
    ? { allowed: false, warnings: [], auditAnnotations: {}, unreadable: response }
    : { ...response, unreadable: null };
}

function responseOf(
  review: Exclude<
    ReturnType<typeof reviewNamespaceUpdate> | ReturnType<typeof reviewNamespaceCreate>,
    { type: "recheck" }
  >,
): AdmissionResponse {
  return review.type === "denied" ? refuse(review.status, {}) : allow({}, review.warnings);
}

function admissionOf(options: AdmissionOptions): ConfiguredAdmission {
  return { ...configurationOf(options.configuration), evaluator: evaluatorOf(options) };
}

function labelsOf(name: string, labels: unknown): Labels {
  if (isLabels(labels)) return labels;
  throw invalid(name, "an object of strings", labels);
}

function isLabels(labels: unknown): labels is Labels {
  return isRecord(labels) && Object.values(labels).every((value) => typeof value === "string");
}
