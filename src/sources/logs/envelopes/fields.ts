/** Reads the fields of records, which may have any type. */
import { isRecord } from "../../../api/record.ts";
import { typeOf } from "../../../api/words/quoted.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A record that is an audit event, with a field that it cannot have. The message names the field, and not its value. */
export class RecordFault extends Error {}

/** A text field. Absent and null fields are empty. */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw new RecordFault(`${name} is ${typeOf(value)}, not a string`);
}

/** An object field. Absent and null fields are undefined. */
export function fieldsIn(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (isRecord(value)) return value;
  throw new RecordFault(`${name} is ${typeOf(value)}, not an object`);
}

/** A map of texts. */
export function textsIn(fields: Fields, name: string): Readonly<Record<string, string>> {
  const map = fieldsIn(fields, name) ?? {};
  for (const value of Object.values(map))
    if (typeof value !== "string") throw new RecordFault(`a value of ${name} is ${typeOf(value)}, not a string`);
  return map as Readonly<Record<string, string>>;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[-+]\d{2}:\d{2})$/;
/** Kubernetes is younger, and no server's clock is that wrong. */
const [FIRST_YEAR, LAST_YEAR] = [Date.UTC(2014, 0), Date.UTC(2200, 0)];

/** Parses a time in RFC 3339; undefined for anything else, and for years that no API server has logged. */
export function parseTime(text: string): number | undefined {
  if (!TIME.test(text)) return undefined;
  const time = Date.parse(text);
  return time >= FIRST_YEAR && time < LAST_YEAR ? time : undefined;
}
