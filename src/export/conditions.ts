import type { PolicyExemptions } from "./options.ts";
import type { PodSource } from "./pod-source.ts";

/** An entry of `spec.matchConditions`: a policy judges a request that meets all of them. */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

const EPHEMERAL = "spec.?ephemeralContainers.orValue([])";

/**
 * The updates of a pod that Pod Security Admission judges: those of an image, and those that add an ephemeral container. The other fields
 * that the checks read cannot change (isSignificantPodUpdate in admission/admission.go of k8s.io/pod-security-admission v0.37.2).
 */
const SIGNIFICANT = [
  "request.operation == 'CREATE'",
  "object.spec.containers.map(c, c.?image.orValue('')) != oldObject.spec.containers.map(c, c.?image.orValue(''))",
  "object.spec.?initContainers.orValue([]).map(c, c.?image.orValue('')) != " +
    "oldObject.spec.?initContainers.orValue([]).map(c, c.?image.orValue(''))",
  `object.${EPHEMERAL}.exists(c, !oldObject.${EPHEMERAL}.exists(o, o.name == c.name && o.?image.orValue('') == c.?image.orValue('')))`,
].join(" || ");

/** The conditions of a policy: which updates it judges, and the exemptions. */
export function matchConditions(source: PodSource, exemptions: PolicyExemptions): MatchCondition[] {
  const { pod, isPod, hasPod } = source;
  const { users, groups, runtimeClasses, serviceAccounts, labels } = exemptions;
  return [
    ...(isPod ? [{ name: "significant-change", expression: SIGNIFICANT }] : []),
    ...(hasPod === undefined ? [] : [{ name: "has-pod-template", expression: hasPod }]),
    ...unless("user", users, `request.userInfo.username in ${celTexts(users)}`),
    ...unless("group", groups, `request.userInfo.groups.exists(g, g in ${celTexts(groups)})`),
    ...unless(
      "runtime-class",
      runtimeClasses,
      `${pod}.spec.?runtimeClassName.orValue('') in ${celTexts(runtimeClasses)}`,
    ),
    ...unless(
      "service-account",
      serviceAccounts,
      `request.namespace + '/' + ${pod}.spec.?serviceAccountName.orValue('default') in ${celTexts(serviceAccounts)}`,
    ),
    ...labels.map(({ key, value }, index) => ({
      name: `exempt-label-${index + 1}`,
      // Without this label, the pod is judged whatever the value is.
      expression: `!(${pod}.?metadata.?labels[?${celText(key)}] == optional.of(${celText(value)}))`,
    })),
  ];
}

function unless(name: string, exempt: readonly string[], isExempt: string): MatchCondition[] {
  return exempt.length === 0 ? [] : [{ name: `exempt-${name}`, expression: `!(${isExempt})` }];
}

/** A list of texts of a user in CEL. */
function celTexts(values: readonly string[]): string {
  return `[${values.map(celText).join(", ")}]`;
}

/** A text of a user in CEL, whose escapes are those of JSON. */
export function celText(value: string): string {
  return JSON.stringify(value);
}
