import { isRecord } from "../../api/record.ts";

/** How a block of YAML is indented. */
export interface BlockStyle {
  /** The columns from a key to the keys below it. */
  readonly step: number;
  /** The columns from a key to the hyphens of its list. */
  readonly dash: number;
}

/** How values in brackets are separated and quoted. */
export interface FlowStyle {
  readonly isQuoted: boolean;
  /** A comma, and the white space after it. */
  readonly comma: string;
  /** A colon, and the white space after it. */
  readonly colon: string;
}

/** Text that YAML reads as this string, and not as a number or another value, without quotes. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Writes a key and its value as lines of a YAML block, without line breaks. */
export function blockLines(key: string, value: unknown, column: number, style: BlockStyle): string[] {
  const start = `${" ".repeat(column)}${scalarText(key)}:`;
  if (isRecord(value) && Object.keys(value).length > 0)
    return [start, ...childLines(value, column + style.step, style)];
  if (Array.isArray(value) && value.length > 0) return [start, ...itemLines(value, column + style.dash, style)];
  return [`${start} ${flowText(value, YAML_FLOW)}`];
}

/** Writes the keys of a mapping as lines of a block. */
export function childLines(value: Readonly<Record<string, unknown>>, column: number, style: BlockStyle): string[] {
  return Object.entries(value).flatMap(([key, child]) => blockLines(key, child, column, style));
}

/** Writes the items of a list as lines of a block. */
export function itemLines(items: readonly unknown[], column: number, style: BlockStyle): string[] {
  return items.flatMap((item) => {
    const dash = `${" ".repeat(column)}- `;
    if (!isRecord(item) || Object.keys(item).length === 0) return [dash + flowText(item, YAML_FLOW)];
    const lines = childLines(item, column + 2, style);
    return lines.map((line, index) => (index === 0 ? dash + line.slice(column + 2) : line));
  });
}

const YAML_FLOW: FlowStyle = { isQuoted: false, comma: ", ", colon: ": " };

/** Writes a value on one line. */
export function flowText(value: unknown, style: FlowStyle): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, style)).join(style.comma)}]`;
  if (isRecord(value)) return `{${flowPairs(value, style)}}`;
  return style.isQuoted ? JSON.stringify(value) : scalarText(value);
}

/** Writes the keys and values of a mapping on one line, without braces. */
export function flowPairs(value: Readonly<Record<string, unknown>>, style: FlowStyle): string {
  return Object.entries(value)
    .map(([key, child]) => `${flowText(key, style)}${style.colon}${flowText(child, style)}`)
    .join(style.comma);
}

/** Writes a string, a boolean, a number or null. */
function scalarText(value: unknown): string {
  const isPlain = typeof value !== "string" || (PLAIN.test(value) && !WORDS.test(value));
  return isPlain ? String(value) : JSON.stringify(value);
}
