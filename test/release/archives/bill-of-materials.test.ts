import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { billOfMaterials } from "../../../release/archives/bill-of-materials.ts";
import type { BundledPackage } from "../../../release/bundle/bundled-packages.ts";

interface Bill {
  readonly serialNumber: string;
  readonly components: readonly { readonly purl: string; readonly components?: readonly { readonly name: string }[] }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const SCHEMAS = "node_modules/@cyclonedx/cyclonedx-library/res/schema";
const SUBJECT = { name: "kubectl-pss", version: "1.2.3", description: "Audits", license: "Apache-2.0" };
const PACKAGES: readonly BundledPackage[] = [
  {
    name: "@scope/one",
    version: "1.0.0",
    license: "MIT",
    licenseText: "…",
    integrity: `sha512-${Buffer.alloc(64, 7).toString("base64")}`,
  },
  {
    name: "two",
    version: "2.0.0",
    license: "ISC",
    licenseText: "…",
    integrity: `sha512-${Buffer.alloc(64, 9).toString("base64")}`,
  },
];
const LIBRARIES = { node: "26.0.0", v8: "14.6", openssl: "3.5.5", nghttp3: "", none: undefined };
const make = (packages = PACKAGES): string => billOfMaterials(SUBJECT, packages, { version: "26.0.0" }, LIBRARIES);

describe("the bill of materials", () => {
  const bill: Bill = JSON.parse(make());

  it("is CycloneDX 1.6", () => {
    const read = (name: string): object => JSON.parse(readFileSync(`${SCHEMAS}/${name}.SNAPSHOT.schema.json`, "utf8"));
    const ajv = new Ajv({ strict: false });
    // By their names in the schema.
    for (const name of ["spdx", "jsf-0.82"])
      ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    addFormats.default(ajv);
    for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
    const validate = ajv.compile(read("bom-1.6"));
    assert.ok(validate(bill), JSON.stringify(validate.errors));
    assert.equal(validate({ ...bill, serialNumber: "1" }), false);
  });

  it("has the fields by which GitHub recognizes CycloneDX", () => {
    for (const field of ["bomFormat", "specVersion", "serialNumber"]) assert.ok(field in bill, field);
  });

  it("names each package and Node, and the libraries of Node", () => {
    const purls = bill.components.map(({ purl }) => purl);
    assert.deepEqual(purls.toSorted(), ["pkg:generic/node@26.0.0", "pkg:npm/%40scope/one@1.0.0", "pkg:npm/two@2.0.0"]);
    const libraries = bill.components.flatMap(({ components = [] }) => components.map(({ name }) => name));
    assert.deepEqual(libraries.toSorted(), ["openssl", "v8"]);
    const { dependsOn = [] } = bill.dependencies.find(({ ref }) => ref === "kubectl-pss@1.2.3") ?? {};
    assert.deepEqual(dependsOn.toSorted(), ["@scope/one@1.0.0", "node@26.0.0", "two@2.0.0"]);
  });

  it("is the same for the same components, and has another serial number for others", () => {
    assert.equal(make(), make());
    const other: Bill = JSON.parse(make(PACKAGES.slice(1)));
    assert.notEqual(other.serialNumber, bill.serialNumber);
  });
});
