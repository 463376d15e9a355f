import { acceptedEntries } from "../../accepted/entries.ts";
import { flag, foundText, listOf, objectOf, parsed, text, word, type Decoder } from "../../api/decoding/decoder.ts";
import { LEVELS } from "../../api/level.ts";
import { isUserError } from "../../api/user-error.ts";
import { nearestName } from "../../api/words/nearest-name.ts";
import { quote, typeOf } from "../../api/words/quoted.ts";
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
    return { fault: error.message };
  }
}

/**
 * A text that a function parses, where the parser of a flag says only what it expects.
 *
 * @param expected the same for a field
 * @param meant the value that a wrong text means; undefined if that is not known
 * @param show shows a wrong text
 */
function field<T>(
  parse: (text: string) => Parsed<T>,
  expected: string,
  meant: (text: string) => string | undefined = () => undefined,
  show: (text: string) => string = foundText,
): Decoder<T> {
  return parsed((read) => {
    const result = parse(read);
    if ("value" in result) return result;
    const right = meant(read);
    const advice = right === undefined ? "" : `; did you mean ${right}?`;
    return { fault: `expected ${expected}, found ${show(read)}${advice}` };
  }, expected);
}

/** Returns the level, with its version, that a text means. */
function meantLevel(found: string): string | undefined {
  const [level = "", ...version] = found.split(":");
  const meant = nearestName(level, LEVELS);
  if (version.length === 0) return meant;
  const minor = meantMinor(version.join(":"));
  return meant === undefined || minor === undefined ? undefined : `${meant}:${minor}`;
}

/** Returns the minor version that a text means: `v1.33` for `1.33` and `v1.33.2`. */
function meantMinor(found: string): string | undefined {
  const minor = /^v?1\.(\d{1,4})(?:\.\d+)?$/.exec(found)?.[1];
  return minor === undefined ? undefined : `v1.${Number(minor)}`;
}

const LEVEL = `${LEVELS.slice(0, -1).join(", ")} or ${LEVELS.at(-1) ?? ""}, alone or with a version (baseline:v1.33)`;
const POD_TEMPLATE = "GROUP/KIND=PATH, the group without a version (example.com/Widget=.spec.template)";
const RELEASE_NAME = "a name with lower-case letters, digits and dashes, and at most 53 characters";
const ASSIGNMENT = "KEY=VALUE, as for helm";

/** A file, or a list of files. */
function oneOrMore(...[value, path, faults]: Parameters<Decoder<unknown>>): readonly string[] | undefined {
  if (Array.isArray(value)) return listOf(text)(value, path, faults);
  const one = text(value, path, faults);
  return one === undefined ? undefined : [one];
}

/** Decodes a configuration. */
const settingsFile: Decoder<SettingsFile> = objectOf<SettingsFile>({
  levels: listOf(
    objectOf<LevelEntry>({ level: field(parseLevelVersion, LEVEL, meantLevel), path: text, namespace: text }, [
      "level",
    ]),
  ),
  serverVersion: field(parseServerMinor, "v1.N, such as v1.33", meantMinor),
  admissionConfig: text,
  exclude: listOf(text),
  includeHidden: flag,
  failOn: word(FAIL_ON),
  podTemplates: listOf(field(parsePodTemplate, POD_TEMPLATE, undefined, quote)),
  render: objectOf<RenderEntry>({
    values: listOf(oneOrMore),
    set: listOf(field(parseAssignment, ASSIGNMENT, undefined, typeOf)),
    setString: listOf(field(parseAssignment, ASSIGNMENT, undefined, typeOf)),
    kubeVersion: field(parseKubeVersion, "a version, such as v1.34"),
    apiVersions: listOf(text),
    releaseName: field(parseReleaseName, RELEASE_NAME, undefined, quote),
  }),
  accept: acceptedEntries,
});

/** An empty file sets nothing. */
export const settings: Decoder<SettingsFile> = (value, path, faults) =>
  value === null ? {} : settingsFile(value, path, faults);
