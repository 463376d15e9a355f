import { describeFailure } from "../api/failure.ts";
import type { FieldPath } from "../api/field-path.ts";
import type { DocumentText, TextNode } from "../api/text-layout.ts";
import { layoutJson } from "./edit/json-layout.ts";
import { countKeys, findJsonDuplicates } from "./json/duplicates.ts";
import { isTooMuch, TOO_MUCH } from "./json/json-budget.ts";
import { JsonLocator, endOfValue, parseJson } from "./json.ts";
import { skipWhiteSpace } from "./json/white-space.ts";
import { JsonSyntaxError, findJsonFault } from "./json/fault.ts";
import { LineIndex, placeOf, type Place } from "./lines.ts";
import { encodeUtf8 } from "./utf8.ts";
import { SEPARATOR, nextSeparator, splitYaml } from "./yaml/split-stream.ts";
import { YamlError, parseYamlDocument, type Duplicate, type Origin, type ParsedDocument } from "./yaml.ts";

/**
 * A document of a stream, readable or not, or text that is lost between two documents. Empty documents are omitted and
 * not counted.
 */
export type StreamDocument = ReadDocument | FaultyDocument | PassedOver;

/** A readable document. Every place in it counts from the beginning of the stream. */
export interface ReadDocument {
  /** The index in the stream, from 0. */
  readonly index: number;
  readonly value: unknown;
  readonly duplicates: readonly Duplicate[];
  /** Whether the document is a value in a stream of JSON values, and not YAML. */
  readonly isJson?: boolean;
  /** Whether every value is known to have the type of its field. */
  readonly isTyped?: boolean;
  /** The file that a tool rendered the document from. Places in the document are not places in that file. Absent for other documents. */
  readonly rendered?: RenderedFrom;
  /** The text of the document; absent if it was not read from a text, or has no value. */
  readonly text?: DocumentText;
  locate(path: FieldPath): Place;
}

/** The origin of a document that helm or kustomize rendered. */
export interface RenderedFrom {
  /** The template of a chart, or the file of the chart or the kustomization. */
  readonly file: string;
  /** The files of values that it was rendered with; empty if they are unknown. */
  readonly values: readonly string[];
}

/** An unreadable document, and the fault. */
export interface FaultyDocument {
  readonly index: number;
  readonly rendered?: RenderedFrom;
  readonly line: number;
  readonly fault: string;
}

/** Text that kubectl skips without a message. It does not count as a document. */
export interface PassedOver {
  readonly rendered?: RenderedFrom;
  /** The index of the document before it, or of the document in its place. */
  readonly index: number;
  readonly line: number;
  readonly passedOver: "lost-document" | "not-an-object";
  readonly message: string;
}

const MARK = "\uFEFF";
/** Go treats more characters as white space than JSON does: White_Space of Unicode. As a list, it compiles ten times faster. */
const NO_WHITE_SPACE = /[^\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/;
/** The note on a document with the value null, which kubectl skips. */
export const NULL = "not a Kubernetes object but null; skipped";
const LOST =
  "kubectl reads nothing from here up to the next line that begins with `---`: the document before has ended; " +
  "put a line `---` here, or remove this";

/**
 * Splits a stream into documents as kubectl does (YAMLOrJSONDecoder, k8s.io/apimachinery v0.37.2
 * pkg/util/yaml/decoder.go). A stream that begins with `{` is read as JSON values, until one of the first two is not
 * JSON. Everything else is read as YAML, separated by lines that begin with `---`. kubectl stops at the first fault;
 * this continues with the next document.
 */
export function* readDocuments(text: string): Generator<StreamDocument, undefined> {
  const start = text.search(NO_WHITE_SPACE);
  if (text[start] !== "{") return yield* readYaml(text, 0, 0);
  // JSON cannot begin with white space that only Go knows, so kubectl continues with YAML.
  if (skipWhiteSpace(text, 0) !== start) return yield* readYaml(text, skipRestOfLine(text, 0), 0);
  const lines = new LineIndex(text);
  let index = 0;
  // Nothing is read yet. Before it reads YAML, kubectl drops only the first line of the white space before the first
  // value.
  let lastEnd = 0;
  for (let values = 0, offset = start; offset < text.length; values++, offset = skipWhiteSpace(text, lastEnd)) {
    const counter = { keys: 0, collections: 0, commas: 0 };
    const end = endOfValue(text, offset, counter);
    const isLarge = end !== undefined && isTooMuch(text, offset, end, counter);
    const document = isLarge
      ? { index, line: lines.positionAt(offset).line, fault: TOO_MUCH }
      : readJson(text, offset, end, counter.keys, index, lines);
    if ("fault" in document && document.fault !== TOO_MUCH) {
      // One JSON value, and then something else: perhaps YAML in which the first document is a flow mapping.
      if (values <= 1) {
        const rest = skipRestOfLine(text, lastEnd);
        if (isTooShort(text, rest)) return yield document;
        return yield* text[offset] === "{" ? readYamlInstead(text, rest, document) : readYaml(text, rest, index);
      }
      const hint = text[offset] === MARK ? "; found a byte order mark (U+FEFF): remove it" : "";
      yield { ...document, fault: document.fault + hint };
      // kubectl stops here. Documents after this value, or after the next separator, are still worth reading.
      if (text[offset] !== "{" || end === undefined) return yield* readAfterSeparator(text, offset, index + 1);
      index++;
    } else if ("value" in document && document.value === null) {
      yield { index, line: lines.positionAt(offset).line, passedOver: "not-an-object", message: NULL };
    } else {
      yield document;
      index++;
    }
    lastEnd = end ?? text.length;
  }
}

/**
 * Returns where YAML begins after a JSON value: kubectl drops white space up to the end of the line, and the rest is
 * indentation.
 */
function skipRestOfLine(text: string, from: number): number {
  const length = text.slice(from).search(NO_WHITE_SPACE);
  const next = length === -1 ? text.length : from + length;
  const newline = text.slice(from, next).indexOf("\n");
  return newline === -1 ? next : from + newline + 1;
}

/** Whether kubectl takes what follows a JSON value for the end of the stream in the wrong place: it looks at four bytes at a time. */
function isTooShort(text: string, rest: number): boolean {
  const looked = text[rest - 1] === "\n" ? rest - 1 : rest;
  return encodeUtf8(text.slice(looked, looked + 4)).length < 4;
}

/** Continues with YAML at the next line that begins with `---`, if there is one. */
function* readAfterSeparator(text: string, offset: number, index: number): Generator<StreamDocument, undefined> {
  const separator = text.startsWith(SEPARATOR, offset) ? offset : nextSeparator(text, offset);
  if (separator !== undefined) yield* readYaml(text, separator, index);
}

function readJson(
  text: string,
  offset: number,
  end: number | undefined,
  keys: number,
  index: number,
  lines: LineIndex,
): ReadDocument | FaultyDocument {
  try {
    // JSON.parse would make all values before the missing end, and their memory has no limit here.
    if (end === undefined) throw new JsonSyntaxError(findJsonFault(text.slice(offset)));
    const value = parseJson(text.slice(offset, end));
    let locator: JsonLocator | undefined;
    const locate = (path: FieldPath): Place => {
      const { place, end: after } = (locator ??= new JsonLocator(text, offset)).rangeOf(path);
      return placeOf(lines.positionAt(place), after === undefined ? undefined : lines.positionAt(after));
    };
    const duplicates = countKeys(value) === keys ? [] : findJsonDuplicates(text, offset, end, lines);
    const layout = (): TextNode => layoutJson(text.slice(offset, end));
    return {
      index,
      value,
      duplicates,
      isJson: true,
      text: { stream: text, start: offset, end, isJson: true, layout },
      locate,
    };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) {
      return { index, line: lines.positionAt(offset).line, fault: describeFailure(error) };
    }
    const { line } = lines.positionAt(offset + error.offset);
    return { index, line, fault: `not valid JSON: ${error.message}` };
  }
}

/** If the first document is not YAML either, the fault is about JSON, which the text looks like. */
function* readYamlInstead(
  text: string,
  offset: number,
  jsonFault: FaultyDocument,
): Generator<StreamDocument, undefined> {
  let first = true;
  for (const document of readYaml(text, offset, jsonFault.index)) {
    yield first && "fault" in document ? jsonFault : document;
    first = false;
  }
  if (first) yield jsonFault;
}

function* readYaml(text: string, offset: number, firstIndex: number): Generator<StreamDocument, undefined> {
  const lines = new LineIndex(text);
  let index = firstIndex;
  for (const { start, end, fault } of splitYaml(text, offset)) {
    if (fault !== undefined) {
      yield { index, line: lines.positionAt(start).line, fault };
      index++;
      continue;
    }
    for (const document of readYamlChunk(text, end, index, { lines, offset: start })) {
      yield document;
      if (!("passedOver" in document)) index++;
    }
  }
}

/** @param end the offset after the part of the stream that begins at the origin */
function* readYamlChunk(
  stream: string,
  end: number,
  index: number,
  origin: Origin,
): Generator<StreamDocument, undefined> {
  const chunk = stream.slice(origin.offset, end);
  let document: ParsedDocument;
  try {
    document = parseYamlDocument(chunk, origin);
  } catch (error) {
    if (!(error instanceof YamlError)) {
      return yield { index, line: origin.lines.positionAt(origin.offset).line, fault: describeFailure(error) };
    }
    const line = error.line ?? origin.lines.positionAt(origin.offset).line;
    return yield { index, line, fault: `not valid YAML: ${error.message}${hintAtMark(chunk, origin)}` };
  }
  const { layout, ...others } = document;
  const { value, isEmpty, rest } = others;
  const text = layout && { stream, start: origin.offset, end, isJson: false, layout };
  if (value !== null) yield { index, ...others, ...(text !== undefined && { text }) };
  else if (isEmpty !== true)
    yield { index, line: document.locate([]).line, passedOver: "not-an-object", message: NULL };
  if (rest !== undefined) yield { index, line: rest.line, passedOver: "lost-document", message: LOST };
}

/** A mark before a separator comes from joining two files, and is invisible. */
function hintAtMark(chunk: string, { lines, offset }: Origin): string {
  const mark = /(?<=[\r\n])\uFEFF(?=\s*---)/.exec(chunk);
  if (mark === null) return "";
  const { line } = lines.positionAt(offset + mark.index);
  return `; line ${line} has a byte order mark (U+FEFF) before \`---\`, so kubectl sees no separator there: remove the mark`;
}
