import { isRecord } from "../../../../api/record.ts";
import { messageOf, type Message } from "./messages.ts";
import { WireError, WireReader } from "./reader.ts";

/** What the API server calls its protocol buffers. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** What stands before the envelope, which is a runtime.Unknown (pkg/runtime/serializer/protobuf, k8s.io/apimachinery v0.37.2). */
const MAGIC = "k8s\0";

/**
 * Decodes what an API server has written in protocol buffers: an object, a list, or a Status, as it would stand in JSON, and of it the fields that
 * are read.
 *
 * @throws WireError where it is nothing of that kind
 */
export function decodeProtobuf(bytes: Buffer): Record<string, unknown> {
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) throw new WireError("no envelope");
  const { typeMeta, raw } = new WireReader(bytes.subarray(MAGIC.length)).read(known("Unknown"), {});
  const { apiVersion, kind } = isRecord(typeMeta) ? typeMeta : {};
  const message = known(String(kind));
  // The server writes as much as a list's metadata at least: what ends before is cut off.
  if (!(raw instanceof Buffer)) throw new WireError("an envelope without content");
  const value = new WireReader(raw).read(message, String(kind).endsWith("List") ? { items: [] } : {});
  return { kind, apiVersion, ...value };
}

function known(kind: string): Message {
  const message = messageOf(kind);
  if (message === undefined) throw new WireError(`no ${kind} is read here`);
  return message;
}
