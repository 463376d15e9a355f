/** The classes of characters of go.yaml.in/yaml/v2 v2.4.4 (yamlprivateh.go), by UTF-16 code. */

/** The code that marks the end of a text. The text itself cannot contain it. */
export const END = 0;

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
const NEXT_LINE = 0x85;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

/** The characters that go-yaml rejects anywhere: control characters, noncharacters, and halves of a surrogate pair. */
export const REFUSED_CHARACTER =
  // eslint-disable-next-line no-control-regex -- to find them is the point
  /[\0-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** A superset of REFUSED_CHARACTER, which a search passes twice as fast: it also finds surrogate pairs. */
// eslint-disable-next-line no-control-regex -- to find them is the point
export const SUSPECT_CHARACTER = /[\0-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\uD800-\uDFFF\uFFFE\uFFFF]/;

/** YAML 1.1 also ends a line at U+0085, U+2028 and U+2029. */
export function isBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN || (code >= NEXT_LINE && isOddBreak(code));
}

/** White space, the end of a line, or the end of the text. Only these have codes up to that of a space. */
export function isBlankOrEnd(code: number): boolean {
  return code <= SPACE || (code >= NEXT_LINE && isOddBreak(code));
}

function isOddBreak(code: number): boolean {
  return code === NEXT_LINE || code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR;
}

export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

const NAME = classOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-");
const URI = classOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-;/?:@&=+$,.!~*'()[]%");
const PLAIN_END_IN_FLOW = classOf(",?[]{}");
const NO_PLAIN_START = classOf("-?:,[]{}#&*!|>'\"%@`");

function classOf(characters: string): Uint8Array {
  const members = new Uint8Array(128);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return members;
}

/** Whether a character is allowed in the name of an anchor or in the handle of a tag. */
export function isNameCharacter(code: number): boolean {
  return NAME[code] === 1;
}

export function isUriCharacter(code: number): boolean {
  return URI[code] === 1;
}

/** Whether a character ends a plain scalar inside [ ] or { }, without white space around it. */
export function endsPlainInFlow(code: number): boolean {
  return PLAIN_END_IN_FLOW[code] === 1;
}

/** Whether a plain scalar may begin with a character; for `-`, `?` and `:` it depends on the next one. */
export function startsPlain(code: number): boolean {
  return NO_PLAIN_START[code] !== 1 && !isBlankOrEnd(code);
}

/** The offset after the last character of a part of a text that is not white space, or the start of the part. */
export function endWithoutBlanks(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isBlankOrEnd(text.charCodeAt(last - 1))) last--;
  return last;
}
