import { newFile } from "../files/new-file.ts";
import type { Command } from "commander";
import { withoutCredentials } from "../../api/words/quoted.ts";
import { isReadOnce } from "../../api/words/read-once.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { programName } from "../argv/program-name.ts";
import { divideWords, type DividedWords, type FlagUse } from "../argv/words.ts";

/** The flags that choose the cluster, for kubectl too. A plan writes the same ones into its commands. */
const CLUSTER = [
  "--kubeconfig",
  "--context",
  "--cluster",
  "--server",
  "--certificate-authority",
  "--tls-server-name",
  "--insecure-skip-tls-verify",
];
/** The flags that choose the user, and how to ask. Never `--token`: a terminal keeps what it shows. */
const USER = [
  "--user",
  "--client-certificate",
  "--client-key",
  "--as",
  "--as-group",
  "--as-uid",
  "--request-timeout",
  "--chunk-size",
];
const SCOPE = ["--namespace", "--all-namespaces", "--selector"];
const RULES = ["--admission-config", "--server-version", "--pod-template"];
const READING = ["--include-hidden", ...CLUSTER, ...USER, ...SCOPE];

/**
 * The flags that the next command takes over from this run, by the name of that command. The inputs (`-f`, PATH) are not among them, because
 * each command has its own way to name them.
 *
 * @internal exported for its test
 */
export const KEPT_FLAGS: Readonly<Record<string, readonly string[]>> = {
  audit: ["--level", "--skip", ...RULES, ...READING],
  "dry-run": ["--enforce", "--audit", "--warn", "--remove", "--as-user", ...RULES, ...READING],
  plan: [
    "--target",
    "--max-step",
    "--pin",
    "--skip",
    "--skip-managed",
    "--keep-privileged",
    "--include-empty",
    "--history",
    ...RULES,
    ...READING,
  ],
  "from-psp": READING,
  fix: [
    "--level",
    "--only",
    "--name",
    "--take-away",
    "--force",
    "--evidence",
    "--labels",
    "--plan",
    "--observed",
    "--accept",
    "--config",
    ...RULES,
    ...CLUSTER,
    ...USER,
    "--namespace",
    "--include-hidden",
  ],
  // After --update-accept, the next run is the one in CI: its reasons to fail stay.
  lint: [
    "--render",
    "--kustomize",
    "--values",
    "--set",
    "--set-string",
    "--kube-version",
    "--api-versions",
    "--release-name",
    "--level",
    "--config",
    "--as-user",
    "--fail-on",
    "--fail-on-empty",
    "--strict",
    "--changed-since",
    ...RULES,
    "--namespace",
    "--include-hidden",
  ],
};

/**
 * Completes the commands that a run suggests with the flags of that run.
 *
 * @param argv all arguments of the run, normalized
 * @param env the environment, which tells how the program was called
 */
export function createSuggestions(
  program: Command,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Suggestions {
  return {
    pss(words, absent = []) {
      const [target = ""] = words;
      const run = divideWords(program, argv);
      const kept = run.flags.filter((use) => isKept(use, words, run)).flatMap((use) => withoutAbsent(use, absent));
      const inputs = inputPaths(target, run, argv);
      const paths = [...new Set(inputs.map((path) => (isReadOnce(path) ? PLACEHOLDER : path)))];
      const all = [...words, ...kept.flatMap(flagWords), ...inputWords(target, paths)];
      return { text: [programName(env), ...all.map(shellWord)].join(" "), isWhole: !inputs.some(isReadOnce) };
    },
    kubectl(words) {
      const { flags } = divideWords(program, argv);
      const chosen = flags.filter(({ option }) => CLUSTER.includes(option.long ?? "")).flatMap(flagWords);
      return { text: ["kubectl", ...chosen, ...words].map(shellWord).join(" "), isWhole: true };
    },
    newFile,
  };
}

function isKept({ option }: FlagUse, words: readonly string[], run: DividedWords): boolean {
  const { long = "", short } = option;
  const [target = ""] = words;
  if (!(KEPT_FLAGS[target] ?? []).includes(long)) return false;
  if (SCOPE.includes(long) && ["-n", "-A", "-l"].some((scope) => words.includes(scope))) return false;
  // A plan refuses a version before the cluster's own, which is not known here. Without the flag it is always valid.
  const isFirstPlan = target === "plan" && run.command?.name() !== "plan" && inputsOf(run).length === 0;
  if (long === "--server-version" && isFirstPlan) return false;
  return !words.some((word) => word === long || word === short);
}

/** The words of a flag, in its short form if it has one. An empty value needs the long form, and so does one that begins with a dash. */
function flagWords({ option, value }: FlagUse): string[] {
  const { short, long = "" } = option;
  if (value === undefined) return [short ?? long];
  const shown = long === "--server" ? withoutCredentials(value) : value;
  return shown === "" || shown.startsWith("-") ? [`${long}=${shown}`] : [short ?? long, shown];
}

/** The flags with names of namespaces. */
const NAMES: ReadonlySet<string> = new Set(["--namespace", "--skip", "--keep-privileged"]);

/** The use of a flag without the names of namespaces that do not exist; nothing if no other name is left. */
function withoutAbsent(use: FlagUse, absent: readonly string[]): FlagUse[] {
  const { option, value } = use;
  if (!NAMES.has(option.long ?? "") || value === undefined || absent.length === 0) return [use];
  const names = value.split(",").filter((name) => !absent.includes(name));
  return names.length === 0 ? [] : [{ ...use, value: names.join(",") }];
}

/** The name of an input that can be read only once, in a command that cannot be run as it is. */
const PLACEHOLDER = "FILE";

/** The inputs of the run, if the target has any. */
function inputPaths(target: string, run: DividedWords, argv: readonly string[]): string[] {
  if (KEPT_FLAGS[target] === undefined) return [];
  const isPath = run.command?.registeredArguments.some((argument) => argument.name() === "PATH") === true;
  const operands = isPath ? run.operands.slice(1).map((position) => argv[position] ?? "") : [];
  return [...operands, ...inputsOf(run)];
}

/** The inputs in the way of the target: as arguments of lint and fix, after -f otherwise. */
function inputWords(target: string, inputs: readonly string[]): string[] {
  const paths = inputs.map((path) => (path.startsWith("-") ? `./${path}` : path));
  return target === "lint" || target === "fix" ? paths : paths.flatMap((path) => ["-f", path]);
}

function inputsOf({ flags }: DividedWords): string[] {
  return flags.flatMap(({ option, value }) => (option.long === "--filename" && value !== undefined ? [value] : []));
}
