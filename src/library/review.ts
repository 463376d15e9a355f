import { admitController } from "../admission/controllers.ts";
import { defaultsOn } from "../admission/labels.ts";
import { reviewNamespaceCreate, reviewNamespaceUpdate } from "../admission/namespaces.ts";
import { PodRecheck } from "../admission/pods/pod-recheck.ts";
import { admitPod } from "../admission/pods/pods.ts";
import { allow, refuse, type AdmissionResponse, type ConfiguredAdmission } from "../admission/response.ts";
import { describeFailure } from "../api/failure.ts";
import { remarksOnNamespace } from "../objects/mistakes/remarks-on-mistakes.ts";
import { configurationOf } from "./configuration.ts";
import { AnswerNotes } from "./notes.ts";
import { assertObject, invalid, labelsOf, listOf, optionalString, serverOf, type Server } from "./options.ts";
import { readObject, readPod } from "./read-object.ts";
import type { AdmissionOptions, NamespaceUpdate, Review, ReviewOptions } from "./types.ts";

/**
 * Answers a request to create an object as the API server does. A Pod can be rejected. A Deployment or another object with a pod template only gets
 * warnings. A Namespace can be rejected for its labels. Pod Security Admission allows every other kind.
 *
 * @param object one object, as JSON has it. The function does not change it and keeps nothing of it.
 * @throws Error if an option is invalid
 */
export function reviewObject(object: unknown, options: ReviewOptions): Review {
  assertObject("options", options);
  const { admission, server } = admissionOf(options);
  const namespaceLabels =
    options.namespaceLabels === null ? undefined : labelsOf("namespaceLabels", options.namespaceLabels);
  const namespace = optionalString("namespace", options.namespace);
  const user = optionalString("user", options.user);
  const notes = new AnswerNotes(server);
  const { object: read, remarks } = readObject(object);
  notes.add(remarks);
  return answer(notes, () => {
    switch (read.type) {
      case "unreadable":
        return read.message;
      case "namespace":
        return responseOf(reviewNamespaceCreate(read.name, read.labels, admission));
      case "other":
        return allow();
      case "workload": {
        notes.addDroppedFields(read);
        const { name = "", namespace: own } = read.metadata;
        const request = {
          namespace: own || namespace || "default",
          ...(user !== undefined && { user }),
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
 * @throws Error if the update or an option is invalid
 */
export function reviewNamespaceLabels(update: NamespaceUpdate, options: AdmissionOptions = {}): Review {
  assertObject("update", update);
  assertObject("options", options);
  const { admission, server } = admissionOf(options);
  const name = optionalString("name", update.name);
  if (name === undefined || name === "") throw invalid("name", "the name of the Namespace", name);
  const oldLabels = labelsOf("oldLabels", update.oldLabels);
  const labels = labelsOf("labels", update.labels);
  const pods = update.pods === undefined ? [] : listOf("pods", "a list of pods", update.pods);
  const notes = new AnswerNotes(server);
  notes.add(remarksOnNamespace({ name, labels }));
  return answer(notes, () => {
    const review = reviewNamespaceUpdate(name, oldLabels, labels, admission);
    if (review.type !== "recheck") return responseOf(review);
    const recheck = new PodRecheck(name, review.enforce, admission.exemptions);
    for (const [index, pod] of pods.entries()) {
      const { object, remarks } = readPod(pod);
      notes.add(remarks, `pods[${index}]: `);
      if (object.type !== "workload") {
        return `pods[${index}]: ${object.type === "unreadable" ? object.message : "expected a Pod of v1"}`;
      }
      notes.addDroppedFields(object);
      recheck.add(object.metadata.name ?? "", admission.evaluator.forPod(object.pod));
    }
    return allow({}, recheck.warnings());
  });
}

/** @param review returns the answer, or the reason why an object is unreadable */
function answer(notes: AnswerNotes, review: () => AdmissionResponse | string): Review {
  let response: AdmissionResponse | string;
  try {
    response = review();
  } catch (error) {
    response = describeFailure(error);
  }
  if (typeof response === "string") {
    return { allowed: false, warnings: [], auditAnnotations: {}, unreadable: response, notes: notes.list() };
  }
  const { allowed, status, warnings, auditAnnotations } = response;
  return {
    allowed,
    ...(status !== undefined && { status: { ...status } }),
    warnings: [...warnings],
    auditAnnotations: { ...auditAnnotations },
    unreadable: null,
    notes: notes.list(),
  };
}

function responseOf(
  review: Exclude<
    ReturnType<typeof reviewNamespaceUpdate> | ReturnType<typeof reviewNamespaceCreate>,
    { type: "recheck" }
  >,
): AdmissionResponse {
  return review.type === "denied" ? refuse(review.status, {}) : allow({}, review.warnings);
}

function admissionOf(options: AdmissionOptions): {
  readonly admission: ConfiguredAdmission;
  readonly server: Server;
} {
  const server = serverOf(options);
  const { evaluator } = server;
  const { defaults, exemptions } = configurationOf(options.configuration);
  const admission = { defaults: defaultsOn(evaluator.maxMinor, defaults), exemptions, evaluator };
  return { admission, server };
}
