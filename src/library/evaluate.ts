import { describeFailure } from "../api/failure.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { Level } from "../api/level.ts";
import { describeKind } from "../api/quoted.ts";
import { isRecord } from "../api/record.ts";
import { detailedMessage } from "../policy/evaluator.ts";
import { evaluatorOf, levelVersionOf, type ServerOptions, type Standard } from "./options.ts";
import { readObject } from "./read-object.ts";

/** A check's refusal of a pod. */
export interface Violation {
  /** The ID of the check, `hostPorts`: see `checks`. */
  readonly check: string;
  /** The API server's reason. Several checks can have the same one. */
  readonly reason: string;
  /** The API server's detail, which it prints in parentheses behind the reason; can be empty. */
  readonly detail: string;
  /** The fields at fault, at least one, in the order in which they are evaluated. */
  readonly fields: readonly {
    /** From the pod's root: `["spec", "containers", 0, "ports", 0, "hostPort"]`. */
    readonly path: FieldPath;
    /** `null` for a field that is not set. */
    readonly value: unknown;
  }[];
}

/** The verdict on a pod at one level and version. */
export interface PodEvaluation {
  readonly level: Level;
  readonly version: string;
  readonly allowed: boolean;
  /** In the API server's order; empty for a pod that is allowed or unreadable. */
  readonly violations: readonly Violation[];
  /** The API server's text behind `violates PodSecurity "LEVEL:VERSION": `, byte for byte; empty for a pod that is allowed or unreadable. */
  readonly message: string;
  /** The reason why the pod could not be read; null for one that could. The API server rejects such a pod, so it is not allowed. */
  readonly unreadable: string | null;
}

/** The level and version, and the API server that evaluates them. */
export interface EvaluateOptions extends Standard, ServerOptions {}

/**
 * Evaluates a pod at one level and version of the Pod Security Standards, after the API server's defaulting.
 *
 * @param pod a Pod, or an object with the `metadata` and `spec` of one, as JSON has it. The function does not change it and keeps nothing of it.
 * @throws Error where the level or a version is invalid
 */
export function evaluatePod(pod: unknown, options: EvaluateOptions): PodEvaluation {
  const policy = levelVersionOf(options);
  const evaluator = evaluatorOf(options);
  const standard = { level: policy.level, version: policy.version.text };
  const refuse = (unreadable: string): PodEvaluation => ({
    ...standard,
    allowed: false,
    violations: [],
    message: "",
    unreadable,
  });
  if (isRecord(pod) && (pod["kind"] ?? "Pod") !== "Pod") {
    return refuse(`expected a Pod, found ${describeKind(pod["apiVersion"], pod["kind"])}`);
  }
  const read = readObject(isRecord(pod) ? { ...pod, apiVersion: "v1", kind: "Pod" } : pod);
  if (read.type === "unreadable") return refuse(read.message);
  if (read.type !== "workload") return refuse("expected a Pod");
  try {
    const violations = evaluator.evaluate(read.pod, policy);
    const message = detailedMessage(violations);
    return { ...standard, allowed: violations.length === 0, violations, message, unreadable: null };
  } catch (error) {
    return refuse(describeFailure(error));
  }
}
