import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { HelmCharts, ancestors, noteOnChart } from "../../../src/sources/rendering/helm-charts.ts";
import { tree } from "../tree.ts";

const CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n";

const directory = tree({
  "web/Chart.yaml": CHART,
  "web/templates/deploy.yaml": "",
  "web/templates/tests/pod.yaml": "",
  "web/files/dashboard.yaml": "",
  "web/crds/crd.yaml": "",
  "web/crds/deep/crd.yaml": "",
  "web/values.yaml": "",
  "web/charts/redis/Chart.yaml": CHART,
  "web/charts/redis/templates/deploy.yaml": "",
  "web/charts/redis/charts/common/Chart.yaml": CHART,
  "web/charts/redis/charts/common/templates/deploy.yaml": "",
  "web/charts/redis/crds/crd.yaml": "",
  "charts/api/Chart.yaml": CHART,
  "charts/api/templates/deploy.yaml": "",
  "scaffold/templates/deploy.yaml": "",
  "generator/Chart.yaml": CHART,
  "generator/templates/chart/Chart.yaml": CHART,
  "generator/templates/chart/templates/deploy.yaml": "",
  "values-only/Chart.yaml": CHART,
  "values-only/values.yaml": "",
  "templates.yaml": "",
});

/** A file, the chart that has it as a template, and the chart above it. */
const PLACES: readonly (readonly [file: string, template: string | undefined, above: string | undefined])[] = [
  ["web/templates/deploy.yaml", "web", "web"],
  ["web/templates/tests/pod.yaml", "web", "web"],
  ["web/templates/../templates/deploy.yaml", "web", "web"],
  ["web/files/dashboard.yaml", undefined, "web"],
  ["web/values.yaml", undefined, "web"],
  ["web/crds/crd.yaml", undefined, undefined],
  ["web/crds/deep/crd.yaml", undefined, undefined],
  ["web/charts/redis/templates/deploy.yaml", "web", "web"],
  ["web/charts/redis/charts/common/templates/deploy.yaml", "web", "web"],
  ["web/charts/redis/crds/crd.yaml", undefined, undefined],
  ["charts/api/templates/deploy.yaml", "charts/api", "charts/api"],
  ["scaffold/templates/deploy.yaml", undefined, undefined],
  ["generator/templates/chart/templates/deploy.yaml", "generator", "generator/templates/chart"],
  ["values-only/values.yaml", undefined, undefined],
  ["templates.yaml", undefined, undefined],
];

for (const [file, template, above] of PLACES) {
  test(`${file}: ${template === undefined ? "no template" : `a template of ${template}`}`, () => {
    const charts = new HelmCharts();
    const path = (chart: string | undefined): string | undefined => chart && join(directory, chart);
    assert.equal(charts.chartOfTemplate(`${directory}/${file}`), path(template));
    assert.equal(charts.chartAbove(`${directory}/${file}`), path(above));
  });
}

const DEPENDENT = `${CHART}dependencies:\n- name: redis\n  version: 1.0.0\n`;

const NOTES: readonly (readonly [name: string, files: Readonly<Record<string, string>>, message: string])[] = [
  [
    "a chart",
    { "Chart.yaml": CHART },
    "DIR is a Helm chart: render it to judge its templates: kubectl pss lint --render DIR",
  ],
  [
    "a chart whose subcharts are not there",
    { "Chart.yaml": DEPENDENT },
    "DIR is a Helm chart: render it to judge its templates: helm dependency build DIR && kubectl pss lint --render DIR",
  ],
  [
    "a chart whose subcharts are there",
    { "Chart.yaml": DEPENDENT, "charts/redis/Chart.yaml": CHART },
    "DIR is a Helm chart: render it to judge its templates: kubectl pss lint --render DIR",
  ],
  [
    "a chart with a list of no subcharts",
    { "Chart.yaml": `${CHART}dependencies: []\n` },
    "DIR is a Helm chart: render it to judge its templates: kubectl pss lint --render DIR",
  ],
  [
    "a library, which Helm does not render",
    { "Chart.yaml": `${CHART}type: library\n` },
    "DIR is a Helm library chart: render a chart that uses it to judge its templates: kubectl pss lint --render CHART",
  ],
  [
    "a chart that cannot be read",
    { "Chart.yaml/x": "" },
    "DIR is a Helm chart: render it to judge its templates: kubectl pss lint --render DIR",
  ],
];

for (const [name, files, message] of NOTES) {
  test(`the note on ${name}`, () => {
    const chart = tree(files);
    assert.deepEqual(noteOnChart(chart), {
      file: join(chart, "Chart.yaml"),
      message: message.replaceAll("DIR", chart),
    });
  });
}

test("the command quotes a path for the shell", () => {
  assert.match(noteOnChart("my chart").message, /^my chart is .*: kubectl pss lint --render 'my chart'$/);
});

test("the directories above a file, to the root", () => {
  assert.deepEqual(ancestors("/a/b/c.yaml"), ["/a/b", "/a", "/"]);
  assert.deepEqual(ancestors("/c.yaml"), ["/"]);
});

test("a library chart in UTF-16 is recognized", () => {
  const chart = tree({ "Chart.yaml": Buffer.from(`\uFEFF${CHART}type: library\n`, "utf16le") });
  assert.match(noteOnChart(chart).message, /is a Helm library chart/);
});
