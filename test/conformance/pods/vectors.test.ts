import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import {
  readVectors,
  writeVectors,
  type PodVector,
  type VectorName,
  type Vectors,
  type VerdictVector,
} from "../../golden/vectors.ts";
import { officialFixtures, type Fixture } from "./fixtures.ts";
import { Referee, type Verdict } from "../referee.ts";

/** With 1, the test writes the answers of the Go library into the files, in place of the comparison. */
const UPDATE = process.env["KUBECTL_PSS_UPDATE"] === "1";

const referee = await Referee.start();
if (referee !== undefined) {
  describe("the answers of the Go library are the committed vectors", () => {
    after(() => referee.stop());

    for (const name of ["cases", "fuzz-pods"] as const) {
      it(name, async () => {
        await verify(name, async (vector) => ({ ...vector, ...(await judgePod(referee, vector)) }));
      });
    }

    it("labels", async () => {
      await verify("labels", async ({ labels, defaults }) => ({
        labels,
        defaults,
        ...(await referee.labels(labels, defaults)),
      }));
    });

    it("admission-objects", async () => {
      await verify("admission-objects", async (vector) => ({ ...vector, response: await referee.admit(vector) }));
    });

    it("admission-namespaces", async () => {
      await verify("admission-namespaces", async (vector) => ({
        ...vector,
        response: await referee.admitNamespace(vector),
      }));
    });

    it("reviews", async () => {
      await verify("reviews", async (vector) => ({ ...vector, answer: await referee.review(vector) }));
    });

    it("fixtures", async () => {
      const lines: Vectors["fixtures"][] = [];
      for (const { file, path, level, version } of await officialFixtures()) {
        lines.push({ file, ...facts((await judgeFixture(referee, path, [`${level}:${version}`]))[0]) });
      }
      compare("fixtures", lines);
    });

    it("fixtures-cross", async () => {
      const fixtures = await officialFixtures();
      const newest = Math.max(...fixtures.map(({ version }) => Number(version.slice("v1.".length))));
      const lines: Vectors["fixtures-cross"][] = [];
      for (const { file, path } of await distinct(fixtures)) {
        for (const level of ["baseline", "restricted"]) {
          const policies = Array.from({ length: newest + 1 }, (_, minor) => `${level}:v1.${minor}`);
          const verdicts = await judgeFixture(referee, path, policies);
          lines.push(...runs(verdicts.map(facts)).map((run) => ({ file, level, ...run })));
        }
      }
      compare("fixtures-cross", lines);
    });
  });
}

/** Requests the answer for each line of a file again, many at a time, and compares them. */
async function verify<Name extends VectorName>(
  name: Name,
  ask: (line: Vectors[Name]) => Promise<Vectors[Name]>,
): Promise<void> {
  compare(name, await Promise.all(readVectors(name).map(ask)));
}

function compare<Name extends VectorName>(name: Name, lines: readonly Vectors[Name][]): void {
  if (UPDATE) writeVectors(name, lines);
  const committed = readVectors(name);
  assert.equal(committed.length, lines.length);
  for (const [index, line] of lines.entries()) assert.deepEqual(committed[index], line, `line ${index + 1} of ${name}`);
}

async function judgePod(by: Referee, { metadata, spec, level, version }: PodVector): Promise<VerdictVector> {
  const [verdict] = await by.evaluate({ metadata, spec, policies: [`${level}:${version}`] });
  return facts(verdict);
}

/** The verdicts on a fixture, with defaults only for its volumes, as its authors intend. */
async function judgeFixture(by: Referee, file: string, policies: readonly string[]): Promise<readonly Verdict[]> {
  const [object, ...others] = await by.manifest({ file, policies, volumesOnly: true });
  assert.ok(object?.results !== undefined && others.length === 0, file);
  return object.results;
}

/** A verdict without the message, which consists of the reasons and details. */
function facts(verdict: Verdict | undefined): VerdictVector {
  assert.ok(verdict !== undefined);
  const { allowed, reasons, details } = verdict;
  return { allowed, reasons, details };
}

/** The first fixture of each content. */
async function distinct(fixtures: readonly Fixture[]): Promise<readonly Fixture[]> {
  const first = new Map<string, Fixture>();
  for (const fixture of fixtures) {
    const text = await readFile(fixture.path, "utf8");
    if (!first.has(text)) first.set(text, fixture);
  }
  return [...first.values()];
}

interface Run extends VerdictVector {
  readonly from: number;
  readonly to: number;
}

/** Verdicts at v1.0, v1.1 and so on; equal verdicts of adjacent versions are one entry. */
function runs(verdicts: readonly VerdictVector[]): readonly Run[] {
  const found: Run[] = [];
  for (const [minor, verdict] of verdicts.entries()) {
    const last = found.at(-1);
    const isSame = last !== undefined && JSON.stringify(verdict) === JSON.stringify(facts({ ...last, message: "" }));
    if (isSame) found[found.length - 1] = { ...last, to: minor };
    else found.push({ from: minor, to: minor, ...verdict });
  }
  return found;
}
