import type { CheckedRequest } from "../../report/audit-history/audit-policy-check.ts";
import { levelOf, type AuditedRequest, type AuditPolicy } from "./rules.ts";

/** A request that a history needs. */
interface NeededRequest {
  readonly title: string;
  readonly request: AuditedRequest;
  /** The effect of its absence. */
  readonly missing: string;
  /** The effect of the absence of its object; undefined if the annotations are enough. */
  readonly partial: string | undefined;
}

const USER = { user: "jane", groups: ["developers", "system:authenticated"] };
const NAMESPACE = "shop";
const [CORE, APPS, BATCH] = ["", "apps", "batch"];
const LOST_PODS = "pods and their violations are lost, and a namespace looks as if nothing was created";
const LOST_CONTROLLER = "violations of this kind are lost, and a fixed workload seems to violate";
const NO_OWNER = "the log does not name the owners of pods";

function serviceAccount(name: string): Pick<AuditedRequest, "user" | "groups"> {
  const groups = ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"];
  return { user: `system:serviceaccount:kube-system:${name}`, groups };
}

function about(
  [verb, group, resource, name]: readonly [verb: string, group: string, resource: string, name: string],
  { user, groups }: Pick<AuditedRequest, "user" | "groups"> = USER,
  subresource = "",
): AuditedRequest {
  return { verb, group, resource, name, subresource, user, groups, namespace: NAMESPACE };
}

const NEEDED: readonly NeededRequest[] = [
  ...(["replicaset", "job", "daemon-set", "statefulset"] as const).map((kind) => ({
    title: `the ${kind}-controller creates a pod`,
    request: about(["create", CORE, "pods", ""], serviceAccount(`${kind}-controller`)),
    missing: LOST_PODS,
    partial: NO_OWNER,
  })),
  {
    title: "a user creates a pod",
    request: about(["create", CORE, "pods", "debug"]),
    missing: LOST_PODS,
    partial: undefined,
  },
  {
    title: "a user changes a pod",
    request: about(["patch", CORE, "pods", "debug"]),
    missing: "violations by changed images are lost",
    partial: undefined,
  },
  {
    title: "kubectl debug adds an ephemeral container",
    request: about(["patch", CORE, "pods", "debug"], USER, "ephemeralcontainers"),
    missing: "violations of ephemeral containers are lost",
    partial: undefined,
  },
  ...[
    ["create", APPS, "deployments"] as const,
    ["update", APPS, "statefulsets"] as const,
    ["patch", APPS, "daemonsets"] as const,
    ["create", BATCH, "cronjobs"] as const,
  ].map(([verb, group, resource]) => ({
    title: `a user writes one of the ${resource} (${verb})`,
    request: about([verb, group, resource, "web"]),
    missing: LOST_CONTROLLER,
    partial: undefined,
  })),
  {
    title: "a user changes the labels of a namespace",
    request: { ...about(["patch", CORE, "namespaces", NAMESPACE]), namespace: NAMESPACE },
    missing: "a change of the audit policy stays unknown, and the labels of now are taken for those of the whole time",
    partial: "a write of the namespace makes everything before it uncertain",
  },
];

/** Finds out which of the requests that a history needs an audit policy logs. */
export function checkAuditPolicy(policy: AuditPolicy): readonly CheckedRequest[] {
  return NEEDED.map(({ title, request, missing, partial }) => {
    const { level, rule } = levelOf(policy, request);
    const state = level === "None" ? "missing" : level === "Metadata" && partial !== undefined ? "partial" : "enough";
    const effect = state === "missing" ? missing : state === "partial" ? (partial ?? "") : "";
    return { request: title, level, rule, state, effect };
  });
}
