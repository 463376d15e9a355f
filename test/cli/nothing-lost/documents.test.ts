import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import { tree } from "../../sources/tree.ts";
import { runCli } from "../run-cli.ts";

const SPEC = "spec: {hostNetwork: true, containers: [{name: a, image: x}]}\n";
const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n${SPEC}`;
const SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n";

const directory = tree({
  "joined-by-cat.yaml": `${pod("one")}\uFEFF---\n${pod("two")}---\n${pod("three")}`,
  "no-separator.yaml": pod("p") + SERVICE,
  "after-end.yaml": `${pod("one")}...\n${pod("two")}`,
  "twice.json": '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1",\n"\\u0061": "2"}}\n',
  "empty.yaml": "",
  "comments.yaml": "# nothing yet\n---\n",
  "pod.yaml": pod("one"),
  "hidden/.ci/pod.yaml": pod("two"),
  "hidden/.git/pod.yaml": pod("three"),
  "only-empty/a.yaml": "",
  "only-empty/b.yml": "# c\n",
  "some-empty/a.yaml": "",
  "some-empty/b.yaml": pod("one"),
});
const path = (name: string): string => join(directory, name);

/** Runs a command, and returns its exit code, its standard error and its report. */
async function run(...args: readonly string[]): Promise<{ code: number; stderr: string; stdout: string }> {
  const { code, stderr, stdout } = await runCli(args);
  return { code, stderr: stderr.replaceAll(`${directory}/`, ""), stdout };
}

describe("a document that kubectl loses", () => {
  it("is unreadable after a byte order mark, and the next one is read", async () => {
    const { code, stderr, stdout } = await run("lint", "-o", "name", path("joined-by-cat.yaml"));
    assert.equal(code, 3);
    assert.match(
      stderr,
      /^error: joined-by-cat\.yaml:5: not valid YAML: .*line 5 has a byte order mark \(U\+FEFF\) before `---`/m,
    );
    assert.equal(stdout, "pod/three\n");
  });

  it("gets a note if a separator is missing", async () => {
    const message =
      "no-separator.yaml:5: duplicate keys apiVersion, kind and metadata: a line `---` is probably missing before line 5, " +
      "and the Pod that begins in line 1 is lost, as for kubectl\n";
    const usual = await run("lint", path("no-separator.yaml"));
    assert.equal(usual.code, 0);
    assert.ok(usual.stderr.includes(`warning: ${message}`), usual.stderr);
    const strict = await run("lint", "--strict", path("no-separator.yaml"));
    assert.equal(strict.code, 2);
    assert.ok(strict.stderr.includes(`error: ${message}`), strict.stderr);
  });

  it("gets a note after the end of a document", async () => {
    const { code, stderr } = await run("lint", "--level", "privileged", path("after-end.yaml"));
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^warning: after-end\.yaml:6: kubectl reads nothing from here up to the next line that begins/m,
    );
    assert.equal((await run("lint", "--level", "privileged", "--strict", path("after-end.yaml"))).code, 2);
  });

  it("has a note for a duplicate key in JSON", async () => {
    const { code, stderr } = await run("lint", path("twice.json"));
    assert.equal(code, 0);
    assert.match(stderr, /^warning: twice\.json:2: duplicate key data\.a;/m);
  });
});

/** Each command that reads files. */
const COMMANDS: readonly (readonly string[])[] = [
  ["lint"],
  ["audit", "-f"],
  ["dry-run", "-A", "--enforce", "baseline", "-f"],
  ["plan", "-f"],
];

for (const command of COMMANDS) {
  describe(`${command.join(" ")} of an empty input`, () => {
    for (const [name, args, said] of [
      ["an empty file", ["empty.yaml"], "empty.yaml is empty"],
      ["a file of comments", ["comments.yaml"], "comments.yaml contains only comments"],
      ["a directory of such files", ["only-empty"], "no document in any of 2 files"],
      ["a glob that matches such files", ["only-empty/*.y*ml"], "no document in any of 2 files"],
      [
        "an empty file beside others",
        ["pod.yaml", "empty.yaml"],
        "empty.yaml:1: is empty; look at what writes the file",
      ],
      [
        "a directory whose manifests are hidden",
        ["hidden"],
        "no manifests in hidden\n1 manifest in hidden places: --include-hidden reads hidden files and directories.",
      ],
    ] as const) {
      it(`${name} is an error`, async () => {
        const { code, stderr } = await run(...command, ...args.map(path));
        assert.equal(code, 2, stderr);
        assert.ok(stderr.includes(`error: ${said}`), stderr);
      });
    }

    it("empty standard input is an error", async () => {
      const { code, stderr } = await run(...command, "-");
      assert.equal(code, 2);
      assert.equal(
        stderr,
        "error: nothing came in on standard input\nLook at the command before the pipe: it printed no manifests.\n",
      );
    });

    it("an empty file below a directory gets a note, and is no error", async () => {
      const { code, stderr } = await run(...command, path("some-empty"));
      assert.notEqual(code, 2);
      assert.match(stderr, /^info: some-empty\/a\.yaml:1: is empty$/m);
    });

    it("--include-hidden reads hidden files, and never .git", async () => {
      const { code, stderr } = await run(...command, path("hidden"), "--include-hidden");
      assert.notEqual(code, 2, stderr);
      assert.doesNotMatch(stderr, /hidden files/);
      const counted = await run(...command, path("hidden"), path("pod.yaml"));
      assert.match(
        counted.stderr,
        /^info: 1 manifest in hidden files and directories skipped; --include-hidden reads them$/m,
      );
    });
  });
}

it("--include-hidden without files to read is rejected", async () => {
  for (const command of [["audit"], ["plan"], ["dry-run", "--enforce", "baseline"]]) {
    const { code, stderr } = await run(...command, "--include-hidden");
    assert.equal(code, 2);
    assert.equal(stderr, "error: --include-hidden reads no cluster\nAdd -f PATH, or leave it out.\n");
  }
});

const WITHOUT_WINDOWS = { skip: process.platform === "win32" && "Windows has neither modes of directories nor bash" };

describe("a directory that cannot be listed", WITHOUT_WINDOWS, () => {
  // Root may list every directory, so the program runs as another user.
  const other = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const bin = new URL("../../../bin/kubectl-pss.js", import.meta.url).pathname;
  const closed = tree({
    "a.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n---\n${pod("one")}`,
    "d/closed/b.yaml": pod("two"),
    ".hidden/c.yaml": pod("three"),
    "e/.f/g.yaml": pod("four"),
  });
  const all = ["d/closed", ".hidden", "e/.f"];
  before(() => {
    for (const open of [dirname(closed), closed, join(closed, "d"), join(closed, "e")]) chmodSync(open, 0o755);
    for (const each of all) chmodSync(join(closed, each), 0);
  });
  after(() => {
    for (const each of all) chmodSync(join(closed, each), 0o755);
  });
  /** Runs a command with paths below the directory. */
  const runIn = (command: readonly string[], paths: readonly string[], ...flags: readonly string[]) => {
    const flag = command.filter((word) => word === "-f");
    const args = paths.flatMap((each) => [...flag, join(closed, each)]);
    const words = [...command.filter((word) => word !== "-f"), ...args, ...flags];
    // The other user cannot write the coverage of this run, and Node would print an error.
    const env = { ...process.env, NODE_V8_COVERAGE: undefined };
    const options = { encoding: "utf8", env, ...other } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words, "-o", "json"], options);
    const document: { unreadable: { message: string; file: string }[]; notes: { code: string; message: string }[] } =
      stdout === "" ? {} : JSON.parse(stdout);
    const unreadable = document.unreadable?.map(({ message, file }) => `${relative(closed, file)}: ${message}`);
    const notes = document.notes?.filter(({ code }) => code === "hidden-files").map(({ message }) => message);
    return { status, stderr, unreadable, notes };
  };
  const ONE = "1 hidden directory skipped that cannot be listed; --include-hidden reads it";
  const TWO = "2 hidden directories skipped that cannot be listed; --include-hidden reads them";

  for (const command of COMMANDS) {
    for (const paths of [[""], ["**/*.yaml"], ["", "**", "**/*.yaml"]]) {
      it(`is reported once, with its place, and makes the exit code 3: ${[...command, ...paths].join(" ")}`, () => {
        const { status, unreadable, notes } = runIn(command, paths);
        assert.deepEqual(unreadable, ["d/closed: permission denied"]);
        assert.deepEqual(notes, [TWO]);
        assert.equal(status, 3);
      });

      it(`also if it is hidden, with --include-hidden: ${[...command, ...paths].join(" ")}`, () => {
        const { status, unreadable, notes } = runIn(command, paths, "--include-hidden");
        assert.deepEqual(
          unreadable,
          [".hidden", "d/closed", "e/.f"].map((each) => `${each}: permission denied`),
        );
        assert.deepEqual(notes, []);
        assert.equal(status, 3);
      });
    }

    it(`does not change the exit code if it is hidden: ${command.join(" ")}`, () => {
      for (const paths of [
        ["a.yaml", "?hidden/*.yaml"],
        ["a.yaml", "e"],
      ]) {
        const { status, unreadable, notes } = runIn(command, paths);
        assert.deepEqual([unreadable, notes], [[], [ONE]]);
        assert.equal(status, runIn(command, ["a.yaml"]).status);
      }
      const { status, stderr } = runIn(command, ["e"]);
      assert.equal(status, 2);
      assert.match(
        stderr,
        /\n1 hidden directory cannot be listed: --include-hidden reads hidden files and directories\.\n$/,
      );
    });
  }
});

it("an empty pipe of the shell is an error", WITHOUT_WINDOWS, () => {
  const bin = new URL("../../../bin/kubectl-pss.js", import.meta.url).pathname;
  const lint = (script: string): { status: number | null; stderr: string } =>
    spawnSync("bash", ["-c", script, process.execPath, bin, path("pod.yaml")], { encoding: "utf8" });
  const alone = lint('"$0" "$1" lint <(false)');
  assert.equal(alone.status, 2);
  assert.match(alone.stderr, /^error: nothing came in by \/dev\/fd\/\d+\nLook at the command before the pipe/);
  const beside = lint('"$0" "$1" lint <(false) "$2"');
  assert.equal(beside.status, 2);
  assert.match(beside.stderr, /^error: \/dev\/fd\/\d+:1: nothing came in; look at the command before the pipe/m);
});
