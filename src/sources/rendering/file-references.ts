import { isRecord } from "../../api/record.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The fields that are lists of paths, of inline texts, or of objects with a `path` (kustomize v5, api/types/kustomization.go). */
const PATHS: readonly string[] = [
  "resources",
  "bases",
  "components",
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "replacements",
  "transformers",
  "generators",
  "validators",
  "configurations",
  "crds",
];

/**
 * The paths of files and directories that a kustomization loads, as they are written. Among them may be addresses and inline texts, which no file
 * has as its name.
 */
export function fileReferences(fields: Fields): readonly string[] {
  const entries = [
    ...PATHS.flatMap((field) => listOf(fields[field]).map((entry) => (isRecord(entry) ? entry["path"] : entry))),
    ...[...listOf(fields["configMapGenerator"]), ...listOf(fields["secretGenerator"])].flatMap(generatorFiles),
    ...listOf(fields["helmCharts"]).flatMap((chart) =>
      isRecord(chart) ? [chart["valuesFile"], ...listOf(chart["additionalValuesFiles"])] : [],
    ),
    isRecord(fields["openapi"]) ? fields["openapi"]["path"] : undefined,
  ];
  return entries.filter((entry) => typeof entry === "string");
}

/** The files of a generator: `[KEY=]PATH`, and paths of environment files. */
function generatorFiles(generator: unknown): readonly unknown[] {
  if (!isRecord(generator)) return [];
  const files = listOf(generator["files"]).map((entry) =>
    typeof entry === "string" ? entry.slice(entry.indexOf("=") + 1) : entry,
  );
  return [...files, ...listOf(generator["envs"]), generator["env"]];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
