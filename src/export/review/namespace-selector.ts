import { isRecord } from "../../api/record.ts";
import type { PolicyRequest } from "../../admission/policy-judge.ts";
import { NAMESPACE_NAME } from "../policy.ts";

/** A label selector: a namespace must meet all requirements. */
export type NamespaceSelector = readonly Requirement[];

interface Requirement {
  readonly key: string;
  /** Whether a value meets it; undefined is a label that the namespace does not have. */
  readonly meets: (value: string | undefined) => boolean;
}

/** Reads a LabelSelector of `metav1`; undefined if the API server would refuse it. */
export function readSelector(selector: unknown): NamespaceSelector | undefined {
  if (!isRecord(selector)) return undefined;
  const { matchLabels, matchExpressions } = selector;
  const equals = isRecord(matchLabels) ? Object.entries(matchLabels) : [];
  const expressions = Array.isArray(matchExpressions) ? matchExpressions : [];
  const requirements = [
    ...equals.map(([key, wanted]) => ({ key, meets: (value: string | undefined) => value === wanted })),
    ...expressions.map(readRequirement),
  ];
  return requirements.every((requirement) => requirement !== undefined) ? requirements : undefined;
}

function readRequirement(expression: unknown): Requirement | undefined {
  if (!isRecord(expression)) return undefined;
  const { key, operator, values } = expression;
  if (typeof key !== "string") return undefined;
  const among = new Set<unknown>(Array.isArray(values) ? values : []);
  switch (operator) {
    case "In":
      return { key, meets: (value) => value !== undefined && among.has(value) };
    case "NotIn":
      return { key, meets: (value) => value === undefined || !among.has(value) };
    case "Exists":
      return { key, meets: (value) => value !== undefined };
    case "DoesNotExist":
      return { key, meets: (value) => value === undefined };
    default:
      return undefined;
  }
}

/** Whether a selector selects the namespace of a request; undefined if labels decide that are not known. */
export function selects(
  selector: NamespaceSelector,
  { namespace, labels }: Pick<PolicyRequest, "namespace" | "labels">,
): boolean | undefined {
  let isKnown = true;
  for (const { key, meets } of selector) {
    // The API server sets this label on each namespace.
    if (key === NAMESPACE_NAME) {
      if (!meets(namespace)) return false;
    } else if (labels === undefined) isKnown = false;
    else if (!meets(Object.hasOwn(labels, key) ? labels[key] : undefined)) return false;
  }
  return isKnown ? true : undefined;
}
