import { formatFieldPath } from "../api/field-path.ts";
import type { TypeFault } from "./decode.ts";

/** Why an object is unreadable: its first fault, what to do about it where that is plain, and how many more there are. */
export function describeFaults(faults: readonly TypeFault[]): string {
  const [first] = faults;
  if (first === undefined) return "";
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more of this kind)` : "";
  return `${formatFieldPath(first.path)}: expected ${first.expected}, found ${first.found}${remedy(first)}${more}`;
}

function remedy({ expected, found, hint }: TypeFault): string {
  if (hint !== undefined) return hint;
  if (expected === "a string" && /^the (number|boolean)/.test(found)) return "; put it in quotes";
  if (expected === "a boolean" && /^the string "(true|false|yes|no|on|off)"$/.test(found)) return "; remove the quotes";
  if (expected.endsWith("-bit integer") && /^the string "-?[0-9]+"$/.test(found)) return "; remove the quotes";
  return "";
}
