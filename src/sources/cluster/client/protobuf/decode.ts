import { isRecord } from "../../../../api/record.ts";
import type { ListItems } from "../list-fault.ts";
import { messageOf, type Message } from "./messages.ts";
import { WireError, WireReader } from "./reader.ts";

/** The API server's content type of protocol buffers. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** The bytes before the envelope, which is a runtime.Unknown (pkg/runtime/serializer/protobuf, k8s.io/apimachinery v0.37.2). */
const MAGIC = "k8s\0";
const LIST = "List";

/** An object, a list or a Status, in the form of JSON, with the fields that are read here. */
interface Decoded {
  /** Without the items of a list. */
  readonly value: Readonly<Record<string, unknown>>;
  /** The items of a list, undefined for anything else. Iterating throws a WireError if an item is something else. */
  readonly items: ListItems | undefined;
}

/**
 * Decodes an object, a list or a Status from protocol buffers. The items of a list are decoded one by one during iteration: the next page can be requested
 * before, and only one of them is in memory.
 *
 * @throws WireError if the bytes are something else
 */
export function decodeProtobuf(bytes: Buffer): Decoded {
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) throw new WireError("no envelope");
  const { typeMeta, raw } = new WireReader(bytes.subarray(MAGIC.length)).read(known("Unknown"), {});
  const { apiVersion, kind: found } = isRecord(typeMeta) ? typeMeta : {};
  const kind = String(found);
  const message = known(kind);
  // The server writes at least a list's metadata, so an answer without content was cut.
  if (!(raw instanceof Buffer)) throw new WireError("an envelope without content");
  const { items, ...value } = new WireReader(raw).read(message, {});
  const isList = kind.endsWith(LIST);
  return {
    value: { kind: found, apiVersion, ...value },
    items: isList
      ? new Items(known(kind.slice(0, -LIST.length)), items === undefined ? [] : (items as Buffer[]))
      : undefined,
  };
}

class Items implements ListItems {
  readonly #message: Message;
  readonly #items: readonly Buffer[];

  constructor(message: Message, items: readonly Buffer[]) {
    this.#message = message;
    this.#items = items;
  }

  get length(): number {
    return this.#items.length;
  }

  *[Symbol.iterator](): Generator<unknown, undefined> {
    for (const item of this.#items) yield new WireReader(item).read(this.#message, {});
  }
}

function known(kind: string): Message {
  const message = messageOf(kind);
  if (message === undefined) throw new WireError(`no ${kind} is read here`);
  return message;
}
