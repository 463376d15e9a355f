import { join } from "node:path";
import type { UsedFile } from "../../../api/files.ts";
import { isDirectory, listDirectory, realPathOf } from "../../files/directory.ts";
import { pathPatterns } from "../../files/path-patterns.ts";
import { readTextFile } from "../../files/read-text.ts";
import type { RenderingSource } from "./find-renderings.ts";

const IGNORE_FILE = ".helmignore";
/** The files in the root of a chart that Helm itself reads. */
const ROOT_FILES = [
  "Chart.yaml",
  "Chart.lock",
  "requirements.yaml",
  "requirements.lock",
  "values.yaml",
  "values.schema.json",
  IGNORE_FILE,
];
/** The directories of a chart whose files Helm itself reads. */
const DIRECTORIES = ["templates", "charts", "crds"];

const OF_CHART = "a file of a chart that the run renders";

/** A directory that Helm does not examine for charts, and that has no links. */
const REPOSITORY = ".git";

/**
 * The files from which helm and kustomize render, besides the values that a flag or the configuration names. Some do not exist. A template can read any
 * other file of its chart, too (`.Files.Get`, `.Files.Glob`), but a report of an earlier run may be among these. Helm follows symbolic links
 * (internal/sympath/walk.go, helm v4.3.2), so their targets are files of the chart.
 */
export function renderedFiles(sources: readonly RenderingSource[]): readonly UsedFile[] {
  return sources.flatMap(({ tool, directory, parts }): readonly UsedFile[] =>
    tool === "helm"
      ? [
          ...filesOfChart(directory).map((file) => ({ file, role: OF_CHART })),
          { ...placeOf(directory), ...ignoredIn(directory) },
          ...linksBelow(directory).map(placeOf),
        ]
      : parts.flatMap(filesOf).map((file) => ({ file, role: "a file of a kustomization that the run renders" })),
  );
}

/** A file or a directory that a template can read. */
function placeOf(file: string): UsedFile {
  return { file, role: OF_CHART, exceptReports: true, ...(isDirectory(file) && { isDirectory: true }) };
}

/** Rules that Helm reads in another way than Git, or rejects. */
const HELMS_OWN_RULE = /^!|\*\*|[[\\]/;

/** The files that the rules of `.helmignore` leave out of a chart (pkg/ignore/rules.go, helm v4.3.2); none if a rule is one of {@link HELMS_OWN_RULE}. */
function ignoredIn(directory: string): Pick<UsedFile, "isUnread"> {
  const content = readTextFile(join(directory, IGNORE_FILE));
  if ("fault" in content) return {};
  const rules = content.text.split("\n").map((line) => line.trim());
  return rules.some((rule) => HELMS_OWN_RULE.test(rule))
    ? {}
    : { isUnread: pathPatterns(rules, realPathOf(directory)) };
}

/** The file of a kustomization, and the files and directories that it loads. */
export function filesOf({ directory, fileName, references }: RenderingSource["parts"][number]): readonly string[] {
  return [join(directory, fileName), ...references];
}

function filesOfChart(directory: string): readonly string[] {
  const below = DIRECTORIES.flatMap((name) => [...entriesBelow(join(directory, name))]);
  return [...ROOT_FILES.map((name) => join(directory, name)), ...below.map(({ path }) => path)];
}

function linksBelow(directory: string): readonly string[] {
  return [...entriesBelow(directory)].flatMap(({ path, isLink }) => (isLink ? [path] : []));
}

/** A file, or a symbolic link to a file or a directory. */
interface Entry {
  readonly path: string;
  readonly isLink: boolean;
}

/**
 * The files and the links below a directory, and below the directories that these links lead to; none if it does not exist.
 *
 * @param entered the directories without links that were listed already: a link may lead to one that contains it
 */
function* entriesBelow(directory: string, entered: Set<string> = new Set()): Generator<Entry, undefined> {
  const real = realPathOf(directory);
  if (entered.has(real)) return;
  entered.add(real);
  for (const entry of listDirectory(directory).entries ?? []) {
    if (entry.name === REPOSITORY) continue;
    const path = join(directory, entry.name);
    const isLink = entry.isSymbolicLink();
    if (isLink || !entry.isDirectory()) yield { path, isLink };
    if (entry.isDirectory() || (isLink && isDirectory(path))) yield* entriesBelow(path, entered);
  }
}
