import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { readDocuments } from "../../../src/text/documents.ts";
import { randomStream } from "../../sources/files/random-streams.ts";
import { ourOutcomes, theirOutcomes, type ObjectOutcome } from "../outcomes.ts";
import { Referee } from "../referee.ts";
import { IS_FULL } from "../../seed.ts";

const STREAMS = IS_FULL ? 50_000 : 3_000;
const POLICIES = ["baseline:latest"];
/** The number of concurrent requests to the referee. */
const BATCH = 100;

/** How many outcomes come before the first fault. kubectl stops there, while we go on. */
function untilFault(outcomes: readonly ObjectOutcome[]): number {
  const fault = outcomes.findIndex(({ outcome }) => outcome === "error");
  return fault === -1 ? outcomes.length : fault;
}

/** Whether a note reports lost text in a stream. Such text may contain characters that go-yaml rejects even there. */
function isLossNoted(text: string): boolean {
  if (!/[\0\f\v]/.test(text)) return false;
  return [...readDocuments(text)].some(
    (document) => "passedOver" in document && document.passedOver === "lost-document",
  );
}

const referee = await Referee.start();
if (referee !== undefined) {
  const compare = async (seed: number): Promise<void> => {
    const { text } = randomStream(seed);
    const theirs = theirOutcomes(await referee.manifest({ text, policies: POLICIES }));
    const decoded = text.replace(/^\uFEFF/, "");
    const ours = ourOutcomes(decoded, POLICIES);
    const say = `seed ${seed}: ${JSON.stringify(text)}`;
    const [ourEnd, theirEnd] = [untilFault(ours), untilFault(theirs)];
    // At a faulty separator, kubectl drops the document before it. We still read this document.
    const shared = Math.min(ourEnd, theirEnd);
    assert.deepEqual(ours.slice(0, shared), theirs.slice(0, shared), say);
    const isFaulty = ours.length > ourEnd;
    if (theirs.length > theirEnd) assert.ok(isFaulty || isLossNoted(decoded), say);
    else if (!isFaulty) assert.equal(ours.length, theirs.length, say);
  };

  describe("random streams have the same objects for us as for kubectl", () => {
    after(() => referee.stop());

    it(`${STREAMS} streams are equal up to the first fault`, async () => {
      for (let first = 0; first < STREAMS; first += BATCH) {
        await Promise.all(
          Array.from({ length: Math.min(BATCH, STREAMS - first) }, (_, index) => compare(first + index)),
        );
      }
    });
  });
}
