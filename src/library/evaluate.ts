import { describeFailure } from "../api/failure.ts";
import { describeKind } from "../api/words/quoted.ts";
import { isRecord } from "../api/record.ts";
import { detailedMessage } from "../policy/evaluator.ts";
import { evaluatorOf, levelVersionOf } from "./options.ts";
import { readObject } from "./read-object.ts";
import type { EvaluateOptions, PodEvaluation } from "./types.ts";

/**
 * Evaluates a pod at one level and version of the Pod Security Standards, after the API server's defaulting.
 *
 * @param pod a Pod, or an object with the `metadata` and `spec` of one, as JSON has it. The function does not change it and keeps nothing of it.
 * @throws Error if the level or a version is invalid
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
