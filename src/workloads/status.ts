import { isRecord } from "../api/record.ts";

/** A rejection of a new pod by Pod Security Admission, as a controller observed it. */
export interface ObservedRejection {
  /** The API server's message: `pods "web-6d9f-" is forbidden: violates PodSecurity "restricted:latest": …`. */
  readonly message: string;
}

/** The facts in an object and its status that say whether it makes pods. */
export interface PodCreation {
  /** Whether it makes no more pods, or is a pod that has ended. */
  readonly isFinished: boolean;
  /** Whether it has all the pods that it wants; absent if its status does not tell, or is older than its spec. */
  readonly hasAllPods?: boolean;
  /** Absent if there is none, or if its status is older than its spec: the controller has not tried the new spec yet. */
  readonly rejection?: ObservedRejection;
}

/** The parts of an object that are read besides its kind. */
interface Parts {
  readonly metadata?: unknown;
  readonly spec?: unknown;
  readonly status?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const MAKES_PODS: PodCreation = { isFinished: false };
const FINISHED: PodCreation = { isFinished: true };
const NONE: Fields = {};

/** IsJobFinished, k8s.io/kubernetes v1.37.2 pkg/controller/job/utils.go. */
const END_OF_JOB: ReadonlySet<unknown> = new Set(["Complete", "Failed"]);
/** IsPodTerminal, k8s.io/kubernetes v1.37.2 pkg/api/v1/pod/util.go. */
const END_OF_POD: ReadonlySet<unknown> = new Set(["Succeeded", "Failed"]);
/** The condition of a ReplicationController, a ReplicaSet and a Deployment whose new pods cannot be created. */
const REPLICA_FAILURE = "ReplicaFailure";

/**
 * Reads whether an object of one of the nine kinds makes pods, from the decoded object. A Job that is suspended, a controller with 0 replicas and
 * a paused rollout are not finished: they make pods once somebody resumes them.
 */
export function readPodCreation(kind: string, { metadata, spec, status }: Parts): PodCreation {
  if (!isRecord(status)) return MAKES_PODS;
  if (kind === "Pod") return END_OF_POD.has(status["phase"]) ? FINISHED : MAKES_PODS;
  const conditions = Array.isArray(status["conditions"]) ? status["conditions"].filter(isRecord) : [];
  const current = conditions.filter((condition) => condition["status"] === "True");
  if (kind === "Job" && current.some(({ type }) => END_OF_JOB.has(type))) return FINISHED;
  if (isBehind(isRecord(metadata) ? metadata : NONE, status)) return MAKES_PODS;
  const hasAllPods = readPods(kind, isRecord(spec) ? spec : NONE, status);
  const rejection = kind === "Job" ? undefined : rejectionIn(current);
  if (hasAllPods === undefined && rejection === undefined) return MAKES_PODS;
  return {
    isFinished: false,
    ...(hasAllPods !== undefined && { hasAllPods }),
    ...(rejection !== undefined && { rejection: { message: rejection } }),
  };
}

/** Whether a controller has not seen the present spec yet. */
function isBehind({ generation }: Fields, { observedGeneration }: Fields): boolean {
  return typeof generation === "number" && typeof observedGeneration === "number" && observedGeneration < generation;
}

function rejectionIn(conditions: readonly Fields[]): string | undefined {
  for (const { type, message } of conditions) {
    const rejection = type === REPLICA_FAILURE && typeof message === "string" ? findRejection(message) : undefined;
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}

/**
 * Whether a controller has all the pods that it wants. The API server leaves out zeros in the status of a Deployment and of a Job, and in `updatedNumberScheduled` of a DaemonSet (`omitempty` in
 * k8s.io/api v0.37.2), so there a missing number is zero once the controller has written anything.
 */
function readPods(kind: string, spec: Fields, status: Fields): boolean | undefined {
  switch (kind) {
    case "ReplicationController":
    case "ReplicaSet":
    case "StatefulSet":
      return isEnough(status["replicas"], numberOr(spec["replicas"], 1));
    case "Deployment":
      if (typeof status["observedGeneration"] !== "number") return undefined;
      return isEnough(numberOr(status["updatedReplicas"], 0), numberOr(spec["replicas"], 1));
    case "DaemonSet":
      return isEnough(updatedPods(status), status["desiredNumberScheduled"]);
    case "Job":
      if (status["startTime"] === undefined) return undefined;
      return isEnough(numberOr(status["active"], 0), wantedByJob(spec, status));
    default:
      return undefined;
  }
}

/** The pods of a DaemonSet, without those of an older template: with maxSurge they run beside the new ones, which may be rejected. */
function updatedPods({ currentNumberScheduled: current, updatedNumberScheduled, observedGeneration }: Fields): unknown {
  const isKnown = typeof updatedNumberScheduled === "number" || typeof observedGeneration === "number";
  return isKnown && typeof current === "number" ? Math.min(current, numberOr(updatedNumberScheduled, 0)) : current;
}

/** The pods that a Job wants at once: manageJob of pkg/controller/job/job_controller.go, k8s.io/kubernetes v1.37.2. */
function wantedByJob({ parallelism, completions, suspend }: Fields, { succeeded, active }: Fields): number {
  if (suspend === true) return 0;
  const most = numberOr(parallelism, 1);
  if (typeof completions === "number") return Math.min(most, completions - numberOr(succeeded, 0));
  // Without a number of completions, a Job makes no more pods after the first success.
  const isEnding = parallelism !== undefined && numberOr(succeeded, 0) > 0;
  return isEnding ? numberOr(active, 0) : most;
}

function isEnough(pods: unknown, wanted: unknown): boolean | undefined {
  return typeof pods === "number" && typeof wanted === "number" ? pods >= wanted : undefined;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
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

/** The level and version that rejected a pod, in a message that `findRejection` has found: `restricted:latest`. */
export function policyIn(message: string): string {
  return /violates PodSecurity "([^"]*)"/.exec(message)?.[1] ?? "";
}
