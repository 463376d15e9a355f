import type { Acceptance } from "../../report/acceptance.ts";
import { isPartlyAccepted } from "../../report/workload.ts";
import { placeText } from "../../report/place.ts";
import type { DistinctViolation } from "../../report/report.ts";

/** The reason of an acceptance, its last day and its place, unescaped: `legacy proxy (until 2027-01-31, accepted.yaml:3)`. */
export function acceptanceText(acceptance: Acceptance): string {
  const { reason, until, by } = acceptance;
  const place = `${by === "annotation" ? "annotation in " : ""}${placeText(acceptance)}`;
  return `${reason} (${until === null ? "" : `until ${until}, `}${place})`;
}

/** A part of a violation that is accepted: a container, or the fields of the pod that belong to none. */
export interface AcceptedPart {
  /** `container "a"`, `the pod itself` */
  readonly words: string;
  /** Undefined for the pod itself. */
  readonly container: string | undefined;
  readonly accepted: Acceptance;
}

/** The accepted parts of a violation, in the order of the fields; none if the whole violation is accepted. */
export function acceptedParts(violation: Pick<DistinctViolation, "accepted" | "fields">): readonly AcceptedPart[] {
  if (!isPartlyAccepted(violation)) return NO_PARTS;
  const { fields } = violation;
  const open = new Set(fields.filter(({ accepted }) => accepted === undefined).map(({ container }) => container));
  const parts = new Map<string | undefined, AcceptedPart>();
  for (const { container, accepted } of fields) {
    if (accepted === undefined || open.has(container) || parts.has(container)) continue;
    const words = container === undefined ? "the pod itself" : `container "${container}"`;
    parts.set(container, { words, container, accepted });
  }
  return [...parts.values()];
}

const NO_PARTS: readonly AcceptedPart[] = [];

/** Says which parts of a violation are accepted: ` (accepted: container "a")`; empty if it is accepted as a whole, or not at all. */
export function partlyAcceptedText(violation: Pick<DistinctViolation, "accepted" | "fields">): string {
  const parts = acceptedParts(violation);
  return parts.length === 0 ? "" : ` (accepted: ${parts.map(({ words }) => words).join(", ")})`;
}

/**
 * The accepted parts of a violation with their reasons, unescaped: `privileged: old debt (accepted.yaml:3)`, `privileged, container "a": …` for a
 * part of it. None if nothing of it is accepted.
 */
export function acceptedTexts(violation: Pick<DistinctViolation, "check" | "accepted" | "fields">): readonly string[] {
  const { check, accepted } = violation;
  if (accepted !== null) return [`${check}: ${acceptanceText(accepted)}`];
  return acceptedParts(violation).map((part) => `${check}, ${part.words}: ${acceptanceText(part.accepted)}`);
}
