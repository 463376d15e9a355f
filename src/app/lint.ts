import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import type { RefuseReplacing, UsedFile } from "../api/files.ts";
import { lint } from "../audit/lint.ts";
import type { LintEdits } from "./edits/edits-request.ts";
import type { LintOptions } from "../audit/options.ts";
import { sizeOfLint } from "../audit/workload/report-size.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../policy/evaluator.ts";
import type { FailOn, Report } from "../report/report.ts";
import type { RenderingRequest } from "../sources/rendering/options.ts";
import type { OtherObject, SourceItem } from "../workloads/object.ts";
import { openAccepted } from "./accepted/open-accepted.ts";
import { filesOf, type AcceptedRequest } from "./accepted/accepted-request.ts";
import { refuseEmpty } from "./notes/empty-report.ts";
import type { ChangesRequest } from "./changed/changes.ts";
import { openChanges } from "./changed/open-changes.ts";
import type { LintSettings } from "./settings/lint-settings.ts";
import type { SettingsReport } from "../report/scope/settings.ts";
import { readsSingleFiles } from "../sources/files/named-inputs.ts";
import { findSettings, placesOfSettings, requireNamedFile } from "../sources/settings-file.ts";
import { openManifests, type OpenedManifests } from "./inputs/open-manifests.ts";
import { readConfiguration } from "./inputs/read-configuration.ts";
import { FoundPolicies } from "./policies/found-policies.ts";
import type { ProgressLine, Terminal } from "./terminal.ts";
import { noteOtherSettings } from "./notes/other-settings.ts";
import { RemovedPolicies } from "./notes/removed-policies.ts";
import { noteUnusedSettings } from "./notes/unused-settings.ts";
import { filesIn, reportUnrendered } from "./notes/unrendered.ts";

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
  /** The file of `--config`; absent to search for one. */
  readonly config?: string;
  /** The minor version of the API server to judge as; absent for the newest known. */
  readonly serverVersion?: number;
  /** The file of `--admission-config`. */
  readonly admissionConfig?: string;
  /** The user whose requests are simulated. */
  readonly asUser?: string;
  /** The namespace of objects that name none. */
  readonly namespace?: string;
  /** The places of pods in custom resources: `GROUP/KIND=PATH`. */
  readonly podTemplate?: readonly string[];
  /** Absent for that of the configuration, or enforce. */
  readonly failOn?: FailOn;
  /** Whether a report without a workload is an error (`--fail-on-empty`). */
  readonly failOnEmpty?: boolean;
  /** Whether notes about mistakes are errors. */
  readonly strict: boolean;
  /** Whether the report must contain the stable path of each field, so that it can be compared with another report. */
  readonly identify: boolean;
  /** The edits of `kubectl pss fix` that the report must contain; absent for none. */
  readonly edits?: LintEdits;
  /** The violations that it accepts, besides those with an annotation. */
  readonly accepted: AcceptedRequest;
  /** Ends the run if a report would replace a file that it reads. */
  readonly refuseReplacing: RefuseReplacing;
  /** The commit since which a file must be changed for the report to contain its workloads; absent for all files (`--changed-since`). */
  readonly changedSince?: string;
}

/**
 * Judges manifests.
 *
 * @throws UserError if the request is wrong, or there is nothing to read
 */
export async function runLint(request: LintRequest, terminal: Terminal): Promise<Report> {
  const settings = await settingsOfLint(request);
  request.refuseReplacing(filesOfSettings(settings));
  const options = await lintOptions(request, settings, terminal);
  const accepted = await openAccepted({ ...request.accepted, rules: settings.rules });
  const { file } = settings.report;
  const own = [...filesOf(request.accepted), ...(file === null ? [] : [file])];
  const { includeHidden, exclude } = settings;
  const changes = await openChanges(changesRequest(request, settings), terminal.env);
  const notInputs = [...(request.notInputs ?? []), ...own];
  const search = {
    includeHidden,
    notInputs,
    pipedInto: "kubectl pss lint -",
    podTemplate: settings.podTemplate,
    refuseReplacing: request.refuseReplacing,
    ...(exclude !== undefined && { exclude }),
  };
  const opened = await openManifests(request.paths, search, terminal, settings.rendering);
  const { files, paths, read, readOnly, kinds } = opened;
  const progress = await terminal.showFiles(files);
  const watched = changes === undefined ? read : changes.watch(read);
  const removed = new RemovedPolicies();
  const policies = new FoundPolicies(true);
  let size = sizeOfLint();
  const otherKinds = new Set<string>();
  const noting = {
    ...options,
    createSize: () => (size = sizeOfLint()),
    kinds,
    prefers: changes?.isTouched,
    onOther: (object: OtherObject) => {
      removed.add(object);
      policies.add(object);
      if (object.object !== undefined) otherKinds.add(object.object.kind);
    },
  };
  const linted = await removed.note(lintWithProgress(watched, progress, noting));
  const described = { ...linted, ...(file !== null && { configuration: file }) };
  const placed = request.config === undefined ? noteOtherSettings(described, file ?? undefined, paths) : described;
  const all = reportUnrendered(placed, { paths: request.paths, judged: () => filesIn(linted) });
  // The file of accepted violations does not change then, because an empty report must not replace its contents.
  const refused = refuseEmpty(all, request.failOnEmpty);
  if (refused !== undefined) return refused;
  const report = changes === undefined ? all : changes.restrict(all, kinds);
  const isWhole = changes === undefined && !readsSingleFiles(request.paths);
  const noted = isWhole ? noteUnusedSettings(report, settings, request.paths) : report;
  for (const kind of kinds.names()) otherKinds.add(kind);
  const applied = await accepted.apply(noted, { type: "files", isWhole }, request.strict, otherKinds);
  const result = await withEdits(applied, request, { readOnly, kinds }, { options, rules: settings.rules });
  if (!policies.areAny) return result;
  const { addPolicies } = await import("./policies/lint-policies.ts");
  return addPolicies(result, policies, read, { current: request.namespace, size });
}

async function withEdits(
  report: Report,
  { edits, accepted }: LintRequest,
  inputs: Pick<OpenedManifests, "readOnly" | "kinds">,
  { options, rules }: { readonly options: LintOptions } & Pick<LintSettings, "rules">,
): Promise<Report> {
  if (edits === undefined || report.summary.violations === report.summary.accepted) return report;
  const { addEdits } = await import("./edits/lint-edits.ts");
  return addEdits(report, inputs, options, { ...accepted, rules }, edits);
}

function changesRequest(
  { changedSince, accepted, config, paths }: LintRequest,
  { report: { file }, admissionConfig, exclude, rendering }: LintSettings,
): ChangesRequest | undefined {
  if (changedSince === undefined) return undefined;
  const places = config === undefined ? placesOfSettings(paths[0] ?? "-", file ?? undefined) : [config];
  return {
    revision: changedSince,
    decisive: [...places, ...filesOf(accepted), ...(admissionConfig === undefined ? [] : [admissionConfig])],
    paths,
    isRendering: rendering?.render !== undefined || rendering?.kustomization !== undefined,
    ...(exclude !== undefined && { isExcluded: (path: string) => exclude.matches(path, false) }),
  };
}

/**
 * Finds the configuration of a lint, and decides what counts.
 *
 * @throws UserError if it is wrong
 */
async function settingsOfLint(request: LintRequest): Promise<LintSettings> {
  const file = settingsFileOf(request);
  if (file !== undefined) {
    const settings = await settle(file, request);
    for (const [place, named] of settings.named) requireNamedFile(place, named);
    return settings;
  }
  const { levels, serverVersion, admissionConfig, includeHidden = false, failOn = "enforce" } = request;
  return {
    levels,
    ...(serverVersion !== undefined && { serverVersion }),
    ...(admissionConfig !== undefined && { admissionConfig }),
    includeHidden,
    failOn,
    podTemplate: request.podTemplate ?? [],
    ...(request.rendering !== undefined && { rendering: request.rendering }),
    rules: [],
    named: [],
    unused: () => [],
    report: { file: null, settings: [] },
  };
}

/** The configuration, and the files that it names and that count. */
function filesOfSettings({ named, report: { file } }: LintSettings): readonly UsedFile[] {
  const settings = file === null ? [] : [{ file, role: "the configuration of the run" }];
  return [...settings, ...named.map(([place, path]) => ({ file: path, role: `the file of ${place}` }))];
}

/**
 * The settings of a lint, and where they come from (`--print-config`).
 *
 * @throws UserError if the configuration is wrong
 */
export async function describeSettings(request: LintRequest): Promise<SettingsReport> {
  return (await settle(settingsFileOf(request), request)).report;
}

function settingsFileOf({ config, paths }: LintRequest): string | undefined {
  return config ?? findSettings(paths[0] ?? "-");
}

/** Loaded late, since many runs have no configuration. */
async function settle(file: string | undefined, request: LintRequest): Promise<LintSettings> {
  const { settleLint } = await import("./settings/lint-settings.ts");
  return settleLint(file, request);
}

async function lintOptions(request: LintRequest, settings: LintSettings, terminal: Terminal): Promise<LintOptions> {
  const { asUser, namespace, strict, identify, accepted } = request;
  const { admissionConfig, serverVersion, levels, levelOf, failOn, rules } = settings;
  const configuration = await readConfiguration(admissionConfig, terminal);
  const evaluator = createEvaluator(CHECKS, serverVersion);
  return {
    admission: { evaluator, exemptions: configuration?.exemptions ?? NO_EXEMPTIONS },
    defaults: configuration?.defaults,
    levels,
    levelOf,
    levelsFrom: levelOf === undefined ? undefined : (settings.report.file ?? undefined),
    serverMinor: serverVersion,
    user: asUser,
    namespace,
    failOn,
    strict,
    identify: identify || accepted.file !== undefined || rules.length > 0,
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
