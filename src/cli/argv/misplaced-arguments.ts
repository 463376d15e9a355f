import type { Command } from "commander";
import { quote, withoutCredentials } from "../../api/words/quoted.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import { UserError } from "../../api/user-error.ts";
import { levelFlagOf } from "../errors.ts";
import { divideWords } from "./words.ts";

/** A name that a namespace can have: a label of RFC 1123. */
const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
/** The words before a name, as for `kubectl get`. */
const RESOURCE = /^(?:ns|namespaces?)(?:\/|$)/;

/** The beginning of a workload, as for `kubectl get`: `deploy/web`, or `deploy` alone before a name. */
const WORKLOAD =
  /^(?:deploy|deployments?|sts|statefulsets?|ds|daemonsets?|rs|replicasets?|rc|replicationcontrollers?|po|pods?|jobs?|cj|cronjobs?)(?:\.[a-z.]+)?(?:\/(?!.*\.(?:ya?ml|json)$).*|)$/i;

/** `LEVEL[:VERSION]`, and a level that a plan can lead to. */
const LEVEL = /^(?:privileged|baseline|restricted)(?::(?:latest|v1\.\d+))?$/i;
const PLANNED_LEVEL = /^(?:baseline|restricted)$/i;

/** The flags that contradict -n or make it useless. */
const OTHER_SCOPES = new Set(["--namespace", "--all-namespaces", "--selector"]);

/**
 * Refuses the arguments of a command that takes none. Most often they are namespaces, which belong after `-n`, or files, which belong after `-f`.
 *
 * @param argv all arguments of the run, normalized
 * @param name the words that start this program
 * @throws UserError with the whole command that was probably meant
 */
export function refuseArguments(program: Command, command: Command, argv: readonly string[], name: string): never {
  if (command.args.some((argument) => WORKLOAD.test(argument))) {
    throw new UserError(
      `${command.name()} takes no workload, but got ${command.args.map((argument) => quote(argument)).join(" ")}`,
      `Name its namespace, and look for it in the report: ${name} ${command.name()} -n NAMESPACE`,
    );
  }
  const given = command.args.map((argument) => quote(argument)).join(", ");
  throw new UserError(
    `${command.name()} takes no arguments, but got ${given}`,
    `Did you mean ${meantCommand(program, command, argv, name)}`,
  );
}

function meantCommand(program: Command, command: Command, argv: readonly string[], name: string): string {
  const { args } = command;
  const names = args.map((argument) => argument.replace(RESOURCE, "")).filter((name) => name !== "");
  const level = meantLevel(command.name(), args);
  const areNamespaces = level === undefined && names.length > 0 && names.every((name) => NAMESPACE.test(name));
  const { operands, flags } = divideWords(program, argv);
  const [at = 0] = operands;
  const dropped = new Set(operands.slice(1));
  const hidden = new Map<number, string>();
  const earlier: string[] = [];
  for (const { option, value, positions } of flags) {
    const { long = "" } = option;
    if (areNamespaces && OTHER_SCOPES.has(long)) {
      for (const position of positions) dropped.add(position);
      if (long === "--namespace" && value !== undefined && value !== "") earlier.push(value);
    }
    // A message may end up in a log, so it must not contain a token or a password.
    const last = positions.at(-1);
    if (long === "--token" && last !== undefined) hidden.set(last, positions.length > 1 ? "TOKEN" : "--token=TOKEN");
    if (long === "--server" && last !== undefined && value !== undefined) {
      const shown = withoutCredentials(value);
      hidden.set(last, positions.length > 1 ? shown : `--server=${shown}`);
    }
  }
  const meant = level ?? (areNamespaces ? ["-n", [...earlier, ...names].join(",")] : ["-f", ...args]);
  const words = argv.flatMap((word, position) =>
    dropped.has(position) || word === "--" ? [] : [hidden.get(position) ?? word],
  );
  const before = argv.slice(0, at + 1);
  const after = words.slice(before.length);
  const all = areNamespaces ? [...before, ...meant, ...after] : [...before, ...after, ...meant];
  const shown = (part: readonly string[]): string => part.map((word) => shellWord(word)).join(" ");
  return `${shown(meant)}? Run: ${name} ${shown(all)}`;
}

/** The flag for an argument that is a level; undefined if it is none, or not one that the command takes. */
function meantLevel(command: string, [level = "", ...others]: readonly string[]): readonly string[] | undefined {
  const flag = levelFlagOf(command);
  const known = command === "plan" ? PLANNED_LEVEL : LEVEL;
  return flag === undefined || others.length > 0 || !known.test(level) ? undefined : [flag, level.toLowerCase()];
}
