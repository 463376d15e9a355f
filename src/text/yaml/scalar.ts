import { decodeUtf8 } from "../utf8.ts";

/** A scalar as Go decodes it. Integers beyond 2^53 are bigint, so that a decoder can tell int64 from an overflow. */
export type Scalar = null | boolean | number | bigint | string;

const TAG_PREFIX = "tag:yaml.org,2002:";

const WORDS = new Map<string, Scalar>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

/** By the code of the first or the last character, whether a plain scalar may be a number, and whether it may be one of WORDS. */
const BEGINS_NUMBER = characterSet("-+.0123456789");
const ENDS_NUMBER = characterSet("._0123456789abcdefABCDEF");
const BEGINS_WORD = characterSet("-+.yYnNtTfFoO~");
const LONGEST_WORD = 5;
const SIGN_OR_DIGIT = /^[-+0-9]/;
/** Almost every integer of a manifest. A JavaScript number represents these exactly. */
const SHORT_DECIMAL = /^(?:0|[1-9][0-9]{0,14})$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
/** go-yaml removes `0b` itself if Go's own parser fails, so a sign may follow. */
const SIGN_AFTER_PREFIX = /^0b([-+])([01]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** After a leading point, underscores are allowed only between digits. */
const FLOAT_FROM_POINT = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;
/**
 * The timestamps that go-yaml's parseTimestamp accepts: with a zone after `T`, without one after a space, or only a
 * date.
 */
const TIMESTAMP = (() => {
  const time = String.raw`(?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:[.,]\d+)?`;
  const zone = String.raw`(?:Z|[-+]\d{2}:\d{2})`;
  const date = String.raw`\d{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])`;
  return new RegExp(`^${date}(?:[Tt]${time}${zone}| ${time})?$`);
})();

/**
 * Resolves a plain scalar as kubectl does: resolve() of go.yaml.in/yaml/v2 v2.4.4, YAML 1.1 with Go's integers (`0x50`,
 * `0120` and `0o120` are 80, `1_000` is 1000), and timestamps as text.
 */
export function resolvePlain(text: string): Scalar {
  if (text === "") return null;
  const first = text.charCodeAt(0);
  if (BEGINS_WORD[first] === true && text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  if (BEGINS_NUMBER[first] !== true || ENDS_NUMBER[text.charCodeAt(text.length - 1)] !== true) return text;
  return resolveInteger(text) ?? resolveFloat(text) ?? text;
}

function characterSet(characters: string): readonly boolean[] {
  return Array.from({ length: 128 }, (_, code) => characters.includes(String.fromCharCode(code)));
}

/** Parses an int64, or above it a uint64, as strconv.ParseInt(s, 0, 64) and ParseUint do; undefined beyond both. */
function resolveInteger(text: string): number | bigint | undefined {
  if (!SIGN_OR_DIGIT.test(text)) return undefined;
  if (SHORT_DECIMAL.test(text)) return Number(text);
  const plain = text.replaceAll("_", "").replace(SIGN_AFTER_PREFIX, "$10b$2");
  const match = INTEGER.exec(plain);
  if (match === null) return undefined;
  const [, sign, hex, binary, octal, decimal = "0"] = match;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : decimal;
  const small = Number(digits);
  if (small <= Number.MAX_SAFE_INTEGER) return sign === "-" ? 0 - small : small;
  const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
  const limit = sign === "" ? 2n ** 64n : 2n ** 63n;
  return value < limit && value >= -(2n ** 63n) ? value : undefined;
}

function resolveFloat(text: string): number | undefined {
  const isFloat = SIGN_OR_DIGIT.test(text) ? FLOAT.test(text.replaceAll("_", "")) : FLOAT_FROM_POINT.test(text);
  const float = isFloat ? Number(text.replaceAll("_", "")) : NaN;
  return Number.isFinite(float) ? float : undefined;
}

/**
 * Resolves a scalar with an explicit tag as go-yaml reads it into an untyped value. With an unknown tag (`!vault`,
 * `!Ref`) it stays text.
 *
 * @param tag the whole tag: `tag:yaml.org,2002:str`, `!local`
 * @throws RangeError with Go's message, without the text, if the text is not of the tag's type
 */
export function resolveTagged(tag: string, text: string): Scalar {
  const short = shortTag(tag);
  switch (short) {
    case "!!binary":
      return decodeBinary(text);
    case "!!timestamp":
      if (TIMESTAMP.test(text)) return text;
      break;
    case "!!int":
    case "!!bool":
    case "!!null":
    case "!!float":
      break;
    default:
      return text;
  }
  const value = resolvePlain(text);
  const actual = tagOf(value, text);
  if (actual === short) return value;
  // Go converts an int64 into a float, but not a uint64.
  if (short === "!!float" && actual === "!!int" && Number(value) < 2 ** 63) return Number(value);
  throw new RangeError(`cannot decode ${actual} as a ${short}`);
}

function tagOf(value: Scalar, text: string): string {
  if (value === null) return "!!null";
  if (typeof value === "boolean") return "!!bool";
  if (typeof value === "string") return "!!str";
  return resolveInteger(text) === undefined ? "!!float" : "!!int";
}

/** Shortens one of YAML's own tags, `tag:yaml.org,2002:int` to `!!int`; undefined for other tags. */
function shortTag(tag: string): string | undefined {
  return tag.startsWith(TAG_PREFIX) ? `!!${tag.slice(TAG_PREFIX.length)}` : undefined;
}

function decodeBinary(text: string): string {
  const base64 = text.replace(/[\r\n]/g, "");
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw new RangeError("!!binary value contains invalid base64 data");
  }
  return decodeUtf8(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}

/**
 * Converts a key to a string as sigs.k8s.io/yaml v1.6.0 does; undefined for keys that it rejects: null and integers
 * beyond int64.
 *
 * @param text the key as written, which distinguishes `1e6` from `1000000`
 */
export function formatKey(key: Scalar, text: string): string | undefined {
  if (key === null || (typeof key === "bigint" && key >= 2n ** 63n)) return undefined;
  return typeof key === "number" && tagOf(key, text) === "!!float" ? formatFloat32(key) : String(key);
}

/** strconv.FormatFloat(value, 'g', -1, 32): the fewest digits that identify a float32, and go-yaml's infinities. */
function formatFloat32(value: number): string {
  const float = Math.fround(value);
  if (Number.isNaN(float)) return ".nan";
  if (!Number.isFinite(float)) return float > 0 ? ".inf" : "-.inf";
  if (float === 0) return Object.is(float, -0) ? "-0" : "0";
  let precision = 1;
  while (Math.fround(Number(float.toPrecision(precision))) !== float) precision++;
  const [digits, exponent] = float.toExponential(precision - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(float.toPrecision(precision)));
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
