import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import type { Pod } from "../../../src/api/pod.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { isRecord } from "../../../src/api/record.ts";
import { defaultTemplate } from "../../../src/workloads/defaults.ts";
import { readVectors } from "../../golden/vectors.ts";
import { officialFixtures, type Fixture } from "./fixtures.ts";
import { goVersion } from "../../go-program.ts";
import { decodePod, judge } from "../judge.ts";
import { WITHOUT_GO } from "../referee.ts";
import { leaveOut } from "../../missing-tool.ts";

if ((await goVersion()) === undefined) {
  leaveOut(WITHOUT_GO);
} else {
  describe("the official fixtures", () => {
    let fixtures: readonly Fixture[];
    const pods = new Map<string, Pod>();

    before(async () => {
      fixtures = await officialFixtures();
      for (const { file, path } of fixtures) pods.set(file, await readPod(path));
    });

    it("pass or fail by the name of their folder", () => {
      assert.ok(fixtures.length > 4500);
      for (const { file, level, version, passes } of fixtures) {
        const [verdict] = judge(podIn(file), [`${level}:${version}`]);
        assert.equal(verdict?.allowed, passes, `${file}: ${verdict?.message}`);
      }
    });

    it("have the reasons and details of the Go library at their own level and version", () => {
      const vectors = readVectors("fixtures");
      assert.deepEqual(vectors.map(({ file }) => file).toSorted(), fixtures.map(({ file }) => file).toSorted());
      for (const { file, allowed, reasons, details } of vectors) {
        const [level, version] = file.split("/");
        const [verdict] = judge(podIn(file), [`${level}:${version}`]);
        assert.deepEqual(
          { allowed: verdict?.allowed, reasons: verdict?.reasons, details: verdict?.details },
          { allowed, reasons, details },
          file,
        );
      }
    });

    it("have the reasons and details of the Go library at every other level and version", () => {
      const vectors = readVectors("fixtures-cross");
      let evaluations = 0;
      for (const { file, level, from, to, allowed, reasons, details } of vectors) {
        const policies = Array.from({ length: to - from + 1 }, (_, index) => `${level}:v1.${from + index}`);
        for (const [index, verdict] of judge(podIn(file), policies).entries()) {
          assert.deepEqual(
            { allowed: verdict.allowed, reasons: verdict.reasons, details: verdict.details },
            { allowed, reasons, details },
            `${file} at ${policies[index]}`,
          );
          evaluations++;
        }
      }
      const minors = Math.max(...vectors.map(({ to }) => to)) + 1;
      assert.equal(evaluations, new Set(vectors.map(({ file }) => file)).size * 2 * minors);
    });

    function podIn(file: string): Pod {
      const pod = pods.get(file);
      assert.ok(pod !== undefined, `no fixture ${file}`);
      return pod;
    }
  });
}

/** The only pod of a file, with defaulted volumes: one of the fixtures has a volume without a source. */
async function readPod(path: string): Promise<Pod> {
  const [document, ...others] = readDocuments(await readFile(path, "utf8"));
  assert.ok(document !== undefined && "value" in document && others.length === 0, path);
  assert.ok(isRecord(document.value), path);
  return defaultTemplate(decodePod(document.value["metadata"], document.value["spec"]));
}
