import { levelLabel } from "../admission/labels.ts";
import { isPrintableText } from "../api/output-text.ts";
import { quote } from "../api/quoted.ts";
import { UserError } from "../api/user-error.ts";
import { Audit } from "../audit/audit.ts";
import { CHECKS } from "../policy/checks.ts";
import { minorVersion, parseVersion } from "../policy/version.ts";
import type { PlanOptions } from "../rollout/options.ts";
import { pinOf } from "../rollout/pin.ts";
import { planRollout } from "../rollout/plan.ts";
import type { RolloutPlan, Target } from "../report/rollout-plan.ts";
import { parseServerUrl } from "../sources/cluster/server-url.ts";
import type { NamespaceObject } from "../workloads/object.ts";
import { configuredAdmission } from "./configured-admission.ts";
import { fillAudit, type FillRequest } from "./fill-audit.ts";
import type { Io } from "../cli/terminal/io.ts";
import { isNamespaceName, PlanInputs } from "./plan-inputs.ts";

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
  let inputs: PlanInputs | undefined;
  const { audit } = await fillAudit(
    request,
    { isCurrent: false, isVersionNeeded: true },
    ({ evaluator, cluster, isSelected }, clusterMinor) => {
      const admission = configuredAdmission(request.admissionConfig, evaluator);
      inputs = new PlanInputs(planOptions(request, admission, clusterMinor), request.filename !== undefined);
      const { onWorkload } = inputs;
      const asked = { changes: undefined, user: undefined, failOn: "any", strict: false, identify: false } as const;
      return new Audit({ ...asked, admission, cluster, isSelected, onWorkload });
    },
    io,
  );
  if (inputs === undefined) throw new Error("nothing was read");
  const { options, isWithoutPods } = inputs;
  noteAssumptions(audit, request, isWithoutPods);
  const { source, serverVersion, notes, unreadable } = audit.report();
  const pin = pinOf(options.version, CHECKS, options.admission.evaluator.maxMinor);
  return {
    kind: "RolloutPlan",
    source,
    serverVersion,
    ...planRollout(inputs.of(audit), options),
    pin,
    notes,
    unreadable,
  };
}

/** What the plan takes for granted, and the flags that name nothing. */
function noteAssumptions(audit: Audit, request: PlanRequest, isWithoutPods: boolean): void {
  const { admissionConfig, filename, serverVersion, skip = [], keepPrivileged = [] } = request;
  if (request.server && parseServerUrl(request.server, "--server").userInfo !== "") {
    const message =
      "the commands name the server without the user and password of --server; to run them, you need credentials, as for kubectl";
    audit.note("warning", "hidden-credentials", message);
  }
  const isLabelled = ({ labels }: NamespaceObject): boolean => levelLabel("enforce") in labels;
  if (admissionConfig === undefined && !audit.namespaces.every(isLabelled)) {
    const message =
      "without --admission-config the cluster's defaults are taken to be Kubernetes' own, privileged: where an API server has stricter ones, " +
      "the labels of the first step would relax them";
    audit.note("warning", "assumed-defaults", message);
  }
  if (filename !== undefined && serverVersion === undefined) {
    const message =
      "a dump does not tell the version of its server: --server-version v1.N says what latest means there";
    audit.note("warning", "assumed-version", message);
  }
  if (isWithoutPods) {
    audit.note(
      "warning",
      "no-pods",
      "there is no pod in the dump: what runs is not known, and enforce is raised nowhere",
    );
  }
  for (const { name } of audit.namespaces.filter((namespace) => !isNamespaceName(namespace))) {
    audit.note("warning", "unknown-namespace", `${quote(name)} is no name of a namespace: left out of the plan`);
  }
  const known = new Set(audit.namespaces.map(({ name }) => name));
  for (const name of [...skip, ...keepPrivileged].filter((one) => !known.has(one))) {
    audit.note("warning", "unknown-namespace", `there is no namespace ${quote(name)} to be skipped or kept`);
  }
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
  if (version === "server" && clusterMinor === undefined && serverVersion === undefined) {
    throw new UserError(
      "a dump does not tell the version of its server",
      "Name it: --version v1.N, or --server-version v1.N.",
    );
  }
  const isUpgrade = clusterMinor !== undefined && serverVersion !== undefined && clusterMinor < maxMinor;
  return {
    admission,
    target,
    maxStep,
    version:
      version === "server"
        ? minorVersion(Math.min(clusterMinor ?? serverVersion ?? maxMinor, maxMinor))
        : parseVersion(version ?? ""),
    skip: new Set(skip),
    keepPrivileged: keepPrivileged && new Set(keepPrivileged),
    upgradeFrom: isUpgrade ? clusterMinor : undefined,
    kubectl: kubectlFor(request),
  };
}

/**
 * kubectl, and the flags that say which cluster was planned for: the commands are for that one. They leave out who asked, also where --server
 * names a user and password.
 *
 * @throws UserError where a flag holds what would not stay within a comment of a script
 */
function kubectlFor(request: PlanRequest): readonly string[] {
  const { kubeconfig, context, cluster, server, certificateAuthority, tlsServerName } = request;
  const flags = Object.entries({
    "--kubeconfig": kubeconfig,
    "--context": context,
    "--cluster": cluster,
    "--server": server && parseServerUrl(server, "--server").shown,
    "--certificate-authority": certificateAuthority,
    "--tls-server-name": tlsServerName,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [[flag, value] as const]));
  for (const [flag, value] of flags) {
    if (!isPrintableText(value)) {
      throw new UserError(
        `${flag} holds a character that no terminal shows, and is part of the commands`,
        "Name the cluster in another way: another context, or a copy of the kubeconfig.",
      );
    }
  }
  const insecure = request.insecureSkipTlsVerify === true ? ["--insecure-skip-tls-verify"] : [];
  return ["kubectl", ...flags.flat(), ...insecure];
}
