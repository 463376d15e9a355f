import type { AdmissionRequest, GroupVersionKind } from "../../api/requests/admission-request.ts";
import { isRecord } from "../../api/record.ts";
import { JsonSyntaxError } from "../../text/json/fault.ts";
import { parseJson } from "../../text/json.ts";
import { decodeObject } from "../decode/decode.ts";
import { apiVersionOf, kindOf, readRequestObject } from "./read-object.ts";
import { isRegistered, reviewType } from "./review-types.ts";

/** The request of a review, or the text of the answer 400. */
export type ReadReview = { readonly request: AdmissionRequest } | { readonly fault: string };

const ADMISSION_REVIEW: GroupVersionKind = { group: "admission.k8s.io", version: "v1", kind: "AdmissionReview" };
const UNREADABLE: ReadReview = { fault: "unable to decode the request" };

/**
 * Reads the body of a request as the official webhook does: HandleValidate of cmd/webhook/server/server.go, k8s.io/pod-security-admission v0.37.2. A
 * body without apiVersion and kind is an AdmissionReview of v1. It differs in two cases: a review without a request does not end in a panic, and a body
 * in YAML cannot be read, which no API server sends.
 */
export function readReview(body: string): ReadReview {
  const value = parse(body);
  if (!isRecord(value)) return value === null ? { fault: "request is missing" } : UNREADABLE;
  const kind = kindOf(value, ADMISSION_REVIEW);
  if (typeof kind === "string" || !isRegistered(apiVersionOf(kind), kind.kind)) return UNREADABLE;
  if (kind.kind !== ADMISSION_REVIEW.kind) {
    return { fault: `unexpected AdmissionReview kind: ${apiVersionInGo(kind)}, Kind=${kind.kind}` };
  }
  if (decodeObject(value, "AdmissionReview", reviewType).faults.length > 0) return UNREADABLE;
  const { request } = value;
  return isRecord(request) ? { request: requestOf(request) } : { fault: "request is missing" };
}

/** @returns undefined if the body is not JSON */
function parse(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** Shows the group and version of a kind as Go prints them: `/v1`, `apps/v1`. */
function apiVersionInGo({ group, version }: GroupVersionKind): string {
  return `${group}/${version}`;
}

/** @param request a decoded AdmissionRequest, so that each field has its type */
function requestOf(request: Readonly<Record<string, unknown>>): AdmissionRequest {
  const kind = textsOf(request["kind"], ["group", "version", "kind"]);
  return {
    ...textsOf(request, ["uid", "operation", "name", "namespace"]),
    kind,
    resource: textsOf(request["resource"], ["group", "resource"]),
    subresource: textsOf(request, ["requestSubResource"]).requestSubResource,
    user: textsOf(request["userInfo"], ["username"]).username,
    object: () => readRequestObject(request["object"], kind),
    oldObject: () => readRequestObject(request["oldObject"], kind),
  };
}

/** Returns the texts of some fields. A missing text is empty, as in Go. */
function textsOf<const Field extends string>(
  value: unknown,
  fields: readonly Field[],
): { readonly [F in Field]: string } {
  const record = isRecord(value) ? value : {};
  const texts = fields.map((field) => {
    const text = record[field];
    return [field, typeof text === "string" ? text : ""] as const;
  });
  return Object.fromEntries(texts) as { [F in Field]: string };
}
