/** Renders charts and kustomizations with the user's own programs. The bundle has it in a separate file, since most runs render nothing. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { RefuseReplacing } from "../../../api/files.ts";
import { UserError } from "../../../api/user-error.ts";
import { NOT_JUDGED } from "../../../api/words/not-judged.ts";
import { shownUrl } from "../../../api/words/quoted.ts";
import { shellPath, shellWord } from "../../../api/words/shell-word.ts";
import type { Environment } from "../../cluster/kubeconfig/kubeconfig-files.ts";
import { decodeManifest, type TextOrFault } from "../../files/decode-text.ts";
import { decodeText } from "../../files/read-text.ts";
import type { Discovered } from "../../files/discover.ts";
import type { RenderingOptions, RenderingRequest } from "../options.ts";
import { chartName, templateFiles } from "../template-file.ts";
import type { RenderedSources } from "../templates.ts";
import { toolEnvironment } from "./environment.ts";
import { findCharts, findKustomizations, kustomizationIn, type RenderingSource } from "./find-renderings.ts";
import { helmArguments } from "./helm-arguments.ts";
import { cleanMessage } from "./messages.ts";
import { filesOf, renderedFiles } from "./rendered-files.ts";
import { refusalOf } from "./refusals.ts";
import { LIMITS, runTool, type ToolLimits, type WithCleanup } from "./run-tool.ts";
import { findTool } from "./tools.ts";

/** The surroundings of a rendering. */
export interface RenderingHost {
  readonly env: Environment;
  readonly withCleanup: WithCleanup;
  /** Called before a program runs, with the files that the programs read. */
  readonly refuseReplacing: RefuseReplacing;
}

/** The inputs of a run with the output of the tools. */
export interface RenderedInputs {
  readonly inputs: readonly Discovered[];
  readonly rendered: RenderedSources;
}

const NO_OPTIONS: RenderingOptions = { values: [], set: [], setString: [], apiVersions: [] };

/**
 * Renders the charts and kustomizations among the inputs, and the kustomization of `-k`. Each one that cannot be rendered is an unreadable input.
 * Before any program runs, all are examined: one that needs a download, or a program that is missing, is refused.
 *
 * @param paths the arguments that the inputs come from
 * @throws UserError if a file of values or the directory of `-k` does not exist, a flag is for charts and there is none, or a report would replace a file
 */
export async function renderInputs(
  paths: readonly string[],
  inputs: readonly Discovered[],
  { render, kustomization, chartFlag }: RenderingRequest,
  host: RenderingHost,
  limits: ToolLimits = LIMITS,
): Promise<RenderedInputs> {
  if (render !== undefined) refuseValues(render);
  const named = kustomization === undefined ? [] : [openKustomization(kustomization)];
  const found = render === undefined ? [] : [findCharts(inputs), findKustomizations(paths, inputs)].flat();
  const sources = [...named, ...found.filter(({ directory }) => directory !== named[0]?.directory)];
  if (chartFlag !== undefined && !found.some(({ tool }) => tool === "helm")) {
    throw new UserError(
      `${chartFlag} has no effect: there is no chart among the inputs`,
      "Name the directory of a chart, which has a Chart.yaml, or leave the flag out.",
    );
  }
  host.refuseReplacing(renderedFiles(sources));
  const options = render ?? NO_OPTIONS;
  const jobs = sources.flatMap((source) => jobsOf(source, options, host.env));
  return {
    inputs: [...inputs, ...(await runAll(jobs, host, limits))],
    rendered: {
      charts: new Set(sources.filter(({ tool }) => tool === "helm").map(({ directory }) => directory)),
      files: new Set(sources.flatMap(({ parts }) => parts.flatMap(filesOf))),
    },
  };
}

/** @throws UserError */
function refuseValues({ values }: RenderingOptions): void {
  for (const file of values.flat()) {
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) {
      throw new UserError(
        `--values ${shownUrl(file)} is an address, and nothing is downloaded`,
        "Fetch the file yourself.",
      );
    }
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      const hint = "Check the path. Commas separate the files of one set, and a repeated --values begins another set.";
      throw new UserError(`--values ${file}: no such file`, hint);
    }
  }
}

/** @throws UserError */
function openKustomization(path: string): RenderingSource {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) {
    const shown = shownUrl(path);
    const word = shown === path ? shellWord(path) : "URL";
    const hint = `Build it yourself: kubectl kustomize ${word} | kubectl pss lint -`;
    throw new UserError(`-k ${shown} is an address, and nothing is downloaded`, hint);
  }
  const source = kustomizationIn(path);
  if (source !== undefined) return source;
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const fault = isDirectory ? "has no kustomization that can be read" : "is no directory";
  throw new UserError(`-k ${path} ${fault}`, "-k takes a directory with a kustomization.yaml. Check the path.");
}

/** A rendering of a chart or a kustomization. */
interface Job {
  readonly source: RenderingSource;
  readonly values: readonly string[];
  readonly step: Step;
}

type Step =
  /** Why it cannot be rendered. */
  | { readonly refusal: string }
  | {
      readonly refusal?: never;
      readonly program: string;
      readonly args: readonly string[];
      readonly shown: string;
      readonly options: RenderingOptions;
    };

/** The renderings of a chart, one for each set of values; one of a kustomization. */
function jobsOf(source: RenderingSource, options: RenderingOptions, env: Environment): readonly Job[] {
  const { tool, directory, shown } = source;
  const found = findTool(tool, env);
  const refusal = refusalOf(source) ?? (found.path === undefined ? `${shown} ${found.fault}` : undefined);
  if (refusal !== undefined || found.path === undefined)
    return [{ source, values: [], step: { refusal: refusal ?? "" } }];
  const { path: program, words } = found;
  if (tool === "kustomize") {
    const command = [...words, shellPath(shown)].join(" ");
    const args = [...words.slice(1), directory];
    return [{ source, values: [], step: { program, args, shown: command, options } }];
  }
  const sets = options.values.length === 0 ? [[]] : options.values;
  return sets.map((values) => {
    const flags = values.flatMap((file) => ["--values", shellPath(file)]);
    const command = [...words, shellPath(shown), ...flags].join(" ");
    return {
      source,
      values,
      step: { program, args: helmArguments(directory, values, options), shown: command, options },
    };
  });
}

/** Runs the programs, several at a time. */
async function runAll(jobs: readonly Job[], host: RenderingHost, limits: ToolLimits): Promise<readonly Discovered[]> {
  if (jobs.every(({ step }) => step.refusal !== undefined)) return Promise.all(jobs.map((job) => refused(job)));
  const empty = mkdtempSync(join(tmpdir(), "kubectl-pss-render-"));
  const cleanup = (): void => rmSync(empty, { recursive: true, force: true });
  return host.withCleanup(cleanup, async () => {
    const env = toolEnvironment(host.env, empty);
    const results: Discovered[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let at = next++; at < jobs.length; at = next++) {
        const job = jobs[at];
        if (job !== undefined) results[at] = await run(job, env, host.withCleanup, limits);
      }
    };
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
    return results;
  });
}

async function run(job: Job, env: Environment, withCleanup: WithCleanup, limits: ToolLimits): Promise<Discovered> {
  const { source, step } = job;
  if (step.refusal !== undefined) return refused(job);
  const { program, args, shown, options } = step;
  const { output, fault, stderr = "" } = await runTool(program, args, env, withCleanup, limits);
  if (output !== undefined) return rendered(job, decodeText(output, decodeManifest));
  const said = cleanMessage(stderr, [[source.directory, source.shown]], options);
  return rendered(job, faultOf(`${shown} ${fault}${said === "" ? "" : `: ${said}`}`));
}

function refused(job: Job): Discovered {
  return rendered(job, faultOf(job.step.refusal ?? ""));
}

function faultOf(message: string): TextOrFault {
  return { fault: NOT_JUDGED + message, line: 1 };
}

function rendered({ source, values }: Job, content: TextOrFault): Discovered {
  const { directory, shown, file: path } = source;
  const name = chartName(directory);
  const fileOf = templateFiles(name === undefined ? undefined : { directory: shown, name });
  return { type: "rendered", path, content, rendering: { from: { file: path, values }, fileOf } };
}
