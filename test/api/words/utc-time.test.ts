import assert from "node:assert/strict";
import { it } from "node:test";
import { dayNumber, dayText, timeOfUtc, utcText } from "../../../src/api/words/utc-time.ts";
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

it("times in UTC are read as JavaScript reads them, and other texts are no times", () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (time) => {
      const [text, day] = [utcText(time), dayText(dayNumber(time))];
      assert.deepEqual([timeOfUtc(text), timeOfUtc(day)], [Date.parse(text), Date.parse(day)]);
    }),
  );
  for (const text of ["", "2026-11-30T12:00:00", "2026-11-30T12:00:00.5Z", "yesterday"])
    assert.ok(Number.isNaN(timeOfUtc(text)), text);
});
