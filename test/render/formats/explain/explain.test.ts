import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import { explain as explainTopic } from "../../../../src/app/explain/explain.ts";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { renderExplanation, type ExplainFormat } from "../../../../src/render/formats/explain/explain.ts";
import { exampleLines } from "../../../../src/render/words/checks/check-text.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { colourTerminal, terminal, text } from "../../painted.ts";

/** The topics, by the name of their golden files; `undefined` is every check. */
const TOPICS: Readonly<Record<string, string | undefined>> = {
  checks: undefined,
  check: "seccompProfile_baseline",
  level: "restricted:v1.30",
  latest: "baseline",
  privileged: "privileged:latest",
  versions: "v1.18..v1.35",
  "same-version": "v1.30..v1.30",
  topics: "hostNetwork privileged:latest v1.34..v1.35 restrictedVolumes",
};

async function explain(topic: string | undefined, format: ExplainFormat, style = terminal(80)): Promise<string> {
  return text(await renderExplanation(explainTopic(topic), format, style));
}

describe("explain", () => {
  for (const [name, topic] of Object.entries(TOPICS)) {
    it(`${name} on a terminal`, async () => assertGolden(`formats/explain/${name}.txt`, await explain(topic, "table")));
    // The Markdown of all checks is docs/checks.md.
    if (topic !== undefined)
      it(`${name} as Markdown`, async () =>
        assertGolden(`formats/explain/${name}.md`, await explain(topic, "markdown")));
    if (name === "topics") continue;
    it(`${name} is the same in YAML and in JSON`, async () => {
      assert.deepEqual(load(await explain(topic, "yaml")), JSON.parse(await explain(topic, "json")));
    });
    for (const width of [40, 60, 120]) {
      it(`${name} fits into ${width} columns if its words allow that`, async () => {
        const lines = (await explain(topic, "table", terminal(width))).split("\n");
        const tooLong = lines.filter((line) => widthOf(line) > width).map((line) => line.trim());
        assert.deepEqual(
          tooLong.filter((line) => line.includes(" ") && !WHOLE.has(line.replace(VERSIONS, "")) && !CELLS.test(line)),
          [],
        );
      });
    }
  }

  for (const name of ["check", "versions"]) {
    it(`${name} in colour`, async () =>
      assertGolden(`formats/explain/${name}-colour.txt`, await explain(TOPICS[name], "table", colourTerminal(80))));
  }

  it("level as JSON", async () =>
    assertGolden("formats/explain/level.json", await explain("restricted:v1.24", "json")));
  it("versions as JSON", async () =>
    assertGolden("formats/explain/versions.json", await explain("v1.33..latest", "json")));

  it("a level in JSON has the fields and values of its version", async () => {
    const { checks } = JSON.parse(await explain("baseline:v1.18", "json"));
    const seccomp = checks.find(({ id }: { id: string }) => id === "seccompProfile_baseline");
    assert.deepEqual(seccomp.allowedValues, ["undefined / nil", "runtime/default", "docker/default", "localhost/*"]);
    assert.match(seccomp.restrictedFields.join(), /^metadata\.annotations/);
  });

  it("several topics in JSON have the checks of all topics, each once", async () => {
    const { level, version, checks } = JSON.parse(await explain("hostPorts capabilities restricted:v1.20", "json"));
    assert.deepEqual([level, version], [null, null]);
    const ids = checks.map(({ id }: { id: string }) => id);
    assert.deepEqual(ids.slice(0, 3), ["hostPorts", "capabilities_baseline", "capabilities_restricted"]);
    assert.equal(ids.filter((id: string) => id === "hostPorts").length, 1);
    assert.ok(ids.includes("restrictedVolumes"));
  });

  it("every check can be explained, with all its declared texts", async () => {
    for (const check of CHECKS) {
      const words = (await explain(check.id, "table")).replace(/\s+/g, " ");
      const { requirement, description, remediation, windows = "", userNamespaces = "", revisions } = check;
      const declared = [requirement, description, remediation, windows, userNamespaces, ...check.allowedValues];
      for (const text of [...declared, ...revisions.flatMap(({ change }) => change ?? [])]) {
        assert.ok(words.includes(text), `${check.id}: ${text}`);
      }
    }
  });

  it("without headings there are only rows", async () => {
    const style = { ...terminal(80), headers: false };
    const ids = (list: string): string[] => list.split("\n").flatMap((line) => /^\w+/.exec(line)?.[0] ?? []);
    assert.deepEqual(
      ids(await explain(undefined, "table", style)),
      CHECKS.map(({ id }) => id),
    );
    assert.doesNotMatch(await explain("baseline:v1.2", "table", style), /CHECK|baseline:v1\.2/);
    assert.doesNotMatch(await explain("v1.33..v1.34", "table", style), /from v1\.33/);
  });
});

/** Texts with a separate line, of any length: fields, values, examples. */
const WHOLE = new Set(
  CHECKS.flatMap((check) => [
    ...[check, ...check.revisions].flatMap((each) => [...(each.restrictedFields ?? []), ...(each.allowedValues ?? [])]),
    ...exampleLines(check).map((line) => line.trim()),
  ]),
);
const VERSIONS = / \((?:from|up to) v1\.\d+\)$/;
/** A row's cells without its text, which is below them. */
const CELLS = /^(?:\w+ +(?:baseline|restricted)(?: +v1\.\d+)?|CHECK +LEVEL(?: +SINCE)?|v1\.\d+ +\w+ +\w+(?: \w+)?)$/;
