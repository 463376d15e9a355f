const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Returns the offset of the first character at or after `offset` that is not JSON white space (RFC 8259, 2). */
export function skipWhiteSpace(text: string, offset: number): number {
  let at = offset;
  // A regular expression is slower: most calls skip nothing or one character.
  while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Tells whether JSON allows a UTF-16 code unit between two values. */
function isWhiteSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB;
}
