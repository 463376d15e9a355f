import { formatFieldPath, valueAt, type FieldPath } from "../api/field-path.ts";
import { formatLevelVersion, type LevelVersion } from "../policy/evaluator.ts";
import { WORKLOAD_KINDS } from "../workloads/pod-template.ts";
import { isRecord } from "../api/record.ts";
import { nameOf, namesNamespace } from "../workloads/identity.ts";
import type { TextEdit } from "../text/edit/text-edit.ts";
import type { WorkloadObject, WrittenObject } from "../workloads/object.ts";
import type { FixedField, FixedWorkload, LeftViolation } from "../report/fix/fix-report.ts";
import { Copies, hasField, removeField, setField } from "./object-value.ts";
import { divideAccepted, type DividedViolations } from "./acceptance.ts";
import type { FixOptions } from "./options.ts";
import { jsonPatch } from "./patches/json-patch.ts";
import { strategicPatch } from "./patches/strategic.ts";
import { needsPerson, planViolations, type PlannedEdit, type PlannedViolation } from "./plan-workload.ts";

/** An object that violates a level, and the changes that are made. */
export interface ObjectFix {
  readonly workload: WorkloadObject;
  readonly written: WrittenObject;
  readonly namespace: string;
  readonly levels: readonly LevelVersion[];
  readonly planned: readonly PlannedViolation[];
  readonly edits: readonly PlannedEdit[];
  readonly left: readonly LeftViolation[];
  /** The object in its document, and the changed one; the same without edits. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Decides which changes of an object are made. By default, an object is changed only if it then meets its levels: an edit
 * may break a workload, and should be worth it.
 *
 * @returns undefined if the object meets its levels
 */
export function planObject(
  workload: WorkloadObject,
  written: WrittenObject,
  namespace: string,
  levels: readonly LevelVersion[],
  options: FixOptions,
): ObjectFix | undefined {
  const { only, takesAway, isForced } = options;
  const { open: planned, accepted } = openViolations(workload, namespace, levels, options);
  if (planned.length + accepted.length === 0) return undefined;
  const before = valueAt(written.value, written.path);
  const leave = leaveIn(workload);
  const ofAccepted = accepted.map(({ violation, acceptance }) => leave(violation, "accepted", acceptance.reason));
  const left: LeftViolation[] = [];
  const edits: PlannedEdit[] = [];
  for (const violation of planned) {
    const { check, undecided } = violation;
    if (only.length > 0 && !only.includes(check.id)) {
      left.push(leave(violation, "not asked", "another check was asked for"));
      continue;
    }
    const away = violation.edits.filter((edit) => edit.kind === "take away" && changes(before, edit));
    const breaking = violation.edits.filter(({ evidence }) => evidence === "breaks");
    const isBroken = breaking.length > 0 && !isForced;
    const isRefused = away.length > 0 && !takesAway;
    // Half of the edits of a check would not remove its violation: a user without runAsNonRoot, or a drop beside a forbidden add.
    if (isForced || !(isBroken || isRefused || undecided.length > 0))
      for (const edit of violation.edits)
        if (takesAway || edit.kind !== "take away" || !changes(before, edit)) edits.push(edit);
    if (undecided.length > 0) left.push(undecidedOf(violation, leave));
    else if (isBroken) left.push(leave(violation, "breaks", reasonOf(breaking)));
    else if (isRefused) left.push(leave(violation, "take away", away.map(wordsOf).join(", ")));
  }
  const isPartial = only.length === 0 && left.length > 0 && !isForced;
  const made = isPartial ? [] : inOrder(edits.filter((edit) => changes(before, edit)));
  if (isPartial) {
    const blocking = [...new Set(left.map(({ check }) => check))].join(", ");
    for (const violation of planned) {
      if (left.some((one) => one.check === violation.check.id)) continue;
      left.push(leave(violation, "incomplete", `it would still violate ${blocking}; --force makes the edit`));
    }
  }
  const copies = new Copies();
  const isWhole = options.isPartlyRead !== true;
  const after = made.reduce<unknown>(
    (object, { path, value }) =>
      value === undefined ? removeField(object, path, isWhole, copies) : setField(object, path, value, copies),
    before,
  );
  const base = { workload, written, namespace, levels, planned, before };
  if (after === undefined || made.some((edit) => !hasPlace(before, edit))) {
    const all = leaveAll(planned, left, leave, NO_PLACE);
    return { ...base, edits: [], after: before, left: [...all, ...ofAccepted] };
  }
  return { ...base, edits: made, left: [...left, ...ofAccepted], after };
}

/** The violations of an object, those that should be fixed and those that are accepted. */
export function openViolations(
  workload: WorkloadObject,
  namespace: string,
  levels: readonly LevelVersion[],
  options: FixOptions,
): DividedViolations {
  const planned = planViolations(workload, namespace, levels, options);
  const accept = planned.length === 0 ? undefined : options.accept?.(workload, namespace);
  return divideAccepted(planned, accept, options.only);
}

/** The words for an edit that takes something away. */
function wordsOf({ path, value }: PlannedEdit): string {
  const field = formatFieldPath(path);
  return value === undefined ? `removes ${field}` : `sets ${field} to ${JSON.stringify(value)}`;
}

/** The reason for which edits would break an object. */
function reasonOf(breaking: readonly PlannedEdit[]): string {
  const facts = [...new Set(breaking.flatMap(({ because }) => because))].join("; ");
  const known = facts === "" ? "runAsUser: 0 is set:" : `${facts}, so`;
  return `${known} with runAsNonRoot: true the container would not start; --force makes the edit`;
}

const NO_PLACE = "the place of the field in this kind is not known";

/** The edit that is most likely to break a workload comes last. */
function inOrder(edits: readonly PlannedEdit[]): readonly PlannedEdit[] {
  const isLast = ({ check }: PlannedEdit): boolean => check === "runAsNonRoot";
  return [...edits.filter((edit) => !isLast(edit)), ...edits.filter(isLast)];
}

/** Whether an edit changes an object: a field that should go may be missing. */
function changes(object: unknown, edit: PlannedEdit): boolean {
  return edit.value !== undefined || hasField(object, edit.path);
}

/** Whether an object has the place of a security context. In a pod that an operator puts together, it may be elsewhere. */
function hasPlace(object: unknown, { path, value }: PlannedEdit): boolean {
  if (value === undefined) return true;
  const context = path.indexOf("securityContext");
  return isRecord(valueAt(object, context === -1 ? path.slice(0, -1) : path.slice(0, context)));
}

type Leave = (
  violation: PlannedViolation,
  reason: LeftViolation["reason"],
  message: string,
  fields?: readonly FieldPath[],
) => LeftViolation;

function leaveIn(workload: WorkloadObject): Leave {
  return ({ check, fields }, reason, message, only = fields) => ({
    check: check.id,
    reason,
    message,
    fields: only.map(formatFieldPath),
    line: only[0] === undefined ? 0 : workload.locate(only[0]).line,
    options: reason === "decide" ? (check.fix.options ?? []) : [],
  });
}

function undecidedOf(violation: PlannedViolation, leave: Leave): LeftViolation {
  const { undecided } = violation;
  const reasons = new Set(undecided.filter((one) => !needsPerson(one)).map(({ reason }) => reason));
  const message = reasons.size === 0 ? "a decision is needed" : [...reasons].join("; ");
  return leave(
    violation,
    "decide",
    message,
    undecided.map(({ path }) => path),
  );
}

function leaveAll(
  planned: readonly PlannedViolation[],
  left: readonly LeftViolation[],
  leave: Leave,
  message: string,
): readonly LeftViolation[] {
  const others = planned.filter(
    ({ check }) => !left.some(({ check: id, reason }) => id === check.id && reason !== "accepted"),
  );
  return [...left, ...others.map((violation) => leave(violation, "text", message))];
}

/** The same object without edits, because its text cannot be edited. */
export function withoutEdits(fix: ObjectFix, message: string): ObjectFix {
  const left = leaveAll(fix.planned, fix.left, leaveIn(fix.workload), message);
  return { ...fix, edits: [], after: fix.before, left };
}

/** The checks that an object violates after its edits. */
export interface AfterEdits {
  /** At the levels that it should meet. */
  readonly remaining: readonly string[];
  /** At any level that its namespace uses. */
  readonly kept: readonly string[];
}

/** The report on an object, whose edits have offsets in the stream and no lines yet. */
export type EditedWorkload = Omit<FixedWorkload, "changes"> & { readonly changes: readonly TextEdit[] };

/** The report on an object. @param changes the edits of its text */
export function reportObject(
  fix: ObjectFix,
  { remaining, kept }: AfterEdits,
  isVerified: boolean,
  { withoutPatches = false }: FixOptions,
  changes: readonly TextEdit[] = [],
): EditedWorkload {
  const { workload, namespace, levels, planned, edits, left, before, after } = fix;
  const { apiVersion, kind, source } = workload;
  const violations = [...new Set(planned.map(({ check }) => check.id))];
  const state =
    violations.length === 0 ? "accepted" : edits.length === 0 ? "left" : remaining.length === 0 ? "fixed" : "improved";
  const isMade = isVerified && edits.length > 0;
  return {
    apiVersion,
    kind,
    namespace,
    hasNamespace: namesNamespace(workload),
    name: nameOf(workload),
    source,
    levels: levels.map(formatLevelVersion),
    state: isVerified ? state : "failed",
    violations,
    remaining: isMade ? remaining : violations,
    kept: isMade ? kept : violations,
    changes: isMade ? changes : [],
    edits: isMade ? edits.map(reportEdit) : [],
    left,
    patch: isMade && !withoutPatches ? patchOf(workload, before, after) : null,
    operations: isMade && !withoutPatches ? jsonPatch(before, after) : [],
  };
}

function reportEdit({ check, kind, risk, evidence, because, path, value }: PlannedEdit): FixedField {
  return { check, kind, risk, evidence, because, path: formatFieldPath(path), value: value ?? null };
}

/** The strategic merge patch of one of the nine kinds. The API server has no merge keys of custom resources. */
function patchOf(
  { apiVersion, kind, metadata, custom }: WorkloadObject,
  before: unknown,
  after: unknown,
): FixedWorkload["patch"] {
  const { name, namespace } = metadata;
  const isKnown = custom === undefined && WORKLOAD_KINDS.includes(kind);
  if (!isKnown || name === undefined || name === "" || !isRecord(before) || !isRecord(after)) return null;
  const patch = strategicPatch(before, after);
  if (patch === undefined) return null;
  const { metadata: changed, ...others } = patch;
  const own = isRecord(changed) ? changed : {};
  const identity = { name, ...(namespace !== undefined && { namespace }) };
  return { apiVersion, kind, metadata: { ...identity, ...own }, ...others };
}
