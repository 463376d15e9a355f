import { admitController } from "../admission/controllers.ts";
import { reviewNamespaceCreate, reviewNamespaceUpdate } from "../admission/namespaces.ts";
import { PodRecheck } from "../admission/pod-recheck.ts";
import { admitPod } from "../admission/pods.ts";
import { allow, refuse, type AdmissionResponse, type ConfiguredAdmission } from "../admission/response.ts";
import { describeFailure } from "../api/failure.ts";
import { isRecord } from "../api/record.ts";
import { configurationOf } from "./configuration.ts";
import { evaluatorOf, invalid } from "./options.ts";
import { readObject } from "./read-object.ts";
import type { AdmissionOptions, Labels, NamespaceUpdate, Review, ReviewOptions } from "./types.ts";

/**
 * Answers a request to create an object as the API server does. A Pod can be rejected. A Deployment or another object with a pod template only gets
 * warnings. A Namespace can be rejected for its labels. Pod Security Admission allows every other kind.
 *
 * @param object one object, as JSON has it. The function does not change it and keeps nothing of it.
 * @throws Error if an option is invalid
 */
export function reviewObject(object: unknown, options: ReviewOptions): Review {
  const admission = admissionOf(options);
  const namespaceLabels =
    options.namespaceLabels === null ? undefined : labelsOf("namespaceLabels", options.namespaceLabels);
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

/**
 * Answers a request to change the labels of a Namespace as the API server does: it rejects invalid labels, and warns about pods that violate a new
 * enforce level. It evaluates all pods; the API server stops after 3,000.
 *
 * @throws Error if an option is invalid
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
