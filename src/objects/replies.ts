import type { FieldPath } from "../api/field-path.ts";
import { describeKind, shortenMessage } from "../api/words/quoted.ts";
import { isRecord } from "../api/record.ts";
import { groupOf } from "../workloads/identity.ts";
import type { SourceItem } from "../workloads/object.ts";
import type { DocumentPlace } from "./document-place.ts";
import type { TypeName } from "./kinds/kinds.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Kinds of answers, which an API server does not store (k8s.io/apimachinery v0.37.2 pkg/apis/meta/v1/types.go). */
const REPLIES: ReadonlySet<string> = new Set(
  (
    "APIGroup APIGroupList APIResourceList APIVersions InternalEvent PartialObjectMetadata PartialObjectMetadataList Status Table " +
    "TableOptions WatchEvent"
  ).split(" "),
);
const GROUP = "meta.k8s.io";
/** The types of watch events (pkg/watch/watch.go of the same). */
const EVENTS: ReadonlySet<unknown> = new Set(["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]);
const REASON = /^[A-Za-z]{1,63}$/;

/**
 * Reports a request or answer of an API server that was saved in place of an object; undefined for anything else. A
 * Status about a failure counts as unreadable: the requested objects are missing.
 */
export function readReply(
  value: Fields,
  { apiVersion, kind }: TypeName,
  path: FieldPath,
  place: DocumentPlace,
): SourceItem | undefined {
  const isOptions = kind.endsWith("Options");
  if (!isOptions && !REPLIES.has(kind)) return undefined;
  if (apiVersion !== "v1" && groupOf(apiVersion) !== GROUP) return undefined;
  if (kind === "Status" && value["status"] !== "Success") return place.unreadable(path, describeFailure(value));
  const watched = kind === "WatchEvent" ? objectOf(value) : undefined;
  const embedded = watched === undefined ? "" : `, with ${describeKind(watched["apiVersion"], watched["kind"])} in it`;
  const what = isOptions ? "a request to an API server" : "an answer of an API server";
  const message = `${what}, not an object: ${describeKind(apiVersion, kind)}${embedded}; not judged`;
  return place.remark(path, "warning", "not-an-object", message);
}

/**
 * Describes the object of a watch event, as `kubectl get --watch --output-watch-events` writes them; undefined for
 * anything else.
 */
export function describeWatched(value: Fields): string | undefined {
  const watched = EVENTS.has(value["type"]) ? objectOf(value) : undefined;
  return watched === undefined ? undefined : describeKind(watched["apiVersion"], watched["kind"]);
}

function objectOf({ object }: Fields): Fields | undefined {
  return isRecord(object) ? object : undefined;
}

/** Formats the reason, the code and the message of a Status, if they look like such. */
function describeFailure({ reason, code, message }: Fields): string {
  const words = [
    typeof reason === "string" && REASON.test(reason) ? reason : "",
    typeof code === "number" && Number.isInteger(code) ? `(${code})` : "",
  ].filter((word) => word !== "");
  const why = typeof message === "string" && message !== "" ? `: ${shortenMessage(message)}` : "";
  return `not an object but a Status of the API server about a failure: ${words.join(" ") || "Unknown"}${why}`;
}
