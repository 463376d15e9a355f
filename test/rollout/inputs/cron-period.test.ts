import assert from "node:assert/strict";
import { test } from "node:test";
import { CronPeriods } from "../../../src/rollout/inputs/cron-period.ts";

const PERIODS: Readonly<Record<string, number | undefined>> = {
  "* * * * *": 1,
  "*/5 0-6 * * *": 1,
  "0 3 * * *": 1,
  "0 3 * * mon-fri": 3,
  "0 3 * * 0": 7,
  "0 3 * * SUN,wed": 4,
  "0 3 * * ?": 1,
  "0 3 1 * *": 31,
  "0 3 1,15 * *": 17,
  "0 3 */10 * *": 10,
  "0 3 31 * *": 61,
  "0 3 1 */3 *": 92,
  "0 3 1 jan *": 366,
  "0 3 29 2 *": 1461,
  // One of both days: robfig/cron combines the fields with "or" if neither is a star.
  "0 3 1 * 1": 7,
  "0 3 1/10 * *": 10,
  // A star with a step restricts the days, so it counts as a value.
  "0 3 1 * */7": 7,
  "TZ=Asia/Tokyo 0 3 1 * *": 31,
  "CRON_TZ=UTC 0 3 * * 5": 7,
  "@hourly": 1,
  "@daily": 1,
  "@midnight": 1,
  "@weekly": 7,
  "@monthly": 31,
  "@yearly": 366,
  "@annually": 366,
  "@every 1h30m": 1,
  "@every 240h": 10,
  "@every 240h1s": 11,
  // The date does not exist, or the API server rejects the schedule.
  "0 3 30 2 *": undefined,
  "0 3 * *": undefined,
  "0 3 * * 7": undefined,
  "0 24 * * *": undefined,
  "0 3 0 * *": undefined,
  "0 3 5-1 * *": undefined,
  "0 3 1/0 * *": undefined,
  "0 3 x * *": undefined,
  "0 3 1-2-3 * *": undefined,
  "0 3 1/2/3 * *": undefined,
  "0 3 , * *": undefined,
  "@reboot": undefined,
  "@every": undefined,
  "@every soon": undefined,
  "": undefined,
  constructor: undefined,
  toString: undefined,
  ["__proto__"]: undefined,
  "@every 35136h": 1464,
  // More than four years.
  "@every 35136h1s": undefined,
  [`@every ${"9".repeat(400)}h`]: undefined,
};

for (const [schedule, days] of Object.entries(PERIODS)) {
  test(`${schedule}: ${days ?? "never"}`, () => assert.equal(new CronPeriods().of(schedule), days));
}

test("the periods of a cluster are the same, also for a repeated schedule", () => {
  const periods = new CronPeriods();
  for (const [schedule, days] of [...Object.entries(PERIODS), ...Object.entries(PERIODS)]) {
    assert.equal(periods.of(schedule), days, schedule);
  }
});
