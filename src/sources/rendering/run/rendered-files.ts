import { join } from "node:path";
import type { UsedFile } from "../../../api/files.ts";
import { listDirectory } from "../../files/directory.ts";
import type { RenderingSource } from "./find-renderings.ts";

/** The files in the root of a chart that Helm itself reads. */
const ROOT_FILES = [
  "Chart.yaml",
  "Chart.lock",
  "requirements.yaml",
  "requirements.lock",
  "values.yaml",
  "values.schema.json",
  ".helmignore",
];
/** The directories of a chart whose files Helm itself reads. */
const DIRECTORIES = ["templates", "charts", "crds"];

const OF_CHART = "a file of a chart that the run renders";

/**
 * The files from which helm and kustomize render, besides the values that a flag or the configuration names. Some do not exist. A template can read any
 * other file of its chart, too (`.Files.Get`, `.Files.Glob`), but a report of an earlier run may be among these.
 */
export function renderedFiles(sources: readonly RenderingSource[]): readonly UsedFile[] {
  return sources.flatMap(({ tool, directory, parts }): readonly UsedFile[] =>
    tool === "helm"
      ? [
          ...filesOfChart(directory).map((file) => ({ file, role: OF_CHART })),
          { file: directory, role: OF_CHART, isDirectory: true, exceptReports: true },
        ]
      : parts.flatMap(filesOf).map((file) => ({ file, role: "a file of a kustomization that the run renders" })),
  );
}

/** The file of a kustomization, and the files and directories that it loads. */
export function filesOf({ directory, fileName, references }: RenderingSource["parts"][number]): readonly string[] {
  return [join(directory, fileName), ...references];
}

function filesOfChart(directory: string): readonly string[] {
  const below = DIRECTORIES.flatMap((name) => filesBelow(join(directory, name)));
  return [...ROOT_FILES.map((name) => join(directory, name)), ...below];
}

/** The files below a directory; none if it does not exist. */
function filesBelow(directory: string): readonly string[] {
  const { entries = [] } = listDirectory(directory);
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
