import { YAMLException } from "js-yaml";
import type { FieldPath } from "../api/field-path.ts";
import { LineIndex, positionAt, type Position } from "./lines.ts";
import { ComposeError, composeDocument } from "./yaml/compose.ts";
import { findForeignSyntax } from "./yaml/foreign-syntax.ts";
import { Locator } from "./yaml/locate.ts";
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

/** A document takes about thirty times its length while it is read: this is a gigabyte. JSON takes three times. */
const MAX_LENGTH = 32 * 1024 * 1024;

/** The end of a document: what follows it in the same text is no longer read, by kubectl either. */
const DOCUMENT_END = /^\.\.\.(?=\s|$)/m;

/**
 * Reads the first document of a text as kubectl does (sigs.k8s.io/yaml v1.6.0), with the places of its fields.
 *
 * @throws YamlError where the text is no YAML, nests more than 1,000 levels, or aliases expand beyond go-yaml's limits
 */
export function parseYamlDocument(text: string): ParsedDocument {
  if (text.length > MAX_LENGTH) {
    const size = Math.ceil(text.length / 1024 / 1024);
    throw new YamlError(
      `one document of ${size} MiB, and at most 32 are read; write it as JSON (-o json), or in several documents`,
    );
  }
  const end = DOCUMENT_END.exec(text);
  const { source, events, added } = readEvents(end === null ? text : text.slice(0, end.index));
  if (events.length === 0) {
    if (end !== null)
      throw new YamlError("found the end of a document before its beginning", positionAt(text, end.index));
    return { value: null, duplicates: [], locate: () => ({ line: 1, column: 1 }) };
  }
  const lines = new LineIndex(source);
  const place = (offset: number): Position => {
    const { line, column } = lines.positionAt(offset);
    return { line, column: Math.max(1, column - (added.get(line) ?? 0)) };
  };
  const foreign = findForeignSyntax(source, events);
  if (foreign !== undefined) throw new YamlError(foreign.message, place(foreign.offset));
  let locator: Locator | undefined;
  try {
    const { value, duplicates } = composeDocument(source, events);
    return {
      value,
      duplicates: duplicates.map(({ path, key, offset, valueOffset }) => ({
        path,
        key,
        ...place(offset),
        valueLine: place(valueOffset).line,
      })),
      locate: (path) => place((locator ??= new Locator(source, events)).offsetOf(path)),
    };
  } catch (error) {
    if (error instanceof ComposeError) throw new YamlError(error.message, place(error.offset));
    throw error;
  }
}

function readEvents(text: string): ParsedEvents {
  try {
    return parseLeniently(text);
  } catch (error) {
    if (error instanceof YAMLException) {
      const { mark, reason } = error;
      throw new YamlError(reason, mark === undefined ? undefined : { line: mark.line + 1, column: 1 });
    }
    throw error;
  }
}
