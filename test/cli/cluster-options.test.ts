import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import { addClusterOptions, parseChunkSize, type ClusterOptions } from "../../src/cli/cluster-options.ts";

test("kubectl's flags are understood, also several groups", () => {
  const command = addClusterOptions(new Command("x"));
  command.parse(
    ["-n", "a", "-s", "https://x", "--as", "u", "--as-group", "g", "--as-group=h", "-f", "p", "q", "--chunk-size", "0"],
    {
      from: "user",
    },
  );
  assert.deepEqual(command.opts<ClusterOptions>(), {
    namespace: "a",
    server: "https://x",
    as: "u",
    asGroup: ["g", "h"],
    filename: ["p", "q"],
    chunkSize: 0,
  });
});

for (const [text, size] of [
  ["0", 0],
  ["1", 1],
  ["500", 500],
  ["9223372036854775807", Number.MAX_SAFE_INTEGER],
] as const) {
  test(`a chunk size of ${text}`, () => assert.equal(parseChunkSize(text), size));
}

for (const text of ["", "-1", "1.5", "010", "5e2", "all", "9223372036854777000"]) {
  test(`no chunk size: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseChunkSize(text), { name: "InvalidArgumentError" });
  });
}
