/** Whether a decoded value is a mapping. Its keys can be any text. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets a key of a mapping from a document. The key can be any text. */
export function setKey(record: Record<string, unknown>, key: string, value: unknown): void {
  // A plain assignment to this name would set the prototype instead of a key.
  if (key === "__proto__") {
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    record[key] = value;
  }
}

/** A replacer for JSON.stringify, which throws on a bigint. An integer of a manifest may be one. */
export function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
