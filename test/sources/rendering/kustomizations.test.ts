import assert from "node:assert/strict";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { Kustomizations } from "../../../src/sources/rendering/kustomizations.ts";
import { tree } from "../tree.ts";

const PATCHING = "patches:\n- path: patch.yaml\n";

/** A file, and the properties of its kustomization: `changes`, `charts`, `component`; undefined if it is not a kustomization. */
const KUSTOMIZATIONS: readonly (readonly [name: string, text: string | Buffer, expected: string | undefined])[] = [
  ["resources alone", "resources: [a.yaml]\nnamePrefix: x-\n", ""],
  ["no lists of patches", "patches: []\ncomponents: null\n", ""],
  ["a patch", PATCHING, "changes"],
  ["a patch in its place", "patches:\n- patch: |-\n    - op: remove\n      path: /a\n", "changes"],
  ["a strategic merge patch", "patchesStrategicMerge: [patch.yaml]\n", "changes"],
  ["a JSON patch", "patchesJson6902:\n- path: patch.yaml\n  target: {kind: Pod}\n", "changes"],
  ["components", "components: [../c]\n", "changes"],
  ["a chart", "helmCharts:\n- name: redis\n", "changes charts"],
  ["an older chart", "helmChartInflationGenerator:\n- chartName: redis\n", "changes charts"],
  ["a transformer", "transformers: [t.yaml]\n", "changes"],
  ["a generator", "generators: [g.yaml]\n", "changes"],
  ["replacements", "replacements: [{path: r.yaml}]\n", "changes"],
  ["a namespace", "namespace: prod\n", "changes"],
  ["an empty namespace", "namespace: ''\n", ""],
  ["a component", `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${PATCHING}`, "changes component"],
  ["Flux's own", `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n${PATCHING}`, undefined],
  ["a list", "- a\n", undefined],
  ["nothing", "# nothing\n", undefined],
  ["no YAML", "a: [\n", undefined],
  ["no text", "\0", undefined],
  ["UTF-16", Buffer.from(`\uFEFF${PATCHING}`, "utf16le"), "changes"],
];

for (const [name, text, expected] of KUSTOMIZATIONS) {
  test(`a kustomization of ${name}`, () => {
    const file = join(tree({ "kustomization.yaml": text }), "kustomization.yaml");
    const found = new Kustomizations([file]).ofFile(file);
    const words = found && [
      ...(found.applied.length + found.making.length > 0 ? ["changes"] : []),
      ...(found.rendersCharts ? ["charts"] : []),
      ...(found.isComponent ? ["component"] : []),
    ];
    assert.equal(words?.join(" "), expected);
  });
}

/** The resources of a kustomization, and whether they are more than the inputs `a.yaml` and `base/b.yaml`. */
const RESOURCES: readonly (readonly [resources: string, isDifferent: boolean])[] = [
  ["[a.yaml]", false],
  ["[./base, base/b.yaml]", false],
  ["[]", false],
  ["[7, {}]", false],
  ["[../base]", true],
  ["[a.yaml, c.yaml]", true],
  ["[https://example.com/install.yaml]", true],
  ["[github.com/org/repo/config]", true],
  ["[git@example.com:org/repo]", true],
  ["['../repo?ref=v1']", true],
];

for (const [resources, isDifferent] of RESOURCES) {
  for (const field of ["resources", "bases"]) {
    test(`${field}: ${resources} ${isDifferent ? "are not all" : "are all"} among the inputs`, () => {
      const root = tree({ "k/kustomization.yaml": `${field}: ${resources}\n`, "k/a.yaml": "", "k/base/b.yaml": "" });
      const inputs = new Kustomizations(
        ["kustomization.yaml", "a.yaml", "base/b.yaml"].map((file) => join(root, "k", file)),
      );
      const found = inputs.ofFile(join(root, "k/kustomization.yaml"));
      assert.ok(found !== undefined);
      assert.equal(inputs.isDifferent(found), isDifferent);
    });
  }
}

/** The changes and additions of a kustomization, and the ones in its note. */
const LEFT_OUT: readonly (readonly [text: string, leftOut: string])[] = [
  ["patches: [{path: p.yaml}]", "its patches are not applied"],
  [
    "patches: [{path: p.yaml}]\npatchesStrategicMerge: [q.yaml]\npatchesJson6902: [{path: r.json}]",
    "its patches are not applied",
  ],
  ["namespace: prod", "its namespace is not applied"],
  [
    "namespace: prod\ncomponents: [../c]\npatches: [{patch: x}]",
    "its patches, components and namespace are not applied",
  ],
  ["transformers: [t.yaml]\nreplacements: [{path: r.yaml}]", "its transformers and replacements are not applied"],
  ["resources: [https://example.com/a.yaml]", "its remote resources are not judged"],
  ["resources: [../base, a.yaml]", "its resources outside the inputs are not judged"],
  ["helmCharts: [{name: a}]\ngenerators: [g.yaml]", "its Helm charts and generators are not judged"],
  [
    "patches: [{patch: x}]\nresources: [../base, github.com/org/repo]",
    "its patches are not applied, and its remote resources and resources outside the inputs are not judged",
  ],
  // The cluster gets these files, except for fields that no check reads.
  ["resources: [a.yaml]\nimages: [{name: a, newTag: v2}]\nlabels: [{pairs: {a: b}}]\nnamePrefix: a-", ""],
  ["resources: [a.yaml]\nconfigMapGenerator: [{name: a}]\npatches: []", ""],
];

for (const [text, leftOut] of LEFT_OUT) {
  test(`a note names only the fields of its kustomization: ${JSON.stringify(text)}`, () => {
    const root = tree({ "kustomization.yaml": `${text}\n`, "a.yaml": "" });
    const inputs = new Kustomizations([join(root, "kustomization.yaml"), join(root, "a.yaml")]);
    const found = inputs.ofFile(join(root, "kustomization.yaml"));
    assert.ok(found !== undefined);
    assert.equal(inputs.leftOut(found), leftOut);
    assert.equal(inputs.isDifferent(found), leftOut !== "");
  });
}

const directory = tree({
  "app/kustomization.yml": "patches: [{path: ./patches/a.yaml}, {path: 5}, {}]\npatchesStrategicMerge: [b.yaml]\n",
  "app/patches/a.yaml": "",
  "app/b.yaml": "",
  "app/c.yaml": "",
  "plain/Kustomization": "patchesJson6902: [{path: a.json}]\n",
  "plain/a.json": "",
  "plain/b.yaml": "",
  "outer/kustomization.yaml": "patchesStrategicMerge: [inner/a.yaml]\n",
  "outer/inner/kustomization.yaml": "resources: [b.yaml]\n",
  "outer/inner/a.yaml": "",
  "lone.yaml": "",
});
const at = (file: string): string => `${directory}/${file}`;

/** A file, and the kustomization that it patches: read with all other files, and alone. */
const FILES: readonly (readonly [file: string, kustomization: string | undefined])[] = [
  ["app/patches/a.yaml", "app"],
  ["app/b.yaml", "app"],
  ["app/c.yaml", undefined],
  ["app/kustomization.yml", undefined],
  ["plain/a.json", "plain"],
  ["plain/b.yaml", undefined],
  ["outer/inner/a.yaml", "outer"],
  ["lone.yaml", undefined],
];
const MANIFESTS = FILES.map(([file]) => at(file)).concat(at("outer/kustomization.yaml"));

for (const [file, expected] of FILES) {
  test(`${file} ${expected === undefined ? "is not a patch" : `is a patch to ${expected}`}`, () => {
    const path = expected && join(directory, expected);
    assert.equal(new Kustomizations(MANIFESTS).patchedBy(at(file), false)?.directory, path);
    // For a single file that does not look like a patch, there is no lookup.
    const alone = new Kustomizations([at(file)]);
    const isGiven = file.includes("kustomization");
    if (!isGiven) assert.equal(alone.patchedBy(at(file), false), undefined);
    assert.equal(alone.patchedBy(at(file), true)?.directory, path);
  });
}

test("the kustomization in a file, and the kustomization beside it that a search does not find", () => {
  const all = new Kustomizations(MANIFESTS);
  assert.equal(all.ofFile(at("app/kustomization.yml"))?.directory, at("app"));
  assert.equal(all.ofFile(at("app/kustomization.yaml")), undefined);
  assert.equal(all.ofFile(at("app/b.yaml")), undefined);
  assert.equal(all.unfoundBeside(at("plain/b.yaml"))?.directory, at("plain"));
  assert.equal(all.unfoundBeside(at("app/b.yaml")), undefined);
  assert.equal(all.unfoundBeside(at("lone.yaml")), undefined);
  assert.equal(new Kustomizations([at("plain/b.yaml")]).unfoundBeside(at("plain/b.yaml")), undefined);
});

test("the first of two files counts, although kustomize rejects both", () => {
  const both = tree({ "kustomization.yaml": PATCHING, Kustomization: "components: [x]\n" });
  const found = new Kustomizations([`${both}/kustomization.yaml`]).ofFile(`${both}/Kustomization`);
  assert.equal(found, undefined);
});

test("the kustomization that a component is part of", () => {
  const component = `kind: Component\n${PATCHING}`;
  const all = tree({
    "components/tls/kustomization.yaml": component,
    "components/tls/other/kustomization.yaml": component,
    "overlays/dev/kustomization.yaml": "resources: [../../base]\n",
    "overlays/prod/kustomization.yaml": "components: [../../components/tls/]\n",
  });
  const files = ["components/tls", "components/tls/other", "overlays/dev", "overlays/prod"].map(
    (name) => `${all}/${name}/kustomization.yaml`,
  );
  const known = new Kustomizations(files);
  const [tls, other] = files.map((file) => known.ofFile(file));
  assert.ok(tls !== undefined && other !== undefined);
  assert.equal(known.userOf(tls)?.directory, `${all}/overlays/prod`);
  assert.equal(known.userOf(other), undefined);
});

/** Files that make a kustomization in `overlays/prod` load something from outside of its directory, or not. */
const LOADED: readonly (readonly [text: string, loadsOutside: boolean])[] = [
  ["resources: [../../k8s/shop.yaml]", true],
  ["resources: [own/shop.yaml, ../../base, https://example.com/a.yaml, ../../missing.yaml]", false],
  ["resources: [../../base-outside]", true],
  ["bases: [../../base-outside]", true],
  ["components: [../../base-outside]", true],
  ["resources: [../../loop]", false],
  ["patches: [{path: ../../k8s/shop.yaml}]", true],
  ["patches: [{path: own/shop.yaml}, {patch: ../../k8s/shop.yaml}]", false],
  ["patchesStrategicMerge: [../../k8s/shop.yaml]", true],
  ["replacements: [{path: ../../k8s/shop.yaml}]", true],
  ["transformers: [../../k8s/shop.yaml]", true],
  ["configMapGenerator: [{name: a, files: [key=../../k8s/shop.yaml]}]", true],
  ["configMapGenerator: [{name: a, files: [own/shop.yaml]}]", false],
  ["secretGenerator: [{name: a, envs: [../../k8s/shop.yaml]}]", true],
  ["helmCharts: [{name: a, valuesFile: ../../k8s/shop.yaml}]", true],
  ["openapi: {path: ../../k8s/shop.yaml}", true],
];

for (const [text, expected] of LOADED) {
  test(`files outside of the directory: ${text}`, () => {
    const directory = tree({
      "overlays/prod/kustomization.yaml": text,
      "overlays/prod/own/shop.yaml": "",
      "overlays/prod-2/shop.yaml": "",
      "k8s/shop.yaml": "",
      "base/kustomization.yaml": "resources: [a.yaml]",
      "base/a.yaml": "",
      "base-outside/kustomization.yaml": "resources: [../k8s/shop.yaml]",
      "loop/kustomization.yaml": "resources: [../overlays/prod]",
    });
    const kustomizations = new Kustomizations([]);
    const found = kustomizations.ofFile(join(directory, "overlays/prod/kustomization.yaml"));
    assert.equal(found && kustomizations.loadsOutside(found), expected);
  });
}

/** Counts the calls of `statSync` and `existsSync` during a test. */
function countLookups(t: TestContext): () => number {
  const mocks = [t.mock.method(fs, "statSync"), t.mock.method(fs, "existsSync")];
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  return () => mocks.reduce((sum, { mock }) => sum + mock.callCount(), 0);
}

const OVERLAYS = 300;

/** A chain of overlays: each builds on the one before it, and has a component. */
const CHAIN = Object.fromEntries(
  Array.from({ length: OVERLAYS }, (_, index) => [
    `o${index}/kustomization.yaml`,
    `resources: [${index === 0 ? "a.yaml" : `../o${index - 1}`}]\ncomponents: [../c${index}]\n`,
  ]),
);
const COMPONENTS = Object.fromEntries(
  Array.from({ length: OVERLAYS }, (_, index) => [
    `c${index}/kustomization.yaml`,
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
  ]),
);

for (const [name, first] of [
  ["stays inside", ""],
  ["loads a file from outside", "a: b\n"],
] as const) {
  test(`a chain of ${OVERLAYS} overlays that ${name} takes a few lookups for each overlay`, (t) => {
    const isOutside = first !== "";
    const chain: Record<string, string> = { ...CHAIN, "outside.yaml": "a: b\n", "o0/a.yaml": "a: b\n" };
    if (isOutside) chain["o0/kustomization.yaml"] = "resources: [../outside.yaml]\ncomponents: [../c0]\n";
    const root = tree({ ...chain, ...COMPONENTS });
    const paths = [...Object.keys(chain), ...Object.keys(COMPONENTS)].map((path) => join(root, path));
    const lookups = countLookups(t);
    const kustomizations = new Kustomizations(paths);
    for (const path of paths) {
      const found = kustomizations.ofFile(path);
      if (found === undefined) continue;
      assert.equal(kustomizations.loadsOutside(found), isOutside && !found.isComponent);
      kustomizations.leftOut(found);
      const user = kustomizations.userOf(found);
      assert.equal(user === undefined, !found.isComponent);
      if (user !== undefined) assert.equal(dirname(found.directory), root);
    }
    assert.ok(lookups() < 12 * paths.length, `${lookups()} lookups for ${paths.length} files`);
  });
}
