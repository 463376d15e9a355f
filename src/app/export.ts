import type { Exemptions } from "../admission/exemptions.ts";
import { exportPolicies, type ExportedPolicies } from "../export/export.ts";
import type { ExportOptions, PolicyExemptions } from "../export/options.ts";
import { faultOfExemptions, faultOfPolicies, serverSideOnly } from "../export/limits.ts";
import { CHECKS } from "../policy/checks.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import { LATEST, NEWEST_MINOR } from "../policy/version.ts";
import { checksAt } from "../policy/standards.ts";
import type { RevisedCheck } from "../api/checks/check-declaration.ts";
import { UserError } from "../api/user-error.ts";
import { readConfiguration } from "./inputs/read-configuration.ts";
import type { Terminal } from "./terminal.ts";

export type { PolicyAction } from "../api/policies/policy-action.ts";
export type { Binding, PolicyExemptions } from "../export/options.ts";
export type { ExportedPolicies } from "../export/export.ts";

/** The options of the command line, before the files are read. */
export interface ExportRequest extends Omit<ExportOptions, "defaults" | "maxMinor"> {
  /** The file of `--admission-config`: its defaults and exemptions are exported too. */
  readonly admissionConfig?: string;
  /** The minor version of the API server; absent for the newest known. */
  readonly serverVersion?: number;
}

/** The level to export if none is named. */
const RESTRICTED: LevelVersion = { level: "restricted", version: LATEST };

/** The first minor that has ValidatingAdmissionPolicy in admissionregistration.k8s.io/v1. */
const FIRST_MINOR = 30;

/**
 * Exports the standards as admission policies.
 *
 * @throws UserError if the request or a file is wrong
 */
export async function runExport(
  { admissionConfig, serverVersion, ...request }: ExportRequest,
  terminal: Pick<Terminal, "say">,
): Promise<ExportedPolicies> {
  if (serverVersion !== undefined && serverVersion < FIRST_MINOR) {
    throw new UserError(
      `Kubernetes v1.${serverVersion} has no ValidatingAdmissionPolicy`,
      `They are generally available since v1.${FIRST_MINOR}. Use the labels of Pod Security Admission: kubectl pss plan`,
    );
  }
  if (admissionConfig !== undefined && request.binding.type === "default" && request.levels.length > 0) {
    throw new UserError(
      "--level with --admission-config: the file names the levels of the namespaces without labels",
      "Remove --level, or add --bind labels.",
    );
  }
  const isOneSet = request.binding.type === "default" || request.binding.type === "label";
  if (isOneSet && (request.allVersions || request.levels.length > 1)) {
    throw new UserError(
      "several levels or versions for the same namespaces: a pod would have to meet all of them",
      "Export one level for them, or use --bind labels.",
    );
  }
  const maxMinor = Math.min(serverVersion ?? NEWEST_MINOR, NEWEST_MINOR);
  const configuration = await readConfiguration(admissionConfig, terminal);
  // The defaults are about namespaces without labels. Only exemptions count for others.
  const defaults = ["default", "labels"].includes(request.binding.type) ? configuration?.defaults : undefined;
  const levels = defaults === undefined && request.levels.length === 0 ? [RESTRICTED] : request.levels;
  const exemptions = merge(request.exemptions, configuration?.exemptions);
  refuseUnusable(faultOfExemptions(exemptions));
  const options: ExportOptions = { ...request, levels, exemptions, defaults, maxMinor };
  const exported = exportPolicies(CHECKS, options);
  if (exported.policies.length === 0) {
    throw new UserError(
      "nothing to export: the privileged level forbids nothing",
      "Name a level: kubectl pss export --level baseline",
    );
  }
  verifyChecks(exported);
  refuseUnusable(faultOfPolicies(exported));
  const [long, ...others] = serverSideOnly(exported);
  if (long !== undefined) {
    const names = others.length === 0 ? long : `${long} and ${others.length} more`;
    terminal.say(
      `warning: apply these policies with kubectl apply --server-side: ${names} would be too long for its annotation`,
    );
  }
  return exported;
}

/** @throws UserError if an API server would not accept the policies */
function refuseUnusable(fault: string | undefined): void {
  if (fault === undefined) return;
  throw new UserError(
    `no API server accepts a policy with these exemptions: ${fault}`,
    "Exempt fewer names: for instance a group in place of its users (--exempt-group), or pods with a label (--exempt-label).",
  );
}

function merge(exemptions: PolicyExemptions, file: Exemptions | undefined): PolicyExemptions {
  if (file === undefined) return exemptions;
  return {
    ...exemptions,
    users: [...new Set([...exemptions.users, ...file.usernames])],
    namespaces: [...new Set([...exemptions.namespaces, ...file.namespaces])],
    runtimeClasses: [...new Set([...exemptions.runtimeClasses, ...file.runtimeClasses])],
  };
}

/** Refuses options about checks that change no policy, or not every policy that has their rule. */
function verifyChecks({ groups, options: { without, exemptions } }: ExportedPolicies): void {
  const exported = groups.map((group) => ({ group, active: checksAt(CHECKS, group.level, group.since) }));
  const images = exemptions.images.map(({ check }) => check);
  for (const id of [...without, ...images]) {
    for (const { group, active } of exported) {
      const by = active.find(({ revision }) => revision.overrides?.includes(id) === true)?.check.id;
      if (by === undefined) continue;
      throw new UserError(
        `${group.level}:${group.version} has ${by} in place of ${id}`,
        `Name ${by}, or export the levels one by one.`,
      );
    }
    if (exported.some(({ active }) => active.some(({ check }) => check.id === id))) continue;
    const isKnown = CHECKS.some((check) => check.id === id);
    throw new UserError(
      isKnown ? `no exported policy contains the check ${id}` : `unknown check: ${id}`,
      "kubectl pss explain lists the checks",
    );
  }
  for (const check of images)
    verifyImageCheck(
      check,
      without,
      exported.flatMap(({ active }) => active),
    );
}

function verifyImageCheck(id: string, without: readonly string[], active: readonly RevisedCheck[]): void {
  const hint = "Exempt the pod instead: --exempt-label or --exempt-service-account";
  if (without.includes(id)) {
    throw new UserError(
      `${id} is left out (--without), so no image needs an exemption from it`,
      "Remove one of the flags.",
    );
  }
  const rules = active.filter(({ check }) => check.id === id).map(({ revision }) => revision.cel);
  if (!rules.some((cel) => cel.includes("variables.containers"))) {
    throw new UserError(`${id} does not evaluate containers, so no image can be exempt from it`, hint);
  }
  if (rules.some((cel) => cel.includes("variables.annotations.all"))) {
    throw new UserError(`${id} also evaluates annotations of the pod, so no image can be exempt from it`, hint);
  }
}
