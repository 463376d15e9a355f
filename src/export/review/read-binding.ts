import { isRecord } from "../../api/record.ts";
import { isPolicyAction, type PolicyAction } from "../../api/policies/policy-action.ts";
import { readSelector, type NamespaceSelector } from "./namespace-selector.ts";

/** A ValidatingAdmissionPolicyBinding. */
export interface ReadBinding {
  readonly name: string;
  /** The name of its policy. */
  readonly policy: string;
  readonly actions: readonly PolicyAction[];
  /** The namespaces that it selects; undefined if it has another field that decides, such as parameters. */
  readonly namespaces: NamespaceSelector | undefined;
  /** The position of the object among those that were read. */
  readonly at: number;
}

/** Reads the spec of a binding; undefined if it names no policy. */
export function readBinding(name: string, at: number, spec: unknown): ReadBinding | undefined {
  if (!isRecord(spec)) return undefined;
  const { policyName, validationActions, matchResources = {}, ...others } = spec;
  if (typeof policyName !== "string") return undefined;
  const listed = Array.isArray(validationActions) ? validationActions : [];
  const actions = listed.filter(isPolicyAction);
  const isWhole = listed.length > 0 && listed.length === actions.length;
  const namespaces = isWhole && areUnset(others) ? namespacesOf(matchResources) : undefined;
  return { name, policy: policyName, actions, namespaces, at };
}

/** The namespaces of `matchResources`; undefined if it selects by anything else. */
function namespacesOf(matchResources: unknown): NamespaceSelector | undefined {
  if (!isRecord(matchResources)) return undefined;
  const { namespaceSelector = {}, objectSelector = {}, matchPolicy: _policy, ...others } = matchResources;
  const isByNamespace = isRecord(objectSelector) && areUnset(objectSelector) && areUnset(others);
  return isByNamespace ? readSelector(namespaceSelector) : undefined;
}

function areUnset(fields: Readonly<Record<string, unknown>>): boolean {
  return Object.values(fields).every(
    (field) => field === undefined || field === null || (Array.isArray(field) && field.length === 0),
  );
}
