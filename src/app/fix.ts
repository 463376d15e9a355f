import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { nearestName } from "../api/words/nearest-name.ts";
import { UserError } from "../api/user-error.ts";
import { fix } from "../fixes/fix.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../policy/evaluator.ts";
import type { FixReport } from "../report/fix/fix-report.ts";
import { openManifests } from "./inputs/open-manifests.ts";
import { readConfiguration } from "./inputs/read-configuration.ts";
import type { Terminal } from "./terminal.ts";
import { withUnrendered } from "./notes/unrendered.ts";

/** The manifests to fix, and how far. */
export interface FixRequest {
  /** Files, directories and globs; `-` is standard input. */
  readonly paths: readonly string[];
  readonly includeHidden?: boolean;
  /** The levels that every object must meet; empty for the strictest levels of its namespace. */
  readonly levels: readonly LevelVersion[];
  /** The minor version of the API server to judge as; absent for the newest known. */
  readonly serverVersion?: number;
  /** The file of `--admission-config`. */
  readonly admissionConfig?: string;
  /** The namespace of objects that name none. */
  readonly namespace?: string;
  /** The places of pods in custom resources: `GROUP/KIND=PATH`. */
  readonly podTemplate?: readonly string[];
  /** The checks whose violations are fixed; empty for all. */
  readonly only: readonly string[];
  /** The names of the objects that are fixed; empty for all. */
  readonly names: readonly string[];
  readonly takesAway: boolean;
  readonly isForced: boolean;
  /** Whether the edited text of standard input is printed. */
  readonly isFilter: boolean;
  /** Whether only patches are printed. */
  readonly isPatch: boolean;
}

/** The edits, and the bytes of standard input. */
export interface FixResult {
  readonly report: FixReport;
  /** Undefined if it was not read. */
  readonly stdin: Buffer | undefined;
}

/**
 * Finds the edits that make manifests meet their levels.
 *
 * @throws UserError if the request is wrong, or there is nothing to read
 */
export async function runFix(request: FixRequest, terminal: Terminal): Promise<FixResult> {
  const { paths, includeHidden = false, podTemplate = [], serverVersion, levels, only, names } = request;
  for (const check of only) refuseUnknown(check);
  const configuration = await readConfiguration(request.admissionConfig, terminal);
  const notInputs = request.admissionConfig === undefined ? [] : [request.admissionConfig];
  const search = { includeHidden, notInputs, pipedInto: "kubectl pss fix -", podTemplate };
  let stdin: Buffer | undefined;
  const reading: Terminal = {
    ...terminal,
    readStandardInput: async (limit, content) => (stdin = await terminal.readStandardInput(limit, content)),
  };
  const { read, kinds } = await openManifests(paths, search, reading);
  const report = fix(read, {
    admission: {
      evaluator: createEvaluator(CHECKS, serverVersion),
      exemptions: configuration?.exemptions ?? NO_EXEMPTIONS,
    },
    defaults: configuration?.defaults,
    levels,
    namespace: request.namespace,
    only,
    names,
    takesAway: request.takesAway,
    isForced: request.isForced,
    isFilter: request.isFilter,
    isPatch: request.isPatch,
    kinds,
  });
  const judged = (): Set<string> => new Set(report.workloads.map(({ source }) => source.file));
  const whole = withUnrendered(report, { paths, judged });
  const summary = { ...whole.summary, unreadable: whole.unreadable.length };
  return { report: { ...whole, summary }, stdin };
}

function refuseUnknown(check: string): void {
  const ids = CHECKS.map(({ id }) => id);
  if (ids.includes(check)) return;
  const meant = nearestName(check, ids);
  const hint = meant === undefined ? "kubectl pss explain lists the checks." : `Did you mean ${meant}?`;
  throw new UserError(`--only: unknown check ${check}`, hint);
}
