import { CHECKS } from "../../policy/checks.ts";

/** Values that set nothing, and a source of volumes that is newer than PodSecurityPolicy. */
const OTHERS: ReadonlySet<string> = new Set(["undefined / nil", "an empty string", "image"]);

/** Returns the values that the newest revision of a check allows, joined by commas, without those that a PodSecurityPolicy cannot name. */
export function allowedValuesOf(id: string): string {
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check.allowedValues
    .filter((value) => !OTHERS.has(value))
    .map((value) => value.replace(/^type /, ""))
    .join(", ");
}
