import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { runCli, type CliSetting } from "./run-cli.ts";

const LINT = "test/fixtures/lint";
const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: piped}\nspec: {containers: [{name: a, image: a}]}\n";

/** Command lines, each with a golden file that holds all that it prints and its exit code. */
const SCENARIOS: Readonly<Record<string, { readonly args: readonly string[] } & CliSetting>> = {
  help: { args: ["--help"] },
  "no-command": { args: [] },
  "unknown-command": { args: ["lnit", "x"] },
  "unknown-flag": { args: ["lint", "--levle", "restricted", LINT] },
  "lint-help": { args: ["lint", "--help"] },
  "lint-nothing": { args: ["lint"] },
  "lint-missing-path": { args: ["lint", "no/such/file.yaml"] },
  "lint-missing-glob": { args: ["lint", "no/such/*.yaml"] },
  "lint-url": { args: ["lint", "https://example.com/pod.yaml"] },
  "lint-bad-level": { args: ["lint", "--level", "strict", LINT] },
  "lint-bad-version": { args: ["lint", "--level", "restricted:1.30", LINT] },
  "lint-bad-server-version": { args: ["lint", "--server-version", "1.30.2", LINT] },
  "lint-future-server-version": { args: ["lint", "--server-version", "v1.99", `${LINT}/clean.yaml`] },
  "lint-bad-fail-on": { args: ["lint", "--fail-on", "everything", LINT] },
  "lint-bad-output": { args: ["lint", "-o", "csv", LINT] },
  "lint-team-a": { args: ["lint", `${LINT}/team-a`] },
  "lint-team-a-80-columns": { args: ["lint", `${LINT}/team-a`], columns: 80, env: { NO_COLOR: "1" } },
  "lint-team-a-wide": { args: ["lint", "-o", "wide", `${LINT}/team-a`] },
  "lint-team-a-json": { args: ["lint", "-o", "json", `${LINT}/team-a`] },
  "lint-team-a-yaml": { args: ["lint", "-o", "yaml", `${LINT}/team-a`] },
  "lint-team-a-name": { args: ["lint", "-o", "name", `${LINT}/team-a`] },
  "lint-team-a-strict": { args: ["lint", "--strict", `${LINT}/team-a`] },
  "lint-no-headers": { args: ["lint", "--no-headers", `${LINT}/team-a`] },
  "lint-server-version": { args: ["lint", "--server-version", "v1.20", "--level", "restricted", `${LINT}/pod.yaml`] },
  "lint-levels": {
    args: ["lint", "--level", "baseline", "--level", "restricted:v1.24", "--level=baseline", `${LINT}/pod.yaml`],
  },
  "lint-fail-on-warn": { args: ["lint", "--fail-on", "warn", `${LINT}/pod.yaml`] },
  "lint-clean": { args: ["lint", `${LINT}/clean.yaml`] },
  "lint-namespace": { args: ["lint", "-n", "team-x", "--strict", `${LINT}/pod.yaml`] },
  "lint-broken": { args: ["lint", `${LINT}/broken.yaml`, `${LINT}/team-a`] },
  "lint-invalid-labels": { args: ["lint", `${LINT}/invalid-labels.yaml`] },
  "lint-stdin": { args: ["lint", "-"], stdin: POD },
  "lint-empty-stdin": { args: ["lint", "-"] },
  "lint-not-utf8": { args: ["lint", "-"], stdin: Buffer.from([0x61, 0x0a, 0xff, 0x0a]) },
  "lint-admission-config": { args: ["lint", "--admission-config", `${LINT}/admission.yaml`, `${LINT}/pod.yaml`] },
  "lint-as-user": {
    args: ["lint", "--admission-config", `${LINT}/admission.yaml`, "--as-user", "admin", `${LINT}/pod.yaml`],
  },
  "lint-bad-admission-config": { args: ["lint", "--admission-config", `${LINT}/pod.yaml`, `${LINT}/pod.yaml`] },
  "completion-help": { args: ["completion", "--help"] },
  "completion-bad-shell": { args: ["completion", "tcsh"] },
  "version-help": { args: ["version", "--help"] },
};

const UPDATE = process.env["KUBECTL_PSS_UPDATE_GOLDEN"] === "1";

describe("command lines", () => {
  for (const [name, { args, ...setting }] of Object.entries(SCENARIOS)) {
    it(name, async () => {
      const { code, stdout, stderr } = await runCli(args, setting);
      const actual = [
        `# kubectl pss ${args.join(" ")}`,
        `Exit code ${code}`,
        `## stdout\n\n\`\`\`\n${stdout}\`\`\``,
        `## stderr\n\n\`\`\`\n${stderr}\`\`\`\n`,
      ].join("\n\n");
      const path = `test/golden/cli/${name}.md`;
      if (UPDATE) {
        mkdirSync("test/golden/cli", { recursive: true });
        writeFileSync(path, actual);
      }
      const expected = existsSync(path) ? readFileSync(path, "utf8") : "";
      assert.equal(actual, expected, "KUBECTL_PSS_UPDATE_GOLDEN=1 npm test writes the golden files anew");
    });
  }
});
