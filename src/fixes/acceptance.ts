import type { Acceptance } from "../report/acceptance.ts";
import type { WorkloadObject } from "../workloads/object.ts";
import type { PlannedViolation } from "./plan-workload.ts";

/** Finds why a field of a check is accepted; undefined if it is not. An empty container means a field of the pod. */
export type AcceptField = (check: string, container: string) => Acceptance | undefined;

/** Finds the accepted fields of a workload; undefined if nothing of it is accepted. */
export type AcceptWorkload = (workload: WorkloadObject, namespace: string) => AcceptField | undefined;

/** The violations of a workload that are accepted, and the others. */
export interface DividedViolations {
  /** Those that should be fixed, without the edits of accepted containers. */
  readonly open: readonly PlannedViolation[];
  readonly accepted: readonly AcceptedViolation[];
}

/** An accepted violation, or the accepted fields of one. */
export interface AcceptedViolation {
  readonly violation: PlannedViolation;
  readonly acceptance: Acceptance;
}

/**
 * Divides the violations of a workload. An accepted violation is not edited, unless `--only` names its check.
 *
 * An edit of the whole pod would also change the accepted containers. So it is not made, and a person decides.
 */
export function divideAccepted(
  planned: readonly PlannedViolation[],
  accept: AcceptField | undefined,
  only: readonly string[],
): DividedViolations {
  if (accept === undefined) return { open: planned, accepted: [] };
  const open: PlannedViolation[] = [];
  const accepted: AcceptedViolation[] = [];
  for (const violation of planned) {
    const { id } = violation.check;
    const isAsked = only.includes(id);
    const found = violation.containers.map((container) => (isAsked ? undefined : accept(id, container)));
    const first = found.find((one) => one !== undefined);
    if (first === undefined) {
      open.push(violation);
      continue;
    }
    const of = violation.fields.filter((_, index) => found[index] !== undefined);
    accepted.push({ violation: { ...violation, fields: of }, acceptance: first });
    if (found.includes(undefined)) open.push(withoutAccepted(violation, found));
  }
  return { open, accepted };
}

/** @param found why each field is accepted */
function withoutAccepted(violation: PlannedViolation, found: readonly (Acceptance | undefined)[]): PlannedViolation {
  const names = new Set(violation.containers.filter((_, index) => found[index] !== undefined));
  const fields = violation.fields.filter((_, index) => found[index] === undefined);
  const containers = violation.containers.filter((_, index) => found[index] === undefined);
  const undecided = violation.undecided.filter(({ container }) => !names.has(container));
  const ofPod = violation.edits.some(({ container }) => container === "");
  const [path = []] = fields;
  if (ofPod && !names.has("")) {
    const accepted = [...names].join(", ");
    const reason = `the violation of container ${accepted} is accepted, and the edit would be for the whole pod`;
    return { ...violation, fields, containers, edits: [], undecided: [...undecided, { path, reason, container: "" }] };
  }
  return {
    ...violation,
    fields,
    containers,
    undecided,
    edits: violation.edits.filter(({ container }) => !names.has(container)),
  };
}
