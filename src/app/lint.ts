import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { lint } from "../audit/lint.ts";
import type { LintOptions } from "../audit/options.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../policy/evaluator.ts";
import type { FailOn, Report } from "../report/report.ts";
import type { RenderingRequest } from "../sources/rendering/options.ts";
import type { AccessObject } from "../workloads/access-object.ts";
import type { SourceItem } from "../workloads/object.ts";
import { openAccepted } from "./accepted/open-accepted.ts";
import { filesOf, type AcceptedRequest } from "./accepted/accepted-request.ts";
import { refuseEmpty } from "./empty-report.ts";
import { openChanges } from "./changed/open-changes.ts";
import { openManifests } from "./inputs/open-manifests.ts";
import { readConfiguration } from "./inputs/read-configuration.ts";
import type { ProgressLine, Terminal } from "./terminal.ts";
import { RemovedPolicies } from "./removed-policies.ts";
import { filesIn, reportUnrendered } from "./unrendered.ts";

export interface LintRequest {
  /** Files, directories and globs; `-` is standard input. */
  readonly paths: readonly string[];
  /** The charts and kustomizations to render; absent for none. */
  readonly rendering?: RenderingRequest;
  readonly includeHidden?: boolean;
  /** Files that are no inputs, even if they are in a directory of inputs: the run writes them. */
  readonly notInputs?: readonly string[];
  /** The levels by which every object is judged; empty for the policy of its namespace. */
  readonly levels: readonly LevelVersion[];
  /** The minor version of the API server to judge as; absent for the newest known. */
  readonly serverVersion?: number;
  /** The file of `--admission-config`. */
  readonly admissionConfig?: string;
  /** The user whose requests are simulated. */
  readonly asUser?: string;
  /** The namespace of objects that name none. */
  readonly namespace?: string;
  readonly failOn: FailOn;
  /** Whether a report without a workload is an error (`--fail-on-empty`). */
  readonly failOnEmpty?: boolean;
  /** Whether notes about mistakes are errors. */
  readonly strict: boolean;
  /** Whether the report must contain the stable path of each field, so that it can be compared with another report. */
  readonly identify: boolean;
  /** Undefined if no violation is accepted. */
  readonly accepted: AcceptedRequest | undefined;
  /** The commit since which a file must be changed for the report to contain its workloads; absent for all files (`--changed-since`). */
  readonly changedSince?: string;
}

/**
 * Judges manifests.
 *
 * @throws UserError if the request is wrong, or there is nothing to read
 */
export async function runLint(request: LintRequest, terminal: Terminal): Promise<Report> {
  const options = await lintOptions(request);
  const accepted = await openAccepted(request.accepted);
  const changes = await openChanges(request, terminal.env);
  const notInputs = [...(request.notInputs ?? []), ...filesOf(request.accepted)];
  const search = { ...request, notInputs, pipedInto: "kubectl pss lint -" };
  const { files, read } = await openManifests(request.paths, search, terminal, request.rendering);
  const progress = await terminal.showFiles(files);
  const watched = changes === undefined ? read : changes.watch(read);
  const policies = new RemovedPolicies();
  const noting = { ...options, onAccess: (object: AccessObject) => policies.add(object) };
  const linted = await policies.note(lintWithProgress(watched, progress, noting));
  const all = reportUnrendered(linted, { paths: request.paths, judged: filesIn(linted) });
  // The file of accepted violations does not change then, because an empty report must not replace its contents.
  const refused = refuseEmpty(all, request.failOnEmpty);
  if (refused !== undefined) return refused;
  const report = changes === undefined ? all : changes.restrict(all);
  if (accepted === undefined) return report;
  const { kustomization } = request.rendering ?? {};
  const paths = [...request.paths, ...(kustomization ? [kustomization] : [])];
  return accepted.apply(report, { type: "files", paths, ...(changes && { has: changes.has }) });
}

async function lintOptions(request: LintRequest): Promise<LintOptions> {
  const { admissionConfig, serverVersion, levels, asUser, namespace, failOn, strict, identify, accepted } = request;
  const configuration = await readConfiguration(admissionConfig);
  const evaluator = createEvaluator(CHECKS, serverVersion);
  return {
    admission: { evaluator, exemptions: configuration?.exemptions ?? NO_EXEMPTIONS },
    defaults: configuration?.defaults,
    levels,
    serverMinor: serverVersion,
    user: asUser,
    namespace,
    failOn,
    strict,
    identify: identify || accepted !== undefined,
  };
}

function lintWithProgress(
  read: () => Iterable<SourceItem>,
  progress: ProgressLine<number> | undefined,
  options: LintOptions,
): Report {
  if (progress === undefined) return lint(read, options);
  const counted = function* (): Iterable<SourceItem> {
    // Everything may be read twice.
    let count = 0;
    for (const item of read()) {
      if (item.type === "file") progress.update(++count);
      yield item;
    }
  };
  try {
    return lint(counted, options);
  } finally {
    progress.end();
  }
}
