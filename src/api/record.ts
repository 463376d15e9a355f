/** Whether a decoded value is a mapping, with any keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets a key of a record that a document gave, whatever it is called. */
export function setKey(record: Record<string, unknown>, key: string, value: unknown): void {
  // A plain assignment to this one name would set the prototype, and the key would be lost.
  if (key === "__proto__") {
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    record[key] = value;
  }
}

/** A replacer for JSON.stringify, which throws on a bigint: an integer of a manifest may be one. */
export function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
