import type { FieldPath } from "../../api/field-path.ts";
import type { FixDeclaration, FixEvidence, FixRisk } from "../../api/checks/fix-declaration.ts";
import type { CheckFix, FaultyField, FixPlan, PlannedChange, Undecided } from "../check.ts";
import type { PodView } from "../pod-view.ts";

/** Declares a check without edits: each violating field needs a person. */
export function decide(options: NonNullable<FixDeclaration["options"]>, mayBreak: string): CheckFix {
  return {
    kind: "decide",
    risk: null,
    edit: "None: the purpose of the workload decides.",
    mayBreak,
    options,
    plan: (_, { fields }) => ({ changes: [], undecided: fields.map(({ path }) => ({ path, reason: NEEDS_PERSON })) }),
  };
}

/** The reason that says nothing more than the options do. */
export const NEEDS_PERSON = "the purpose of the workload decides";

/** The steps of a path that is inside an ephemeral container. */
const EPHEMERAL = "ephemeralContainers";

/**
 * Plans the changes for each violating field of its own.
 *
 * @param planField plans the changes for a field, or tells why there is none
 */
export function planEach(
  pod: PodView,
  fields: readonly FaultyField[],
  planField: (field: FaultyField, pod: PodView) => readonly PlannedChange[] | string,
): FixPlan {
  const changes: PlannedChange[] = [];
  const undecided: Undecided[] = [];
  for (const field of fields) {
    const { path } = field;
    const planned = path[1] === EPHEMERAL ? "an ephemeral container cannot be changed" : planField(field, pod);
    if (typeof planned === "string") undecided.push({ path, reason: planned });
    else changes.push(...planned);
  }
  return { changes, undecided };
}

/** Creates a change that adds what admission requires. */
export function add(
  path: FieldPath,
  value: unknown,
  risk: FixRisk,
  evidence: FixEvidence = risk === "low" ? "likely" : "unknown",
): PlannedChange {
  return { path, value, kind: "add", risk, evidence };
}

/** Creates a change that takes a field away, or the forbidden part of its value. */
export function takeAway(path: FieldPath, risk: FixRisk, value?: unknown): PlannedChange {
  return { path, value, kind: "take away", risk, evidence: "unknown" };
}
