/**
 * Clusters for the planner: namespaces with labels, and their pods and templates, which together violate every rule.
 */
import { resolvePolicy, type Labels } from "../../src/admission/labels.ts";
import type { ConfiguredAdmission } from "../../src/admission/response.ts";
import { exemptNamespace, exemptRuntimeClass } from "../../src/admission/exemptions.ts";
import type { Pod } from "../../src/api/pod.ts";
import type { LevelVersion } from "../../src/policy/evaluator.ts";
import { sizeOfInventory } from "../../src/audit/workload/report-size.ts";
import { NamespaceWorkloads } from "../../src/rollout/inputs/namespace-workloads.ts";
import type { LabelOwner } from "../../src/report/plan/rollout-plan.ts";
import type { PlanOptions } from "../../src/rollout/options.ts";
import { seenNamespace, type SeenNamespace } from "../../src/rollout/history/seen-namespace.ts";
import { policiesAskedOf } from "../../src/rollout/meanings.ts";
import type { NamespaceInput } from "../../src/rollout/planned-namespace.ts";
import type { WorkloadObject } from "../../src/workloads/object.ts";

/** A namespace with its pods and templates. */
export interface TestNamespace {
  readonly name: string;
  readonly labels: Labels;
  readonly pods: readonly Pod[];
  /** Pods that have ended, without a controller. */
  readonly finished?: readonly Pod[];
  /** False if something else in it could not be read. */
  readonly isComplete?: boolean;
  /** The level that rejects new pods of its first workload now. */
  readonly rejectedBy?: "baseline" | "restricted";
  /** The level that a workload violated which only a history has. */
  readonly seen?: "baseline" | "restricted";
  readonly owner?: LabelOwner | null;
  /** Whether it has a bare Pod, which needs an observation. */
  readonly isCautious?: boolean;
  /** False if its labels, which are then empty, could not be read. */
  readonly areLabelsKnown?: boolean;
}

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

function pod(spec: Partial<Pod["spec"]>, securityContext: object = RESTRICTED): Pod {
  return { spec: { containers: [{ name: "c", securityContext }], ...spec } };
}

/** Pods that meet different levels at different versions. */
export const PODS: Readonly<Record<string, Pod>> = {
  restricted: pod({}),
  plain: pod({}, {}),
  privileged: pod({}, { privileged: true }),
  hostNetwork: pod({ hostNetwork: true }),
  unconfined: pod({ securityContext: { seccompProfile: { type: "Unconfined" } } }, {}),
  // Seccomp counts from v1.19 on; other fields count from v1.8 and v1.22 on.
  noSeccomp: pod({}, { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ["ALL"] } }),
  escalating: pod({}, { ...RESTRICTED, allowPrivilegeEscalation: true }),
  // Forbidden from v1.34 on.
  probeHost: {
    spec: { containers: [{ name: "c", securityContext: RESTRICTED, livenessProbe: { httpGet: { host: "h" } } }] },
  },
  // Allowed only from v1.35 on.
  userNamespace: pod({ hostUsers: false }, { ...RESTRICTED, runAsNonRoot: false, runAsUser: 0 }),
  windows: pod({ os: { name: "windows" } }, { runAsNonRoot: true }),
  sandboxed: pod({ runtimeClassName: "sandbox" }, { privileged: true }),
};

/** The planner's input for a namespace. */
export function inputOf(namespace: TestNamespace, options: PlanOptions): NamespaceInput {
  const { name, labels, pods, isComplete = true, areLabelsKnown = true, owner = null, isCautious = false } = namespace;
  const workloads = new NamespaceWorkloads(
    name,
    policiesAskedOf(labels, options),
    options.admission.exemptions,
    sizeOfInventory(),
  );
  for (const [index, one] of pods.entries()) {
    const object = objectOf(name, `web-${index}`, one, index % 2 === 0 ? "Pod" : "Deployment");
    const ref = { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name ?? "" };
    workloads.prepare(object, ref, options.admission.evaluator.forPod(object.pod))();
  }
  for (const [index, one] of (namespace.finished ?? []).entries()) {
    const object = objectOf(name, `ended-${index}`, one, "Pod");
    const ref = { apiVersion: "v1", kind: "Pod", name: `ended-${index}` };
    workloads.prepareFinished(object, ref, options.admission.evaluator.forPod(object.pod))();
  }
  const { enforce } = resolvePolicy(labels, options.admission.defaults).policy;
  const { rejectedBy } = namespace;
  const rejection = rejectedBy && {
    condition: {
      message: `pods "web-0" is forbidden: violates PodSecurity "${rejectedBy}:latest": host namespaces (hostPID=true)`,
    },
  };
  workloads.addRejections(
    { of: (ref) => (ref.name === "web-0" ? rejection : undefined), enforced: undefined },
    enforce,
  );
  const debug = { apiVersion: "v1", kind: "Pod", name: "debug", checks: [] };
  return {
    name,
    labels,
    areLabelsKnown,
    workloads,
    owner,
    cautions: isCautious ? [{ code: "bare-pod", workloads: [debug] }] : [],
    observeDays: 7,
    isComplete,
    ...(namespace.seen && { history: seenIn(name, namespace.seen) }),
  };
}

function seenIn(name: string, violates: "baseline" | "restricted"): SeenNamespace {
  const workload = {
    kind: "Job",
    name: "migrate",
    violates,
    checks: ["hostPorts"],
    isRejected: false,
    times: 1,
    last: null,
  };
  const verdict = { type: "blocked", level: violates, version: "latest", workloads: 1 } as const;
  const earlier = { name, enforce: null, audit: null, verdict, evidence: { pods: 1, days: 1 }, workloads: [workload] };
  return seenNamespace({ ...earlier, folded: 0 }, () => false, { enforce: "privileged", applies: true });
}

function objectOf(namespace: string, name: string, held: Pod, kind: "Pod" | "Deployment"): WorkloadObject {
  return {
    type: "workload",
    apiVersion: kind === "Pod" ? "v1" : "apps/v1",
    kind,
    metadata: { name, namespace },
    pod: held,
    podPath: kind === "Pod" ? [] : ["spec", "template"],
    isFinished: false,
    source: { file: "", document: 0, line: 0 },
    locate: () => ({ line: 0, column: 0 }),
  };
}

/** Whether the API server would admit a pod, computed from the labels alone and without the planner's code. */
export function admits(
  { name, labels }: TestNamespace,
  one: Pod,
  { evaluator, exemptions, defaults }: ConfiguredAdmission,
): boolean {
  if (exemptNamespace(name, exemptions) !== undefined || exemptRuntimeClass(one, exemptions) !== undefined) return true;
  return evaluator.evaluate(one, resolvePolicy(labels, defaults).policy.enforce).length === 0;
}

/** Whether every object in a namespace meets a policy. */
export function allMeet(
  { pods }: TestNamespace,
  policy: LevelVersion,
  { evaluator, exemptions }: ConfiguredAdmission,
): boolean {
  return pods.every(
    (one) => exemptRuntimeClass(one, exemptions) !== undefined || evaluator.evaluate(one, policy).length === 0,
  );
}

/** The namespaces after kubectl's commands. */
export function runCommands(namespaces: readonly TestNamespace[], commands: readonly string[]): TestNamespace[] {
  const labels = new Map(namespaces.map((namespace) => [namespace.name, { ...namespace.labels }]));
  for (const command of commands) {
    const [, start, rest = ""] = /^(kubectl label(?: --overwrite)? ns) (.*)$/.exec(command) ?? [];
    if (start === undefined) throw new Error(`not a command: ${command}`);
    if (start.includes("--overwrite") !== rest.includes("="))
      throw new Error(`it sets a label, or only removes some: ${command}`);
    const words = rest.split(" ");
    const changes = words.filter((word) => word.includes("/"));
    for (const name of words.slice(0, words.length - changes.length)) {
      const found = labels.get(name);
      if (found === undefined) throw new Error(`no namespace ${name}: ${command}`);
      for (const change of changes) {
        const [key = "", value] = change.split("=");
        if (value !== undefined) found[key] = value;
        else if (key.endsWith("-") && key.slice(0, -1) in found) delete found[key.slice(0, -1)];
        else throw new Error(`there is no label ${change}: ${command}`);
      }
    }
  }
  return namespaces.map((namespace) => ({ ...namespace, labels: labels.get(namespace.name) ?? {} }));
}
