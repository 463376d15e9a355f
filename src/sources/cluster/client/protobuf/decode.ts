import { isRecord } from "../../../../api/record.ts";
import { messageOf, type Message } from "./messages.ts";
import { WireError, WireReader } from "./reader.ts";

/** The API server's content type of protocol buffers. */
export const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** The bytes before the envelope, which is a runtime.Unknown (pkg/runtime/serializer/protobuf, k8s.io/apimachinery v0.37.2). */
const MAGIC = "k8s\0";

/**
 * Decodes an object, a list or a Status from protocol buffers. The result has the form of JSON, with the fields that are read here.
 *
 * @throws WireError if the bytes are something else
 */
export function decodeProtobuf(bytes: Buffer): Record<string, unknown> {
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC) throw new WireError("no envelope");
  const { typeMeta, raw } = new WireReader(bytes.subarray(MAGIC.length)).read(known("Unknown"), {});
  const { apiVersion, kind } = isRecord(typeMeta) ? typeMeta : {};
  const message = known(String(kind));
  // The server writes at least a list's metadata, so an answer without content was cut.
  if (!(raw instanceof Buffer)) throw new WireError("an envelope without content");
  const value = new WireReader(raw).read(message, String(kind).endsWith("List") ? { items: [] } : {});
  return { kind, apiVersion, ...value };
}

function known(kind: string): Message {
  const message = messageOf(kind);
  if (message === undefined) throw new WireError(`no ${kind} is read here`);
  return message;
}
