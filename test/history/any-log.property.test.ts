/** The order of events, their repetition, and the division and compression of files change nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { historyDocument } from "../../src/render/formats/history/document.ts";
import { runHistory } from "../../src/app/history/run-history.ts";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordedTerminal } from "../app/terminal.ts";
import * as fc from "../property.ts";
import { ENVELOPES, LOG_ANALYTICS_CSV, type EventObject } from "../sources/logs/envelopes.ts";

const NAMESPACES = "test/fixtures/history/namespaces.yaml";
/** The log of an invented cluster, with every verdict. */
const LOG = readFileSync("test/fixtures/history/audit.log", "utf8");
const LINES = LOG.trimEnd()
  .split("\n")
  .map((line) => `${line}\n`);
const EVENTS: readonly EventObject[] = LINES.map((line) => JSON.parse(line));

/** The report of some files, without the number of files and of repeated events. */
async function reportOf(files: readonly Buffer[]): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-history-"));
  try {
    for (const [index, content] of files.entries()) writeFileSync(join(directory, `${index}.log`), content);
    const request = {
      ...{ paths: [directory], namespaces: NAMESPACES, failOn: "none" as const, verbosity: 0 },
      refuseReplacing: () => {},
    };
    const { coverage, ...report } = historyDocument(await runHistory(request, recordedTerminal()));
    return { ...report, files: 0, coverage: { ...coverage, repeated: 0, other: 0 } };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const COMPRESSIONS: readonly ((bytes: Buffer) => Buffer)[] = [
  (bytes) => bytes,
  (bytes) => gzipSync(bytes),
  (bytes) => zstdCompressSync(bytes),
];

describe("the report of a log", () => {
  it("does not depend on order, repetition, division and compression", async () => {
    const expected = await reportOf([Buffer.from(LOG)]);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(LINES, { minLength: LINES.length }),
        fc.subarray(LINES),
        fc.array(fc.nat(LINES.length), { maxLength: 4 }),
        fc.constantFrom(...COMPRESSIONS),
        async (shuffled, repeated, positions, compress) => {
          const all = [...shuffled, ...repeated];
          const cuts = [0, ...positions.toSorted((a, b) => a - b), all.length];
          const parts = cuts.slice(1).map((cut, index) => all.slice(cuts[index], cut).join(""));
          const files = parts.filter((part) => part !== "").map((part) => compress(Buffer.from(part)));
          assert.deepEqual(await reportOf(files), expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  for (const [name, envelope] of Object.entries({ ...ENVELOPES, ...LOG_ANALYTICS_CSV })) {
    it(`is the same for ${name}`, async () => {
      assert.deepEqual(await reportOf([envelope(EVENTS)]), await reportOf([Buffer.from(LOG)]));
    });
  }
});
