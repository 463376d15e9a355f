import type { GroupVersionKind, RequestObject } from "../../api/requests/admission-request.ts";
import { isRecord } from "../../api/record.ts";
import { quote } from "../../api/words/quoted.ts";
import { podOf } from "../../workloads/pod-template.ts";
import { decodeObject } from "../decode/decode.ts";
import { describeFaults } from "../decode/type-faults.ts";
import { classifyKind } from "../kinds/kinds.ts";
import { isRegistered } from "./review-types.ts";

/**
 * Decodes an object of a request as the official webhook does (api/attributes.go of k8s.io/pod-security-admission v0.37.2): a kind that the object
 * does not name is that of the request, and unknown fields are ignored. It changes the object.
 *
 * @param kind the kind of the request
 */
export function readRequestObject(object: unknown, kind: GroupVersionKind): RequestObject {
  if (object === undefined || object === null) return { type: "missing" };
  if (!isRecord(object)) return undecodable("it is not an object");
  const own = kindOf(object, kind);
  if (typeof own === "string") return undecodable(own);
  const written = namedKind(object);
  const apiVersion = apiVersionOf(own);
  if (!isRegistered(apiVersion, own.kind)) {
    return undecodable(`no kind ${quote(own.kind)} is registered for version ${quote(apiVersion)}`);
  }
  const known = classifyKind(apiVersion, own.kind);
  if (known.class !== "known") return { type: "other", kind: written };
  const { faults } = decodeObject(object, known.struct);
  if (faults.length > 0) return undecodable(describeFaults(faults));
  if (own.kind === "Namespace") return { type: "namespace", labels: labelsOf(object), kind: written };
  const template = podOf(own.kind, object)?.pod;
  // A Pod always has a pod.
  return own.kind === "Pod" ? { type: "pod", pod: template ?? { spec: {} } } : { type: "controller", template };
}

/**
 * Returns the kind that an object names, completed with that of its request; a fault if the two result in no kind (gvkWithDefaults of
 * pkg/runtime/serializer/json, k8s.io/apimachinery v0.37.2).
 */
export function kindOf(
  object: Readonly<Record<string, unknown>>,
  request: GroupVersionKind,
): GroupVersionKind | string {
  const { apiVersion = "", kind = "" } = withoutNull(object);
  if (typeof apiVersion !== "string") return "apiVersion is not a string";
  if (typeof kind !== "string") return "kind is not a string";
  const own = parseApiVersion(apiVersion);
  if (own === undefined) return "apiVersion has more than one slash";
  let { group, version } = own;
  if (version === "" && (group === "" || group === request.group)) ({ group, version } = request);
  const named = kind === "" ? request.kind : kind;
  if (named === "") return "kind is missing";
  return version === "" ? "apiVersion is missing" : { group, version, kind: named };
}

/** The kind that an object names itself, in words that {@link kindOf} accepts. */
function namedKind(object: Readonly<Record<string, unknown>>): GroupVersionKind {
  const { apiVersion, kind } = withoutNull(object);
  const named = parseApiVersion(typeof apiVersion === "string" ? apiVersion : "");
  return { group: "", version: "", ...named, kind: typeof kind === "string" ? kind : "" };
}

/** A null is a field that is not set. */
function withoutNull({ apiVersion, kind }: Readonly<Record<string, unknown>>): {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
} {
  return { apiVersion: apiVersion ?? undefined, kind: kind ?? undefined };
}

/** ParseGroupVersion of pkg/runtime/schema/group_version.go, k8s.io/apimachinery v0.37.2; undefined for two slashes. */
function parseApiVersion(text: string): Pick<GroupVersionKind, "group" | "version"> | undefined {
  if (text === "" || text === "/") return { group: "", version: "" };
  const [first = "", second, ...others] = text.split("/");
  if (second === undefined) return { group: "", version: first };
  return others.length === 0 ? { group: first, version: second } : undefined;
}

/** Joins the group and the version of a kind: `apps/v1`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: GroupVersionKind): string {
  return group === "" ? version : `${group}/${version}`;
}

function labelsOf({ metadata }: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const labels = isRecord(metadata) ? metadata["labels"] : undefined;
  // Decoding has verified the types.
  return isRecord(labels) ? (labels as Record<string, string>) : {};
}

function undecodable(fault: string): RequestObject {
  return { type: "undecodable", fault };
}
