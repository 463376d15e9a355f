import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explain } from "../../src/app/explain.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { LEVELS } from "../../src/api/level.ts";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import type { Explanation } from "../../src/report/explanation.ts";

const NEWEST = `v1.${NEWEST_MINOR}`;

/** A summary of a topic. */
function shortly(explanation: Explanation): string {
  switch (explanation.topic) {
    case "checks":
      return `${explanation.checks.length} checks`;
    case "check":
      return explanation.check.id;
    case "level":
      return `${explanation.level}:${explanation.version}, ${explanation.revised.length} checks`;
    case "versions":
      return `${explanation.from} to ${explanation.to}`;
  }
}

const KNOWN: readonly (readonly [text: string | undefined, topic: string])[] = [
  [undefined, "19 checks"],
  ["hostPorts", "hostPorts"],
  ["HOSTPORTS", "hostPorts"],
  ["privileged", "privileged"],
  ["privileged:latest", "privileged:latest, 0 checks"],
  ["baseline", "baseline:latest, 12 checks"],
  ["Restricted", "restricted:latest, 15 checks"],
  ["restricted:v1.0", "restricted:v1.0, 12 checks"],
  [`restricted:${NEWEST}`, `restricted:${NEWEST}, 15 checks`],
  ["v1.33..v1.34", "v1.33 to v1.34"],
  ["v1.34..v1.33", "v1.33 to v1.34"],
  ["v1.9..v1.10", "v1.9 to v1.10"],
  ["latest..v1.30", `v1.30 to ${NEWEST}`],
  ["v1.30..latest", `v1.30 to ${NEWEST}`],
  ["latest..latest", `${NEWEST} to ${NEWEST}`],
];

/** Topics that do not exist, with the message and the hint. */
const UNKNOWN: readonly (readonly [text: string, message: string, hint: RegExp])[] = [
  ["", 'there is no check or level ""', /^kubectl pss explain lists the checks\.$/],
  ["xyz", 'there is no check or level "xyz"', /^kubectl pss explain lists the checks\.$/],
  ["a", 'there is no check or level "a"', /^kubectl pss explain lists/],
  ["previleged", 'there is no check or level "previleged"', /^Did you mean privileged\? kubectl/],
  ["runasroot", 'there is no check or level "runasroot"', /^Did you mean runAsNonRoot\? /],
  [
    "Seccomp",
    'there is no check or level "Seccomp"',
    /^Did you mean seccompProfile_baseline or seccompProfile_restricted\? /,
  ],
  ["restrict:v1.30", 'there is no check or level "restrict:v1.30"', /^Did you mean restricted\? /],
  ["v1.34", '"v1.34" is a version alone, and no check', /restricted:v1\.34, .* v1\.33\.\.v1\.34,/],
  ["v1.0", '"v1.0" is a version alone, and no check', /restricted:v1\.0, .* v1\.0\.\.v1\.0,/],
  [
    "latest",
    '"latest" is a version alone, and no check',
    new RegExp(`restricted:latest, .* v1\\.${NEWEST_MINOR - 1}\\.\\.latest,`),
  ],
  ["v1.99", `v1.99 is newer than ${NEWEST}, the newest version known here`, /ask for that, or for latest\.$/],
  ["baseline:v1.99", `v1.99 is newer than ${NEWEST}, the newest version known here`, new RegExp(`judged as ${NEWEST}`)],
  ["v1.2..v1.99", `v1.99 is newer than ${NEWEST}, the newest version known here`, new RegExp(`judged as ${NEWEST}`)],
  ["baseline:1.30", 'version "1.30" must be "latest" or "v1.x"', /^Write v1\.30\.$/],
  ["baseline:V1.07.2", 'version "V1.07.2" must be "latest" or "v1.x"', /^Write v1\.7\.$/],
  ["baseline:", 'version "" must be "latest" or "v1.x"', new RegExp(`^Write it like ${NEWEST}\\.$`)],
  [
    "v1.1..v1.99999999999999999999",
    'version "v1.99999999999999999999" must be "latest" or "v1.x"',
    new RegExp(`^Write it like ${NEWEST}\\.$`),
  ],
  ["..", 'version "" must be "latest" or "v1.x"', new RegExp(`^Write it like ${NEWEST}\\.$`)],
  ["v1.1..v1.2..v1.3", '"v1.1..v1.2..v1.3" is no pair of versions', /^Write it like v1\.33\.\.v1\.34\.$/],
  ["v1.1...v1.2", 'version ".v1.2" must be "latest" or "v1.x"', /^Write it like/],
];

describe("the topic of explain", () => {
  for (const [text, topic] of KNOWN) {
    it(`${text}`, () => assert.equal(shortly(explain(text)), topic));
  }

  it("every check by its ID, and every level at its name with a version", () => {
    for (const { id } of CHECKS) assert.equal(shortly(explain(id.toLowerCase())), id);
    for (const level of LEVELS)
      assert.match(shortly(explain(`${level}:${NEWEST}`)), new RegExp(`^${level}:${NEWEST}, `));
  });

  it("changes are listed for baseline and restricted", () => {
    const explanation = explain("v1.33..v1.34");
    assert.ok(explanation.topic === "versions");
    assert.deepEqual(
      explanation.levels.map(({ level }) => level),
      ["baseline", "restricted"],
    );
  });

  for (const [text, message, hint] of UNKNOWN) {
    it(`${JSON.stringify(text)} is rejected with advice`, () => {
      assert.throws(() => explain(text), { name: "UserError", message, hint });
    });
  }
});
