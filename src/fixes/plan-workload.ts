import { judgeLevels, type Admission } from "../admission/judge.ts";
import { evaluateTemplate } from "../audit/workload/workloads.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { Check, PlannedChange, Undecided } from "../policy/check.ts";
import { CHECKS } from "../policy/checks.ts";
import { viewPod, type LevelVersion, type Violation } from "../policy/evaluator.ts";
import { NEEDS_PERSON } from "../policy/fix/planning.ts";
import { containerOf, type PodView } from "../policy/pod-view.ts";
import { fieldOf, podsOf } from "../workloads/identity.ts";
import type { PodInObject, WorkloadObject } from "../workloads/object.ts";
import { markChanges, type MarkedChange } from "./evidence/mark-changes.ts";
import type { ImageEvidence } from "./evidence/image-evidence.ts";

/** A change of an object. */
export interface PlannedEdit extends PlannedChange, Pick<MarkedChange, "because"> {
  readonly check: string;
  /** The name of the container that it is in; empty for a field of the pod. */
  readonly container: string;
}

/** A violation of a template of an object, and what fixes it. */
export interface PlannedViolation {
  readonly check: Check;
  /** The paths of the violating fields in the object. */
  readonly fields: readonly FieldPath[];
  /** The name of the container of each field; empty for a field of the pod. */
  readonly containers: readonly string[];
  readonly edits: readonly PlannedEdit[];
  readonly undecided: readonly UndecidedField[];
}

/** A field without an edit, and the name of its container; empty for a field of the pod. */
interface UndecidedField extends Undecided {
  readonly container: string;
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
  { admission, images }: { readonly admission: Admission; readonly images?: ImageEvidence },
): readonly PlannedViolation[] {
  return podsOf(workload).flatMap((template) => {
    const evaluation = evaluateTemplate(admission, workload, template);
    const { results } = judgeLevels(evaluation, workload.kind === "Pod", { namespace }, levels, admission.exemptions);
    const violations = distinctViolations(results.map((result) => result.violations));
    if (violations.length === 0) return [];
    const pod = viewPod(template.pod);
    return violations.map((violation) => planViolation(violation, template, pod, images));
  });
}

/** The violations of several levels, each once. */
function distinctViolations(levels: readonly (readonly Violation[])[]): readonly Violation[] {
  const [first = [], ...others] = levels;
  if (others.length === 0) return first;
  return [...new Map(levels.flat().map((one) => [one.check + one.detail, one])).values()];
}

function planViolation(
  violation: Violation,
  template: PodInObject,
  pod: PodView,
  images: ImageEvidence | undefined,
): PlannedViolation {
  const check = CHECKS_BY_ID.get(violation.check);
  if (check === undefined) throw new Error(`no check ${violation.check}`);
  const { changes, undecided } = check.fix.plan(pod, violation);
  const marked = images === undefined ? changes.map(unmarked) : markChanges(changes, pod, images);
  const inObject = (path: FieldPath): FieldPath => fieldOf(template, path);
  return {
    check,
    fields: violation.fields.map(({ path }) => inObject(path)),
    containers: violation.fields.map(({ path }) => containerNameOf(pod, path)),
    edits: marked.map((change) => ({
      ...change,
      check: check.id,
      container: containerNameOf(pod, change.path),
      path: inObject(change.path),
    })),
    undecided: undecided.map(({ path, reason }) => ({
      reason,
      container: containerNameOf(pod, path),
      path: inObject(path),
    })),
  };
}

/** The name of the container that a field of a pod is in; empty for a field of the pod. */
function containerNameOf(pod: PodView, path: FieldPath): string {
  return containerOf(pod, path)?.name ?? "";
}

function unmarked(change: PlannedChange): MarkedChange {
  return { ...change, because: [] };
}

/** Whether a person must decide about a field, so that the options of the check say more than the reason. */
export function needsPerson({ reason }: Undecided): boolean {
  return reason === NEEDS_PERSON;
}
