import { YAMLException } from "js-yaml";
import type { FieldPath } from "../api/field-path.ts";
import { LineIndex, type Position } from "./lines.ts";
import { ComposeError, composeDocument } from "./yaml/compose.ts";
import { findForeignScalar, findForeignText } from "./yaml/foreign-syntax.ts";
import { Locator, rootOffset } from "./yaml/locate.ts";
import { parseLeniently, type ParsedEvents } from "./yaml/parse.ts";

/** A key that a mapping holds twice, and where the later one stands. */
export interface Duplicate extends Position {
  readonly path: FieldPath;
  readonly key: string;
  /** Where its value stands, which is what go-yaml tells. */
  readonly valueLine: number;
}

/** One YAML or JSON document, read. */
export interface ParsedDocument {
  /** null, boolean, number, bigint (beyond 2^53), string, array or plain object. */
  readonly value: unknown;
  readonly duplicates: readonly Duplicate[];
  /** Where the field at `path` stands, or its nearest parent that is there. */
  locate(path: FieldPath): Position;
}

/**
 * A document that cannot be read. The line is absent where the fault has no place. The message holds no part of the document, not even the
 * name of an anchor or a tag: `password: *x` and `password: !x` are what becomes of a password without quotes.
 */
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

/** A document takes about thirty times its length while it is read: this is a gigabyte. JSON takes three times. */
const MAX_LENGTH = 32 * 1024 * 1024;

/** The stream that a text is a part of, and where it begins there. */
export interface Origin {
  readonly lines: LineIndex;
  readonly offset: number;
}

/**
 * Reads the first document of a text as kubectl does (sigs.k8s.io/yaml v1.6.0), with the places of its fields.
 *
 * @param origin what places are counted from; the text itself, unless it is a part of something
 * @throws YamlError where the text is no YAML, nests more than 1,000 levels, or aliases expand beyond go-yaml's limits
 */
export function parseYamlDocument(
  text: string,
  origin: Origin = { lines: new LineIndex(text), offset: 0 },
): ParsedDocument {
  if (text.length > MAX_LENGTH) {
    const size = Math.ceil(text.length / 1024 / 1024);
    throw new YamlError(
      `one document of ${size} MiB, and at most 32 are read; write it as JSON (-o json), or in several documents`,
    );
  }
  const end = endOfDocument(text);
  const { source, events, added } = readEvents(text.slice(0, end), origin);
  const place = placeIn(source, added, origin);
  if (events.length === 0) {
    if (end < text.length) throw new YamlError("found the end of a document before its beginning", place(end));
    return { value: null, duplicates: [], locate: () => place(0) };
  }
  const foreign = findForeignText(source);
  if (foreign !== undefined) throw new YamlError(foreign.message, place(foreign.offset));
  let locator: Locator | undefined;
  try {
    const { value, duplicates, ends } = composeDocument(source, events);
    return {
      value,
      duplicates: duplicates.map(({ path, key, offset, valueOffset }) => ({
        path,
        key,
        ...place(offset),
        valueLine: place(valueOffset).line,
      })),
      locate(path) {
        // Every object tells its line, and only some the lines of their fields.
        if (path.length === 0) return place(rootOffset(events));
        return place((locator ??= new Locator(source, events, ends)).offsetOf(path));
      },
    };
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    const { message, offset } = findForeignScalar(source, events) ?? error;
    throw new YamlError(message, place(offset));
  }
}

/** Where `...` ends the document: what follows in the same text is no longer read, by kubectl either. */
function endOfDocument(text: string): number {
  // To look for the line feed as well would stop at every line.
  for (let at = text.indexOf("..."); at !== -1; at = text.indexOf("...", at + 1)) {
    const isAtLineStart = at === 0 || text[at - 1] === "\n";
    if (isAtLineStart && /^\s?$/.test(text.slice(at + 3, at + 4))) return at;
  }
  return text.length;
}

/** Tells the places of offsets in a source, as they were before any of its lines was indented further. */
function placeIn(source: string, added: ReadonlyMap<number, number>, { lines, offset: start }: Origin) {
  if (added.size === 0) return (offset: number): Position => lines.positionAt(start + offset);
  const own = new LineIndex(source);
  const firstLine = lines.positionAt(start).line;
  return (offset: number): Position => {
    const { line, column } = own.positionAt(offset);
    return { line: line + firstLine - 1, column: Math.max(1, column - (added.get(line) ?? 0)) };
  };
}

/** js-yaml quotes tags and their handles, which a password that begins with ! may be. Its other messages name characters alone. */
function withoutValues(reason: string): string {
  return reason.replace(/ "[^]*"/, "").replace(/: [^]*$/, "");
}

function readEvents(text: string, { lines, offset }: Origin): ParsedEvents {
  try {
    return parseLeniently(text);
  } catch (error) {
    if (error instanceof YAMLException) {
      const { mark, reason } = error;
      const line = lines.positionAt(offset).line + (mark?.line ?? 0);
      throw new YamlError(withoutValues(reason), { line, column: 1 });
    }
    throw error;
  }
}
