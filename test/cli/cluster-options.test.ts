import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import { addClusterOptions, parseDuration, type ClusterOptions } from "../../src/cli/cluster-options.ts";

const DURATIONS: readonly (readonly [text: string, milliseconds: number])[] = [
  ["0", 0],
  ["30", 30_000],
  ["30s", 30_000],
  ["1m30s", 90_000],
  ["1.5s", 1500],
  ["500ms", 500],
  ["2h", 7_200_000],
];

for (const [text, milliseconds] of DURATIONS) {
  test(`a timeout of ${text}`, () => {
    assert.equal(parseDuration(text), milliseconds);
  });
}

for (const text of ["", "soon", "-1", "1 s", "1d", "s", "1.s"]) {
  test(`no timeout: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseDuration(text), { name: "InvalidArgumentError" });
  });
}

test("kubectl's flags are understood, also several groups", () => {
  const command = addClusterOptions(new Command("x"));
  command.parse(["-n", "a", "-s", "https://x", "--as", "u", "--as-group", "g", "--as-group=h", "-f", "p", "q"], {
    from: "user",
  });
  assert.deepEqual(command.opts<ClusterOptions>(), {
    namespace: "a",
    server: "https://x",
    as: "u",
    asGroup: ["g", "h"],
    filename: ["p", "q"],
  });
});
