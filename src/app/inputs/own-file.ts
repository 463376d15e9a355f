import type { Decoder, Faults } from "../../api/decoding/decoder.ts";
import { formatFieldPath, type FieldPath } from "../../api/field-path.ts";
import { UserError } from "../../api/user-error.ts";
import type { OwnFile } from "../../sources/own-file.ts";

/** The most faults of a file that a message names. */
const SHOWN_FAULTS = 5;

/**
 * Decodes a file of this program's own format.
 *
 * @throws UserError with the file, the line, the field and the fault
 */
export function decodeOwnFile<T>(
  file: string,
  { value, lineOf, hint }: OwnFile,
  decode: Decoder<T>,
): { readonly value: T; readonly lineOf: (path: FieldPath) => number } {
  const faults: Faults = [];
  const decoded = decode(value, [], faults);
  if (decoded !== undefined && faults.length === 0) return { value: decoded, lineOf };
  const [first, ...others] = faults.map(({ path, message }) => {
    const field = formatFieldPath(path);
    return `${file}:${lineOf(path)}: ${field === "" ? "" : `${field}: `}${message}`;
  });
  const more = others.length > SHOWN_FAULTS ? [`and ${others.length - SHOWN_FAULTS} more`] : [];
  throw new UserError(first ?? file, [...others.slice(0, SHOWN_FAULTS), ...more, hint]);
}
