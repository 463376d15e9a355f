import { flag, listOf, objectOf, text, word, type Decoder } from "../../api/decoding/decoder.ts";
import type { AuditLevel } from "../../report/audit-history/audit-policy-check.ts";

/** A set of resources in a rule. */
interface GroupResources {
  readonly group?: string;
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** A rule of an audit policy. */
interface PolicyRule {
  readonly level: AuditLevel;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly GroupResources[];
  readonly namespaces?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly omitStages?: readonly Stage[];
  readonly omitManagedFields?: boolean;
}

type Stage = "RequestReceived" | "ResponseStarted" | "ResponseComplete" | "Panic";

/** A Policy of audit.k8s.io/v1 (pkg/apis/audit/v1/types.go, k8s.io/apiserver v0.37.2). */
export interface AuditPolicy {
  readonly apiVersion: "audit.k8s.io/v1";
  readonly kind: "Policy";
  readonly metadata?: object;
  readonly omitStages?: readonly Stage[];
  readonly omitManagedFields?: boolean;
  readonly rules: readonly PolicyRule[];
}

/** A request to the API server, about an object in a namespace or without one. */
export interface AuditedRequest {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

const stages = listOf(word<Stage>(["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"]));
const texts = listOf(text);
/** The core group is the empty text. */
const anyGroup: Decoder<string> = (value, path, faults) => (value === "" ? "" : text(value, path, faults));
const metadata: Decoder<object> = (value) => Object(value);

/** Decodes an audit policy. A field that the API does not have is a fault, because the API server only logs a warning about it. */
export const auditPolicy: Decoder<AuditPolicy> = objectOf<AuditPolicy>(
  {
    apiVersion: word(["audit.k8s.io/v1"]),
    kind: word(["Policy"]),
    metadata,
    omitStages: stages,
    omitManagedFields: flag,
    rules: listOf(
      objectOf<PolicyRule>(
        {
          level: word<AuditLevel>(["None", "Metadata", "Request", "RequestResponse"]),
          users: texts,
          userGroups: texts,
          verbs: texts,
          resources: listOf(
            objectOf<GroupResources>({ group: anyGroup, resources: texts, resourceNames: listOf(anyGroup) }),
          ),
          namespaces: listOf(anyGroup),
          nonResourceURLs: texts,
          omitStages: stages,
          omitManagedFields: flag,
        },
        ["level"],
      ),
    ),
  },
  ["apiVersion", "kind", "rules"],
);

/** The level at which a policy logs the complete request, and the number of the rule that decides, from 1; null if none matches. */
export function levelOf(
  policy: AuditPolicy,
  request: AuditedRequest,
): { readonly level: AuditLevel; readonly rule: number | null } {
  const index = policy.rules.findIndex((rule) => matches(rule, request));
  const rule = policy.rules[index];
  if (rule === undefined) return { level: "None", rule: null };
  const omitted = [...(policy.omitStages ?? []), ...(rule.omitStages ?? [])];
  return { level: omitted.includes("ResponseComplete") ? "None" : rule.level, rule: index + 1 };
}

/** As ruleMatches of pkg/audit/policy/checker.go, k8s.io/apiserver v0.37.2: an empty list matches everything. */
function matches(rule: PolicyRule, { user, groups, verb, ...request }: AuditedRequest): boolean {
  const { users = [], userGroups = [], verbs = [], namespaces = [], resources = [], nonResourceURLs = [] } = rule;
  if (users.length > 0 && !users.includes(user)) return false;
  if (userGroups.length > 0 && !groups.some((group) => userGroups.includes(group))) return false;
  if (verbs.length > 0 && !verbs.includes(verb)) return false;
  if (namespaces.length > 0 && !namespaces.includes(request.namespace)) return false;
  if (resources.length > 0) return resources.some((one) => matchesResources(one, request));
  return namespaces.length > 0 || nonResourceURLs.length === 0;
}

function matchesResources(
  { group = "", resources = [], resourceNames = [] }: GroupResources,
  request: Pick<AuditedRequest, "group" | "resource" | "subresource" | "name">,
): boolean {
  if (group !== request.group && group !== "*") return false;
  if (resources.length === 0) return true;
  if (resourceNames.length > 0 && !resourceNames.includes(request.name)) return false;
  const { resource, subresource } = request;
  const combined = subresource === "" ? resource : `${resource}/${subresource}`;
  return resources.some(
    (one) =>
      one === combined || one === "*" || (subresource !== "" && one === `*/${subresource}`) || one === `${resource}/*`,
  );
}
