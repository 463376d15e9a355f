import { dnsLabelFaults } from "../admission/dns-names.ts";
import { UserError } from "../api/user-error.ts";
import { Audit } from "../audit/audit.ts";
import type { Unreadable } from "../audit/report.ts";
import { CHECKS } from "../policy/checks.ts";
import { minorVersion, parseVersion } from "../policy/version.ts";
import { goQuote } from "../policy/wording.ts";
import { labelOwnerOf } from "../rollout/label-owner.ts";
import { NamespaceWorkloads } from "../rollout/namespace-workloads.ts";
import type { PlanOptions } from "../rollout/options.ts";
import { pinOf } from "../rollout/pin.ts";
import { planRollout } from "../rollout/plan.ts";
import { policiesAskedOf, type NamespaceInput } from "../rollout/planned-namespace.ts";
import type { RolloutPlan, Target } from "../rollout/rollout-plan.ts";
import type { NamespaceObject } from "../workloads/object.ts";
import { configuredAdmission } from "./admission-config.ts";
import { fillAudit, type FillRequest } from "./fill-audit.ts";
import type { Io } from "./io.ts";

/** What is asked, as the flags have it. */
export interface PlanRequest extends FillRequest {
  readonly admissionConfig?: string;
  readonly target: Target;
  readonly maxStep: number;
  /** `latest`, `v1.N`, or `server` for the version that the server has now. */
  readonly version?: string;
  readonly skip?: readonly string[];
  readonly keepPrivileged?: readonly string[];
}

/** Reads the cluster, or the dump in its place, and plans its rollout. */
export async function runPlan(request: PlanRequest, io: Io): Promise<RolloutPlan> {
  const workloads = new Map<string, NamespaceWorkloads>();
  let options: PlanOptions | undefined;
  const workloadsOf = (name: string, labels: NamespaceObject["labels"], asked: PlanOptions): NamespaceWorkloads => {
    let known = workloads.get(name);
    if (known === undefined) {
      known = new NamespaceWorkloads(name, policiesAskedOf(labels, asked), asked.admission);
      workloads.set(name, known);
    }
    return known;
  };
  const { audit } = await fillAudit(
    request,
    { isCurrent: false, isVersionNeeded: true },
    ({ evaluator, cluster, isSelected }, clusterMinor) => {
      const admission = configuredAdmission(request.admissionConfig, evaluator);
      const asked = (options = planOptions(request, admission, clusterMinor));
      return new Audit({
        admission,
        changes: undefined,
        user: undefined,
        failOn: "any",
        strict: false,
        identify: false,
        cluster,
        isSelected,
        onWorkload: (name, labels, object, ref) => {
          // What labels there are to change is not known where they could not be read.
          if (labels !== undefined) workloadsOf(name, labels, asked).take(object, ref);
        },
      });
    },
    io,
  );
  if (options === undefined) throw new Error("nothing was read");
  const asked = options;
  const isName = ({ name }: NamespaceObject): boolean => dnsLabelFaults(name).length === 0;
  for (const { name } of audit.namespaces.filter((namespace) => !isName(namespace))) {
    audit.note("warning", "unknown-namespace", `${goQuote(name)} is no name of a namespace: left out of the plan`);
  }
  const { source, serverVersion, notes, unreadable } = audit.report();
  const inputs = audit.namespaces.filter(isName).map((namespace) => {
    const { name, labels } = namespace;
    return inputOf(namespace, workloadsOf(name, labels, asked), isComplete(name, unreadable));
  });
  const { evaluator } = asked.admission;
  const pin = pinOf(asked.version, CHECKS, evaluator.maxMinor);
  return { kind: "RolloutPlan", source, serverVersion, ...planRollout(inputs, asked), pin, notes, unreadable };
}

function inputOf(
  { name, labels, annotations = {}, labelManagers }: NamespaceObject,
  workloads: NamespaceWorkloads,
  isWhole: boolean,
): NamespaceInput {
  const owner = labelOwnerOf({ labels, annotations, managers: labelManagers });
  return { name, labels, workloads, owner, isComplete: isWhole };
}

/** Whether all that is in a namespace could be read. Where a document could not, nobody knows which namespace it is about. */
function isComplete(name: string, unreadable: readonly Unreadable[]): boolean {
  return unreadable.every(({ list }) => list !== null && list.namespace !== null && list.namespace !== name);
}

function planOptions(
  request: PlanRequest,
  admission: PlanOptions["admission"],
  clusterMinor: number | undefined,
): PlanOptions {
  const { target, maxStep, version, skip = [], keepPrivileged, serverVersion } = request;
  const { maxMinor } = admission.evaluator;
  if (clusterMinor !== undefined && serverVersion !== undefined && serverVersion < clusterMinor) {
    throw new UserError(
      `v1.${serverVersion} is older than the cluster, which has v1.${clusterMinor}: what holds there may not hold here`,
      "Leave --server-version out, or name a newer one.",
    );
  }
  const isUpgrade = clusterMinor !== undefined && serverVersion !== undefined && clusterMinor < maxMinor;
  return {
    admission,
    target,
    maxStep,
    version:
      version === "server" ? minorVersion(Math.min(clusterMinor ?? maxMinor, maxMinor)) : parseVersion(version ?? ""),
    skip: new Set(skip),
    keepPrivileged: keepPrivileged && new Set(keepPrivileged),
    upgradeFrom: isUpgrade ? clusterMinor : undefined,
    kubectl: kubectlFor(request),
  };
}

/** kubectl, and the flags that say which cluster was planned for: the commands are for that one. Who asked is nobody else's business. */
function kubectlFor({ kubeconfig, context, cluster }: PlanRequest): readonly string[] {
  const flags: readonly (readonly [string, string | undefined])[] = [
    ["--kubeconfig", kubeconfig],
    ["--context", context],
    ["--cluster", cluster],
  ];
  return ["kubectl", ...flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))];
}
