import assert from "node:assert/strict";
import { it } from "node:test";
import { dayNumber, dayText, utcText } from "../../../src/api/words/utc-time.ts";
import * as fc from "../../property.ts";

it("times in UTC are written as JavaScript writes them", () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (time) => {
      const expected = new Date(time).toISOString();
      assert.equal(utcText(time), expected.replace(/\.\d+Z$/, "Z"));
      assert.equal(dayText(dayNumber(time)), expected.slice(0, 10));
    }),
  );
});
