import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { test } from "node:test";
import { discoverManifests } from "../../../../src/sources/files/discover.ts";
import {
  findCharts,
  findKustomizations,
  kustomizationIn,
} from "../../../../src/sources/rendering/run/find-renderings.ts";
import { tree } from "../../tree.ts";

const CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n";

const directory = tree({
  "web/Chart.yaml": CHART,
  "web/templates/a.yaml": "a: {{ .b }}\n",
  "web/charts/db/Chart.yaml": CHART,
  "web/charts/db/templates/a.yaml": "a: {{ .b }}\n",
  "library/Chart.yaml": `${CHART}type: library\n`,
  "library/templates/a.yaml": "a: {{ .b }}\n",
  "base/kustomization.yaml": "resources: [pod.yaml]\n",
  "base/pod.yaml": "kind: Pod\n",
  "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../component]\n",
  "dev/Kustomization": "resources: [../base]\n",
  "dev/x.yaml": "kind: Pod\n",
  "component/kustomization.yaml": "kind: Component\n",
  "round/kustomization.yaml": "resources: [../trip]\n",
  "trip/kustomization.yaml": "resources: [../round]\n",
  "flux/kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n",
});

const pathsOf = (...names: readonly string[]): string[] => names.map((name) => join(directory, name));
const charts = (...names: readonly string[]): string[] =>
  findCharts(discoverManifests(pathsOf(...names))).map((source) => relative(directory, source.directory));
const kustomizations = (...names: readonly string[]): string[] => {
  const paths = pathsOf(...names);
  return findKustomizations(paths, discoverManifests(paths)).map((source) => relative(directory, source.directory));
};

test("a chart is rendered once, with its subcharts, and a library chart is not rendered", () => {
  assert.deepEqual(charts(""), ["web"]);
  assert.deepEqual(charts("web/templates/a.yaml", "web/charts/db/Chart.yaml"), ["web"]);
  assert.deepEqual(charts("base", "library"), []);
});

test("bases of other kustomizations and components are not rendered alone", () => {
  assert.deepEqual(kustomizations("").toSorted(), ["dev", "prod", "round"]);
});

test("a kustomization that an argument names is rendered in any case", () => {
  assert.deepEqual(kustomizations("base", "prod").toSorted(), ["base", "prod"]);
  assert.deepEqual(kustomizations("base/kustomization.yaml", "prod").toSorted(), ["base", "prod"]);
  assert.deepEqual(kustomizations("component"), []);
});

test("kustomizations in a circle are rendered, so that kustomize reports it", () => {
  assert.deepEqual(kustomizations("round", "trip").length, 2);
});

test("the directory of -k has a kustomization and all its bases", () => {
  const found = kustomizationIn(join(directory, "prod"));
  assert.deepEqual(
    found?.parts.map((part) => relative(directory, part.directory)),
    ["prod", "base", "component"],
  );
  assert.equal(kustomizationIn(join(directory, "flux")), undefined);
  assert.equal(kustomizationIn(join(directory, "web")), undefined);
});
