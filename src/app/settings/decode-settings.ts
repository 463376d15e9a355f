import { acceptedEntries } from "../../accepted/entries.ts";
import { flag, listOf, objectOf, parsed, text, word, type Decoder } from "../../api/decoding/decoder.ts";
import { isUserError } from "../../api/user-error.ts";
import { parseOwnKinds } from "../../workloads/custom/own-kinds.ts";
import type { AcceptedEntry } from "../../report/acceptance.ts";
import type { FailOn } from "../../report/report.ts";
import { FAIL_ON } from "../../report/violations.ts";
import { parseAssignment, parseKubeVersion, parseReleaseName } from "../values/rendering-values.ts";
import { parseLevelVersion, parseServerMinor, type LevelVersion, type Parsed } from "../values/levels-and-versions.ts";

/** The configuration of a lint, as a file has it. */
export interface SettingsFile {
  /** Who is judged by which level. The first entry that matches counts. */
  readonly levels?: readonly LevelEntry[];
  /** The minor of `v1.N`. */
  readonly serverVersion?: number;
  /** A path, relative to the file. */
  readonly admissionConfig?: string;
  /** Patterns, as in a .gitignore beside the file. */
  readonly exclude?: readonly string[];
  readonly includeHidden?: boolean;
  readonly failOn?: FailOn;
  /** The places of pods in custom resources: `GROUP/KIND=PATH`. */
  readonly podTemplates?: readonly string[];
  readonly render?: RenderEntry;
  readonly accept?: readonly AcceptedEntry[];
}

/** The values that `--render` gives to charts. */
export interface RenderEntry {
  /** Sets of values files, with paths relative to the file. Each set renders each chart once. */
  readonly values?: readonly (readonly string[])[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly releaseName?: string;
}

/** The level of some objects. */
export interface LevelEntry {
  readonly level: LevelVersion;
  /** A pattern for the path of the file; absent for every file. */
  readonly path?: string;
  /** A pattern for the namespace; absent for every namespace. */
  readonly namespace?: string;
}

/** Verifies the place of a pod in a custom resource. */
function parsePodTemplate(place: string): Parsed<string> {
  try {
    parseOwnKinds([place]);
    return { value: place };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { fault: "expected GROUP/KIND=PATH, the group without a version: example.com/Widget=.spec.template" };
  }
}

/** A file, or a list of files. */
function oneOrMore(...[value, path, faults]: Parameters<Decoder<unknown>>): readonly string[] | undefined {
  if (Array.isArray(value)) return listOf(text)(value, path, faults);
  const one = text(value, path, faults);
  return one === undefined ? undefined : [one];
}

/** Decodes a configuration. */
const settingsFile: Decoder<SettingsFile> = objectOf<SettingsFile>({
  levels: listOf(objectOf<LevelEntry>({ level: parsed(parseLevelVersion), path: text, namespace: text }, ["level"])),
  serverVersion: parsed(parseServerMinor),
  admissionConfig: text,
  exclude: listOf(text),
  includeHidden: flag,
  failOn: word(FAIL_ON),
  podTemplates: listOf(parsed(parsePodTemplate)),
  render: objectOf<RenderEntry>({
    values: listOf(oneOrMore),
    set: listOf(parsed(parseAssignment)),
    setString: listOf(parsed(parseAssignment)),
    kubeVersion: parsed(parseKubeVersion),
    apiVersions: listOf(text),
    releaseName: parsed(parseReleaseName),
  }),
  accept: acceptedEntries,
});

/** An empty file sets nothing. */
export const settings: Decoder<SettingsFile> = (value, path, faults) =>
  value === null ? {} : settingsFile(value, path, faults);
