import type { FieldPath } from "../api/field-path.ts";
import { LineIndex, type Position } from "./lines.ts";
import { composeDocument } from "./yaml/compose.ts";
import { EVENT, NOTHING, type Event } from "./yaml/parse/events.ts";
import { explainSyntax, lineAt } from "./yaml/explain-syntax.ts";
import { Locator, rootOffset } from "./yaml/locate.ts";
import { parseDocument } from "./yaml/parse/parse.ts";
import { YamlFault } from "./yaml/yaml-fault.ts";

/** A key that a mapping or a JSON object has twice, and the place of the later one. */
export interface Duplicate extends Position {
  readonly path: FieldPath;
  readonly key: string;
  /** The text of the value that does not count, for `kind` and `apiVersion` alone. */
  readonly earlier?: string;
  /** The line of its value, which is the line that go-yaml reports. */
  readonly valueLine: number;
}

/** One YAML or JSON document, read. */
export interface ParsedDocument {
  /** null, boolean, number, bigint (beyond 2^53), string, array or plain object. */
  readonly value: unknown;
  readonly duplicates: readonly Duplicate[];
  /** Whether there is no value at all, not even `null`: white space, comments and marks alone. */
  readonly isEmpty: boolean;
  /** Where more text begins that is not read: what follows `...`, or brackets that have closed, up to the next line with `---`. */
  readonly rest?: Position;
  /** The place of the field at `path`, or of its nearest parent that is there. */
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
  const place = (offset: number): Position => origin.lines.positionAt(origin.offset + offset);
  try {
    const { events, rest } = parseDocument(text);
    if (events.length === 0) return { value: null, duplicates: [], isEmpty: true, locate: () => place(0) };
    const { value, duplicates, ends } = composeDocument(events);
    let locator: Locator | undefined;
    return {
      value,
      isEmpty: isEmptyDocument(events),
      ...(rest !== undefined && { rest: place(rest) }),
      duplicates: duplicates.map(({ offset, valueOffset, ...duplicate }) => ({
        ...duplicate,
        ...place(offset),
        valueLine: place(valueOffset).line,
      })),
      locate(path) {
        // Every object tells its line, and only some the lines of their fields.
        if (path.length === 0) return place(rootOffset(events));
        return place((locator ??= new Locator(events, ends)).offsetOf(path));
      },
    };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    throw new YamlError(explainSyntax(error.message, lineAt(text, error.offset)), place(error.offset));
  }
}

/** Whether a document holds nothing, and no tag or anchor of nothing either. */
function isEmptyDocument(events: readonly Event[]): boolean {
  const root = events[1];
  return root?.type === EVENT.SCALAR && root.offset === NOTHING && root.tag === "" && root.anchor === "";
}
