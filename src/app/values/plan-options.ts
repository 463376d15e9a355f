import type { ConfiguredAdmission } from "../../admission/response.ts";
import { isPrintableText } from "../../api/words/output-text.ts";
import { UserError } from "../../api/user-error.ts";
import { minorVersion, parseVersion } from "../../policy/version.ts";
import type { Target } from "../../report/plan/rollout-plan.ts";
import type { PlanOptions } from "../../rollout/options.ts";
import { parseServerUrl } from "../../sources/cluster/server-url.ts";
import type { ObjectsRequest } from "../inputs/objects-request.ts";

export { USUAL_PLAN } from "../../rollout/options.ts";

/** The request of a plan. */
export interface PlanRequest extends ObjectsRequest {
  readonly target: Target;
  readonly maxStep: number;
  /** The version to pin in the labels: `latest`, `v1.N`, or `server` for the version that the server has now; absent to keep the versions. */
  readonly pin?: string;
  readonly skip?: readonly string[];
  readonly skipManaged?: boolean;
  readonly includeEmpty?: boolean;
  readonly keepPrivileged?: readonly string[];
  /** Whether the plan must count the workloads of its last step that edits would let meet the level. */
  readonly countsFixable?: boolean;
  /** The file of an earlier plan to compare with (`--compare`). */
  readonly compare?: string;
  /** The file of a history that keeps enforce back (`--history`). */
  readonly history?: string;
}

/** @throws UserError if the plan needs the version of the server, and neither a cluster nor a flag has it */
export function refuseUnknownVersion({ filename, pin, serverVersion }: PlanRequest): void {
  if (pin !== "server" || filename === undefined || serverVersion !== undefined) return;
  throw new UserError(
    "a dump does not contain the version of its server",
    "Name it: --pin v1.N, or --server-version v1.N.",
  );
}

/** Whether --server contains a user and password. The commands of a plan leave them out. */
export function hasCredentials({ server }: ObjectsRequest): boolean {
  return server !== undefined && server !== "" && parseServerUrl(server, "--server").userInfo !== "";
}

/**
 * The options of a plan.
 *
 * @param clusterMinor the cluster's own minor version; undefined for a dump
 * @throws UserError if the request does not fit the cluster
 */
export function planOptions(
  request: PlanRequest,
  admission: ConfiguredAdmission,
  clusterMinor: number | undefined,
): PlanOptions {
  const {
    target,
    maxStep,
    pin,
    skip = [],
    keepPrivileged = [],
    skipManaged = false,
    includeEmpty = false,
    serverVersion,
  } = request;
  const { maxMinor } = admission.evaluator;
  if (clusterMinor !== undefined && serverVersion !== undefined && serverVersion < clusterMinor) {
    throw new UserError(
      `v1.${serverVersion} is older than the cluster (v1.${clusterMinor}): the cluster may reject what that version allows`,
      "Leave --server-version out, or name a newer one.",
    );
  }
  const isUpgrade = clusterMinor !== undefined && serverVersion !== undefined && clusterMinor < maxMinor;
  return {
    admission,
    target,
    maxStep,
    version:
      pin === "server"
        ? minorVersion(Math.min(clusterMinor ?? serverVersion ?? maxMinor, maxMinor))
        : parseVersion(pin ?? ""),
    skip: new Set(skip),
    skipManaged,
    includeEmpty,
    hasHistory: request.history !== undefined,
    keepPrivileged: new Set(keepPrivileged),
    upgradeFrom: isUpgrade ? clusterMinor : undefined,
    kubectl: kubectlFor(request),
  };
}

/**
 * kubectl with the flags that select the cluster of the plan, without the user, and without the user and password of --server.
 *
 * @throws UserError if a flag contains a character that would end a comment in a script
 */
export function kubectlFor(request: ObjectsRequest): readonly string[] {
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
        `${flag} contains an unprintable character, and is part of the commands`,
        "Name the cluster in another way: another context, or a copy of the kubeconfig.",
      );
    }
  }
  const insecure = request.insecureSkipTlsVerify === true ? ["--insecure-skip-tls-verify"] : [];
  return ["kubectl", ...flags.flat(), ...insecure];
}
