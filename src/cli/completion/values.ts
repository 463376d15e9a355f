import type { Command, Option } from "commander";
import { LEVELS } from "../../api/level.ts";
import { MODES } from "../../api/mode.ts";
import type { KubeconfigNames } from "../../app/completion-names.ts";
import { CHECKS, STANDARDS } from "../../app/standards.ts";
import { STEPS } from "../commands/plan.ts";

/** A candidate for a word. */
export interface Candidate {
  readonly value: string;
  readonly help: string;
}

/** The newest versions, which are the ones that people type. */
const VERSIONS: readonly string[] = newest(10);

/** The values of flags whose option has no choices, since the flags also take other forms. */
const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  "--fail-on": [...MODES, "any", "none"],
  "--max-step": ["1", "2"],
  "--pin": ["latest", "server", ...VERSIONS],
  "--remove": MODES,
  "--server-version": VERSIONS,
  "--step": Array.from({ length: STEPS }, (_, index) => String(index + 1)),
};

/** The flags that take `LEVEL[:VERSION]`. */
const LEVEL_FLAGS = new Set(["--level", ...MODES.map((mode) => `--${mode}`)]);

/** The flags that take a name of the kubeconfig. */
const KUBECONFIG_FLAGS: Readonly<Record<string, keyof KubeconfigNames>> = {
  "--context": "contexts",
  "--cluster": "clusters",
  "--user": "users",
};

/** Names that only some flags take, so that they are read only then. */
export interface NameReaders {
  kubeconfig(): Promise<KubeconfigNames>;
  namespaces(): Promise<readonly string[]>;
}

/**
 * The candidates for the value of a flag.
 *
 * @param current the beginning of the value
 */
export async function valuesOf(option: Option, current: string, readers: NameReaders): Promise<readonly Candidate[]> {
  const { long = "", argChoices } = option;
  if (LEVEL_FLAGS.has(long)) return levels(current);
  const names = KUBECONFIG_FLAGS[long];
  if (names !== undefined) return plain((await readers.kubeconfig())[names]);
  if (long === "--namespace") return plain(oneMore(current, await readers.namespaces()));
  return plain(argChoices ?? FLAG_VALUES[long] ?? []);
}

/** Whether a flag takes the name of a file. */
export function takesFiles({ flags }: Option): boolean {
  return /<(?:FILE|PATH)\b/.test(flags);
}

/**
 * The candidates for an argument of a command.
 *
 * @param current the beginning of the argument
 */
export function argumentsOf(command: Command, current: string): readonly Candidate[] {
  if (command.name() !== "explain") {
    return plain(command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []));
  }
  const checks = CHECKS.map(({ id, level, title }) => ({ value: id, help: `${title} (${level})` }));
  const asked = levels(current).filter(({ value }) => value !== "privileged");
  return [...checks, ...asked.map(({ value }) => ({ value, help: "what the level asks for" }))];
}

/** The levels; with versions once the level is typed. */
function levels(current: string): readonly Candidate[] {
  const level = LEVELS.find((known) => current.startsWith(`${known}:`));
  if (level === undefined) return plain(LEVELS);
  return plain(["latest", ...VERSIONS].map((version) => `${level}:${version}`));
}

/** Names for the part after the last comma. */
function oneMore(current: string, names: readonly string[]): readonly string[] {
  const before = current.slice(0, current.lastIndexOf(",") + 1);
  const earlier = before.split(",");
  return names.filter((name) => !earlier.includes(name)).map((name) => before + name);
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, help: "" }));
}

function newest(count: number): readonly string[] {
  const minor = Number(STANDARDS.newest.slice("v1.".length));
  return Array.from({ length: count }, (_, index) => `v1.${minor - index}`);
}
