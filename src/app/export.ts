import type { Exemptions } from "../admission/exemptions.ts";
import { exportPolicies, type ExportedPolicies } from "../export/export.ts";
import type { ExportOptions, PolicyExemptions } from "../export/options.ts";
import { CHECKS } from "../policy/checks.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import { LATEST, NEWEST_MINOR } from "../policy/version.ts";
import { checksAt } from "../policy/standards.ts";
import { UserError } from "../api/user-error.ts";
import { readConfiguration } from "./inputs/read-configuration.ts";

export type { Binding, PolicyAction, PolicyExemptions } from "../export/options.ts";
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
export async function runExport({
  admissionConfig,
  serverVersion,
  ...request
}: ExportRequest): Promise<ExportedPolicies> {
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
  const levels = admissionConfig === undefined && request.levels.length === 0 ? [RESTRICTED] : request.levels;
  const maxMinor = Math.min(serverVersion ?? NEWEST_MINOR, NEWEST_MINOR);
  const configuration = await readConfiguration(admissionConfig);
  const exemptions = merge(request.exemptions, configuration?.exemptions);
  const options: ExportOptions = { ...request, levels, exemptions, defaults: configuration?.defaults, maxMinor };
  verifyChecks(options);
  const exported = exportPolicies(CHECKS, options);
  if (exported.policies.length === 0) {
    throw new UserError(
      "nothing to export: the privileged level forbids nothing",
      "Name a level: kubectl pss export --level baseline",
    );
  }
  return exported;
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

/** Refuses options about checks that change no policy. */
function verifyChecks({ without, exemptions, maxMinor }: ExportOptions): void {
  const active = new Map(
    (["baseline", "restricted"] as const)
      .flatMap((level) => Array.from({ length: maxMinor + 1 }, (_, minor) => checksAt(CHECKS, level, minor)).flat())
      .map(({ check, revision }) => [check.id, revision] as const),
  );
  for (const id of [...without, ...exemptions.images.map(({ check }) => check)]) {
    if (active.has(id)) continue;
    const isKnown = CHECKS.some((check) => check.id === id);
    throw new UserError(
      isKnown ? `no exported policy contains the check ${id}` : `unknown check: ${id}`,
      "kubectl pss explain lists the checks",
    );
  }
  for (const { check } of exemptions.images) {
    if (active.get(check)?.cel.includes("variables.containers") === true) continue;
    throw new UserError(
      `${check} does not evaluate containers, so no image can be exempt from it`,
      "Exempt the pod instead: --exempt-label or --exempt-service-account",
    );
  }
}
