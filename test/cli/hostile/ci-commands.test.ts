import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { commandsOf } from "../../ci-runners.ts";
import { stubServer } from "../../sources/cluster/stub-server.ts";
import { HOSTILE, kubeconfigOf, MARK, objectsOf, serverWith, writeManifests } from "./hostile-inputs.ts";
import { READING, reading, type ReadingCommand } from "../program-commands.ts";
import { directoryFor, runSafely } from "./run-safely.ts";
import { IS_FULL, IS_QUICK } from "../../seed.ts";

const COMMANDS: readonly Pick<ReadingCommand, "name" | "args" | "input" | "formats">[] = [
  ...READING,
  {
    name: "lint",
    args: ["lint", "--level", "restricted", "--strict"],
    input: (path) => [path],
    formats: ["table", "markdown", "github", "azure"],
  },
];
/** Each format gets one in this many texts, and the next format gets others. */
const STRIDE = IS_FULL ? 1 : IS_QUICK ? 7 : 3;
/** A server sends one in this many texts. */
const SERVERS = IS_FULL ? 1 : IS_QUICK ? 6 : 2;
const WIDTHS = IS_FULL
  ? Array.from({ length: 181 }, (_, index) => index + 20)
  : [20, 33, 48, 64, 79, 80, 101, 140, 200];

describe("no foreign text is a command of a CI runner", () => {
  it("in any format of any command, from files", async (t) => {
    const arrived = new Set<string>();
    for (const [index, text] of HOSTILE.entries()) {
      const directory = writeManifests(directoryFor(t), text);
      const summary = join(directory, "summary");
      for (const { name, args, input, formats } of COMMANDS) {
        for (const [number, format] of formats.entries()) {
          if ((index + number) % STRIDE !== 0) continue;
          const isColoured = (index + number) % 2 === 0;
          const env = { GITHUB_STEP_SUMMARY: summary, ...(isColoured && { FORCE_COLOR: "1" }) };
          const { stdout, stderr } = await runSafely([...args, ...input(directory), "-o", format], { env });
          if (stdout.includes(MARK)) arrived.add(`${name} ${format}`);
          if (stderr.includes(MARK)) arrived.add(`${name} stderr`);
        }
      }
      if (existsSync(summary)) assert.deepEqual(commandsOf(readFileSync(summary, "utf8")), []);
    }
    const expected = COMMANDS.flatMap(({ name, formats }) => formats.map((format) => `${name} ${format}`));
    // These names are invalid for namespaces, so they are only in the plan's notes.
    const without = new Set(["plan table", "plan manifests"]);
    const missing = expected.filter((one) => !arrived.has(one) && !without.has(one));
    assert.deepEqual(missing, []);
    assert.ok(READING.every(({ name }) => arrived.has(`${name} stderr`)));
  });

  it("at any width of a terminal, with wrapped and cut lines", async (t) => {
    const words = ["::error::", "##[error]", "::warning::", "##vso[a.b]"];
    const text =
      Array.from({ length: 24 }, (_, index) => `${"x".repeat(index % 7)} ${words[index % 4]}`).join(" ") + MARK;
    const directory = writeManifests(directoryFor(t), text.slice(0, 180));
    for (const [index, columns] of WIDTHS.entries()) {
      for (const { args, input } of COMMANDS) {
        const env = index % 2 === 0 ? { NO_COLOR: "1" } : {};
        await runSafely([...args, ...input(directory)], { columns, env });
      }
    }
  });

  it("among the words of a command line", async (t) => {
    const directory = directoryFor(t);
    for (const text of HOSTILE) {
      for (const args of [
        [text],
        [`--${text}`],
        ["lint", text],
        ["lint", `--${text}`],
        ["lint", "-o", text, "x"],
        ["lint", `--output=${text}`, "x"],
        ["lint", `https://${text}`],
        ["lint", "--accept", join(directory, text), "test/cli/run-cli.ts"],
        ["lint", "--admission-config", join(directory, text), "x"],
        ["lint", "-n", text, "examples"],
        ["explain", text],
        ["explain", `v1.30..${text}`],
        ["explain", `violates PodSecurity "baseline:latest": forbidden sysctls (${text}), ${text}`],
        ["explain", "-o", "markdown", `violates PodSecurity "baseline:latest": forbidden sysctls (${text}), ${text}`],
        ["explain", "-o", "yaml", `violates PodSecurity "baseline:latest": hostPath volumes (volume "${text}")`],
        ["completion", text],
        ["version", text],
        ["audit", "--context", text, "--kubeconfig", join(directory, text)],
        ["audit", "-l", text, "-f", "examples"],
        ["audit", "-n", text, "-f", "examples"],
        ["audit", "-o", `prometheus=${join(directory, text, "a")}`, "-f", "examples"],
        ["plan", "--skip", text, "-f", "examples"],
        ["__complete", "--", "lint", text],
        ["__complete", "--", "lint", `--output=${text}`],
      ]) {
        await runSafely(args);
      }
    }
  });

  it("from a server or a kubeconfig", async (t) => {
    for (const text of HOSTILE.filter((_, index) => index % SERVERS === 0)) {
      const directory = directoryFor(t);
      const stub = await stubServer(t, serverWith(text, objectsOf(text)));
      const refusing = await stubServer(t, serverWith(text, []));
      const file = join(directory, "config");
      writeFileSync(file, kubeconfigOf(text, stub.url.href));
      const kubeconfig = ["--kubeconfig", file];
      const { stdout } = await runSafely(["audit", ...kubeconfig]);
      assert.ok(stdout.includes(MARK), JSON.stringify(text));
      await runSafely(["audit", ...kubeconfig, "-o", "wide", "-v", "6"]);
      await runSafely(["audit", ...kubeconfig, "-o", "github"]);
      await runSafely(["audit", ...kubeconfig, "-o", "azure"]);
      await runSafely(["dry-run", "-A", "--enforce", "restricted", ...kubeconfig, "-o", "wide"]);
      for (const format of reading("plan").formats) await runSafely(["plan", ...kubeconfig, "-o", format]);
      await runSafely(["audit", "--server", refusing.url.href, "-n", "team-a"]);
      await runSafely(["audit", ...kubeconfig, "--context", `${text}2`]);
      await runSafely(["audit", ...kubeconfig, "--user", `${text}2`]);
      const exec = { apiVersion: "client.authentication.k8s.io/v1", interactiveMode: "Never", command: text };
      for (const user of [
        { exec: { ...exec, installHint: text } },
        { "auth-provider": { name: text } },
        { token: text },
        { "client-certificate": text, "client-key": text },
      ]) {
        // Credentials are only sent over TLS.
        writeFileSync(file, kubeconfigOf(text, "https://127.0.0.1:1", user));
        const { code } = await runSafely(["audit", ...kubeconfig]);
        assert.equal(code, 2);
      }
      writeFileSync(file, kubeconfigOf(text, text));
      await runSafely(["audit", ...kubeconfig]);
    }
  });
});
