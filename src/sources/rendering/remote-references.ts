import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isRecord } from "../../api/record.ts";
import { shownUrl } from "../../api/words/quoted.ts";
import { readDocuments } from "../../text/documents.ts";
import { decodeManifest } from "../files/decode-text.ts";
import { readTextFile } from "../files/read-text.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The forms of addresses that kustomize downloads (kustomize v5, api/internal/git/repospec.go and api/internal/loader): a scheme, `git::`, `gh:`,
 * `user@host:`, a host that it knows, and the parts of an address that name a version.
 */
const REMOTE =
  /^[a-z][a-z0-9+.-]*:\/\/|^git::|^gh:|^[\w.-]+@[\w.-]+[:/]|^(?:github|gitlab|bitbucket)\.(?:com|org)[/:]|[?&](?:ref|version|timeout|submodules)=|\/_git\/|\.git(?:\/|$)/i;

/** The fields that kustomize reads objects from: a path that does not exist may be the address of a repository. */
const SOURCES: readonly string[] = ["resources", "bases", "components", "generators", "transformers", "validators"];
/** Those whose entries may be YAML instead of paths. */
const CONFIGURATIONS: ReadonlySet<string> = new Set(["generators", "transformers", "validators"]);
/** The other fields with files, which kustomize also downloads from an address. */
const FILES: readonly string[] = [
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "replacements",
  "configurations",
  "crds",
  "configMapGenerator",
  "secretGenerator",
  "openapi",
];
/** The fields that run Helm, which downloads charts. */
const CHARTS: readonly string[] = ["helmCharts", "helmChartInflationGenerator"];
/** The fields of the configuration of a generator or a transformer that kustomize downloads. */
const LOADED: ReadonlySet<string> = new Set(["path", "paths", "files", "envs", "env", "url"]);

/** Whether an entry of a kustomization is an address. */
export function isRemote(entry: string): boolean {
  return REMOTE.test(entry);
}

/**
 * Whether an entry that is not on the disk is a path, and not an address that kustomize might understand: it begins as a path, ends as a manifest, or its first
 * part cannot be the name of a host.
 */
function isPath(entry: string): boolean {
  if (isRemote(entry)) return false;
  const [first = ""] = entry.split("/");
  return /^(?:\.{1,2}$|\.{0,2}\/)|\.(?:ya?ml|json)$/i.test(entry) || !/[.:@]/.test(first);
}

/**
 * The paths of a kustomization that do not exist, in words: `resources: ./base`.
 *
 * @param directory the directory of the kustomization
 * @param fields its fields
 */
export function missingReferences(directory: string, fields: Fields): readonly string[] {
  return SOURCES.flatMap((field) =>
    textsIn(fields[field])
      .filter((entry) => !(CONFIGURATIONS.has(field) && isInline(entry)) && isPath(entry) && !isLocal(directory, entry))
      .map((entry) => `${field}: ${shownUrl(entry)}`),
  );
}

/**
 * The entries of a kustomization that kustomize would download, or run another program for, in words: `resources: https://…`. A source that is no
 * file, no directory and no path is one of them, because kustomize takes many forms for addresses.
 *
 * @param directory the directory of the kustomization
 * @param fields its fields
 */
export function remoteReferences(directory: string, fields: Fields): readonly string[] {
  const charts = CHARTS.filter((field) => isSet(fields[field]));
  const sources = SOURCES.flatMap((field) => {
    const entries = textsIn(fields[field]);
    const isConfiguration = CONFIGURATIONS.has(field);
    const remote = entries.filter(
      (entry) => !(isConfiguration && isInline(entry)) && !isPath(entry) && !isLocal(directory, entry),
    );
    const inner = isConfiguration ? entries.flatMap((entry) => remoteInConfiguration(directory, entry)) : [];
    return [...remote, ...inner].map((entry) => `${field}: ${shownUrl(entry)}`);
  });
  const files = FILES.flatMap((field) =>
    loadedTexts(fields[field])
      .filter((entry) => !isInline(entry) && isRemote(withoutKey(entry)))
      .map((entry) => `${field}: ${shownUrl(withoutKey(entry))}`),
  );
  return [...new Set([...charts, ...sources, ...files])];
}

/** Whether a source is on the disk. kustomize prefers an address to a directory of the same name. */
function isLocal(directory: string, entry: string): boolean {
  const stats = statSync(resolve(directory, entry), { throwIfNoEntry: false });
  return stats !== undefined && (stats.isFile() || !isRemote(entry)) && !/^https?:/i.test(entry);
}

/** The addresses in the configuration of a generator or a transformer: in a file, in the files of a directory, or inline. */
function remoteInConfiguration(directory: string, entry: string): readonly string[] {
  const path = resolve(directory, entry);
  const isFile = !isInline(entry) && existsSync(path) && statSync(path).isFile();
  const content = isFile ? readTextFile(path, decodeManifest) : { text: isInline(entry) ? entry : "" };
  const text = "text" in content ? content.text : "";
  return [...readDocuments(text)].flatMap((document) => {
    const value = "value" in document ? document.value : undefined;
    const chart =
      isRecord(value) && value["kind"] === "HelmChartInflationGenerator" ? ["HelmChartInflationGenerator"] : [];
    return [...chart, ...addressesIn(value)];
  });
}

function addressesIn(value: unknown, isLoaded = false): readonly string[] {
  if (typeof value === "string") return isLoaded && isRemote(withoutKey(value)) ? [withoutKey(value)] : [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => addressesIn(each, isLoaded));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => addressesIn(each, LOADED.has(key)));
}

/** The entries of a field with files: paths, objects with a `path`, and the files of generators. */
function loadedTexts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => loadedTexts(each));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => (LOADED.has(key) ? loadedTexts(each) : []));
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** Whether an entry is YAML instead of a path. */
function isInline(entry: string): boolean {
  return entry.includes("\n") || /^[[{]|^[\w.-]+:\s/.test(entry);
}

/** `[KEY=]PATH` without its key. */
function withoutKey(entry: string): string {
  return entry.replace(/^[\w.-]+=(?=[a-z][a-z0-9+.-]*:)/i, "");
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}
