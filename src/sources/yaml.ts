import { YAMLException } from "js-yaml";
import type { FieldPath } from "../api/field-path.ts";
import { ComposeError, composeDocument } from "./yaml/compose.ts";
import { Locator } from "./yaml/locate.ts";
import { parseLeniently, type ParsedEvents } from "./yaml/parse.ts";

/** A place in a text; both count from 1, columns in UTF-16 units, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A key that a mapping holds twice, and where the later one stands. */
export interface Duplicate extends Position {
  readonly path: FieldPath;
  readonly key: string;
}

/** One YAML or JSON document, read. */
export interface ParsedDocument {
  /** null, boolean, number, bigint (beyond 2^53), string, array or plain object. */
  readonly value: unknown;
  readonly duplicates: readonly Duplicate[];
  /** Where the field at `path` stands, or its nearest parent that is there. */
  locate(path: FieldPath): Position;
}

/** A document that cannot be read. The line is absent where the fault has no place. */
export class YamlError extends Error {
  override readonly name = "YamlError";
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, position?: Position) {
    super(message);
    this.line = position?.line;
    this.column = position?.column;
  }
}

/** The end of a document: what follows it in the same text is no longer read, by kubectl either. */
const DOCUMENT_END = /^\.\.\.(?=\s|$)/m;

/**
 * Reads the first document of a text as kubectl does (sigs.k8s.io/yaml v1.6.0), with the places of its fields.
 *
 * @throws YamlError where the text is no YAML, nests more than 1,000 levels, or aliases expand beyond go-yaml's limits
 */
export function parseYamlDocument(text: string): ParsedDocument {
  refuseOddLineBreaks(text);
  const end = DOCUMENT_END.exec(text);
  const { source, events, added } = readEvents(end === null ? text : text.slice(0, end.index));
  if (events.length === 0) return { value: null, duplicates: [], locate: () => ({ line: 1, column: 1 }) };
  const place = (offset: number): Position => {
    const { line, column } = positionAt(source, offset);
    return { line, column: Math.max(1, column - (added.get(line) ?? 0)) };
  };
  let locator: Locator | undefined;
  try {
    const { value, duplicates } = composeDocument(source, events);
    return {
      value,
      duplicates: duplicates.map(({ path, key, offset }) => ({ path, key, ...place(offset) })),
      locate: (path) => place((locator ??= new Locator(source, events)).offsetOf(path)),
    };
  } catch (error) {
    if (error instanceof ComposeError) throw new YamlError(error.message, place(error.offset));
    throw error;
  }
}

/**
 * For go-yaml a line ends at these too, so that what follows one of them in a comment is no comment: rather than read something else than
 * kubectl does, read nothing.
 */
const ODD_LINE_BREAK = /[\u0085\u2028\u2029]/;

function refuseOddLineBreaks(text: string): void {
  const at = text.search(ODD_LINE_BREAK);
  if (at === -1) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
  throw new YamlError(`found the character U+${code}, which ends a line for kubectl and hardly any editor`, positionAt(text, at));
}

function readEvents(text: string): ParsedEvents {
  try {
    return parseLeniently(text);
  } catch (error) {
    if (error instanceof YAMLException) {
      const { mark, reason } = error;
      throw new YamlError(reason, mark === undefined ? undefined : positionAt(text, lineStart(text, mark.line)));
    }
    if (error instanceof RangeError) throw new YamlError("nested too deeply to be read");
    throw error;
  }
}

function lineStart(text: string, line: number): number {
  let start = 0;
  for (let index = 0; index < line; index++) start = text.indexOf("\n", start) + 1;
  return start;
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: end - lineStart + 1 };
}
