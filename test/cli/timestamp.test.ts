import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCli } from "./run-cli.ts";

const DUMP = "docs/examples/cluster.yaml";
const COMMANDS: readonly (readonly string[])[] = [
  ["audit", "-f", DUMP],
  ["dry-run", "-f", DUMP, "-A", "--enforce", "baseline"],
  ["plan", "-f", DUMP],
  ["lint", DUMP],
];

describe("the time of a report", () => {
  for (const args of COMMANDS) {
    for (const [format, time] of [
      ["html", "on 2026-11-30 at 12:00 UTC"],
      ["markdown", "on 2026-11-30 at 12:00 UTC"],
      ["json", '"generatedAt": "2026-11-30T12:00:00Z"'],
      ["yaml", "generatedAt: "],
    ] as const) {
      it(`is in -o ${format} of ${args[0]}, with the versions, and not with --no-timestamp`, async () => {
        const { stdout } = await runCli([...args, "-o", format]);
        assert.ok(stdout.includes(time), stdout.slice(0, 2000));
        if (format === "html" || format === "markdown") {
          assert.match(stdout, /1 file; evaluated as Kubernetes v1\.\d+/);
          assert.match(stdout, /Made by kubectl pss v\d+\.\d+\.\d+/);
        }
        const without = (await runCli([...args, "-o", format, "--no-timestamp"])).stdout;
        assert.doesNotMatch(without, /2026-11-30|generatedAt/);
        assert.equal(without, (await runCli([...args, "-o", format, "--no-timestamp"])).stdout);
      });
    }
  }
});

describe("a document for people", () => {
  for (const args of COMMANDS) {
    for (const format of ["html", "markdown"]) {
      it(`has no CI advice: -o ${format} of ${args[0]}`, async () => {
        const { stdout } = await runCli([...args, "-o", format, "--no-timestamp"]);
        const text = stdout.replaceAll(/<(script|style)\b.*?<\/\1>/gs, "");
        assert.doesNotMatch(text, /exit code|fails? the run|violations that fail/i);
      });
    }
  }
});
