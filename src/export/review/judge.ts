import { includes } from "../../admission/exemptions.ts";
import type { FailedValidation } from "../../admission/policy-judge.ts";
import { CONTAINER_LISTS, type Pod } from "../../api/pod.ts";
import type { Check } from "../../policy/check.ts";
import type { Evaluator, LevelVersion, PodEvaluation } from "../../policy/evaluator.ts";
import { checksAt } from "../../policy/standards.ts";
import { minorVersion } from "../../policy/version.ts";
import type { PolicyDeclaration } from "../annotation.ts";
import { firstReason, messageHead } from "../policy.ts";

/** The name that the API server fills in if a pod names no service account. */
const DEFAULT_SERVICE_ACCOUNT = "default";

/**
 * Creates the judge of an exported policy. It decides as the CEL of the policy does, and has the same messages. The users and groups that the policy
 * exempts are not known, so they do not count.
 *
 * @param checks all checks, in the order of evaluation
 * @returns the validations that fail; none for an exempt pod
 */
export function createPolicyJudge(
  checks: readonly Check[],
  evaluator: Evaluator,
  { group, rules }: PolicyDeclaration,
): (namespace: string, pod: Pod) => readonly FailedValidation[] {
  const { exemptions, without, messagePerCheck } = rules;
  const policy: LevelVersion = { level: group.level, version: minorVersion(group.since) };
  const active = checksAt(checks, group.level, group.since)
    .map(({ check }) => check)
    .filter(({ id }) => !without.includes(id));
  const head = messageHead(group);

  const isExempt = (namespace: string, pod: Pod): boolean => {
    const { runtimeClassName = "", serviceAccountName = "" } = pod.spec;
    const account = serviceAccountName === "" ? DEFAULT_SERVICE_ACCOUNT : serviceAccountName;
    const labels = pod.metadata?.labels ?? {};
    return (
      includes(exemptions.namespaces, namespace) ||
      includes(exemptions.runtimeClasses, runtimeClassName) ||
      includes(exemptions.serviceAccounts, `${namespace}/${account}`) ||
      exemptions.labels.some(({ key, value }) => Object.hasOwn(labels, key) && labels[key] === value)
    );
  };

  return (namespace, pod) => {
    if (isExempt(namespace, pod)) return [];
    const violated = violatedChecks(evaluator.forPod(pod), policy);
    if (violated.size === 0) return [];
    const failing = active.filter(({ id }) => {
      if (!violated.has(id)) return false;
      const prefixes = exemptions.images.filter(({ check }) => check === id).map(({ prefix }) => prefix);
      return prefixes.length === 0 || violatedChecks(evaluator.forPod(withoutImages(pod, prefixes)), policy).has(id);
    });
    if (failing.length === 0) return [];
    if (messagePerCheck) {
      return failing.map((check) => ({ index: active.indexOf(check), message: `${head}: ${reasonOf(check, pod)}` }));
    }
    return [{ index: 0, message: `${head}: ${failing.map((check) => reasonOf(check, pod)).join(", ")}` }];
  };
}

function violatedChecks(pod: PodEvaluation, policy: LevelVersion): ReadonlySet<string> {
  return new Set(pod.violations(policy).map(({ check }) => check));
}

function reasonOf(check: Check, pod: Pod): string {
  return check.policyReason?.of(pod) ?? firstReason(check);
}

/** The pod without the containers whose image begins with one of some prefixes. */
function withoutImages({ metadata, spec }: Pod, prefixes: readonly string[]): Pod {
  const lists = CONTAINER_LISTS.map((list) => [
    list,
    spec[list]?.filter(({ image = "" }) => !prefixes.some((prefix) => image.startsWith(prefix))),
  ]);
  return { ...(metadata !== undefined && { metadata }), spec: { ...spec, ...Object.fromEntries(lists) } };
}
