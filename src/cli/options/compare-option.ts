import { Option } from "commander";
import { UserError } from "../../api/user-error.ts";

/** The formats with a place for what moved. */
const FORMATS: ReadonlySet<string> = new Set(["table", "wide", "json", "yaml", "markdown", "html"]);

/** `--compare` */
export function compareOption(command: string): Option {
  return new Option("--compare <FILE>", `tell what moved since an earlier ${command}: its report in json or yaml`);
}

/** @throws UserError if `--compare` names no file, or no format has a place for what moved */
export function verifyCompare(compare: string | undefined, formats: readonly string[]): void {
  if (compare === undefined) return;
  if (compare === "" || compare === "-")
    throw new UserError("--compare needs the name of a file", "Name the report of an earlier run.");
  if (formats.some((format) => FORMATS.has(format))) return;
  throw new UserError(
    `--compare is not for -o ${formats.join(", ")}, which has no place for what moved`,
    `Leave it out, or choose one of ${[...FORMATS].join(", ")}.`,
  );
}
