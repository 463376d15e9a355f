/** The flags of lint that render charts and kustomizations. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { LintRequest } from "../../app/lint.ts";
import { parseAssignment, parseKubeVersion, parseReleaseName } from "../../app/values/rendering-values.ts";
import { valueOf } from "./values/parse.ts";

/** The values of these flags. */
export interface RenderingFlags {
  readonly render?: true;
  readonly kustomize?: string;
  readonly values?: readonly (readonly string[])[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly releaseName?: string;
}

/** The flags that only charts obey. */
const CHART_FLAGS = {
  values: "--values",
  set: "--set",
  setString: "--set-string",
  kubeVersion: "--kube-version",
  apiVersions: "--api-versions",
  releaseName: "--release-name",
} as const satisfies Partial<Record<keyof RenderingFlags, string>>;

/** Adds the flags that render charts and kustomizations. */
export function addRenderingOptions(command: Command): Command {
  return command
    .option("--render", "render the charts and kustomizations in PATH with helm and kubectl, and judge their output")
    .addOption(
      new Option("-k, --kustomize <DIR>", "render the kustomization of this directory, and judge its output").argParser(
        parseDirectory,
      ),
    )
    .addOption(
      new Option(
        "--values <FILE[,FILE]>",
        "with --render, a set of values files for charts; repeatable: each set renders once",
      ).argParser(collectSet),
    )
    .addOption(new Option("--set <KEY=VALUE>", "with --render, a value for charts; repeatable").argParser(collectValue))
    .addOption(
      new Option("--set-string <KEY=VALUE>", "with --render, a string for charts; repeatable").argParser(collectValue),
    )
    .addOption(
      new Option("--kube-version <VERSION>", "with --render, the version that charts see as the cluster's").argParser(
        (text) => valueOf(parseKubeVersion(text)),
      ),
    )
    .addOption(
      new Option(
        "--api-versions <NAME>",
        "with --render, an API version that charts see in the cluster; repeatable, or a,b",
      ).argParser(collectVersions),
    )
    .addOption(
      new Option("--release-name <NAME>", "with --render, the name of the release (default: release-name)").argParser(
        (text) => valueOf(parseReleaseName(text)),
      ),
    );
}

/**
 * Returns the rendering that the flags request.
 *
 * @param namespace the namespace of `-n`
 * @throws UserError for a flag that only charts obey, without `--render`
 */
export function renderingOf(
  flags: RenderingFlags,
  namespace: string | undefined,
): NonNullable<LintRequest["rendering"]> {
  const {
    render,
    kustomize,
    values = [],
    set = [],
    setString = [],
    kubeVersion,
    apiVersions = [],
    releaseName,
  } = flags;
  const [, chartFlag] =
    Object.entries(CHART_FLAGS).find(([name]) => flags[name as keyof typeof CHART_FLAGS] !== undefined) ?? [];
  if (render === undefined && chartFlag !== undefined) {
    if (kustomize !== undefined) {
      const hint = "-k renders a kustomization. Leave the flag out, or name a chart: --render CHART";
      throw new UserError(`${chartFlag} has no effect with -k: it is for charts`, hint);
    }
    throw new UserError(
      `${chartFlag} has no effect without --render`,
      "Add --render to render the charts in PATH, or leave it out.",
    );
  }
  const options = {
    values,
    set,
    setString,
    apiVersions,
    ...(kubeVersion !== undefined && { kubeVersion }),
    ...(releaseName !== undefined && { releaseName }),
    ...(namespace !== undefined && { namespace }),
  };
  return {
    ...(render !== undefined && { render: options }),
    ...(kustomize !== undefined && { kustomization: kustomize }),
    ...(chartFlag !== undefined && { chartFlag }),
  };
}

function parseDirectory(text: string, previous: string | undefined): string {
  if (text === "") throw new InvalidArgumentError("It is empty; a variable of the shell may be empty.");
  if (previous !== undefined) {
    throw new InvalidArgumentError("It is one kustomization, as for kubectl. --render PATH... renders several.");
  }
  return text;
}

/** Commas separate the files of one set, and each use of the flag is another set. */
function collectSet(text: string, previous: readonly (readonly string[])[] = []): readonly (readonly string[])[] {
  const files = text.split(",");
  if (files.includes("")) throw new InvalidArgumentError("The name of a file is empty.");
  return [...previous, files];
}

function collectValue(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, valueOf(parseAssignment(text))];
}

function collectVersions(text: string, previous: readonly string[] = []): readonly string[] {
  const versions = text.split(",");
  if (versions.includes("")) throw new InvalidArgumentError("An API version is empty.");
  return [...previous, ...versions];
}
