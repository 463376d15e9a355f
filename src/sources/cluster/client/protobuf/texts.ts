/** Longer texts, such as annotations, are rarely equal. */
const MAX_LENGTH = 64;
const SLOTS = 1024;

/**
 * Texts that were read, each in a slot by its length and some of its bytes. The pods of a cluster have the same few texts again and again, and to compare one is
 * faster than to decode it. It is one for the process, since it only saves time.
 */
const slots: string[] = Array<string>(SLOTS).fill("");

/** Decodes UTF-8. A short text of ASCII that was read before is the same string. */
export function readText(bytes: Buffer, from: number, to: number): string {
  const length = to - from;
  if (length === 0) return "";
  if (length > MAX_LENGTH) return bytes.toString("utf8", from, to);
  const middle = from + (length >> 1);
  const slot =
    (length * 31 +
      (bytes[from] ?? 0) * 7 +
      (bytes[middle] ?? 0) * 131 +
      (bytes[to - 1] ?? 0) * 17 +
      (bytes[to - 2] ?? 0) * 61) %
    SLOTS;
  const known = slots[slot] ?? "";
  if (known.length === length && isText(bytes, from, known)) return known;
  const text = bytes.toString("utf8", from, to);
  slots[slot] = text;
  return text;
}

/** Whether bytes are the characters of a text, and all of ASCII. */
function isText(bytes: Buffer, from: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const byte = bytes[from + index] ?? 0;
    if (byte >= 0x80 || byte !== text.charCodeAt(index)) return false;
  }
  return true;
}
