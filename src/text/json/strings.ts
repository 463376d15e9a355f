/** Returns the offset after the JSON string at `offset`; undefined if the string does not end. */
export function endOfString(text: string, offset: number): number | undefined {
  for (let quote = text.indexOf('"', offset + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return undefined;
}
