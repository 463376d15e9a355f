import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, describe, it, test } from "node:test";
import { CommanderError, type Command } from "commander";
import { normalizeArguments } from "../../src/cli/argv/arguments.ts";
import { createSuggestions, KEPT_FLAGS } from "../../src/cli/options/suggestions.ts";
import { createProgram } from "../../src/cli/program.ts";
import { COMMAND_NAMES } from "./program-commands.ts";
import { runCli, type CliSetting } from "./run-cli.ts";

const LINT = "test/fixtures/lint";
const DUMP = "test/fixtures/audit/dump.yaml";
/** The second command of a pipe. */
const EXPLAINED = "| kubectl pss explain -";
const REJECTED =
  'Error from server (Forbidden): error when creating "a b.yaml": pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged';

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-next-"));
after(() => rmSync(folder, { recursive: true }));
/** A cluster without any violation, in a file whose name a shell would split. */
const CALM = join(folder, "calm $HOME's dump.yaml");
writeFileSync(
  CALM,
  `apiVersion: v1
kind: Namespace
metadata: {name: calm}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: calm}
spec: {containers: [{name: a, image: a}]}
`,
);

interface State extends CliSetting {
  readonly args: readonly string[];
  /** The beginning of the last line on a terminal; undefined if there is no next step. */
  readonly next: string | undefined;
}

/** Each command in several states, with its next step. */
const STATES: readonly State[] = [
  { args: ["audit", "-f", DUMP], next: `kubectl pss audit -n payments,shop -f ${DUMP}` },
  {
    args: ["audit", "-f", DUMP, "--skip", "payments,shop"],
    next: `kubectl pss plan --skip payments,shop -f ${DUMP}`,
  },
  {
    args: ["audit", "-n", "shop", "-f", DUMP, "-o", "wide"],
    next: `kubectl pss audit --messages -n shop -f ${DUMP} ${EXPLAINED}`,
  },
  {
    args: ["audit", "-n", "kube-system", "-f", DUMP],
    next: `kubectl pss audit --messages -n kube-system -f ${DUMP} ${EXPLAINED}`,
  },
  { args: ["audit", "-n", "calm", "-f", CALM], next: "kubectl pss audit --messages -n calm -f " },
  { args: ["audit", "-n", "empty", "-f", DUMP], next: `kubectl pss plan -n empty -f ${DUMP}` },
  { args: ["audit", "-l", "team=nobody", "-f", DUMP], next: undefined },
  {
    args: ["audit", "-f", CALM, "--admission-config", `${LINT}/admission.yaml`],
    next: `kubectl pss audit -n calm --admission-config ${LINT}/admission.yaml -f '${CALM.replace("'", String.raw`'\''`)}'`,
  },
  { args: ["audit", "-n", "missing", "-f", DUMP], next: undefined },
  { args: ["lint", "--messages", `${LINT}/team-a`], next: `kubectl pss lint --messages ${LINT}/team-a ${EXPLAINED}` },
  {
    args: ["lint", "--messages", "-o", "wide", `${LINT}/team-a`],
    next: `kubectl pss lint --messages ${LINT}/team-a ${EXPLAINED}`,
  },
  { args: ["audit", "--messages", "-f", DUMP], next: `kubectl pss audit --messages -f ${DUMP} ${EXPLAINED}` },
  { args: ["audit", "--kubeconfig", "/dev/null"], next: "kubectl pss lint ." },
  { args: ["version"], next: "kubectl pss audit" },
  { args: ["version", "-o", "yaml"], next: undefined },
  { args: ["dry-run"], next: "kubectl pss dry-run --enforce baseline" },
  {
    args: ["dry-run", "-f", DUMP, "--enforce", "restricted"],
    next: `kubectl pss dry-run -A --enforce restricted -f ${DUMP}`,
  },
  { args: ["dry-run", "-A", "-f", DUMP, "--enforce", "restricted"], next: "kubectl pss audit -n " },
  { args: ["dry-run", "-A", "-f", DUMP, "--warn", "restricted", "-o", "wide"], next: "kubectl pss audit -n " },
  {
    args: ["dry-run", "-n", "calm", "-f", CALM, "--enforce", "baseline:v1.30", "--remove", "warn"],
    // A pod without a controller: the next one may differ.
    next: "kubectl pss plan -n calm -f ",
  },
  {
    args: ["dry-run", "-n", "legacy-erp", "-f", "docs/examples/cluster.yaml", "--enforce", "baseline"],
    next: "kubectl label --overwrite ns legacy-erp pod-security.kubernetes.io/enforce=baseline",
  },
  { args: ["dry-run", "-A", "-f", "docs/examples/cluster.yaml", "--remove", "enforce"], next: undefined },
  { args: ["plan", "-f", DUMP], next: `kubectl pss plan -o commands -f ${DUMP} > rollout.sh` },
  {
    args: [
      "plan",
      "-f",
      DUMP,
      "-o",
      "wide",
      "--skip",
      "shop",
      "--keep-privileged",
      "kube-system",
      "--include-empty",
      "--skip-managed",
      "--target",
      "baseline",
    ],
    next: `kubectl pss plan -o commands --skip shop --keep-privileged kube-system --include-empty --skip-managed --target baseline -f ${DUMP} > rollout.sh`,
  },
  { args: ["plan", "-f", DUMP, "--step", "1"], next: undefined },
  { args: ["lint"], next: "kubectl pss lint ." },
  { args: ["fix"], next: "kubectl pss fix ." },
  { args: ["fix", "test/fixtures/fix/web.yaml"], next: "kubectl pss fix --write test/fixtures/fix/web.yaml" },
  { args: ["fix", "test/fixtures/fix/agent.yaml"], next: "kubectl pss fix --take-away test/fixtures/fix/agent.yaml" },
  { args: ["fix", "--level", "baseline", "test/fixtures/fix/web.yaml"], next: undefined },
  { args: ["lint", LINT], next: `kubectl pss fix ${LINT}` },
  { args: ["lint", "-o", "wide", "--level", "restricted", LINT], next: `kubectl pss fix --level restricted ${LINT}` },
  { args: ["lint", `${LINT}/clean.yaml`], next: undefined },
  { args: ["lint", "-o", "name", LINT], next: undefined },
  { args: ["explain"], next: "kubectl pss explain " },
  { args: ["explain", "hostPorts"], next: "kubectl pss lint --level baseline ." },
  { args: ["explain", "restricted"], next: "kubectl pss explain " },
  { args: ["explain", "baseline:v1.30"], next: "kubectl pss explain v1.30..latest" },
  { args: ["explain", "implied"], next: "kubectl pss audit -o wide" },
  { args: ["explain", "privileged:latest"], next: "kubectl pss explain baseline" },
  { args: ["explain", "v1.20..v1.37"], next: "kubectl pss explain " },
  { args: ["explain", "capabilities"], next: "kubectl pss explain " },
  { args: ["explain", REJECTED], next: "kubectl pss lint --level restricted 'a b.yaml'" },
  { args: ["explain", "nonsense"], next: undefined },
  { args: ["audit", "payments", "-f", DUMP], next: undefined },
  { args: ["lint", `${LINT}/broken.yaml`, "charts"], next: undefined },
  { args: ["lint", "--levle"], next: undefined },
  { args: ["lnit"], next: undefined },
];

describe("on a terminal, a command ends with the next one", () => {
  for (const { args, next, ...setting } of STATES) {
    for (const columns of [40, 300]) {
      it(`${args.join(" ")}, ${columns} columns`, async () => {
        const { stdout, stderr, screen } = await runCli(args, { env: { NO_COLOR: "1" }, columns, ...setting });
        const after = screen
          .slice(screen.lastIndexOf("\nNext: ") + 1)
          .split("\n")
          .slice(1, -1);
        if (next !== undefined) assert.ok(after.every(isEffect), `notes come before Next:\n${screen}`);
        const commands = nextCommands(stdout + stderr);
        if (next === undefined) assert.deepEqual(commands, []);
        else
          assert.ok(
            commands.length === 1 && commands[0]?.startsWith(next),
            `${commands.join(" | ")}, expected ${next}`,
          );
      });
    }
    it(`${args.join(" ")}: no next step in a pipe or without headings`, async () => {
      const piped = await runCli(args, setting);
      assert.deepEqual(nextCommands(piped.stdout + piped.stderr), []);
      const bare = await runCli([...args, "--no-headers"], { columns: 80, ...setting });
      assert.deepEqual(nextCommands(bare.stdout), []);
    });
  }
});

test("if the input can be read only once, a sentence replaces a next command that would wait for it", async () => {
  const stdin = readFileSync(DUMP);
  for (const command of [["audit"], ["plan"], ["dry-run", "-A", "--enforce", "restricted"]]) {
    const { stdout } = await runCli([...command, "-f", "-"], { stdin, columns: 120, env: { NO_COLOR: "1" } });
    assert.deepEqual(nextCommands(stdout), []);
    assert.match(
      stdout,
      /^A pipe can be read only once\. If its output is saved in a FILE, the next command is:\n {2}kubectl pss \S+ .*-f FILE(?: > rollout\.sh)? {3}/m,
    );
  }
});

describe("each command that a run names exists", () => {
  for (const { args, ...setting } of STATES) {
    it(args.join(" "), async () => {
      const { stdout, stderr } = await runCli(args, { env: { NO_COLOR: "1" }, columns: 300, ...setting });
      for (const command of [...nextCommands(stdout + stderr), ...namedCommands(stdout + stderr)]) {
        // Each command of a pipe reads the output of the one before it; the first one may read the output of the run.
        let piped = stdout;
        for (const words of commandsOfPipe(command.replace(/ > rollout\.sh$/, ""))) {
          if (words[0] === "kubectl" && words[1] === "label") continue;
          assert.deepEqual(words.slice(0, 2), ["kubectl", "pss"], command);
          await parse(words.slice(2));
          const isRunnable = words.includes("-f") || words[2] === "explain" || words.includes("--messages");
          if (!isRunnable) continue;
          const run = await runCli(words.slice(2), words.at(-1) === "-" ? { stdin: piped } : {});
          assert.notEqual(run.code, 2, `${command}: ${run.stderr}`);
          piped = run.stdout;
        }
      }
    });
  }
});

describe("a suggestion keeps the flags of the run", () => {
  const suggest = async (argv: readonly string[], words: readonly string[], env = {}): Promise<string> => {
    const program = await createProgram(silent(), () => {}, argv);
    return createSuggestions(program, normalizeArguments(argv), env).pss(words).text;
  };

  it("without possible secrets in the address of a server", async () => {
    const server = "https://u:not-a-secret@h:1/p?token=not-a-secret#not-a-secret";
    for (const flags of [["--server", server], [`--server=${server}`], ["-s", server]]) {
      assert.equal(await suggest(["audit", ...flags], ["plan"]), "kubectl pss plan -s https://h:1/p");
      const { stderr } = await runCli(["audit", "payments", ...flags]);
      assert.match(stderr, /Run: .* -n payments .*https:\/\/h:1\/p$/m);
      assert.doesNotMatch(stderr, /not-a-secret/);
    }
  });

  it("that choose the cluster and the user, but no token", async () => {
    const flags = ["--kubeconfig", "a", "--context=prod eu", "--token", "not-a-secret", "--as", "me", "--as-group=g"];
    assert.equal(
      await suggest(["audit", ...flags, "--request-timeout", "5s"], ["plan"]),
      "kubectl pss plan --kubeconfig a --context 'prod eu' --as me --as-group g --request-timeout 5s",
    );
  });

  it("without a user and password in the server's address", async () => {
    assert.equal(await suggest(["audit", "-s", "https://me:secret@h:1"], ["plan"]), "kubectl pss plan -s https://h:1");
  });

  it("and its namespaces, unless it names its own", async () => {
    assert.equal(await suggest(["dry-run", "-A", "--enforce=baseline"], ["plan"]), "kubectl pss plan -A");
    assert.equal(await suggest(["dry-run", "-l", "a=b"], ["audit", "-n", "x"]), "kubectl pss audit -n x");
  });

  it("and several files, also those that look like flags", async () => {
    assert.equal(await suggest(["audit", "-f", "a", "b", "-f=-c"], ["plan"]), "kubectl pss plan -f a -f b -f ./-c");
    assert.equal(await suggest(["lint", "a", "-f", "-x"], ["lint"]), "kubectl pss lint a ./-x");
  });

  it("and has FILE for inputs that can be read only once", async () => {
    for (const input of ["-", "/dev/stdin", "/dev/fd/63", "/proc/self/fd/12"]) {
      const argv = ["audit", "-f", "a", "-f", input, "-f", input];
      const program = await createProgram(silent(), () => {}, argv);
      const { text, isWhole } = createSuggestions(program, normalizeArguments(argv), {}).pss(["plan"]);
      assert.deepEqual([text, isWhole], ["kubectl pss plan -f a -f FILE", false], input);
    }
    const program = await createProgram(silent(), () => {}, ["lint", "-"]);
    const lint = createSuggestions(program, ["lint", "-"], {});
    assert.deepEqual(lint.pss(["lint"]), { text: "kubectl pss lint FILE", isWhole: false });
    // Nothing is read again.
    assert.deepEqual(lint.pss(["explain", "runAsUser"]), { text: "kubectl pss explain runAsUser", isWhole: true });
  });

  it("without the namespaces that do not exist", async () => {
    const argv = ["audit", "-n", "a,missing", "-n", "gone", "--skip", "gone,b"];
    const program = await createProgram(silent(), () => {}, argv);
    const { pss } = createSuggestions(program, normalizeArguments(argv), {});
    assert.equal(pss(["plan"], ["missing", "gone"]).text, "kubectl pss plan -n a --skip b");
    const flags = ["-n", "calm,missing", "-f", CALM];
    const { stdout, stderr } = await runCli(["plan", ...flags], { columns: 200, env: { NO_COLOR: "1" } });
    assert.match(stderr, /there is no namespace "missing"/);
    assert.match(nextCommands(stdout)[0] ?? "", /^kubectl pss plan -o commands -n calm -f /);
    const empty = await runCli(["audit", "-n", "empty,missing", "-f", DUMP], { columns: 200, env: { NO_COLOR: "1" } });
    assert.match(nextCommands(empty.stdout)[0] ?? "", /^kubectl pss plan -n empty -f /);
    const skipped = await runCli(["audit", "--skip", "shop,nope", "-f", DUMP], { columns: 200 });
    assert.match(skipped.stderr, /warning:.* there is no namespace "nope" to skip/);
    assert.match(skipped.stdout, /audit -n payments --skip shop -f/);
  });

  it("but no version that a plan might refuse", async () => {
    assert.equal(await suggest(["audit", "--server-version", "v1.20"], ["plan"]), "kubectl pss plan");
    assert.equal(
      await suggest(["plan", "--server-version", "v1.40"], ["plan", "--step", "1"]),
      "kubectl pss plan --step 1 --server-version v1.40",
    );
    assert.equal(
      await suggest(["audit", "--server-version", "v1.20", "-f", "a"], ["plan"]),
      "kubectl pss plan --server-version v1.20 -f a",
    );
  });

  it("and the name that started the program", async () => {
    for (const [started, name] of [
      ["/usr/bin/kubectl", "kubectl pss"],
      ["/usr/local/bin/kubectl-pss", "kubectl-pss"],
      ["C:\\bin\\kubectl-pss.exe", "kubectl-pss"],
      ["", "kubectl pss"],
    ] as const) {
      assert.equal(await suggest(["audit"], ["plan"], { _: started }), `${name} plan`);
    }
  });
});

test("the commands of kubectl have the flags that a plan writes into its own", async () => {
  const flags = [
    "--kubeconfig",
    "k",
    "--context",
    "c",
    "--cluster",
    "x",
    "--certificate-authority",
    "a",
    "--tls-server-name",
    "n",
  ];
  const argv = [
    "dry-run",
    "--user",
    "u",
    "--token",
    "t",
    ...flags,
    "-s",
    "https://me:secret@h:1",
    "--insecure-skip-tls-verify",
  ];
  const program = await createProgram(silent(), () => {}, argv);
  assert.equal(
    createSuggestions(program, argv, {}).kubectl(["label", "ns"]).text,
    `kubectl ${flags.join(" ")} -s https://h:1 --insecure-skip-tls-verify label ns`,
  );
});

/** The flags that make a run of lint fail. They also make the next one fail. */
const FAILING: ReadonlySet<string> = new Set(["--fail-on", "--fail-on-empty", "--strict"]);

test("each flag of a command is kept for the next one, or changes only the output or the exit code", async () => {
  const output = [
    "--output",
    "--no-headers",
    "--fail-on",
    "--fail-on-empty",
    "--strict",
    "--accept",
    "--update-accept",
    "--print-config",
    "--reason",
    "--until",
    "--messages",
    "--only",
    "--write",
    "--exit-code",
    "--compare",
    "--map",
    "--no-timestamp",
  ];
  const dropped = new Set([...output, "--step", "--recursive", "--token", "--filename", "--help"]);
  const all = await createProgram(silent(), () => {}, ["__complete"]);
  for (const [name, kept] of Object.entries(KEPT_FLAGS)) {
    const options = all.commands.find((command) => command.name() === name)?.options ?? [];
    // A hidden flag is refused.
    const flags = options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? "");
    const isOwn = (flag: string): boolean =>
      (name === "lint" && FAILING.has(flag)) || (name === "fix" && (flag === "--only" || flag === "--accept"));
    const isKept = (flag: string): boolean => !dropped.has(flag) || isOwn(flag);
    assert.deepEqual(flags.filter(isKept).toSorted(), [...kept].toSorted(), name);
  }
  assert.deepEqual(
    COMMAND_NAMES.filter((name) => KEPT_FLAGS[name] === undefined),
    ["history", "explain", "export", "webhook", "version", "completion"],
  );
});

function silent() {
  return { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {} };
}

/** The commands of the lines that begin with `Next: `. */
function nextCommands(output: string): string[] {
  return [...output.matchAll(/^Next: (.*?)(?: {3}.*)?$/gm)].map(([, command = ""]) => command);
}

/** The commands within sentences and notes. */
function namedCommands(output: string): string[] {
  const named = output.split("\n").filter((line) => !line.startsWith("Next: "));
  return named.flatMap((line) =>
    [...line.matchAll(/kubectl pss (?:[a-z-]+)[^`|,;:]*/g)].map(([command]) =>
      command.replace(/ (?:lists|prints|for its) .*/, "").trim(),
    ),
  );
}

/** The words of each command of a pipe, as a shell reads them. */
function commandsOfPipe(pipe: string): string[][] {
  const commands = [""];
  for (const [part] of pipe.matchAll(/'[^']*'|\\.|[^'\\]/g)) {
    if (part === "|") commands.push("");
    else commands.push((commands.pop() ?? "") + part);
  }
  return commands.map(shellWords);
}

/** The words of a command, as a shell reads them. */
function shellWords(command: string): string[] {
  const { stdout, status } = spawnSync("sh", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" });
  assert.equal(status, 0, command);
  return stdout.split("\0").slice(0, -1);
}

/** Parses a command line as the program does, without running it. */
async function parse(words: readonly string[]): Promise<void> {
  const argv = normalizeArguments(words);
  const program = await createProgram(silent(), () => {}, argv);
  const idle = (command: Command): void => {
    command.action(() => {});
    command.commands.forEach(idle);
  };
  idle(program);
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    // Help ends a run, with exit code 0.
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
  }
}

/** Whether a line continues the effect of the next command, below it. */
function isEffect(line: string): boolean {
  return line.startsWith("      ");
}
