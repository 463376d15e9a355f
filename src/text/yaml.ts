import type { FieldPath } from "../api/field-path.ts";
import type { TextNode } from "../api/text-layout.ts";
import { layoutYaml } from "./edit/yaml-layout.ts";
import { LineIndex, placeOf, type Place, type Position } from "./lines.ts";
import { composeDocument } from "./yaml/compose.ts";
import { EVENT, NOTHING, type Event } from "./yaml/parse/events.ts";
import { explainSyntax, lineAt } from "./yaml/explain-syntax.ts";
import { Locator, rootOffset } from "./yaml/locate.ts";
import { parseDocument } from "./yaml/parse/parse.ts";
import { YamlFault } from "./yaml/yaml-fault.ts";

/** A duplicate key of a mapping or a JSON object, and the place of the later one. */
export interface Duplicate extends Position {
  readonly path: FieldPath;
  readonly key: string;
  /** The text of the value that the later one replaces, for `kind` and `apiVersion` alone. */
  readonly earlier?: string;
  /** The line of the value, which is the line that go-yaml reports. */
  readonly valueLine: number;
}

/** A YAML or JSON document. */
export interface ParsedDocument {
  /** null, boolean, number, bigint (beyond 2^53), string, array or plain object. */
  readonly value: unknown;
  readonly duplicates: readonly Duplicate[];
  /** Whether there is no value at all, not even `null`: only white space, comments and marks. */
  readonly isEmpty: boolean;
  /**
   * The beginning of text that is not read: text after `...`, or after closed brackets, up to the next line with `---`.
   */
  readonly rest?: Position;
  /** Finds the nodes of the text; absent if it has none. */
  readonly layout?: () => TextNode;
  /** Returns the place of the field at `path`, or of its nearest existing parent. */
  locate(path: FieldPath): Place;
}

/**
 * An unreadable document. The line is absent if the fault has no place. The message contains no part of the document,
 * not even the name of an anchor or a tag: a password without quotes may begin with these characters, as in `password:
 * *x` and `password: !x`.
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

/**
 * Reading a document takes about thirty times its length in memory: one gigabyte at this limit. JSON takes three times
 * its length.
 */
const MAX_LENGTH = 32 * 1024 * 1024;

/** The stream that contains a text, and the offset of the text in it. */
export interface Origin {
  readonly lines: LineIndex;
  readonly offset: number;
}

/**
 * Reads the first document of a text as kubectl does (sigs.k8s.io/yaml v1.6.0), with the places of its fields.
 *
 * @param origin the beginning of all places; by default the text itself
 * @throws YamlError if the text is not YAML, nests more than 1,000 levels, or aliases expand beyond go-yaml's limits
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
    let last: { readonly range: object; readonly place: Place } | undefined;
    return {
      value,
      isEmpty: isEmptyDocument(events),
      ...(rest !== undefined && { rest: place(rest) }),
      duplicates: duplicates.map(({ offset, valueOffset, ...duplicate }) => ({
        ...duplicate,
        ...place(offset),
        valueLine: place(valueOffset).line,
      })),
      layout: () => layoutYaml(text, events, ends),
      locate(path) {
        // Every object needs its own line, and only some need the lines of their fields.
        if (path.length === 0) return place(rootOffset(events));
        locator ??= new Locator(events, ends);
        const range = locator.rangeOf(path, text);
        if (last?.range !== range) {
          const { offset, end } = range;
          last = { range, place: placeOf(place(offset), end === undefined ? undefined : place(end)) };
        }
        return last.place;
      },
    };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    throw new YamlError(explainSyntax(error.message, lineAt(text, error.offset)), place(error.offset));
  }
}

/** Whether a document is empty, without even a tag or an anchor. */
function isEmptyDocument(events: readonly Event[]): boolean {
  const root = events[1];
  return root?.type === EVENT.SCALAR && root.offset === NOTHING && root.tag === "" && root.anchor === "";
}
