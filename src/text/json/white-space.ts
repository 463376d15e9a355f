/** The white space that JSON allows between two values (RFC 8259, 2). */
const WHITE_SPACE = /[ \t\r\n]*/y;

/** Returns the offset of the first character at or after `offset` that is not JSON white space. */
export function skipWhiteSpace(text: string, offset: number): number {
  WHITE_SPACE.lastIndex = offset;
  WHITE_SPACE.test(text);
  return WHITE_SPACE.lastIndex;
}
