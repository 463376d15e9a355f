/** A replacer for JSON.stringify, which throws on a bigint: an integer of a manifest may be one. */
export function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
