/** Documents that this repository has match their JSON Schema. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import { lint } from "../../../src/index.ts";
import { codeBlocks } from "../code-blocks.ts";
import { assertMatchesSchema, KINDS, kindOf } from "./schemas.ts";

/** Manifests of a plan are Namespaces, and not a document of version 1. */
const MANIFESTS = /[\\/]manifests\.yaml$/;
const FORMATS = globSync("test/golden/formats/**/*.{json,yaml}").filter((file) => !MANIFESTS.test(file));
const COMMANDS = globSync("test/golden/commands/**/*.md").filter((file) => documentIn(file) !== undefined);

/** The document of version 1 that a command printed; undefined for other output. */
function documentIn(file: string): unknown {
  const [stdout] = codeBlocks(readFileSync(file, "utf8"));
  return /^(?:\{|apiVersion: kubectl-pss)/.test(stdout?.code ?? "") ? load(stdout?.code ?? "") : undefined;
}

describe("golden documents match their schema", () => {
  for (const file of FORMATS) {
    it(file, () => assertMatchesSchema(load(readFileSync(file, "utf8"))));
  }
  for (const file of COMMANDS) {
    it(file, () => assertMatchesSchema(documentIn(file)));
  }

  it("there are documents of every kind", () => {
    const documents = [...FORMATS.map((file) => load(readFileSync(file, "utf8"))), ...COMMANDS.map(documentIn)];
    assert.deepEqual(new Set(documents.map(kindOf)), new Set(Object.keys(KINDS)));
  });
});

it("a report of objects without lines matches the schema", () => {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web" },
    spec: { hostPID: true, hostPid: 1, containers: [] },
  };
  const report = lint({ name: "editor", objects: [pod, { apiVersion: "v1", kind: "Pod", spec: 3 }] });
  const { notes, unreadable, summary } = report;
  assert.ok(notes.length > 0 && unreadable.length > 0 && summary.violations > 0);
  assertMatchesSchema(report);
  assert.ok(!/"(?:line|column)":/.test(JSON.stringify(report)));
});
