import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { UserError } from "../api/user-error.ts";
import { fix } from "../fixes/fix.ts";
import { CHECKS } from "../policy/checks.ts";
import { meantChecks } from "../policy/words/meant-checks.ts";
import { createEvaluator, formatLevelVersion, type LevelVersion } from "../policy/evaluator.ts";
import type { FixReport } from "../report/fix/fix-report.ts";
import { compareNotes } from "../report/notes/note-order.ts";
import type { RenderingRequest } from "../sources/rendering/options.ts";
import { namespaceOf } from "../workloads/identity.ts";
import { withoutFiles } from "../fixes/unwritten.ts";
import { openAcceptance } from "./fix/acceptance.ts";
import { editedPieces } from "./fix/edited-bytes.ts";
import { findEvidence, refuseUnusedEvidence, type EvidenceRequest } from "./fix/evidence.ts";
import { settleFix } from "./fix/settings.ts";
import { openManifests, type OpenedManifests } from "./inputs/open-manifests.ts";
import { readConfiguration } from "./inputs/read-configuration.ts";
import { noteOtherSettings } from "./notes/other-settings.ts";
import type { Terminal } from "./terminal.ts";
import { withUnrendered } from "./notes/unrendered.ts";

export { withoutFiles };

/** The manifests to fix, and how far. */
export interface FixRequest extends EvidenceRequest {
  /** Files, directories and globs; `-` is standard input. */
  readonly paths: readonly string[];
  /** The charts and kustomizations to render, which is refused; absent for none. */
  readonly rendering?: RenderingRequest;
  /** The levels that every object must meet; empty for the strictest levels of its namespace. */
  readonly levels: readonly LevelVersion[];
  /** The file of `--config`; absent to search for one. */
  readonly config?: string;
  /** The list of accepted violations (`--accept`); absent without one. */
  readonly accept?: string;
  /** The day in UTC, which decides which acceptances are over: `2026-12-01`. */
  readonly today: string;
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
  /** The value of `-o`; absent without it. */
  readonly output?: string;
  /** Whether the edited text of standard input is printed. */
  readonly isFilter: boolean;
  /** Whether only patches are printed. */
  readonly isPatch: boolean;
  /** Whether the report need not have patches. */
  readonly withoutPatches?: boolean;
}

/** The edits, and the output of a filter. */
export interface FixResult {
  readonly report: FixReport;
  /** Standard input with the edits, or its bytes without any, for a filter; undefined without one. */
  readonly stream: { readonly pieces: Iterable<string> } | { readonly bytes: Buffer } | undefined;
}

/**
 * Finds the edits that make manifests meet their levels.
 *
 * @throws UserError if the request is wrong, or there is nothing to read
 */
export async function runFix(request: FixRequest, terminal: Terminal): Promise<FixResult> {
  const { paths, only, names, namespace, rendering = {} } = request;
  for (const check of only) refuseUnknown(check);
  refuseUnusedEvidence(request, paths);
  const settings = await settleFix(request.config, paths, request);
  const { includeHidden, podTemplate, exclude, file, levels, levelOf, serverVersion, admissionConfig } = settings;
  if (rendering.render !== undefined || rendering.kustomization !== undefined) {
    const { refusedRendering } = await import("./fix/refuse-rendering.ts");
    throw refusedRendering(paths, { includeHidden }, rendering, filterWords(request));
  }
  const configuration = await readConfiguration(admissionConfig, terminal);
  const list = request.accept === undefined ? [] : await readList(request.accept);
  const acceptance = openAcceptance([...settings.rules, ...list], request.today);
  const notInputs = [file, request.accept, admissionConfig].filter((one) => typeof one === "string");
  const search = {
    ...{ includeHidden, notInputs, podTemplate, pipedInto: "kubectl pss fix -" },
    ...(exclude !== undefined && { exclude }),
  };
  let stdin: Buffer | undefined;
  const reading: Terminal = {
    ...terminal,
    readStandardInput: async (limit, content) => (stdin = await terminal.readStandardInput(limit, content)),
  };
  const opened = await openManifests(paths, search, reading);
  const evidence = await findEvidence(request, () => namespacesIn(opened, namespace), terminal);
  const found = fix(opened.read, {
    admission: {
      evaluator: createEvaluator(CHECKS, serverVersion),
      exemptions: configuration?.exemptions ?? NO_EXEMPTIONS,
    },
    defaults: configuration?.defaults,
    accept: acceptance.accept,
    ...{ levels, levelOf, namespace, only, names, kinds: opened.kinds },
    takesAway: request.takesAway,
    isForced: request.isForced,
    isFilter: request.isFilter,
    isPatch: request.isPatch,
    withoutPatches: request.withoutPatches ?? false,
    ...(evidence !== undefined && { images: evidence.images }),
  });
  const noted = { ...found, notes: [...found.notes, ...acceptance.notes()].toSorted(compareNotes) };
  const placed = request.config === undefined ? noteOtherSettings(noted, file ?? undefined, opened.paths) : noted;
  const judged = (): Set<string> => new Set(found.workloads.map(({ source }) => source.file));
  const whole = withUnrendered(placed, { paths, judged });
  const unreadable = [...whole.unreadable, ...(evidence?.unreadable ?? [])];
  const report = {
    ...whole,
    unreadable,
    ...(evidence !== undefined && { evidence: evidence.source }),
    summary: { ...whole.summary, unreadable: unreadable.length },
  };
  return request.isFilter ? filtered(report, stdin ?? Buffer.alloc(0)) : { report, stream: undefined };
}

/** Edits standard input. Text without edits keeps its bytes, and so does text that is not UTF-8. */
function filtered(report: FixReport, stdin: Buffer): FixResult {
  const file = report.files.find(({ edits }) => edits.length > 0);
  if (file === undefined) return { report, stream: { bytes: stdin } };
  const edited = editedPieces(stdin, file);
  if ("pieces" in edited) return { report, stream: edited };
  return { report: withoutFiles(report, new Map([[file.file, edited.refusal]])), stream: { bytes: stdin } };
}

function refuseUnknown(check: string): void {
  if (CHECKS.some(({ id }) => id === check)) return;
  const meant = meantChecks(check);
  const hint = meant.length === 0 ? "kubectl pss explain lists the checks." : `Did you mean ${meant.join(" or ")}?`;
  throw new UserError(`--only: unknown check ${check}`, hint);
}

/** The flags of a run that the filter takes, too. */
function filterWords({ levels, only, names, takesAway, isForced, output }: FixRequest): readonly string[] {
  return [
    ...levels.flatMap((level) => ["--level", formatLevelVersion(level)]),
    ...(only.length === 0 ? [] : ["--only", only.join(",")]),
    ...(names.length === 0 ? [] : ["--name", names.join(",")]),
    ...(takesAway ? ["--take-away"] : []),
    ...(isForced ? ["--force"] : []),
    ...(output === undefined ? [] : ["-o", output]),
  ];
}

/** Loaded late, since most runs have no list. */
async function readList(file: string) {
  const { rulesIn } = await import("./accepted/accepted-violations.ts");
  return rulesIn(file, false);
}

/** The namespaces of the workloads among the inputs. */
function* namespacesIn({ read }: OpenedManifests, namespace: string | undefined): Generator<string, undefined> {
  for (const item of read()) if (item.type === "workload") yield namespaceOf(item, namespace);
}
