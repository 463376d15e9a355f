/** The limits of a real API server that a policy with many exemptions exceeds. */
import { matchConditions, type MatchCondition } from "./conditions.ts";
import type { ExportedPolicies } from "./export.ts";
import type { PolicyExemptions } from "./options.ts";
import { PODS } from "./pod-source.ts";
import type { AdmissionPolicy } from "./policy.ts";

/** The longest expression of CEL in code points (ExpressionSizeCodePointLimit of parser/parser.go, cel-go of Kubernetes v1.37). */
const MAX_EXPRESSION = 100_000;
/** The most match conditions (validateMatchConditions of pkg/apis/admissionregistration/validation/validation.go, Kubernetes v1.37.2). */
const MAX_CONDITIONS = 64;
/** The most bytes of all annotations (TotalAnnotationSizeLimitB of pkg/api/validation/objectmeta.go, k8s.io/apimachinery v0.37.2). */
const MAX_ANNOTATIONS = 256 * 1024;
/** The largest object that etcd takes by default, in bytes (--max-request-bytes). */
const MAX_OBJECT = 1.5 * 1024 * 1024;

/** Describes why no policy with some exemptions can be applied; undefined if one may be. The policies need not be made for it. */
export function faultOfExemptions(exemptions: PolicyExemptions): string | undefined {
  return faultOfConditions(matchConditions(PODS, exemptions)) ?? faultOfAnnotation(JSON.stringify(exemptions));
}

/** Describes why a policy cannot be applied, with its name; undefined if all can be. */
export function faultOfPolicies({ policies }: Pick<ExportedPolicies, "policies">): string | undefined {
  for (const policy of policies) {
    const fault = faultOfPolicy(policy);
    if (fault !== undefined) return `${policy.metadata.name}: ${fault}`;
  }
  return undefined;
}

/**
 * The policies that `kubectl apply` can only apply with `--server-side`: otherwise it writes the whole object into an annotation, which is too long then. By
 * their names.
 */
export function serverSideOnly({ policies }: Pick<ExportedPolicies, "policies">): readonly string[] {
  const isLong = (policy: AdmissionPolicy): boolean =>
    bytesOf(JSON.stringify(policy)) + annotationBytes(policy) > MAX_ANNOTATIONS;
  return policies.filter(isLong).map(({ metadata }) => metadata.name);
}

function faultOfPolicy(policy: AdmissionPolicy): string | undefined {
  const { matchConditions: conditions = [], variables, validations } = policy.spec;
  const size = bytesOf(JSON.stringify(policy));
  return (
    faultOfConditions(conditions) ??
    variables.map(({ name, expression }) => faultOfExpression(name, expression)).find((fault) => fault !== undefined) ??
    validations
      .map(({ expression }) => faultOfExpression("a validation", expression))
      .find((fault) => fault !== undefined) ??
    (annotationBytes(policy) > MAX_ANNOTATIONS ? ANNOTATION : undefined) ??
    (size > MAX_OBJECT ? `it has ${inWords(size)} bytes, and etcd takes ${inWords(MAX_OBJECT)}` : undefined)
  );
}

function faultOfConditions(conditions: readonly MatchCondition[]): string | undefined {
  if (conditions.length > MAX_CONDITIONS)
    return `it has ${conditions.length} match conditions, and an API server takes ${MAX_CONDITIONS}`;
  return conditions
    .map(({ name, expression }) => faultOfExpression(name, expression))
    .find((fault) => fault !== undefined);
}

function faultOfExpression(name: string, expression: string): string | undefined {
  // A code point takes one or two units.
  if (expression.length <= MAX_EXPRESSION) return undefined;
  const length = expression.length - (expression.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g) ?? []).length;
  if (length <= MAX_EXPRESSION) return undefined;
  return `the expression of ${name} has ${inWords(length)} characters, and an API server takes ${inWords(MAX_EXPRESSION)}`;
}

const ANNOTATION = `its annotation with the exemptions is too long: an API server takes ${inWords(MAX_ANNOTATIONS)} bytes of annotations`;

function faultOfAnnotation(text: string): string | undefined {
  return bytesOf(text) > MAX_ANNOTATIONS ? ANNOTATION : undefined;
}

function annotationBytes({ metadata }: AdmissionPolicy): number {
  return Object.entries(metadata.annotations ?? {}).reduce(
    (sum, [key, value]) => sum + bytesOf(key) + bytesOf(value),
    0,
  );
}

/** The length of a text in UTF-8. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function inWords(count: number): string {
  return count.toLocaleString("en-US");
}
