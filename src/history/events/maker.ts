import type { AuditEvent, AuditedObject } from "../../api/requests/audit-event.ts";

/** The workload that a request is about: the object itself, or the owner of a pod. */
export interface Maker {
  readonly kind: string;
  /** Null if the log names neither the pod nor its owner. */
  readonly name: string | null;
  /** Whether all of its pods come from one template or one name, so that a pod without a violation shows that it was fixed. */
  readonly isUniform: boolean;
}

/** The kinds of controllers with pod templates, by resource and group. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  "deployments.apps": "Deployment",
  "replicasets.apps": "ReplicaSet",
  "statefulsets.apps": "StatefulSet",
  "daemonsets.apps": "DaemonSet",
  "jobs.batch": "Job",
  "cronjobs.batch": "CronJob",
  "replicationcontrollers.": "ReplicationController",
  "podtemplates.": "PodTemplate",
};

/** The controllers of kube-controller-manager that create pods, by service account, and the kind of the owners. */
const SERVICE_ACCOUNT = "system:serviceaccount:kube-system:";
const MAKERS: Readonly<Record<string, string>> = {
  "replicaset-controller": "ReplicaSet",
  "job-controller": "Job",
  "daemon-set-controller": "DaemonSet",
  "statefulset-controller": "StatefulSet",
  "replication-controller": "ReplicationController",
  "cronjob-controller": "CronJob",
};

/** The characters of generated names (k8s.io/apimachinery v0.37.2, util/rand), and the name that the API server appends. */
const ALPHANUMS = "[bcdfghjklmnpqrstvwxz2456789]";
const GENERATED = new RegExp(`^(.+)-${ALPHANUMS}{5}$`);
/** The hash that a Deployment appends to the name of a ReplicaSet. */
const HASHED = new RegExp(`^(.+)-${ALPHANUMS}{1,10}$`);
/** The time in minutes that a CronJob appends to the name of a Job. */
const SCHEDULED = /^(.+)-\d{6,10}$/;
/** The name in the message of a rejected pod. */
const NAMED = /^(?:admission webhook "[^"]*" denied the request: )?pods "([^"\\]+)" is forbidden: /;
const ORDINAL = /^(.+)-\d+$/;

/** The kind of a controller with a pod template; undefined for other objects. */
export function controllerKind({ resource, group }: AuditedObject): string | undefined {
  return CONTROLLERS[`${resource}.${group}`];
}

/** Finds out whose pod a request is about, from the first source that tells. */
export function makerOfPod({ object, request, response, message, user, ...event }: AuditEvent): Maker {
  // The status of a rejected pod names it, whether or not the API server generated its name.
  const detailsName = event.detailsName || (NAMED.exec(message)?.[1] ?? "");
  const owner = request?.owner ?? response?.owner;
  if (owner !== undefined) return { ...owner, isUniform: true };
  const kind = user.startsWith(SERVICE_ACCOUNT) ? MAKERS[user.slice(SERVICE_ACCOUNT.length)] : undefined;
  const generateName = request?.generateName ?? response?.generateName ?? "";
  const name = object?.name || request?.name || "";
  if (kind === undefined) return podItself(name, generateName, response?.name || detailsName);
  if (kind === "StatefulSet") {
    const set = ORDINAL.exec(name || detailsName)?.[1];
    if (set !== undefined) return { kind, name: set, isUniform: true };
  }
  const generated = generateName.replace(/-$/, "") || GENERATED.exec(detailsName || response?.name || name)?.[1];
  return generated === undefined || generated === ""
    ? { kind, name: null, isUniform: false }
    : { kind, name: generated, isUniform: true };
}

/**
 * A pod without a controller.
 *
 * @param generated the name that the API server has generated; empty if it has not, or the log does not tell
 */
function podItself(name: string, generateName: string, generated: string): Maker {
  if (name !== "") return { kind: "Pod", name, isUniform: true };
  if (generateName !== "") return { kind: "Pod", name: `${generateName}*`, isUniform: false };
  const stem = GENERATED.exec(generated)?.[1];
  return { kind: "Pod", name: stem === undefined ? generated || null : `${stem}-*`, isUniform: false };
}

/**
 * The Deployment or the CronJob that a ReplicaSet or a Job may belong to, by its name.
 *
 * @returns undefined for another kind, and for a name that was not generated
 */
export function possibleOwner({
  kind,
  name,
}: Pick<Maker, "kind" | "name">): { readonly kind: string; readonly name: string } | undefined {
  if (name === null) return undefined;
  if (kind === "ReplicaSet") return named("Deployment", HASHED.exec(name)?.[1]);
  return kind === "Job" ? named("CronJob", SCHEDULED.exec(name)?.[1]) : undefined;
}

function named(kind: string, name: string | undefined): { readonly kind: string; readonly name: string } | undefined {
  return name === undefined ? undefined : { kind, name };
}
