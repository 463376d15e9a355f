import assert from "node:assert/strict";
import { test } from "node:test";
import { Command } from "commander";
import {
  addClusterOptions,
  collectNamespaces,
  parseChunkSize,
  type ClusterOptions,
} from "../../../src/cli/options/cluster-options.ts";

test("kubectl's flags are accepted, also several groups", () => {
  const command = addClusterOptions(new Command("x"));
  command.parse(
    ["-n", "a", "-s", "https://x", "--as", "u", "--as-group", "g", "--as-group=h", "-f", "p", "q", "--chunk-size", "0"],
    {
      from: "user",
    },
  );
  assert.deepEqual(command.opts<ClusterOptions>(), {
    namespace: ["a"],
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
  ["+7", 7],
  ["010", 8],
  ["0x10", 16],
  ["0B11", 3],
  ["0o_17", 15],
  ["1_000", 1000],
  ["-1", 0],
  ["9223372036854775807", Number.MAX_SAFE_INTEGER],
] as const) {
  test(`a chunk size of ${text}`, () => assert.equal(parseChunkSize(text), size));
}

for (const text of ["", "-", "1.5", "08", "1__0", "_1", "0x", "5e2", "all", " 1", "9223372036854775808"]) {
  test(`an invalid chunk size: ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseChunkSize(text), { name: "InvalidArgumentError" });
  });
}

test("-n accepts single names and names between commas; an empty text may mean no namespace", () => {
  assert.deepEqual(collectNamespaces("c", collectNamespaces("a,b")), ["a", "b", "c"]);
  assert.deepEqual(collectNamespaces(""), [""]);
});

for (const [text, message] of [
  ["a,,b", "Name 2 of 3 is empty."],
  [",", "Name 1 of 2 is empty."],
  ["a,", "Name 2 of 2 is empty."],
] as const) {
  test(`-n rejects ${text}`, () => assert.throws(() => collectNamespaces(text), { message }));
}
