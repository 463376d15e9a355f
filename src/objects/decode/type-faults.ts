import { showFieldPath } from "../../api/field-path.ts";
import type { TypeFault } from "./decode.ts";

const REMEDIES: Readonly<Record<NonNullable<TypeFault["remedy"]>, string>> = {
  "add quotes": "; put it in quotes",
  "remove quotes": "; remove the quotes",
};

/**
 * Describes why an object is unreadable: its first fault, the fix if it is obvious, and the number of further faults.
 */
export function describeFaults(faults: readonly TypeFault[]): string {
  const [first] = faults;
  if (first === undefined) return "";
  const { path, expected, found, remedy, hint } = first;
  const what = remedy === undefined ? "" : REMEDIES[remedy];
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more of this kind)` : "";
  return `${showFieldPath(path)}: expected ${expected}, found ${found}${hint ?? what}${more}`;
}
