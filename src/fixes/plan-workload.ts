import { evaluateTemplate } from "../audit/workload/workloads.ts";
import { judgeLevels } from "../admission/judge.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { Check, PlannedChange, Undecided } from "../policy/check.ts";
import { CHECKS } from "../policy/checks.ts";
import { viewPod, type LevelVersion, type Violation } from "../policy/evaluator.ts";
import { NEEDS_PERSON } from "../policy/fix/planning.ts";
import { fieldOf, podsOf } from "../workloads/identity.ts";
import type { PodInObject, WorkloadObject } from "../workloads/object.ts";
import type { FixOptions } from "./options.ts";

/** A change of an object. */
export interface PlannedEdit extends PlannedChange {
  readonly check: string;
}

/** A violation of a template of an object, and what fixes it. */
export interface PlannedViolation {
  readonly check: Check;
  /** The paths of the violating fields in the object. */
  readonly fields: readonly FieldPath[];
  readonly edits: readonly PlannedEdit[];
  readonly undecided: readonly Undecided[];
}

const CHECKS_BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

/**
 * Judges the templates of an object by levels, and plans the changes for each violation.
 *
 * @returns a violation of several levels once; nothing for an exempt object
 */
export function planViolations(
  workload: WorkloadObject,
  namespace: string,
  levels: readonly LevelVersion[],
  { admission }: Pick<FixOptions, "admission">,
): readonly PlannedViolation[] {
  return podsOf(workload).flatMap((template) => {
    const evaluation = evaluateTemplate(admission, workload, template);
    const { results } = judgeLevels(evaluation, workload.kind === "Pod", { namespace }, levels, admission.exemptions);
    const violations = new Map<string, Violation>();
    for (const { violations: found } of results) {
      for (const violation of found) violations.set(violation.check + violation.detail, violation);
    }
    return [...violations.values()].map((violation) => planViolation(violation, template));
  });
}

function planViolation(violation: Violation, template: PodInObject): PlannedViolation {
  const check = CHECKS_BY_ID.get(violation.check);
  if (check === undefined) throw new Error(`no check ${violation.check}`);
  const { changes, undecided } = check.fix.plan(viewPod(template.pod), violation);
  const inObject = (path: FieldPath): FieldPath => fieldOf(template, path);
  return {
    check,
    fields: violation.fields.map(({ path }) => inObject(path)),
    edits: changes.map((change) => ({ ...change, check: check.id, path: inObject(change.path) })),
    undecided: undecided.map(({ path, reason }) => ({ path: inObject(path), reason })),
  };
}

/** Whether a person must decide about a field, so that the options of the check say more than the reason. */
export function needsPerson({ reason }: Undecided): boolean {
  return reason === NEEDS_PERSON;
}
