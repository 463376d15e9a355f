import type { FieldPath } from "../../api/field-path.ts";
import type { Check, Forbidden } from "../check.ts";
import type { Container, Handler } from "../../api/pod.ts";
import { detail, instructInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView, VisitedContainer } from "../pod-view.ts";
import { containerFields } from "../fields/restricted-fields.ts";
import { CONTAINERS, counted, VALUES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";
import { everyContainer } from "../fields/cel.ts";
import { planEach, takeAway } from "../fix/planning.ts";

const REASON = "probe or lifecycle host";
const USES = phrase`${CONTAINERS} ${counted("uses", "use")} probe or lifecycle ${counted("host", "hosts")} ${VALUES}`;

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;
const HOOKS = ["postStart", "preStop"] as const;
const ACTIONS = ["httpGet", "tcpSocket"] as const;

/** The paths of a container's handlers, relative to the container. */
const HANDLERS: readonly { at: FieldPath; handlerOf(container: Container): Handler | undefined }[] = [
  ...PROBES.map((probe) => ({ at: [probe], handlerOf: (container: Container) => container[probe] })),
  ...HOOKS.map((hook) => ({
    at: ["lifecycle", hook],
    handlerOf: (container: Container) => container.lifecycle?.[hook],
  })),
];

const CEL_1_34 = everyContainer(
  [...PROBES, ...HOOKS.map((hook) => `lifecycle.?${hook}`)]
    .flatMap((handler) => ACTIONS.map((action) => `c.?${handler}.?${action}.?host.orValue('') == ''`))
    .join(" && "),
);

/** policy/check_hostProbesAndhostLifecycle.go of k8s.io/pod-security-admission v0.37.2. */
export const hostProbesAndHostLifecycle: Check = {
  id: "hostProbesAndHostLifecycle",
  level: "baseline",
  title: "Host Probes / Lifecycle Hooks",
  requirement: "Probes and lifecycle hooks connect to the pod itself, and set no other host.",
  description:
    "The kubelet runs network probes and hooks from the node. If a pod sets the host, the kubelet connects to addresses " +
    "that the pod itself cannot reach, such as the loopback address of the node.",
  restrictedFields: containerFields(
    ...[...PROBES, ...HOOKS.map((hook) => `lifecycle.${hook}`)].flatMap((handler) =>
      ACTIONS.map((action) => `${handler}.${action}.host`),
    ),
  ),
  allowedValues: ["undefined / nil", "an empty string"],
  remediation:
    "Remove host, so that the kubelet connects to the IP address of the pod. Let the container listen there, " +
    "or probe it with exec. For a Host header, use httpHeaders.",
  example: exampleOf("livenessProbe.httpGet.host", "readinessProbe.tcpSocket.host", "lifecycle.preStop.httpGet.host"),
  exampleOf: (field) => exampleOf(field.replace(/^spec\.\w+\[\*\]\./, "")),
  reasons: [REASON],
  readDetail: detail(USES, ([names, , , hosts]) =>
    instructInContainers(names, "host", `remove host: ${hosts.join(", ")} from probes and lifecycle hooks`),
  ),
  fix: {
    kind: "take away",
    risk: "medium",
    edit: "Removes host, so that the kubelet connects to the address of the pod.",
    mayBreak:
      "a process that listens on 127.0.0.1 alone: the probe fails, and the kubelet restarts the container. Let it listen on all addresses, or probe it with exec",
    plan: (pod, { fields }) => planEach(pod, fields, ({ path }) => [takeAway(path, "medium")]),
  },
  revisions: [{ since: 34, check: hostProbesAndHostLifecycle_1_34, cel: CEL_1_34 }],
};

function hostProbesAndHostLifecycle_1_34(pod: PodView): Forbidden | undefined {
  const bad = pod.containers.flatMap(hostsOf);
  if (bad.length === 0) return undefined;
  const names = sortedSet(bad.map(({ name }) => name));
  const hosts = sortedSet(bad.map(({ host }) => host));
  return {
    reason: REASON,
    detail: USES.write([names, names.length, hosts.length, hosts]),
    fields: bad.map(({ path, host }) => ({ path, value: host })),
  };
}

/** An example that sets hosts: fields of a container, such as `lifecycle.preStop.httpGet.host`. */
function exampleOf(...fields: readonly string[]): string {
  const lines = fields.flatMap((field) => {
    const names = field.split(".").slice(0, -1);
    const indent = " ".repeat(names.length * 2);
    return [
      ...names.map((name, depth) => ` ${"  ".repeat(depth)}${name}:`),
      ...(names.at(-1) === "httpGet" ? [` ${indent}path: /healthz`] : []),
      ` ${indent}port: 8080`,
      `-${indent}host: 127.0.0.1`,
    ];
  });
  return `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   containers:
     - name: web
       image: registry.example.com/web:1.4
${lines.map((line) => `${line.slice(0, 1)}      ${line.slice(1)}\n`).join("")}`;
}

interface NamedHost {
  /** The name of the container. */
  readonly name: string;
  readonly host: string;
  readonly path: FieldPath;
}

/** The hosts that a container's probes and hooks name. An empty host counts as not set. */
function hostsOf({ name, container, path }: VisitedContainer): NamedHost[] {
  return HANDLERS.flatMap(({ at, handlerOf }) => {
    const handler = handlerOf(container);
    if (!handler) return [];
    return ACTIONS.flatMap((action) => {
      const host = handler[action]?.host;
      return host ? [{ name, host, path: [...path, ...at, action, "host"] }] : [];
    });
  });
}
