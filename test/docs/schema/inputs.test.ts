/** The schemas of files that people write: they accept and reject the same values as the program. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { acceptedEntries } from "../../../src/accepted/entries.ts";
import type { Decoder } from "../../../src/api/decoding/decoder.ts";
import { settings } from "../../../src/app/settings/decode-settings.ts";
import { compileGlob } from "../../../src/accepted/glob.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { codeBlocks } from "../code-blocks.ts";
import { parseYamlDocument } from "../../../src/text/yaml.ts";
import { INPUTS } from "./schemas.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const [listSchema, configurationSchema] = INPUTS.map((file) => {
  const schema = JSON.parse(readFileSync(`docs/schema/${file}`, "utf8"));
  assert.equal(schema.$id, `urn:kubectl-pss:schema:${file.replace(".schema.json", "")}:v1`);
  return ajv.compile(schema);
});
assert.ok(listSchema !== undefined && configurationSchema !== undefined);

/** Whether a decoder accepts a value. */
function isDecoded(decoder: Decoder<unknown>, value: unknown): boolean {
  const faults: object[] = [];
  decoder(value, [], faults as never);
  return faults.length === 0;
}

const ENTRY = { check: "hostPorts", reason: "r" };
const WHOLE = { ...ENTRY, namespace: "a", kind: "Pod", name: "", container: "", until: "2027-01-31" };

const LISTS: readonly (readonly [value: unknown, isValid: boolean])[] = [
  [[], true],
  [[ENTRY, WHOLE], true],
  [null, false],
  [{}, false],
  [[{ check: "hostPorts" }], false],
  [[{ reason: "r" }], false],
  [[{ ...ENTRY, reason: "" }], false],
  [[{ ...ENTRY, kind: "" }], false],
  [[{ ...ENTRY, until: "tomorrow" }], false],
  [[{ ...ENTRY, until: "2027-02-30" }], false],
  [[{ ...ENTRY, name: 5 }], false],
  [[{ ...ENTRY, resaon: "r" }], false],
];

const CONFIGURATIONS: readonly (readonly [value: unknown, isValid: boolean])[] = [
  [null, true],
  [{}, true],
  [
    {
      levels: [{ level: "restricted:v1.30", path: "a/", namespace: "b-*" }, { level: "baseline:latest" }],
      serverVersion: "v1.33",
      admissionConfig: "a.yaml",
      exclude: ["test/", "!test/a.yaml"],
      includeHidden: true,
      failOn: "any",
      podTemplates: ["example.com/Widget=.spec.template"],
      render: {
        values: ["a.yaml", ["b.yaml", "c.yaml"]],
        set: ["a=b"],
        setString: [],
        kubeVersion: "v1.34",
        apiVersions: ["example.com/v1"],
        releaseName: "shop",
      },
      accept: [WHOLE],
    },
    true,
  ],
  [{ podTemplates: ["Widget=.spec"] }, false],
  [{ podTemplates: ["example.com/Widget"] }, false],
  [{ render: { values: "a.yaml" } }, false],
  [{ render: { values: [""] } }, false],
  [{ render: { set: ["a"] } }, false],
  [{ render: { kubeVersion: "newest" } }, false],
  [{ render: { releaseName: "Shop" } }, false],
  [{ render: { value: [] } }, false],
  [[], false],
  [{ level: "baseline" }, false],
  [{ levels: "baseline" }, false],
  [{ levels: [{ path: "a" }] }, false],
  [{ levels: [{ level: "strict" }] }, false],
  [{ levels: [{ level: "baseline:1.30" }] }, false],
  [{ levels: [{ level: "baseline", paths: "a" }] }, false],
  [{ serverVersion: "1.33" }, false],
  [{ serverVersion: 1.33 }, false],
  [{ includeHidden: "true" }, false],
  [{ failOn: "error" }, false],
  [{ exclude: "test/" }, false],
  [{ exclude: [1] }, false],
  [{ accept: [{ check: "hostPorts" }] }, false],
];

for (const [name, validate, decoder, cases] of [
  ["a list of accepted violations", listSchema, acceptedEntries, LISTS],
  ["a configuration", configurationSchema, settings, CONFIGURATIONS],
] as const) {
  describe(name, () => {
    for (const [value, isValid] of cases) {
      it(`${isValid ? "is" : "is not"} ${JSON.stringify(value)}`, () => {
        assert.deepEqual([validate(value), isDecoded(decoder, value)], [isValid, isValid]);
      });
    }
  });
}

it("an entry names an existing check, which a schema for every version cannot require", () => {
  assert.equal(isDecoded(acceptedEntries, [{ ...ENTRY, check: "hostPort" }]), false);
  assert.equal(isDecoded(acceptedEntries, [{ ...ENTRY, check: "capabilities_*" }]), true);
  assert.ok(CHECKS.every(({ id }) => compileGlob("*").matches(id)));
});

for (const file of ["docs/configuration.md", "docs/usage.md"]) {
  it(`the examples of ${file} are valid`, () => {
    const blocks = codeBlocks(readFileSync(file, "utf8")).filter(({ language }) => language === "yaml");
    const values = blocks.map(({ code }) => parseYamlDocument(code).value);
    const lists = values.filter((value) => Array.isArray(value));
    for (const value of lists) assert.ok(listSchema(value), JSON.stringify(listSchema.errors));
    const isConfiguration = (value: unknown): boolean =>
      typeof value === "object" && value !== null && ("levels" in value || "accept" in value);
    const configurations = values.filter(isConfiguration);
    for (const value of configurations) {
      assert.ok(configurationSchema(value), JSON.stringify(configurationSchema.errors));
      assert.ok(isDecoded(settings, value));
    }
    assert.ok(lists.length + configurations.length > 0);
  });
}
