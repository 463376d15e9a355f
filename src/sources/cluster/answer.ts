import { isRecord } from "../../api/record.ts";
import { NO_JSON, describeAnswer } from "./transport/connection-errors.ts";
import { JsonFault, splitJson, type ListItems } from "./lists/json-list.ts";
import { PROTOBUF, decodeProtobuf } from "./lists/protobuf/decode.ts";
import { WireError } from "./lists/protobuf/reader.ts";
import type { RawAnswer } from "./transport/request.ts";

/** What the API server has answered: an object, or a Status that says why not. */
export interface Answer {
  readonly status: number;
  /** Without the items of a list. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether it was written from the server's own types, so that every value in it has its field's: protocol buffers were. */
  readonly isTyped: boolean;
  /** The items of a list. */
  readonly items?: ListItems;
  /** The length of a list, unpacked. */
  readonly bytes?: number;
}

/** A server may send more objects than it was asked for: some caches know no limit. */
const MAX_ITEMS = 200_000;

/**
 * Reads an answer in JSON or protocol buffers.
 *
 * @throws AnswerError where it is no object; UserError where the server does not know who asks
 */
export function readAnswer(url: URL, answer: RawAnswer): Answer {
  const { status, headers, body } = answer;
  const isTyped = headers["content-type"]?.toLowerCase().startsWith(PROTOBUF) === true;
  const { fault, value, items } = isTyped ? fromProtobuf(body) : fromJson(body);
  if (status !== 401 && value !== undefined) {
    return { status, body: value, isTyped, ...(items !== undefined && { items, bytes: body.length }) };
  }
  // What an API server has no route for, it says in plain text.
  if (status === 404 && headers["content-type"]?.startsWith("text/plain") === true) {
    return { status, body: { message: "the server could not find the requested resource" }, isTyped };
  }
  throw describeAnswer(url, answer, fault);
}

interface Read {
  /** Why it could not be read, after "that"; undefined where it could. */
  readonly fault?: string;
  /** Undefined where it is no object. */
  readonly value?: Readonly<Record<string, unknown>>;
  readonly items?: ListItems | undefined;
}

function fromProtobuf(body: Buffer): Read {
  try {
    const { items, ...value } = decodeProtobuf(body);
    if (!Array.isArray(items)) return { value };
    return items.length > MAX_ITEMS ? { fault: `holds more than ${MAX_ITEMS} objects` } : { value, items };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { fault: "cannot be read" };
  }
}

function fromJson(body: Buffer): Read {
  try {
    const { fields, items } = splitJson(body, MAX_ITEMS) ?? {};
    return isRecord(fields) ? { value: fields, items } : {};
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { fault: error.excess === "" ? NO_JSON : `holds ${error.excess}` };
  }
}
