import { bigintAsText, isRecord } from "../api/record.ts";

/** The parameters of FNV-1a with 64 bits (RFC 9923). */
const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * Hashes the spec of a policy, to tell whether it was edited. It is FNV-1a over UTF-16 code units. It is not a signature: everyone who edits a policy can
 * hash it again.
 *
 * @param spec a spec, as it was exported or as the API server returns it
 */
export function specHash(spec: unknown): string {
  const text = canonicalSpec(spec);
  let hash = OFFSET;
  for (let at = 0; at < text.length; at++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * PRIME);
  return hash.toString(16).padStart(16, "0");
}

/**
 * The text of a spec: equal for two specs with the same meaning. Keys are sorted, the API server's defaults are left out, and each line break of an
 * expression is a space.
 */
export function canonicalSpec(spec: unknown): string {
  return JSON.stringify(canonical(spec, ""));
}

/** The fields that the API server fills in, by name, with their defaults (pkg/apis/admissionregistration/v1/defaults.go of Kubernetes v1.37.2). */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ["matchPolicy", '"Equivalent"'],
  ["namespaceSelector", "{}"],
  ["objectSelector", "{}"],
  ["scope", '"*"'],
]);

const EXPRESSIONS: ReadonlySet<string> = new Set(["expression", "messageExpression"]);

function canonical(value: unknown, name: string): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "string") return EXPRESSIONS.has(name) ? withoutBreaks(value) : value;
  if (Array.isArray(value)) return value.map((item) => canonical(item, ""));
  if (!isRecord(value)) return value;
  return Object.entries(value)
    .filter(([key, field]) => field !== undefined && field !== null && DEFAULTS.get(key) !== jsonOf(field))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => [key, canonical(field, key)]);
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, bigintAsText);
}

/** Joins the lines of an expression. A literal of CEL in quotes has no line break, so its white space stays. */
function withoutBreaks(expression: string): string {
  return expression.replaceAll(/[ \t]*\n\s*/g, " ").trim();
}
