import type { Command, Option } from "commander";
import type { CheckDeclaration } from "../../api/checks/check-declaration.ts";
import { LEVELS } from "../../api/level.ts";
import { MODES } from "../../api/mode.ts";
import type { KubeconfigNames } from "../../app/completion-names.ts";
import { FAIL_ON } from "../../report/violations.ts";

/** A candidate for a word. */
export interface Candidate {
  readonly value: string;
  readonly help: string;
}

/** Names that only some flags take, so that they are read only for these. */
export interface NameReaders {
  kubeconfig(): Promise<KubeconfigNames>;
  namespaces(): Promise<readonly string[]>;
}

/** The facts about the standards and the commands that are candidates. */
export interface ValueFacts {
  readonly checks: readonly CheckDeclaration[];
  /** The newest known version: `v1.N`. */
  readonly newestVersion: string;
  /** The number of steps of a plan. */
  readonly steps: number;
}

/** The flags that take `LEVEL[:VERSION]`. */
const LEVEL_FLAGS = new Set(["--level", ...MODES.map((mode) => `--${mode}`)]);

/** The flags that take a name of the kubeconfig. */
const KUBECONFIG_FLAGS: Readonly<Record<string, keyof KubeconfigNames>> = {
  "--context": "contexts",
  "--cluster": "clusters",
  "--user": "users",
};

/** The flags that take names of namespaces, also several with commas. */
const NAMESPACE_FLAGS = new Set(["--namespace", "--skip", "--keep-privileged"]);

/** The number of versions that are candidates. Older ones are rare. */
const VERSIONS = 10;

/** The candidates for values of flags, and for arguments. */
export class CandidateValues {
  readonly #checks: readonly CheckDeclaration[];
  readonly #versions: readonly string[];
  readonly #steps: number;
  readonly #readers: NameReaders;

  constructor({ checks, newestVersion, steps }: ValueFacts, readers: NameReaders) {
    this.#checks = checks;
    this.#versions = newest(newestVersion, VERSIONS);
    this.#steps = steps;
    this.#readers = readers;
  }

  /**
   * The candidates for the value of a flag.
   *
   * @param current the beginning of the value
   */
  async ofFlag(option: Option, current: string): Promise<readonly Candidate[]> {
    const { long = "", argChoices, flags } = option;
    if (LEVEL_FLAGS.has(long)) return this.#levels(current);
    const names = KUBECONFIG_FLAGS[long];
    if (names !== undefined) return plain((await this.#readers.kubeconfig())[names]);
    if (NAMESPACE_FLAGS.has(long)) return oneMore(current, plain(await this.#readers.namespaces()));
    if (flags.includes("<CHECK>")) return this.#checkNames;
    if (flags.includes("<CHECK,...>")) return oneMore(current, this.#checkNames);
    return plain(argChoices ?? this.#valuesOf(long));
  }

  /**
   * The candidates for an argument of a command.
   *
   * @param current the beginning of the argument
   */
  ofArgument(command: Command, current: string): readonly Candidate[] {
    if (command.name() !== "explain") {
      return plain(command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []));
    }
    // The topics are not declared as commander's choices, since a topic also has other forms.
    const levels = this.#levels(current).filter(({ value }) => value !== "privileged");
    return [...this.#checkNames, ...levels.map(({ value }) => ({ value, help: "the requirements of the level" }))];
  }

  get #checkNames(): readonly Candidate[] {
    return this.#checks.map(({ id, level, title }) => ({ value: id, help: `${title} (${level})` }));
  }

  /** Values of flags that are not declared as commander's choices, since the flags also accept other forms. */
  #valuesOf(flag: string): readonly string[] {
    switch (flag) {
      case "--action":
        return ["warn", "audit", "warn,audit", "deny", "deny,audit"];
      case "--bind":
        return ["labels", "default", "none"];
      case "--fail-on":
        return FAIL_ON;
      case "--max-step":
        return ["1", "2"];
      case "--pin":
        return ["latest", "server", ...this.#versions];
      case "--remove":
        return MODES;
      case "--server-version":
        return this.#versions;
      case "--step":
        return Array.from({ length: this.#steps }, (_, index) => String(index + 1));
      default:
        return [];
    }
  }

  /** The levels; with versions if the level and a colon are typed. */
  #levels(current: string): readonly Candidate[] {
    const level = LEVELS.find((known) => current.startsWith(`${known}:`));
    if (level === undefined) return plain(LEVELS);
    return plain(["latest", ...this.#versions].map((version) => `${level}:${version}`));
  }
}

/**
 * Whether a flag takes the name of a file.
 *
 * @param current the beginning of the value: after `-o sarif=`, a file is next
 */
export function takesFiles({ flags }: Option, current: string): boolean {
  return /<(?:FILE|PATH)\b/.test(flags) || (flags.includes("=FILE") && current.includes("="));
}

/** Candidates for the part after the last comma. */
function oneMore(current: string, names: readonly Candidate[]): readonly Candidate[] {
  const before = current.slice(0, current.lastIndexOf(",") + 1);
  const earlier = before.split(",");
  return names
    .filter(({ value }) => !earlier.includes(value))
    .map(({ value, help }) => ({ value: before + value, help }));
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, help: "" }));
}

function newest(version: string, count: number): readonly string[] {
  const minor = Number(version.slice("v1.".length));
  return Array.from({ length: count }, (_, index) => `v1.${minor - index}`);
}
