/** Reads the labels that a plan sets (src/render/formats/plan/document.ts, version 1). */
import { compareBytes } from "../../api/words/byte-order.ts";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import { POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import type { PlannedLabels } from "../fix/label-report.ts";
import { DocumentFields, fault } from "./document-fields.ts";
import { refuseOthers, type ReportParts } from "./document-kinds.ts";
import { planAgain, planCommand, type PlanCommand } from "./plan-command.ts";

type Labels = Readonly<Record<string, string>>;

const PLAN = {
  kinds: ["RolloutPlan"],
  noun: "a plan",
  hint: "--plan reads a plan: kubectl pss plan -o json > FILE writes one.",
};

/** How a plan is read. */
interface PlanReading {
  /** Whether the namespaces have been observed, so that their enforce is raised, too. */
  readonly isObserved: boolean;
  /** The newest known version: `v1.37`. */
  readonly newest: string;
}

/** The labels that a plan sets, and the command that replaces the plan by a newer one. */
interface ReadPlan {
  readonly labels: readonly PlannedLabels[];
  readonly newer: PlanCommand;
}

/**
 * Decodes the labels that the safe steps of a plan set, as its script does: a namespace that must be observed keeps its enforce.
 *
 * @throws UserError if it is no plan, a field is missing or wrong, or the plan has no steps
 */
export function decodePlanLabels(
  { fields }: Pick<ReportParts, "fields">,
  file: string,
  { isObserved, newest }: PlanReading,
): ReadPlan {
  refuseOthers(fields, file, PLAN);
  const document = new DocumentFields(fields, file, "plan");
  const newer = planCommand(document, file, newest);
  const reason = document.textOrNull("noPlan");
  if (reason !== null) {
    throw new UserError(
      `${file} has no steps: ${reason}`,
      `Correct that, and ${planAgain(newer)}`,
      newer.text ?? undefined,
    );
  }
  const planned = new Map<string, PlannedLabels>();
  for (const { safe, waiting, namespaces } of document.objects("steps", (step) => decodeStep(step, file))) {
    if (!safe) continue;
    for (const { name, from, to } of namespaces) {
      const days = waiting.get(name);
      const known = planned.get(name) ?? { name, to: {}, removed: [], observeDays: null };
      if (days !== undefined && !isObserved) planned.set(name, { ...known, observeDays: days });
      else {
        const gone = POLICY_LABELS.filter((label) => label in from && !(label in to));
        planned.set(name, { name, to, removed: [...known.removed, ...gone], observeDays: null });
      }
    }
  }
  return {
    labels: [...planned.values()].toSorted((a, b) => compareBytes(a.name, b.name)),
    newer,
  };
}

function decodeStep(step: DocumentFields, file: string) {
  const groups = step.objects("groups", (group) => ({
    days: group.has("observeDays") ? group.number("observeDays") : undefined,
    names: group.texts("namespaces"),
  }));
  const waiting = groups.flatMap(({ days, names }) =>
    days === undefined ? [] : names.map((name) => [name, days] as const),
  );
  return {
    safe: step.flag("safe"),
    waiting: new Map(waiting),
    namespaces: step.objects("namespaces", (one) => ({
      name: one.text("name"),
      from: decodeLabels(one, "from", file),
      to: decodeLabels(one, "to", file),
    })),
  };
}

/** A plan is a file that a person may have edited, so only labels of pods' security are taken from it. */
function decodeLabels(fields: DocumentFields, name: string, file: string): Labels {
  const value = fields.any(name);
  if (!isRecord(value)) throw fault(file, `plan.steps[].namespaces[].${name}`, "labels", value);
  const labels: Record<string, string> = {};
  for (const label of POLICY_LABELS) {
    const text = value[label];
    if (text === undefined) continue;
    if (typeof text !== "string") throw fault(file, `plan.steps[].namespaces[].${name}["${label}"]`, "a string", text);
    labels[label] = text;
  }
  return labels;
}
