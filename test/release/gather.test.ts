import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { artifactsOf } from "../../release/gather.ts";
import { archiveName, TARGETS } from "../../release/targets.ts";
import { runProgram, type Run } from "./tools.ts";

const VERSION = "1.2.3";
const TAG = `v${VERSION}`;
const ARTIFACTS = artifactsOf(VERSION);
const [LINUX = ""] = TARGETS.map((target) => archiveName(target, VERSION));

const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-gather-"));
after(() => rmSync(workspace, { recursive: true }));

const sumOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The outputs of the jobs: the checksum of each job's archive, and of the bill from the first job. */
const OUTPUTS: Readonly<Record<string, string>> = Object.fromEntries(
  TARGETS.map((target, index) => {
    const files = [archiveName(target, VERSION), ...(index === 0 ? [`kubectl-pss_${TAG}.cdx.json`] : [])];
    return [target.name, files.map((file) => `${sumOf(file)}  ${file}\n`).join("")];
  }),
);

interface Setting {
  readonly args?: readonly string[];
  readonly outputs?: Readonly<Record<string, string>>;
  /** More files, by path: undefined is a missing file. */
  readonly files?: Readonly<Record<string, string | undefined>>;
}

/** Runs the script on artifacts whose files contain their own names. */
async function tryScript({
  args = [],
  outputs = OUTPUTS,
  files = {},
}: Setting): Promise<Run & { readonly to: string }> {
  const folder = mkdtempSync(join(workspace, "run-"));
  const [from, to] = [join(folder, "artifacts"), join(folder, "release-artifacts")];
  const made = [...ARTIFACTS].map(([name, file]) => [join(name, file), file] as const);
  for (const [path, text] of Object.entries({ ...Object.fromEntries(made), ...files })) {
    if (text === undefined) continue;
    mkdirSync(join(from, path, ".."), { recursive: true });
    writeFileSync(join(from, path), text);
  }
  const env = { BUILT: JSON.stringify(outputs) };
  const run = await runProgram(process.execPath, ["release/gather.ts", TAG, from, to, ...args], { env });
  return { ...run, to };
}

describe("release/gather.ts", () => {
  it("puts the files of the jobs into one folder", async () => {
    const { code, stderr, to } = await tryScript({});
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(readdirSync(to).toSorted(), [...ARTIFACTS.values()].toSorted());
    for (const file of ARTIFACTS.values()) assert.equal(readFileSync(join(to, file), "utf8"), file);
  });

  it("accepts a part of the files, if they are the only ones", async () => {
    const others = [...ARTIFACTS].slice(1).map(([name, file]) => [join(name, file), undefined] as const);
    const { code, stdout } = await tryScript({ args: ["executable-linux-x64"], files: Object.fromEntries(others) });
    assert.deepEqual([code, stdout], [0, `${sumOf(LINUX)}  ${LINUX}\n`]);
  });

  const path = join("executable-linux-x64", LINUX);
  for (const [what, setting, message] of [
    [
      "an unexpected artifact",
      { files: { "executable-evil/a": "" } },
      /^error: artifacts: expected .*, found .*executable-evil/,
    ],
    [
      "a missing artifact",
      { files: { [path]: undefined } },
      /^error: artifacts: expected .*executable-linux-x64.*, found (?!.*linux-x64)/,
    ],
    [
      "more artifacts than requested",
      { args: ["executable-linux-x64"] },
      /^error: artifacts: expected executable-linux-x64, found bill/,
    ],
    [
      "a second file",
      { files: { [join("executable-win-x64", LINUX)]: "" } },
      /^error: artifact executable-win-x64: expected .*_windows_x64\.zip, found .*_linux_x64\.tar\.gz, /,
    ],
    [
      "an archive that another job replaced",
      { files: { [path]: "evil" } },
      new RegExp(`^error: ${LINUX} is ${sumOf("evil")}, and the job that made it said ${sumOf(LINUX)}\n`),
    ],
    ["an archive without a checksum", { outputs: {} }, /^error: .* and the job that made it said nothing\n/],
    [
      "two checksums of a file",
      { outputs: { ...OUTPUTS, another: `${sumOf("")}  ${LINUX}\n` } },
      /^error: BUILT:\d+: a second checksum of /,
    ],
    [
      "an unknown name",
      {
        args: ["a"],
        files: {
          ...Object.fromEntries([...ARTIFACTS].map(([name, file]) => [join(name, file), undefined])),
          "a/b": "",
        },
      },
      /^error: there is no artifact a\n/,
    ],
  ] as const) {
    it(`rejects ${what}`, async () => {
      const { code, stdout, stderr } = await tryScript(setting);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  it("rejects an invalid tag, and too few arguments", async () => {
    for (const args of [[], ["1.2.3", "a", "b"]]) {
      const { code, stderr } = await runProgram(process.execPath, ["release/gather.ts", ...args]);
      assert.equal(code, 2);
      assert.match(stderr, /^error: .*\n.*\S.*\n$/);
    }
  });
});
