/** Reads the facts about an earlier plan that can be compared (src/render/formats/plan/document.ts, version 1). */
import { LEVELS } from "../../api/level.ts";
import { UserError } from "../../api/user-error.ts";
import type { ComparablePlan } from "../comparison/plan-snapshot.ts";
import { NAMESPACE_STATES } from "../comparison/namespace-states.ts";
import type { PlanChoices } from "../scope/report-scope.ts";
import { KEPT_REASONS, type Target } from "../plan/rollout-plan.ts";
import type { Obstacle } from "../plan/obstacle.ts";
import { DocumentFields, fault } from "./document-fields.ts";
import type { ReportParts } from "./document-kinds.ts";

const ENFORCE = "pod-security.kubernetes.io/enforce";

/** The number of steps of a whole plan. */
const STEPS = 4;

/**
 * Decodes an earlier plan.
 *
 * @param target the target of this run
 * @param parts the parts of a JSON or YAML file, whose head decodeEarlier has accepted
 * @throws UserError if a field is missing or wrong, and for a plan to another target
 */
export function decodePlan({ fields, namespaces }: ReportParts, file: string, target: Target): ComparablePlan {
  if (namespaces === undefined) throw fault(file, "namespaces", "a list", undefined);
  const document = new DocumentFields(fields, file, "plan");
  if (document.count("steps") !== STEPS) {
    throw new UserError(
      `${file} has only one step (--step), so nothing can be compared with it`,
      "Compare with a plan that was written without --step.",
    );
  }
  const earlier = document.word("target", ["baseline", "restricted"]);
  if (earlier !== target) {
    throw new UserError(
      `${file} is a plan to ${earlier}, and this one is to ${target}: their steps differ, so nothing can be compared`,
      `Plan to the same target: --target ${earlier}. Or compare with a plan to ${target}: kubectl pss plan --target ${target} -o json > FILE writes one.`,
    );
  }
  return {
    options: decodeOptions(document.object("options")),
    pin: document.has("pin") ? { version: document.object("pin").text("version") } : null,
    namespaces: Array.from(namespaces, (parts, index) =>
      decodeNamespace(new DocumentFields(parts.fields, file, `namespaces[${index}]`)),
    ),
    steps: document.objects("steps", (step) => ({ namespaces: step.objects("namespaces", decodePlanned) })),
    kept: document.objects("kept", (kept) => ({
      name: kept.text("name"),
      needs: kept.objects("needs", decodeObstacle),
    })),
  };
}

function decodeOptions(fields: DocumentFields): PlanChoices {
  return {
    maxStep: fields.number("maxStep"),
    skip: fields.texts("skip"),
    skipManaged: fields.flag("skipManaged"),
    keepPrivileged: fields.texts("keepPrivileged"),
    includeEmpty: fields.flag("includeEmpty"),
    history: fields.flag("history"),
  };
}

function decodeNamespace(fields: DocumentFields): ComparablePlan["namespaces"][number] {
  const levels = fields.has("enforce") ? fields.object("enforce") : null;
  return {
    name: fields.text("name"),
    state: fields.word("state", NAMESPACE_STATES),
    kept: fields.wordOrNull("kept", KEPT_REASONS),
    observeDays: fields.has("observeDays") ? fields.number("observeDays") : null,
    enforce: levels && { now: levels.word("now", LEVELS), planned: levels.word("planned", LEVELS) },
  };
}

function decodePlanned(fields: DocumentFields): ComparablePlan["steps"][number]["namespaces"][number] {
  const enforce = fields.object("to").textOrNull(ENFORCE);
  return {
    name: fields.text("name"),
    to: enforce === null ? {} : { [ENFORCE]: enforce },
    blockedBy: fields.objects("blockedBy", decodeObstacle),
  };
}

function decodeObstacle(fields: DocumentFields): Obstacle {
  return {
    apiVersion: fields.text("apiVersion"),
    kind: fields.text("kind"),
    namespace: fields.text("namespace"),
    name: fields.text("name"),
    stableName: fields.text("stableName"),
    checks: fields.objects("checks", (check) => ({ check: check.text("check"), detail: check.text("detail") })),
    rejected: fields.textOrNull("rejected"),
    ...(fields.has("seen") && { seen: decodeSeen(fields.object("seen")) }),
  };
}

function decodeSeen(fields: DocumentFields): NonNullable<Obstacle["seen"]> {
  return { times: fields.number("times"), last: fields.textOrNull("last") };
}
