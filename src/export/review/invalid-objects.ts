import type { PolicyRemark } from "../../admission/policy-judge.ts";
import { isRecord } from "../../api/record.ts";
import { typeOf } from "../../api/words/quoted.ts";
import { POLICY_ANNOTATION } from "../../api/policies/policy-annotation.ts";
import { judgesPods } from "./match-constraints.ts";
import type { PolicyObject } from "./policy-object.ts";

/**
 * The remarks on policies and bindings that the API server would reject, because a field that decides has a wrong type. They are not evaluated. A policy
 * that is not about pods has none.
 */
export function* remarksOnInvalid(objects: readonly PolicyObject[]): Generator<PolicyRemark, undefined> {
  for (const [at, { kind, value }] of objects.entries()) {
    const isBinding = kind !== "ValidatingAdmissionPolicy";
    const fault = faultOf(value, isBinding);
    if (fault === undefined) continue;
    const name = nameOf(value);
    if (isBinding) yield { gap: "invalid-binding", policy: "", binding: name, at, fault };
    else if (isAboutPods(value)) yield { gap: "invalid", policy: name, at, fault };
  }
}

/** Returns the first invalid field, with the expected and the found type; undefined if all are valid. */
function faultOf({ metadata, spec }: PolicyObject["value"], isBinding: boolean): string | undefined {
  if (!isRecord(metadata)) return faultIn("metadata", "an object", metadata);
  const { name } = metadata;
  if (typeof name !== "string" || name === "") return faultIn("metadata.name", "a string", name);
  if (!isRecord(spec)) return faultIn("spec", "an object", spec);
  const { policyName } = spec;
  if (!isBinding || (typeof policyName === "string" && policyName !== "")) return undefined;
  return faultIn("spec.policyName", "a string", policyName);
}

function faultIn(field: string, expected: string, found: unknown): string {
  return `${field}: expected ${expected}, found ${found === undefined ? "nothing" : typeOf(found)}`;
}

function nameOf({ metadata }: PolicyObject["value"]): string {
  const name = isRecord(metadata) ? metadata["name"] : undefined;
  return typeof name === "string" || typeof name === "number" ? String(name) : "";
}

/** Without a spec it may be. */
function isAboutPods({ metadata, spec }: PolicyObject["value"]): boolean {
  const annotations = isRecord(metadata) ? metadata["annotations"] : undefined;
  const isOwn = isRecord(annotations) && annotations[POLICY_ANNOTATION] !== undefined;
  return isOwn || !isRecord(spec) || judgesPods(spec);
}
