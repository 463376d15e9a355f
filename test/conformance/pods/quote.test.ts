import assert from "node:assert/strict";
import { after, it } from "node:test";
import { decodePod, judge } from "../judge.ts";
import { Referee, type Verdict } from "../referee.ts";

const ANNOTATION = "container.apparmor.security.beta.kubernetes.io/a";
const POLICIES = ["baseline:latest"];
const PLANES = 17;
const PLANE = 0x10000;

const referee = await Referee.start();
if (referee !== undefined) {
  after(() => referee.stop());

  it("quotes of every Unicode code point are those of the API server", async () => {
    for (let plane = 0; plane < PLANES; plane++) {
      // Separated, because two adjacent surrogates are another code point.
      const value = Array.from({ length: PLANE }, (_, index) => String.fromCodePoint(plane * PLANE + index)).join("|");
      const metadata = { annotations: { [ANNOTATION]: value } };
      const theirs: readonly Verdict[] = await referee.evaluate({ metadata, policies: POLICIES });
      const ours = judge(decodePod(metadata, {}), POLICIES);
      // In pieces, so that a failure shows the character and not the whole plane.
      assert.deepEqual(pieces(ours), pieces(theirs), `plane ${plane}`);
    }
  });
}

function pieces([verdict]: readonly Verdict[]): readonly string[] {
  assert.equal(verdict?.allowed, false);
  return verdict.message.split("|");
}
