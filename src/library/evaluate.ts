import { describeFailure } from "../api/failure.ts";
import { detailedMessage, type Violation as CoreViolation } from "../policy/evaluator.ts";
import { AnswerNotes } from "./notes.ts";
import { assertObject, levelVersionOf, serverOf } from "./options.ts";
import { plainValue } from "./plain-value.ts";
import { readPod } from "./read-object.ts";
import type { EvaluateOptions, PodEvaluation, Violation } from "./types.ts";

/**
 * Evaluates a pod at one level and version of the Pod Security Standards, after the API server's defaulting.
 *
 * @param pod a Pod, or an object with the `metadata` and `spec` of one, as JSON has it. The function does not change it and keeps nothing of it.
 * @throws Error if the level or a version is invalid
 */
export function evaluatePod(pod: unknown, options: EvaluateOptions): PodEvaluation {
  assertObject("options", options);
  const policy = levelVersionOf(options);
  const server = serverOf(options);
  const notes = new AnswerNotes(server);
  const standard = { level: policy.level, version: policy.version.text };
  const { object, remarks } = readPod(pod);
  notes.add(remarks);
  const refuse = (unreadable: string): PodEvaluation => ({
    ...standard,
    allowed: false,
    violations: [],
    message: "",
    unreadable,
    notes: notes.list(),
  });
  if (object.type === "unreadable") return refuse(object.message);
  if (object.type !== "workload") return refuse("expected a Pod of v1");
  notes.addDroppedFields(object);
  try {
    const violations = server.evaluator.evaluate(object.pod, policy);
    return {
      ...standard,
      allowed: violations.length === 0,
      violations: violations.map(copyViolation),
      message: detailedMessage(violations),
      unreadable: null,
      notes: notes.list(),
    };
  } catch (error) {
    return refuse(describeFailure(error));
  }
}

function copyViolation({ check, reason, detail, fields }: CoreViolation): Violation {
  return {
    check,
    reason,
    detail,
    fields: fields.map(({ path, value }) => ({ path: [...path], value: plainValue(value) ?? null })),
  };
}
