import { isRecord } from "../api/record.ts";
import type { RejectionEvent } from "../workloads/object.ts";
import { findRejection } from "../workloads/status.ts";
import { schemaType } from "./decode/schema-types.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The reason of an Event about a pod that a controller could not create. */
export const FAILED_CREATE = "FailedCreate";

const TIME = schemaType("time");

/**
 * Reads an Event of v1 or events.k8s.io, which has other names for the same fields (k8s.io/api v0.37.2, core/v1 and events/v1). An Event changes no
 * verdict, so a field of the wrong type counts as absent.
 *
 * @returns undefined if it is not about a pod that Pod Security Admission rejected
 */
export function readRejectionEvent(event: Fields): RejectionEvent | undefined {
  if (event["reason"] !== FAILED_CREATE) return undefined;
  const message = findRejection(textOf(event["message"]) || textOf(event["note"]));
  const object = event["involvedObject"] ?? event["regarding"];
  if (message === undefined || !isRecord(object)) return undefined;
  const { kind, name } = object;
  if (typeof kind !== "string" || typeof name !== "string" || kind === "" || name === "") return undefined;
  const lastSeen = lastTimeOf(event);
  const metadata = isRecord(event["metadata"]) ? event["metadata"] : {};
  return {
    type: "rejection",
    object: {
      apiVersion: textOf(object["apiVersion"]),
      kind,
      namespace: textOf(object["namespace"]) || textOf(metadata["namespace"]),
      name,
      uid: textOf(object["uid"]),
    },
    message,
    ...(lastSeen !== undefined && { lastSeen }),
  };
}

/** The time of the last occurrence. A series and the fields before it, which are deprecated, may be missing. */
function lastTimeOf(event: Fields): string | undefined {
  const series = isRecord(event["series"]) ? event["series"] : {};
  const metadata = isRecord(event["metadata"]) ? event["metadata"] : {};
  return [
    series["lastObservedTime"],
    event["lastTimestamp"],
    event["deprecatedLastTimestamp"],
    event["eventTime"],
    event["firstTimestamp"],
    event["deprecatedFirstTimestamp"],
    metadata["creationTimestamp"],
  ].find(isTime);
}

function isTime(value: unknown): value is string {
  return TIME.form === "scalar" && TIME.scalar.accepts(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
