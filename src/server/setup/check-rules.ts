import type { SetupResult } from "../../api/webhook/setup.ts";
import { titleOf, type RegisteredRule, type RegisteredWebhook, type Registration } from "./registration.ts";

/** A resource that the webhook judges, and what its absence means. */
interface Judged {
  readonly group: string;
  readonly resources: readonly string[];
  readonly isCluster?: true;
  /** Whether the webhook can deny. Otherwise it only warns, and writes to the audit log. */
  readonly isEnforced: boolean;
}

/** The rules of the official manifests (cmd/webhook of k8s.io/pod-security-admission v0.37.2). */
const JUDGED: readonly Judged[] = [
  { group: "", resources: ["namespaces"], isCluster: true, isEnforced: true },
  { group: "", resources: ["pods", "pods/ephemeralcontainers"], isEnforced: true },
  { group: "", resources: ["podtemplates", "replicationcontrollers"], isEnforced: false },
  { group: "apps", resources: ["daemonsets", "deployments", "replicasets", "statefulsets"], isEnforced: false },
  { group: "batch", resources: ["cronjobs", "jobs"], isEnforced: false },
];

const OPERATIONS = ["CREATE", "UPDATE"] as const;

/** Checks the rules of all webhooks: are all requests sent that Pod Security Admission judges, and no others? */
export function checkRules({ name, webhooks }: Registration): readonly SetupResult[] {
  return [...missingRules(name, webhooks), ...webhooks.flatMap((webhook) => needlessCalls(name, webhook))];
}

function missingRules(name: string, webhooks: readonly RegisteredWebhook[]): readonly SetupResult[] {
  const rules = webhooks.flatMap((webhook) => webhook.rules);
  return JUDGED.flatMap(({ group, resources, isCluster, isEnforced }) => {
    const missing = OPERATIONS.map((operation) => ({
      operation,
      resources: resources.filter(
        (resource) => !rules.some((rule) => isSent(rule, group, resource, operation, isCluster === true)),
      ),
    })).filter((one) => one.resources.length > 0);
    if (missing.length === 0) return [];
    const all = resources.filter((resource) => missing.some((one) => one.resources.includes(resource)));
    const operations = missing.map((one) => one.operation);
    const names = all.map((resource) => (group === "" ? resource : `${resource}.${group}`));
    const effect = isEnforced ? "such requests are not judged" : "such requests get no warnings";
    const target = webhooks.find((webhook) => isAbout(webhook, isEnforced)) ?? webhooks[0];
    const value = { apiGroups: [group], apiVersions: ["v1"], operations, resources: all };
    return [
      {
        part: "registration",
        state: isEnforced ? "problem" : "notice",
        found: `no rule for ${operations.join(" and ")} of ${names.join(", ")}: ${effect}`,
        expected: "a rule of one of the webhooks",
        next: {
          type: "change",
          registration: name,
          change: { op: "add", path: `/webhooks/${target?.index ?? 0}/rules/-`, value },
        },
      } satisfies SetupResult,
    ];
  });
}

/** Whether a webhook is the one for resources that are enforced, or for the others. */
function isAbout({ rules }: RegisteredWebhook, isEnforced: boolean): boolean {
  return rules.some(({ resources }) => resources.some((one) => ["pods", "namespaces"].includes(one))) === isEnforced;
}

/** Calls that the webhook always allows. Each of them costs time. */
function needlessCalls(name: string, webhook: RegisteredWebhook): readonly SetupResult[] {
  return webhook.rules.flatMap((rule, position) => {
    const { operations } = rule;
    if (operations.every((operation) => operation === "CREATE" || operation === "UPDATE")) return [];
    return [
      {
        part: "registration",
        state: "notice",
        found: `${titleOf(webhook)}: a rule for ${operations.join(", ")}: the webhook allows every DELETE and CONNECT, and each call takes time`,
        expected: "CREATE and UPDATE",
        next: {
          type: "change",
          registration: name,
          change: {
            op: "add",
            path: `/webhooks/${webhook.index}/rules/${position}/operations`,
            value: [...OPERATIONS],
          },
        },
      } satisfies SetupResult,
    ];
  });
}

/** Whether a rule matches a request, as Matcher of pkg/admission/plugin/webhook/predicates/rules of k8s.io/apiserver v0.37.2 does. */
function isSent(rule: RegisteredRule, group: string, resource: string, operation: string, isCluster: boolean): boolean {
  return (
    includes(rule.apiGroups, group) &&
    includes(rule.apiVersions, "v1") &&
    includes(rule.operations, operation) &&
    rule.resources.some((pattern) => isResource(pattern, resource)) &&
    (rule.scope === "*" || rule.scope === (isCluster ? "Cluster" : "Namespaced"))
  );
}

function includes(values: readonly string[], value: string): boolean {
  return values.includes("*") || values.includes(value);
}

function isResource(pattern: string, resource: string): boolean {
  const [wanted = "", wantedSub = ""] = pattern.split("/");
  const [name = "", sub = ""] = resource.split("/");
  return (wanted === "*" || wanted === name) && (wantedSub === "*" || wantedSub === sub);
}
