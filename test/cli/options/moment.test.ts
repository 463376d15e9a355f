import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseMoment, timeOfMoment } from "../../../src/cli/options/moment.ts";

const NOW = Date.UTC(2026, 10, 30, 12);

describe("--since and --until", () => {
  for (const [text, time] of [
    ["2026-11-30T12:00:00Z", NOW],
    ["2026-11-30T14:00:00+02:00", NOW],
    ["2026-11-30T12:00:00.5Z", NOW + 500],
    ["2026-11-30", Date.UTC(2026, 10, 30)],
    ["2024-02-29", Date.UTC(2024, 1, 29)],
    ["7d", Date.UTC(2026, 10, 23, 12)],
    ["12h", Date.UTC(2026, 10, 30)],
    ["30m", NOW - 30 * 60_000],
    ["2w", Date.UTC(2026, 10, 16, 12)],
  ] as const) {
    it(`are a time: ${text}`, () => assert.equal(timeOfMoment(parseMoment(text), NOW), time));
  }

  for (const text of [
    "",
    "yesterday",
    "7",
    "-7d",
    "2026-02-30",
    "2026-13-01",
    "2026-11-30T25:00:00Z",
    "2026-11-30 12:00",
  ]) {
    it(`are no time: ${text}`, () => assert.throws(() => parseMoment(text), /It is a time like/));
  }
});
