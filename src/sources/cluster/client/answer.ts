import { shortenMessage } from "../../../api/words/quoted.ts";
import { isRecord } from "../../../api/record.ts";
import { NO_JSON, describeAnswer } from "./describe-answer.ts";
import { JsonFault, splitJson } from "./json-list.ts";
import type { ListItems } from "./list-fault.ts";
import { PROTOBUF, decodeProtobuf } from "./protobuf/decode.ts";
import { WireError } from "./protobuf/reader.ts";
import type { RawAnswer } from "../transport/request.ts";

/** An answer of the API server: an object, or a Status that says why there is none. */
export interface Answer {
  readonly status: number;
  /** Without the items of a list. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the server wrote it from its own types (as protocol buffers), so that every value has the type of its field. */
  readonly isTyped: boolean;
  /** The items of a list. */
  readonly items?: ListItems;
  /** The length of a list in bytes, uncompressed. */
  readonly bytes?: number;
}

/** The most objects in one answer. Some caches ignore the limit of a request. */
const MAX_ITEMS = 200_000;

/**
 * Reads an answer in JSON or protocol buffers.
 *
 * @throws AnswerError if it is not an object; UserError if the server does not accept the credentials
 */
export function readAnswer(url: URL, answer: RawAnswer): Answer {
  const { status, headers, body } = answer;
  const isTyped = headers["content-type"]?.toLowerCase().startsWith(PROTOBUF) === true;
  const { fault, value, items } = isTyped ? fromProtobuf(body) : fromJson(body);
  if (status !== 401 && value !== undefined) {
    return { status, body: value, isTyped, ...(items !== undefined && { items, bytes: body.length }) };
  }
  // An API server answers in plain text where it has no route.
  if (status === 404 && headers["content-type"]?.startsWith("text/plain") === true) {
    return { status, body: { message: "the server could not find the requested resource" }, isTyped };
  }
  throw describeAnswer(url, answer, fault);
}

interface Read {
  /** Why it cannot be read, as a clause after "that"; undefined if it can. */
  readonly fault?: string;
  /** Undefined if it is not an object. */
  readonly value?: Readonly<Record<string, unknown>>;
  readonly items?: ListItems | undefined;
}

function fromProtobuf(body: Buffer): Read {
  try {
    const { value, items } = decodeProtobuf(body);
    const areTooMany = items !== undefined && items.length > MAX_ITEMS;
    return areTooMany ? { fault: `contains more than ${MAX_ITEMS} objects` } : { value, items };
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
    return { fault: error.excess === "" ? NO_JSON : `contains ${error.excess}` };
  }
}

/** The message of a Status on one line, or one that names the status code. */
export function messageOf(body: Answer["body"], status: number): string {
  const { message } = body;
  return typeof message === "string" && message !== "" ? shortenMessage(message) : `the API server answered ${status}`;
}
