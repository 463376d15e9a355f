/** Runs the scripts of plans with the shells of this machine, and with a kubectl that records its arguments. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { leaveOut } from "../../../../missing-tool.ts";

const WANTED = [["dash"], ["bash", "--posix"], ["busybox", "sh"]];
const FOUND = WANTED.filter(([name = "", ...args]) => spawnSync(name, [...args, "-c", "exit 0"]).status === 0);
for (const [name] of WANTED.filter((shell) => !FOUND.includes(shell))) {
  leaveOut(`The scripts of plans are not run with ${name}, because it is not installed.`);
}

/** The shells of this machine, each of which reads the language of POSIX. */
export const SHELLS: readonly (readonly string[])[] = FOUND.length > 0 ? FOUND : [["sh"]];

/** What kubectl does. */
export interface KubectlStub {
  /** The uid of namespace kube-system; without one, kubectl may not read it. */
  readonly uid?: string;
  /** What `kubectl version -v=6` writes to standard error; without it, the server does not answer. */
  readonly log?: string;
  /** The pod-security labels of each namespace, by their names without the prefix. Without it, there are no namespaces. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A command whose arguments contain this fails. */
  readonly failing?: string;
}

/** How a script ended. */
export interface ScriptRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments of each kubectl that was run, in order. */
  readonly calls: readonly (readonly string[])[];
  /** The labels of each namespace at the end. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The text that kubectl found on its standard input. */
  readonly input: string;
}

/** It keeps each label in a file of its own, so that a later command reads what an earlier one sets. */
const STUB = `#!/bin/sh
printf '%s\\0' "$@" >> "$STUB/calls"
printf '\\n' >> "$STUB/calls"
cat >> "$STUB/input"
case " $* " in
  *' get namespace '*) [ -e "$STUB/uid" ] || { echo 'Error from server (Forbidden)' >&2; exit 1; }; cat "$STUB/uid"; exit ;;
  *' version '*) [ -e "$STUB/log" ] || { echo 'The connection was refused' >&2; exit 1; }; cat "$STUB/log" >&2; exit ;;
  *"$FAILING"*) echo 'Error from server (NotFound)' >&2; exit 1 ;;
  *' get namespaces '*)
    for word do
      [ -d "$STUB/ns/$word" ] || continue
      printf '%s:' "$word"
      for file in "$STUB/ns/$word"/*; do
        [ ! -e "$file" ] || { read -r value < "$file"; printf ' %s=%s' "\${file##*/}" "$value"; }
      done
      echo
    done
    exit ;;
  *' --dry-run=server '*) exit ;;
esac
until [ "$1" = ns ]; do shift; done
shift
names=
for word do
  label=\${word#pod-security.kubernetes.io/}
  case $word in
    */*=*) for name in $names; do echo "\${label#*=}" > "$STUB/ns/$name/\${label%%=*}"; done ;;
    */*-) for name in $names; do rm -f "$STUB/ns/$name/\${label%-}"; done ;;
    *) [ -d "$STUB/ns/$word" ] || { echo "namespaces \\"$word\\" not found" >&2; exit 1; }; names="$names $word" ;;
  esac
done
`;

/**
 * Runs a script.
 *
 * @param isPiped whether the shell reads it from standard input, as in `kubectl pss plan -o commands | sh -s -- apply`
 */
export function runScript(
  t: TestContext,
  script: string,
  args: readonly string[],
  stub: KubectlStub,
  { shell = ["sh"], isPiped = false }: { readonly shell?: readonly string[]; readonly isPiped?: boolean } = {},
): ScriptRun {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-script-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const at = (name: string): string => join(directory, name);
  writeFileSync(at("rollout.sh"), script);
  writeFileSync(at("kubectl"), STUB);
  chmodSync(at("kubectl"), 0o755);
  for (const [name, text] of Object.entries({ uid: stub.uid, log: stub.log })) {
    if (text !== undefined) writeFileSync(at(name), text);
  }
  mkdirSync(at("ns"));
  for (const [namespace, labels] of Object.entries(stub.labels ?? {})) {
    mkdirSync(at(`ns/${namespace}`));
    for (const [label, value] of Object.entries(labels)) writeFileSync(at(`ns/${namespace}/${label}`), `${value}\n`);
  }
  const [name = "", ...flags] = shell;
  const { status, stdout, stderr } = spawnSync(
    name,
    [...flags, ...(isPiped ? ["-s", "--"] : [at("rollout.sh")]), ...args],
    {
      cwd: directory,
      encoding: "utf8",
      input: isPiped ? script : "typed by a user\n",
      env: {
        PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}`,
        STUB: directory,
        FAILING: stub.failing ?? "nothing fails",
      },
    },
  );
  const read = (file: string): string => (existsSync(at(file)) ? readFileSync(at(file), "utf8") : "");
  const calls = read("calls")
    .split("\0\n")
    .slice(0, -1)
    .map((call) => call.split("\0"));
  const labels = Object.fromEntries(
    readdirSync(at("ns")).map((namespace) => {
      const names = readdirSync(at(`ns/${namespace}`));
      return [namespace, Object.fromEntries(names.map((label) => [label, read(`ns/${namespace}/${label}`).trimEnd()]))];
    }),
  );
  return { code: status, stdout, stderr, calls, labels, input: read("input") };
}
