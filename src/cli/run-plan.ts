import { dnsLabelFaults } from "../admission/dns-names.ts";
import { Audit } from "../audit/audit.ts";
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
  const inputs = audit.namespaces
    .filter(isName)
    .map((namespace) => inputOf(namespace, workloadsOf(namespace.name, namespace.labels, asked)));
  const { source, serverVersion, notes, unreadable } = audit.report();
  const { evaluator } = asked.admission;
  const pin = pinOf(asked.version, CHECKS, evaluator.maxMinor);
  return { kind: "RolloutPlan", source, serverVersion, ...planRollout(inputs, asked), pin, notes, unreadable };
}

function inputOf(
  { name, labels, annotations = {}, labelManagers }: NamespaceObject,
  workloads: NamespaceWorkloads,
): NamespaceInput {
  const owner = labelOwnerOf({ labels, annotations, managers: labelManagers });
  return { name, labels, workloads, owner };
}

function planOptions(
  request: PlanRequest,
  admission: PlanOptions["admission"],
  clusterMinor: number | undefined,
): PlanOptions {
  const { target, maxStep, version, skip = [], keepPrivileged, serverVersion } = request;
  const { maxMinor } = admission.evaluator;
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
