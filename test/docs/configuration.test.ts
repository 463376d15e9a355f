/** The example of docs/configuration.md: the printed settings, and a run with it. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCli } from "../cli/run-cli.ts";
import { codeBlocks } from "./code-blocks.ts";

const blocks = codeBlocks(readFileSync("docs/configuration.md", "utf8"));
const configuration = blocks.find(({ language }) => language === "yaml");
const printed = blocks.find(({ language }) => language === "console");
assert.ok(configuration !== undefined && printed !== undefined);

const home = process.cwd();
const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-configuration-"));
after(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true });
});

describe("the example of docs/configuration.md", () => {
  before(() => {
    mkdirSync(join(directory, "manifests/testdata"), { recursive: true });
    mkdirSync(join(directory, "legacy"));
    mkdirSync(join(directory, "ci"));
    mkdirSync(join(directory, ".git"));
    copyFileSync("test/fixtures/lint/admission.yaml", join(directory, "ci/admission.yaml"));
    process.chdir(directory);
    writeFileSync(".kubectl-pss.yaml", configuration.code);
    const deployment = (name: string, namespace: string, more: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: ${namespace}}\n` +
      `spec: {template: {spec: {containers: [{name: proxy, image: x, ${more}}]}}}\n`;
    const hostPort = "ports: [{containerPort: 80, hostPort: 80}]";
    writeFileSync("manifests/web.yaml", deployment("web", "shop", hostPort));
    writeFileSync("manifests/api.yaml", deployment("api", "team-a", ""));
    writeFileSync("legacy/old.yaml", deployment("old", "team-b", ""));
    writeFileSync("manifests/testdata/bad.yaml", "a: [");
    writeFileSync("manifests/a.tpl.yaml", "a: [");
  });

  it("prints the settings that the page shows", async () => {
    const [command = "", ...output] = printed.code.split("\n");
    const { code, stdout, stderr } = await runCli(command.replace("$ kubectl pss ", "").split(" "));
    assert.deepEqual([code, stdout, stderr], [0, output.join("\n"), ""]);
  });

  it("judges each object as the page says", async () => {
    const { code, stdout, stderr } = await runCli(["lint", "-o", "json", "."]);
    const {
      namespaces,
      configuration: file,
      notes,
      unreadable,
    } = JSON.parse(stdout) as {
      namespaces: {
        workloads: {
          name: string;
          results: { level: string; requested: boolean; violations: { check: string; accepted: unknown }[] }[];
        }[];
      }[];
      configuration: string;
      notes: { code: string; line: number }[];
      unreadable: unknown[];
    };
    assert.deepEqual([code, stderr, file, unreadable], [1, "", ".kubectl-pss.yaml", []]);
    const judged = namespaces.flatMap(({ workloads }) =>
      workloads.map(({ name, results }) => [
        name,
        results.filter(({ requested }) => requested).map(({ level }) => level),
      ]),
    );
    assert.deepEqual(judged, [
      ["web", []],
      ["api", ["restricted"]],
      ["old", ["baseline"]],
    ]);
    const ports = namespaces
      .flatMap(({ workloads }) => workloads.flatMap(({ results }) => results.flatMap(({ violations }) => violations)))
      .filter(({ check }) => check === "hostPorts");
    assert.ok(ports.length > 0 && ports.every(({ accepted }) => accepted !== null));
    const line = configuration.code.split("\n").indexOf("exclude:") + 1;
    assert.deepEqual(
      notes.filter(({ code: one }) => one === "excluded-files").map((note) => note.line),
      [line],
    );
  });
});
