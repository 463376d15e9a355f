import { isRecord } from "../../api/record.ts";
import { CONTROLLERS, PODS } from "../pod-source.ts";

/** The resources of pods and their controllers, each with its group. */
const RESOURCES = [PODS, ...CONTROLLERS].flatMap(({ rules }) =>
  rules.flatMap(({ apiGroups: [group = ""], resources }) => resources.map((resource) => ({ group, resource }))),
);

/** Whether the spec of a policy of any origin selects creations or updates of pods or of their controllers. In doubt it does. */
export function judgesPods(spec: unknown): boolean {
  const constraints = isRecord(spec) ? spec["matchConstraints"] : undefined;
  const rules = isRecord(constraints) ? constraints["resourceRules"] : undefined;
  return Array.isArray(rules) && rules.some(isRuleAboutPods);
}

function isRuleAboutPods(rule: unknown): boolean {
  if (!isRecord(rule)) return false;
  const { apiGroups, operations, resources } = rule;
  if (!["CREATE", "UPDATE"].some((operation) => has(operations, operation))) return false;
  return RESOURCES.some(
    ({ group, resource }) => has(apiGroups, group) && listOf(resources).some((one) => matches(one, resource)),
  );
}

function has(list: unknown, wanted: string): boolean {
  return listOf(list).some((one) => one === wanted || one === "*");
}

function listOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

// A pattern is a name, a name and a subresource, or `*` in place of each; `*` alone selects no subresource.
function matches(pattern: unknown, resource: string): boolean {
  if (typeof pattern !== "string") return false;
  const [name, sub = ""] = pattern.split("/");
  const [ownName, ownSub = ""] = resource.split("/");
  return (name === "*" || name === ownName) && (sub === "*" || sub === ownSub);
}
