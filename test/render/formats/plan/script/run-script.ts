/** Runs the scripts of plans with the shells of this machine, and with a kubectl that records its arguments. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { TestContext } from "node:test";
import { leaveOut } from "../../../../missing-tool.ts";

const WANTED = [["dash"], ["bash", "--posix"], ["busybox", "sh"]];
const FOUND = WANTED.filter(([name = "", ...args]) => spawnSync(name, [...args, "-c", "exit 0"]).status === 0);
for (const [name] of WANTED.filter((shell) => !FOUND.includes(shell))) {
  leaveOut(`The scripts of plans are not run with ${name}, because it is not installed.`);
}

/** The shells of this machine that run POSIX scripts. */
export const SHELLS: readonly (readonly string[])[] = FOUND.length > 0 ? FOUND : [["sh"]];

/** The behaviour of kubectl. */
export interface KubectlStub {
  /** The uid of namespace kube-system; without one, kubectl may not read it. */
  readonly uid?: string;
  /** The text that `kubectl version -v=6` writes to standard error; without it, the server does not answer. */
  readonly log?: string;
  /** The pod-security labels of each namespace, by their names without the prefix. Without it, there are no namespaces. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The times at which audit and warn were set, by namespace. A namespace without one has no managedFields. */
  readonly since?: Readonly<Record<string, string>>;
  /** The time that `date` prints. Default: that of the machine. */
  readonly now?: string;
  /** A command fails if its arguments contain this. */
  readonly failing?: string;
}

/** The result of a script. */
export interface ScriptRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments of each call of kubectl, in order. */
  readonly calls: readonly (readonly string[])[];
  /** The labels of each namespace at the end. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The text on kubectl's standard input. */
  readonly input: string;
}

/** A kubectl that keeps the labels in a file, a namespace per line, so that a later command reads the labels that an earlier one sets. */
const STUB = `#!/bin/sh
printf '%s\\0' "$@" >> "$STUB/calls"
printf '\\n' >> "$STUB/calls"
cat >> "$STUB/input"
case " $* " in
  *' get namespace '*) [ -e "$STUB/uid" ] || { echo 'Error from server (Forbidden)' >&2; exit 1; }; cat "$STUB/uid"; exit ;;
  *' version '*) [ -e "$STUB/log" ] || { echo 'The connection was refused' >&2; exit 1; }; cat "$STUB/log" >&2; exit ;;
  *managedFields*)
    for name do case $name in *[!a-z0-9-]* | get | namespaces | -*) ;; *) printf '%s:%s\\n' "$name" "$(sed -n "s/^$name=//p" "$STUB/since")" ;; esac; done
    exit ;;
  *"$FAILING"*) echo 'Error from server (NotFound)' >&2; exit 1 ;;
  *' --dry-run=server '*) exit ;;
esac
awk '
  BEGIN {
    file = ENVIRON["STUB"] "/labels"
    while ((getline line < file) > 0) { name = line; sub(/:.*/, "", name); labels[name] = substr(line, length(name) + 2); order[++count] = name }
    close(file)
    for (i = 1; i < ARGC; i++) {
      word = ARGV[i]
      if (word == "namespaces" || word == "ns") { verb = word; continue }
      if (verb == "namespaces" && (word in labels)) print word ":" labels[word]
      if (verb != "ns") continue
      if (word !~ "/") {
        if (!(word in labels)) { print "namespace " word " not found" > "/dev/stderr"; exit 1 }
        names[++named] = word
        continue
      }
      sub(/.*io[/]/, "", word)
      label = word
      sub(/-$|=.*/, "", label)
      for (n = 1; n <= named; n++) set(names[n], label, word ~ /=/ ? word : "")
    }
    if (verb != "ns") exit
    printf "" > file
    for (i = 1; i <= count; i++) print order[i] ":" labels[order[i]] > file
  }
  function set(name, label, word, old, n, i, text, isSet) {
    n = split(labels[name], old, " ")
    text = ""
    for (i = 1; i <= n; i++) {
      if (word != "" && !isSet && word < old[i] && index(old[i], label "=") != 1) { text = text " " word; isSet = 1 }
      if (index(old[i], label "=") != 1) text = text " " old[i]
    }
    labels[name] = text (word != "" && !isSet ? " " word : "")
  }
' "$@"
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
  {
    shell = ["sh"],
    isPiped = false,
    file = "rollout.sh",
    others = [],
  }: {
    readonly shell?: readonly string[];
    readonly isPiped?: boolean;
    /** The name of the script, relative to the working directory. */
    readonly file?: string;
    /** More files of the working directory. */
    readonly others?: readonly string[];
  } = {},
): ScriptRun {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-script-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const at = (name: string): string => join(directory, name);
  for (const other of others) writeFileSync(at(other), "");
  writeFileSync(at(file), script);
  writeFileSync(at("kubectl"), STUB);
  chmodSync(at("kubectl"), 0o755);
  const since = Object.entries(stub.since ?? {}).map(([namespace, time]) => `${namespace}=${time}\n`);
  if (stub.now !== undefined) {
    writeFileSync(at("date"), `#!/bin/sh\n[ "$*" = '-u +%Y-%m-%dT%H:%M:%SZ' ] && echo ${stub.now}\n`);
    chmodSync(at("date"), 0o755);
  }
  for (const [name, text] of Object.entries({ uid: stub.uid, log: stub.log, since: since.join("") })) {
    if (text !== undefined) writeFileSync(at(name), text);
  }
  const lines = Object.entries(stub.labels ?? {}).map(([namespace, labels]) => {
    const words = Object.entries(labels).map(([label, value]) => ` ${label}=${value}`);
    return `${namespace}:${words.toSorted().join("")}\n`;
  });
  writeFileSync(at("labels"), lines.join(""));
  const [name = "", ...flags] = shell;
  const { status, stdout, stderr } = spawnSync(name, [...flags, ...(isPiped ? ["-s", "--"] : [file]), ...args], {
    cwd: directory,
    encoding: "utf8",
    input: isPiped ? script : "typed by a user\n",
    env: {
      PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}`,
      STUB: directory,
      FAILING: stub.failing ?? "nothing fails",
    },
  });
  const read = (file: string): string => (existsSync(at(file)) ? readFileSync(at(file), "utf8") : "");
  const calls = read("calls")
    .split("\0\n")
    .slice(0, -1)
    .map((call) => call.split("\0"));
  const labels = Object.fromEntries(
    Array.from(read("labels").matchAll(/^([^:]+):(.*)$/gm), ([, namespace = "", words = ""]) => [
      namespace,
      Object.fromEntries(Array.from(words.matchAll(/(\S+)=(\S*)/g), ([, label = "", value = ""]) => [label, value])),
    ]),
  );
  return { code: status, stdout, stderr, calls, labels, input: read("input") };
}
