import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shippedVulnerabilities, type NpmAudit } from "../../release/audit.ts";

/** The output of npm 11, shortened. */
const REPORT: NpmAudit = {
  vulnerabilities: {
    "js-yaml": {
      severity: "moderate",
      nodes: ["node_modules/js-yaml"],
      via: [
        { title: "js-yaml has prototype pollution in merge", url: "https://github.com/advisories/GHSA-mh29-5h37-fv8m" },
      ],
    },
    ora: { severity: "low", nodes: ["node_modules/ora"], via: ["js-yaml"] },
    knip: { severity: "critical", nodes: ["node_modules/knip"], via: ["js-yaml"] },
    "ansi-regex": { severity: "high", nodes: ["node_modules/knip/node_modules/ansi-regex"], via: ["knip"] },
  },
};

describe("the vulnerabilities that npm audit finds in shipped packages", () => {
  it("are reported, without those of development packages", () => {
    assert.deepEqual(
      shippedVulnerabilities(REPORT, ["node_modules/js-yaml", "node_modules/ora", "node_modules/ansi-regex"]),
      [
        "js-yaml: moderate: js-yaml has prototype pollution in merge https://github.com/advisories/GHSA-mh29-5h37-fv8m",
        "ora: low: by js-yaml",
      ],
    );
    assert.deepEqual(shippedVulnerabilities({ vulnerabilities: {} }, ["node_modules/js-yaml"]), []);
    const nested = ["node_modules/knip/node_modules/ansi-regex"];
    assert.deepEqual(shippedVulnerabilities(REPORT, nested), ["ansi-regex: high: by knip"]);
  });

  it("are an error if npm could not reach the registry", () => {
    const message = "request to https://registry.npmjs.org/ failed";
    assert.throws(() => shippedVulnerabilities({ message }, []), /npm audit gave no report: request to/);
    assert.throws(() => shippedVulnerabilities({}, []), /no reason/);
  });
});
