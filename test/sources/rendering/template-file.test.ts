import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { chartName, templateFiles } from "../../../src/sources/rendering/template-file.ts";
import { tree } from "../tree.ts";

const CHART = "apiVersion: v2\nname: web\n";
const before = process.cwd();

describe("templateFiles", () => {
  let directory = "";
  beforeEach(() => {
    directory = tree({
      "charts/web/Chart.yaml": CHART,
      "charts/web/templates/a.yaml": "",
      "charts/web/charts/db/templates/b.yaml": "",
      "other/Chart.yaml": "name: another\n",
      "other/templates/a.yaml": "",
      "api/Chart.yaml": 'name: "api" # the API\n',
      "api/templates/a.yaml": "",
    });
    process.chdir(directory);
  });
  afterEach(() => process.chdir(before));

  it("finds the file in the chart that was rendered", () => {
    const fileOf = templateFiles({ directory: "charts/web", name: "web" });
    assert.equal(fileOf("web/templates/a.yaml"), join("charts", "web", "templates", "a.yaml"));
    assert.equal(
      fileOf("web/charts/db/templates/b.yaml"),
      join("charts", "web", "charts", "db", "templates", "b.yaml"),
    );
  });

  it("keeps Helm's name if no file has it, as in a packed subchart", () => {
    const fileOf = templateFiles({ directory: "charts/web", name: "web" });
    assert.equal(fileOf("web/charts/cache/templates/c.yaml"), "web/charts/cache/templates/c.yaml");
    assert.equal(fileOf("api/templates/a.yaml"), "api/templates/a.yaml");
  });

  it("finds the chart of piped output in the working directory, in a directory of its name, and in charts", () => {
    assert.equal(templateFiles()("api/templates/a.yaml"), join("api", "templates", "a.yaml"));
    assert.equal(templateFiles()("web/templates/a.yaml"), join("charts", "web", "templates", "a.yaml"));
    process.chdir(join("charts", "web"));
    assert.equal(templateFiles()("web/templates/a.yaml"), join("templates", "a.yaml"));
  });

  it("does not use a chart with another name", () => {
    assert.equal(templateFiles()("other/templates/a.yaml"), "other/templates/a.yaml");
    assert.equal(templateFiles()("another/templates/a.yaml"), "another/templates/a.yaml");
  });
});

it("a chart has the name in its Chart.yaml", () => {
  const directory = tree({ "a/Chart.yaml": CHART, "b/Chart.yaml": "apiVersion: v2\n" });
  assert.deepEqual(
    [chartName(join(directory, "a")), chartName(join(directory, "b")), chartName(directory)],
    ["web", undefined, undefined],
  );
});
