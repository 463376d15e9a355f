import { trimOuter } from "../../api/words/trim.ts";

import { STRUCTS } from "./schema.ts";

/** A type of the schema, prepared for decoding. */
export type SchemaType =
  | { readonly form: "scalar"; readonly scalar: ScalarType; readonly isString: boolean }
  | { readonly form: "list"; readonly item: SchemaType }
  | { readonly form: "map"; readonly item: SchemaType }
  | { readonly form: "struct"; readonly name: string; fields(): ReadonlyMap<string, SchemaType> };

/** A table of structs in the form of schema.ts. */
type Structs = Readonly<Record<string, string>>;

/**
 * Returns the type with this name in schema.ts: `bool`, `[]Container`, `map[string]string`, `PodSpec`. The fields of a
 * struct are created on first use, because types refer to one another.
 */
export const schemaType = createSchema(STRUCTS);

/** Creates the look-up of types in a table. Each type is created once. */
export function createSchema(structs: Structs): (name: string) => SchemaType {
  const types = new Map<string, SchemaType>();
  const typeOf = (name: string): SchemaType => {
    let type = types.get(name);
    if (type === undefined) types.set(name, (type = makeType(name, structs, typeOf)));
    return type;
  };
  return typeOf;
}

/** Returns the fields of a struct of schema.ts with the names of their types; none for an unknown struct. */
export function fieldsOf(struct: string, structs: Structs = STRUCTS): ReadonlyMap<string, string> {
  const text = Object.hasOwn(structs, struct) ? structs[struct] : undefined;
  if (text === undefined || text === "") return new Map();
  return new Map(
    text.split(", ").map((field) => {
      const space = field.indexOf(" ");
      return [field.slice(0, space), field.slice(space + 1)];
    }),
  );
}

const LIST = "[]";
const MAP = "map[string]";

function makeType(name: string, structs: Structs, typeOf: (name: string) => SchemaType): SchemaType {
  if (name.startsWith(LIST)) return { form: "list", item: typeOf(name.slice(LIST.length)) };
  if (name.startsWith(MAP)) return { form: "map", item: typeOf(name.slice(MAP.length)) };
  const scalar = SCALAR_TYPES[name];
  if (scalar !== undefined) return { form: "scalar", scalar, isString: name === "string" };
  let fields: ReadonlyMap<string, SchemaType> | undefined;
  return {
    form: "struct",
    name,
    fields: () => (fields ??= new Map(Array.from(fieldsOf(name, structs), ([field, type]) => [field, typeOf(type)]))),
  };
}

/** The verification of a scalar type of the schema: the expected values in words, and a test for a value. */
export interface ScalarType {
  /** `a boolean`, `a 32-bit integer`. */
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** The value that Go decodes from a `null` element of a list or map: the type's zero value. */
  readonly zero: unknown;
}

const INT32_LIMIT = 2 ** 31;
const INT64_LIMIT = 2n ** 63n;

/** RFC 3339 as metav1.Time reads it with Go's time.Parse, which is lenient about the hour and the zone. */
const RFC3339 = /^(\d{4}-\d{2}-\d{2})T([01]?\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(Z|[-+]([01]\d|2[0-4]):([0-5]\d|60))$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/**
 * resource.ParseQuantity of k8s.io/apimachinery v0.37.2: a number, then a decimal, binary or exponential suffix. It
 * requires no digit.
 */
const QUANTITY = /^(?!$)[-+]?[0-9]*(?:\.[0-9]*)?(?:[numkMGTPE]?|[KMGTPE]i|[eE]([-+]?[0-9]+))$/;
/**
 * The characters that Go trims from a quantity. It trims before it decodes the escape sequences of the JSON, so tabs
 * and line breaks remain: Zs of Unicode, and U+0085. As a list, they compile ten times faster.
 */
const OUTER_SPACE = /[ \u0085\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;

/**
 * The scalar types of schema.ts, each as k8s.io/apimachinery v0.37.2 decodes it from JSON.
 *
 * @internal exported for its test
 */
export const SCALAR_TYPES: Readonly<Record<string, ScalarType>> = {
  string: { expected: "a string", accepts: isString, zero: "" },
  bool: { expected: "a boolean", accepts: (value) => typeof value === "boolean", zero: false },
  int32: { expected: "a 32-bit integer", accepts: isInt32, zero: 0 },
  int64: { expected: "a 64-bit integer", accepts: isInt64, zero: 0 },
  intOrString: {
    expected: "a 32-bit integer or a string",
    accepts: (value) => isInt32(value) || isString(value),
    zero: 0,
  },
  quantity: { expected: "a quantity such as 100m or 128Mi", accepts: isQuantity, zero: "0" },
  time: { expected: "a time such as 2006-01-02T15:04:05Z", accepts: isTime, zero: undefined },
  microTime: { expected: "a time such as 2006-01-02T15:04:05.000000Z", accepts: isTime, zero: undefined },
  bytes: { expected: "base64 text", accepts: (value) => isString(value) && isBase64(value), zero: "" },
  any: { expected: "anything", accepts: () => true, zero: undefined },
};

/** Whether a text is base64 as Go's encoding/json reads it into bytes. */
export function isBase64(text: string): boolean {
  return BASE64.test(text);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isInt32(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= -INT32_LIMIT && value < INT32_LIMIT;
}

function isInt64(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < Number(INT64_LIMIT);
  return typeof value === "bigint" && value >= -INT64_LIMIT && value < INT64_LIMIT;
}

function isQuantity(value: unknown): boolean {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") return false;
  const match = QUANTITY.exec(trimOuter(String(value), OUTER_SPACE));
  return match !== null && (match[1] === undefined || isInt64(BigInt(match[1].replace("+", ""))));
}

function isTime(value: unknown): boolean {
  if (!isString(value)) return false;
  const date = RFC3339.exec(value)?.[1];
  return date !== undefined && isCalendarDay(date);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the month exists and has the day. */
function isCalendarDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeapYear ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** Whether a value would be a valid string with quotes around it: YAML reads a plain `80` or `yes` as another type. */
export function needsQuotes(expected: string, value: unknown): boolean {
  const isScalar = typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
  return expected === "a string" && isScalar;
}
