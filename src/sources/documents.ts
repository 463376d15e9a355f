import { describeFailure } from "../api/failure.ts";
import type { FieldPath } from "../api/field-path.ts";
import { JsonLocator, endOfValue, parseJson, skipWhiteSpace } from "./json.ts";
import { LineIndex, type Position } from "./lines.ts";
import { YamlError, parseYamlDocument, type Duplicate, type Origin } from "./yaml.ts";

/** A document of a stream, read or not. Documents that hold nothing are left out and not counted. */
export type StreamDocument = ReadDocument | FaultyDocument;

/** A document that could be read; every place in it counts from the beginning of the stream. */
export interface ReadDocument {
  /** From 0, in the stream. */
  readonly index: number;
  readonly value: unknown;
  readonly duplicates: readonly Duplicate[];
  /** Whether every value is known to have its field's type. */
  readonly isTyped?: boolean;
  locate(path: FieldPath): Position;
}

/** A document that could not, and why. */
export interface FaultyDocument {
  readonly index: number;
  readonly line: number;
  readonly fault: string;
}

const SEPARATOR = "---";
/** Go holds more characters for white space than JSON does. */
const NO_WHITE_SPACE = /\P{White_Space}/u;
const OUTER_WHITE_SPACE = /^\p{White_Space}+|\p{White_Space}+$/gu;
/** What V8 adds to its message: the place, or else some of the text. */
const V8_DETAILS = / in JSON at position .*| \(line \d.*|, (\.\.\.)?".*is not valid JSON$/s;

/**
 * The documents of a stream as kubectl splits them (YAMLOrJSONDecoder, k8s.io/apimachinery v0.37.2 pkg/util/yaml/decoder.go): a stream
 * that begins with `{` is read as JSON values until one of the first two is none, all else as YAML between lines that begin with `---`.
 * Where kubectl stops at the first fault, this goes on with the next document.
 */
export function* readDocuments(text: string): Generator<StreamDocument, undefined> {
  const start = text.search(NO_WHITE_SPACE);
  if (text[start] !== "{") return yield* readYaml(text, 0, 0);
  const lines = new LineIndex(text);
  let index = 0;
  let lastEnd = start;
  for (let values = 0, offset = start; offset < text.length; values++, offset = skipWhiteSpace(text, lastEnd)) {
    const end = endOfValue(text, offset) ?? text.length;
    const document = readJson(text, offset, end, index, lines);
    if ("fault" in document) {
      // One JSON value, and then something else: perhaps YAML whose first document is a flow mapping.
      if (values > 1) return yield document;
      const rest = skipRestOfLine(text, lastEnd, offset);
      return yield* text[offset] === "{" ? readYamlInstead(text, rest, document) : readYaml(text, rest, index);
    }
    lastEnd = end;
    if (document.value === null) continue;
    yield document;
    index++;
  }
}

/** Where YAML begins that follows a JSON value: from the next line on, white space is its indentation. */
function skipRestOfLine(text: string, end: number, next: number): number {
  const newline = text.indexOf("\n", end);
  return newline === -1 ? next : Math.min(newline + 1, next);
}

function readJson(text: string, offset: number, end: number, index: number, lines: LineIndex): StreamDocument {
  try {
    const value = parseJson(text.slice(offset, end));
    let locator: JsonLocator | undefined;
    const locate = (path: FieldPath): Position =>
      lines.positionAt((locator ??= new JsonLocator(text, offset)).offsetOf(path));
    return { index, value, duplicates: [], locate };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /at position (\d+)/.exec(message)?.[1];
    const { line } = lines.positionAt(at === undefined ? offset : offset + Number(at));
    return { index, line, fault: `no valid JSON: ${message.replace(V8_DETAILS, "")}` };
  }
}

/** Where the first document is no YAML either, what looks like JSON is told in JSON's terms. */
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
}

function* readYaml(text: string, offset: number, firstIndex: number): Generator<StreamDocument, undefined> {
  const lines = new LineIndex(text);
  let index = firstIndex;
  for (const { start, end, fault } of splitYaml(text, offset)) {
    const document =
      fault === undefined
        ? readYamlChunk(text.slice(start, end), index, { lines, offset: start })
        : { index, line: lines.positionAt(start).line, fault };
    if (document === undefined) continue;
    yield document;
    index++;
  }
}

function readYamlChunk(chunk: string, index: number, origin: Origin): StreamDocument | undefined {
  try {
    const document = parseYamlDocument(chunk, origin);
    // An empty document, or one of comments alone.
    return document.value === null ? undefined : { index, ...document };
  } catch (error) {
    if (!(error instanceof YamlError)) {
      return { index, line: origin.lines.positionAt(origin.offset).line, fault: describeFailure(error) };
    }
    const line = error.line ?? origin.lines.positionAt(origin.offset).line;
    return { index, line, fault: `no valid YAML: ${error.message}` };
  }
}

/** What stands between two separators; one that nothing stands before is part of it. */
interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly fault?: string;
}

function* splitYaml(text: string, offset: number): Generator<Chunk, undefined> {
  let start = offset;
  let separator = text.startsWith(SEPARATOR, start) ? start : nextSeparator(text, start);
  while (separator !== undefined) {
    const lineEnd = text.indexOf("\n", separator);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    const rest = text.slice(separator + SEPARATOR.length, end).replace(OUTER_WHITE_SPACE, "");
    // Only a comment may follow the dashes, for kubectl.
    const isFaulty = rest !== "" && !rest.startsWith("#");
    if (separator > start) yield { start, end: separator };
    if (isFaulty) yield { start: separator, end, fault: `invalid Yaml document separator: ${rest}` };
    if (isFaulty || separator > start) start = end;
    separator = nextSeparator(text, separator + SEPARATOR.length);
  }
  if (start < text.length) yield { start, end: text.length };
}

function nextSeparator(text: string, from: number): number | undefined {
  // To look for the line feed as well would stop at every line.
  for (let at = text.indexOf(SEPARATOR, from); at !== -1; at = text.indexOf(SEPARATOR, at + 1)) {
    if (text[at - 1] === "\n") return at;
  }
  return undefined;
}
