import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  apiVersion,
  readTypeMeta,
  unknownType,
  type TypeMeta,
} from "../../../src/admission/configuration/type-meta.ts";
import { assertRefused, withoutQuotedValues, yamlDocument } from "../configuration-documents.ts";

const GO_TYPE = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
const REFUSED = "failed to read plugin config: ";
const UNREADABLE = `${REFUSED}couldn't get version/kind; json parse error: json: cannot unmarshal `;

describe("readTypeMeta", () => {
  const cases: readonly [value: unknown, typeMeta: TypeMeta][] = [
    [
      { apiVersion: "a/v1", kind: "B" },
      { group: "a", version: "v1", kind: "B" },
    ],
    [
      { apiVersion: "v1", kind: "B" },
      { group: "", version: "v1", kind: "B" },
    ],
    [{ apiVersion: "/v1" }, { group: "", version: "v1", kind: "" }],
    [{ apiVersion: "a/" }, { group: "a", version: "", kind: "" }],
    [{ apiVersion: "/" }, { group: "", version: "", kind: "" }],
    [
      { apiVersion: null, kind: null },
      { group: "", version: "", kind: "" },
    ],
    [{}, { group: "", version: "", kind: "" }],
    [null, { group: "", version: "", kind: "" }],
    // Names in upper and lower case, with Unicode's case folding; the last one in the order of bytes counts.
    [
      { APIVERSION: "a/v1", "\u212aind": "B" },
      { group: "a", version: "v1", kind: "B" },
    ],
    [
      { kind: "B", Kind: "C" },
      { group: "", version: "", kind: "B" },
    ],
    [
      { kind: "B", kinD: "C" },
      { group: "", version: "", kind: "B" },
    ],
    [
      { kind: "B", kindly: "C", "a.kind": "D" },
      { group: "", version: "", kind: "B" },
    ],
  ];
  for (const [value, typeMeta] of cases) {
    it(JSON.stringify(value), () => assert.deepEqual(readTypeMeta(yamlDocument(value), "read"), typeMeta));
  }

  it("reads the last one of a JSON document", () => {
    const document = yamlDocument({ kind: "B", Kind: "C" }, { format: "json" });
    assert.equal(readTypeMeta(document, "read").kind, "C");
  });

  const refused: readonly [value: unknown, message: string, path: readonly string[]][] = [
    [["a"], `${UNREADABLE}array into Go value of type ${GO_TYPE}`, []],
    ["a", `${UNREADABLE}string into Go value of type ${GO_TYPE}`, []],
    [5, `${UNREADABLE}number into Go value of type ${GO_TYPE}`, []],
    [true, `${UNREADABLE}bool into Go value of type ${GO_TYPE}`, []],
    [{ kind: 5 }, `${UNREADABLE}number into Go struct field .kind of type string`, ["kind"]],
    [{ KIND: [] }, `${UNREADABLE}array into Go struct field .kind of type string`, ["KIND"]],
    [
      { kind: {}, apiVersion: [1] },
      `${UNREADABLE}array into Go struct field .apiVersion of type string`,
      ["apiVersion"],
    ],
    [{ apiVersion: "a/b/c", kind: 5 }, `${UNREADABLE}number into Go struct field .kind of type string`, ["kind"]],
    [{ apiVersion: "a/b/c" }, `${REFUSED}unexpected GroupVersion string: a/b/c`, ["apiVersion"]],
  ];
  for (const [value, message, path] of refused) {
    it(`rejects ${JSON.stringify(value)}`, () => {
      assertRefused(() => readTypeMeta(yamlDocument(value), "read"), message, path);
    });
  }

  it("names the plugin if it is the plugin's configuration", () => {
    assertRefused(
      () => readTypeMeta(yamlDocument({ apiVersion: "a/b/c" }), "load"),
      `couldn't init admission plugin "PodSecurity": unexpected GroupVersion string: a/b/c`,
      ["apiVersion"],
    );
  });
});

describe("unknownType", () => {
  const scheme = 'in scheme "pkg/runtime/scheme.go:111"';
  const cases: readonly [typeMeta: TypeMeta, text: string][] = [
    [{ group: "a", version: "v1", kind: "" }, "Object 'Kind' is missing in 'TEXT'"],
    [{ group: "", version: "", kind: "" }, "Object 'Kind' is missing in 'TEXT'"],
    [{ group: "a", version: "", kind: "B" }, "Object 'apiVersion' is missing in 'TEXT'"],
    [{ group: "a", version: "v1", kind: "B" }, `no kind "B" is registered for version "a/v1" ${scheme}`],
    // The API server quotes these, but they do not look like a kind and a version.
    [{ group: "", version: "v1", kind: 'B"' }, `its kind is not registered for its version ${scheme}`],
    [{ group: "", version: "v1", kind: "hunter2" }, `its kind is not registered for its version ${scheme}`],
    [{ group: "", version: "hunter2", kind: "B" }, `its kind is not registered for its version ${scheme}`],
    [{ group: "Hunter", version: "v1", kind: "B" }, `its kind is not registered for its version ${scheme}`],
    [{ group: "", version: "v1", kind: "B".repeat(64) }, `its kind is not registered for its version ${scheme}`],
    [
      { group: "a", version: "__internal", kind: "B" },
      `no kind "B" is registered for the internal version of group "a" ${scheme}`,
    ],
  ];
  for (const [typeMeta, text] of cases) {
    it(text, () => assert.equal(unknownType(typeMeta), withoutQuotedValues(text)));
  }
});

describe("apiVersion", () => {
  it("omits the slash for the core group", () => {
    assert.equal(apiVersion({ group: "", version: "v1", kind: "" }), "v1");
    assert.equal(apiVersion({ group: "apps", version: "v1", kind: "" }), "apps/v1");
  });
});
