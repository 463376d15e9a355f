import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { normalizeArguments } from "../../../src/cli/argv/arguments.ts";
import { runCli } from "../run-cli.ts";

describe("arguments in kubectl's forms", () => {
  for (const [given, expected] of [
    [
      ["lint", "-o=json", "x"],
      ["lint", "-o", "json", "x"],
    ],
    [["-n="], ["-n", ""]],
    [
      ["--strict=true", "--no-headers=true"],
      ["--strict", "--no-headers"],
    ],
    [["--strict=false"], []],
    [
      ["-R=true", "--recursive=true", "-R=false", "-R"],
      ["--recursive", "--recursive", "--recursive=false", "-R"],
    ],
    [
      ["--level=restricted", "--as-user=true"],
      ["--level=restricted", "--as-user=true"],
    ],
    [
      ["-", "--", "-o=json", "--strict=true"],
      ["-", "--", "-o=json", "--strict=true"],
    ],
  ] as const) {
    it(given.join(" "), () => assert.deepEqual(normalizeArguments(given), expected));
  }

  it("accepts -v before and after the command", async () => {
    const pod = "test/fixtures/lint/clean.yaml";
    for (const args of [
      ["-v", "1", "lint", pod],
      ["lint", pod, "-v", "1"],
      ["lint", pod, "--v=1"],
      ["lint", "-v=1", pod],
    ]) {
      const { code, stderr } = await runCli(args);
      assert.deepEqual([code, stderr], [0, ""], args.join(" "));
    }
  });
});
