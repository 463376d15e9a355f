import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isRemote, missingReferences, remoteReferences } from "../../../src/sources/rendering/remote-references.ts";
import { tree } from "../tree.ts";

const directory = tree({
  "base/kustomization.yaml": "resources: []\n",
  "pod.yaml": "kind: Pod\n",
  "github.com/a/b/kustomization.yaml": "resources: []\n",
  "chart.yaml": "kind: HelmChartInflationGenerator\nrepo: https://example.org\n",
  "transformer.yaml": "kind: PatchTransformer\npath: https://example.org/patch.yaml\n",
  "secret.yaml": "kind: SecretGenerator\nfiles: [key=https://example.org/key]\nliterals: ['url=https://example.org']\n",
  "labels.yaml": "kind: LabelTransformer\nlabels: {home: https://example.org}\n",
});

describe("remoteReferences", () => {
  for (const [name, fields, expected] of [
    ["files and directories on the disk", { resources: ["base", "pod.yaml", "./base/"] }, []],
    ["an address", { resources: ["https://example.org/a.yaml?ref=v1"] }, ["resources: https://example.org/a.yaml"]],
    ["a repository", { resources: ["git@example.org:a/b.git"] }, ["resources: example.org:a/b.git"]],
    ["a repository without a scheme", { bases: ["github.com/a/c"] }, ["bases: github.com/a/c"]],
    ["a directory with the name of a repository", { resources: ["github.com/a/b"] }, ["resources: github.com/a/b"]],
    ["a source that may be the address of a host", { components: ["example.org/a"] }, ["components: example.org/a"]],
    ["a multi-line source", { resources: ["base\nhttps://example.org"] }, ["resources: base\\nhttps://example.org"]],
    ["a patch at an address", { patches: [{ path: "https://example.org/p" }] }, ["patches: https://example.org/p"]],
    ["an inline patch with an address", { patches: [{ patch: "- {op: add, value: https://example.org}" }] }, []],
    ["a strategic merge patch as text", { patchesStrategicMerge: ["kind: Pod\nurl: https://example.org"] }, []],
    [
      "a generator's file",
      { configMapGenerator: [{ files: ["k=https://a.org/k"] }] },
      ["configMapGenerator: https://a.org/k"],
    ],
    ["a generator's literal", { configMapGenerator: [{ literals: ["k=https://a.org/k"] }] }, []],
    ["a schema", { openapi: { path: "https://a.org/s" } }, ["openapi: https://a.org/s"]],
    ["charts", { helmCharts: [{ name: "web" }], helmChartInflationGenerator: [] }, ["helmCharts"]],
    ["a chart in a generator", { generators: ["chart.yaml"] }, ["generators: HelmChartInflationGenerator"]],
    [
      "a transformer that loads an address",
      { transformers: ["transformer.yaml"] },
      ["transformers: https://example.org/patch.yaml"],
    ],
    ["a generator that loads an address", { generators: ["secret.yaml"] }, ["generators: https://example.org/key"]],
    ["a label that is an address", { transformers: ["labels.yaml"] }, []],
    [
      "an inline transformer",
      { transformers: ["kind: PatchTransformer\npath: https://a.org/p\n"] },
      ["transformers: https://a.org/p"],
    ],
    ["a password in an address", { resources: ["https://me:secret@a.org/x?token=b"] }, ["resources: https://a.org/x"]],
  ] as const) {
    it(`${expected.length === 0 ? "accepts" : "names"} ${name}`, () => {
      assert.deepEqual(remoteReferences(directory, fields), expected);
    });
  }

  it("reports paths that do not exist as missing, and not as remote", () => {
    const paths = ["./gone", "../gone", "..a/gone.yaml", "/gone", "gone", "gone/b", "gone.yaml", "b/gone.json"];
    const fields = { resources: ["base", "./base/", "pod.yaml", ...paths], components: ["gone"] };
    assert.deepEqual(missingReferences(directory, fields), [
      ...paths.map((path) => `resources: ${path}`),
      "components: gone",
    ]);
    assert.deepEqual(remoteReferences(directory, fields), []);
    const addresses = ["https://example.org/a.yaml", "git@example.org:a/b.git", "github.com/a/c", "example.org/a/b"];
    assert.deepEqual(missingReferences(directory, { resources: addresses, transformers: ["kind: A\npath: b\n"] }), []);
    assert.equal(remoteReferences(directory, { resources: addresses }).length, addresses.length);
  });

  it("accepts an absolute path", () => {
    assert.deepEqual(remoteReferences(directory, { resources: [join(directory, "base")] }), []);
  });
});

describe("isRemote", () => {
  for (const entry of [
    "https://a/b",
    "ssh://git@a/b",
    "git::https://a/b",
    "gh:a/b",
    "git@a:b",
    "org-1@github.com:a/b",
    "github.com/a/b",
    "dev.azure.com/a/_git/b",
    "a/b.git",
    "a//b?ref=v1",
    "a?submodules=false",
    "file:///a",
  ]) {
    it(`recognizes ${entry}`, () => assert.ok(isRemote(entry)));
  }
  for (const entry of ["base", "../base", "./a@b", "a.github.io/x", "my-github.com-copy", "c.gitops/a"]) {
    it(`reads ${entry} as a path`, () => assert.ok(!isRemote(entry)));
  }
});
