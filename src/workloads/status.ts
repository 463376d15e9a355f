import { isRecord } from "../api/record.ts";

/** A rejection of a new pod by Pod Security Admission, as a controller observed it. */
export interface ObservedRejection {
  /** The API server's message: `pods "web-6d9f-" is forbidden: violates PodSecurity "restricted:latest": …`. */
  readonly message: string;
}

/** The facts in the status of an object that say whether it makes pods. */
export interface PodCreation {
  /** Whether it makes no more pods, or is a pod that has ended. */
  readonly isFinished: boolean;
  readonly rejection?: ObservedRejection;
}

const MAKES_PODS: PodCreation = { isFinished: false };
const FINISHED: PodCreation = { isFinished: true };

/** IsJobFinished, k8s.io/kubernetes v1.37.2 pkg/controller/job/utils.go. */
const END_OF_JOB: ReadonlySet<unknown> = new Set(["Complete", "Failed"]);
/** IsPodTerminal, k8s.io/kubernetes v1.37.2 pkg/api/v1/pod/util.go. */
const END_OF_POD: ReadonlySet<unknown> = new Set(["Succeeded", "Failed"]);
/** The condition of a ReplicationController, a ReplicaSet and a Deployment whose new pods cannot be created. */
const REPLICA_FAILURE = "ReplicaFailure";

/**
 * Reads whether an object of one of the nine kinds makes pods, from its decoded status. A Job that is suspended, a controller with 0 replicas and
 * a paused rollout are not finished: they make pods once somebody resumes them.
 */
export function readPodCreation(kind: string, status: unknown): PodCreation {
  if (!isRecord(status)) return MAKES_PODS;
  if (kind === "Pod") return END_OF_POD.has(status["phase"]) ? FINISHED : MAKES_PODS;
  const conditions = Array.isArray(status["conditions"]) ? status["conditions"].filter(isRecord) : [];
  const current = conditions.filter((condition) => condition["status"] === "True");
  if (kind === "Job") return current.some(({ type }) => END_OF_JOB.has(type)) ? FINISHED : MAKES_PODS;
  for (const { type, message } of current) {
    const rejection = type === REPLICA_FAILURE && typeof message === "string" ? findRejection(message) : undefined;
    if (rejection !== undefined) return { isFinished: false, rejection: { message: rejection } };
  }
  return MAKES_PODS;
}

/** Where the API server's message about a pod begins: NewForbidden of k8s.io/apimachinery v0.37.2, pkg/api/errors/errors.go. */
const REJECTION = /pods "[^"]*" is forbidden: violates PodSecurity "/;

/**
 * Finds the API server's message in the words of a controller, which may put its own before it: `Error creating: …`.
 *
 * @returns undefined if no pod was rejected by Pod Security Admission
 */
export function findRejection(text: string): string | undefined {
  const start = text.search(REJECTION);
  return start === -1 ? undefined : text.slice(start);
}
