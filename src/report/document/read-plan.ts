/** Reads the facts about an earlier plan that can be compared (src/render/formats/plan/document.ts, version 1). */
import { LEVELS } from "../../api/level.ts";
import { UserError } from "../../api/user-error.ts";
import type { ComparablePlan } from "../comparison/plan-snapshot.ts";
import { NAMESPACE_STATES } from "../comparison/namespace-states.ts";
import type { Obstacle } from "../rollout-plan.ts";
import { DocumentFields, fault } from "./document-fields.ts";
import type { ReportParts } from "./document-kinds.ts";

const ENFORCE = "pod-security.kubernetes.io/enforce";

/** The number of steps of a whole plan. */
const STEPS = 4;

/**
 * Decodes an earlier plan.
 *
 * @param parts the parts of a JSON or YAML file, whose head decodeEarlier has accepted
 * @throws UserError if a field is missing or wrong
 */
export function decodePlan({ fields, namespaces }: ReportParts, file: string): ComparablePlan {
  if (namespaces === undefined) throw fault(file, "namespaces", "a list", undefined);
  const document = new DocumentFields(fields, file, "plan");
  if (document.count("steps") !== STEPS) {
    throw new UserError(
      `${file} has only one step (--step), so nothing can be compared with it`,
      "Compare with a plan that was written without --step.",
    );
  }
  return {
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

function decodeNamespace(fields: DocumentFields): ComparablePlan["namespaces"][number] {
  const levels = fields.has("enforce") ? fields.object("enforce") : null;
  return {
    name: fields.text("name"),
    state: fields.word("state", NAMESPACE_STATES),
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
    checks: fields.objects("checks", (check) => ({ check: check.text("check"), detail: check.text("detail") })),
    rejected: fields.textOrNull("rejected"),
  };
}
