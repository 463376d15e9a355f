import type { Acceptance } from "../../report/acceptance.ts";
import { placeText } from "../../report/place.ts";
import type { DistinctViolation, FieldReport } from "../../report/report.ts";

/** The reason of an acceptance, its last day and its place, unescaped: `legacy proxy (until 2027-01-31, accepted.yaml:3)`. */
export function acceptanceText(acceptance: Acceptance): string {
  const { reason, until, by } = acceptance;
  const place = `${by === "annotation" ? "annotation in " : ""}${placeText(acceptance)}`;
  return `${reason} (${until === null ? "" : `until ${until}, `}${place})`;
}

/** The containers of a violation whose fields are all accepted, in the order of the fields; none if the whole violation is accepted. */
export function acceptedContainers({ accepted, fields }: Pick<DistinctViolation, "accepted" | "fields">): string[] {
  if (accepted !== null) return [];
  const open = new Set(fields.flatMap((field) => (field.accepted === undefined ? containerOf(field) : [])));
  const others = fields.flatMap((field) => (field.accepted === undefined ? [] : containerOf(field)));
  return [...new Set(others)].filter((name) => !open.has(name));
}

/** Says which containers of a violation are accepted: ` (accepted: container "a")`; empty if it is accepted as a whole, or not at all. */
export function partlyAcceptedText(violation: Pick<DistinctViolation, "accepted" | "fields">): string {
  const containers = acceptedContainers(violation);
  if (containers.length === 0) return "";
  const noun = containers.length === 1 ? "container" : "containers";
  return ` (accepted: ${noun} ${containers.map((name) => `"${name}"`).join(", ")})`;
}

function containerOf({ container }: FieldReport): string[] {
  return container === undefined ? [] : [container];
}
