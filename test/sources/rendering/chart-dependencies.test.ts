import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { findIncomplete } from "../../../src/sources/rendering/chart-dependencies.ts";
import { tree } from "../tree.ts";

const chart = (name: string, ...dependencies: readonly string[]): string =>
  `apiVersion: v2\nname: ${name}\nversion: 0.1.0\ndependencies: [${dependencies.map((each) => `{name: ${each}}`).join(", ")}]\n`;

for (const [name, files, expected] of [
  ["no dependencies", { "Chart.yaml": chart("web") }, []],
  ["a missing dependency", { "Chart.yaml": chart("web", "db", "db", "cache") }, [[".", "db", "cache"]]],
  ["a packed one", { "Chart.yaml": chart("web", "db"), "charts/db-1.2.3.tgz": "" }, []],
  ["the package of a longer name", { "Chart.yaml": chart("web", "db"), "charts/db-ha-1.2.3.tgz": "" }, [[".", "db"]]],
  ["an unpacked one", { "Chart.yaml": chart("web", "db"), "charts/db/Chart.yaml": chart("db") }, []],
  ["one in a directory of another name", { "Chart.yaml": chart("web", "db"), "charts/x/Chart.yaml": chart("db") }, []],
  [
    "a directory that Helm ignores",
    { "Chart.yaml": chart("web", "db"), "charts/_db/Chart.yaml": chart("db") },
    [[".", "db"]],
  ],
  ["a file of that name", { "Chart.yaml": chart("web", "db"), "charts/db": "" }, [[".", "db"]]],
  [
    "one that a subchart lacks",
    { "Chart.yaml": chart("web"), "charts/db/Chart.yaml": chart("db", "a") },
    [["charts/db", "a"]],
  ],
  [
    "dependencies that it and two of its subcharts lack",
    {
      "Chart.yaml": chart("web", "queue"),
      "charts/cache/Chart.yaml": chart("cache", "b"),
      "charts/db/Chart.yaml": chart("db"),
      "charts/db/charts/replica/Chart.yaml": chart("replica", "a"),
    },
    [
      [".", "queue"],
      ["charts/cache", "b"],
      ["charts/db/charts/replica", "a"],
    ],
  ],
  [
    "a chart of v1",
    { "Chart.yaml": "apiVersion: v1\nname: web\n", "requirements.yaml": "dependencies: [{name: db}]\n" },
    [[".", "db"]],
  ],
  ["a Chart.yaml that is not YAML", { "Chart.yaml": "a: {\n" }, []],
  ["dependencies of the wrong type", { "Chart.yaml": "dependencies: [1, {name: 2}, {}]\n" }, []],
] as const) {
  test(`a chart with ${name}`, () => {
    const directory = tree(files);
    const found = findIncomplete(directory);
    const shown = found.map((one) => [relative(directory, one.directory) || ".", ...one.missing]);
    assert.deepEqual(shown, expected);
  });
}

test("a chart whose subchart is a link to itself", () => {
  const directory = tree({ "Chart.yaml": chart("web"), "charts/.keep": "" });
  symlinkSync(directory, join(directory, "charts", "loop"));
  assert.deepEqual(findIncomplete(directory), []);
});
