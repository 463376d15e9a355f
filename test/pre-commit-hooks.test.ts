import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "js-yaml";
import manifest from "../package.json" with { type: "json" };
import { runCli } from "./cli/run-cli.ts";

const hooks = load(readFileSync(".pre-commit-hooks.yaml", "utf8")) as readonly Readonly<Record<string, unknown>>[];

test("the hook, as pre-commit reads it", () => {
  assert.deepEqual(hooks, [
    {
      id: "kubectl-pss-lint",
      name: "kubectl pss lint",
      description: "Checks Kubernetes manifests against the Pod Security Standards",
      entry: "kubectl-pss lint",
      language: "node",
      types: ["yaml"],
      pass_filenames: true,
      require_serial: true,
    },
  ]);
});

test("its entry is a program of the package, and a command of that", async () => {
  const [program = "", ...words] = String(hooks[0]?.["entry"]).split(" ");
  const bin: Readonly<Record<string, string>> = manifest.bin;
  assert.ok(existsSync(bin[program] ?? ""), program);
  const { code } = await runCli([...words, "test/fixtures/lint/clean.yaml", "test/fixtures/lint/clean.yaml"]);
  assert.equal(code, 0);
});
