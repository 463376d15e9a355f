import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runHistory } from "../../../src/app/history/run-history.ts";
import { auditEvent } from "../../sources/logs/events.ts";
import { tree } from "../../sources/tree.ts";
import { recordedTerminal } from "../terminal.ts";

const NAMESPACES = "test/fixtures/history/namespaces.yaml";
const EVENTS = Array.from({ length: 300 }, (_, number) => auditEvent({ id: `a-${number}`, name: `p-${number}` }));
/** A record of Amazon EKS that CloudWatch Logs has cut off. */
const CUT = `${JSON.stringify(auditEvent({ id: "cut", name: "cut" })).slice(0, 200)}[Truncated...]`;
const BAD = '{"kind":"Event","apiVersion":"audit.k8s.io/v1",';

async function readWith(lost: readonly string[]) {
  const directory = tree({ ".keep": "" });
  const file = join(directory, "audit.log");
  writeFileSync(file, [...EVENTS.map((event) => JSON.stringify(event)), ...lost, ""].join("\n"));
  const request = { paths: [file], namespaces: NAMESPACES, failOn: "none" as const, verbosity: 0 };
  const { coverage, notes, unreadable } = await runHistory(
    { ...request, refuseReplacing: () => {} },
    recordedTerminal(),
  );
  return {
    lost: [coverage.bad, coverage.cut],
    notes: notes.flatMap(({ code, severity, message }) =>
      code === "partial-history" ? [`${severity} ${message}`] : [],
    ),
    unreadable: unreadable.map(({ message }) => message),
  };
}

describe("records that a history cannot read", () => {
  for (const [name, lost, counts, message] of [
    [
      "are in a note if they are few",
      [BAD],
      [1, 0],
      "1 of 301 records, which may contain violations: 1 cannot be read",
    ],
    [
      "are in a note if the log service has cut them off",
      [CUT],
      [0, 1],
      "1 of 301 records, which may contain violations: the log service has cut off 1",
    ],
    [
      "are in one note, whatever the cause is",
      [BAD, CUT, BAD],
      [2, 1],
      "3 of 303 records, which may contain violations: 2 cannot be read, the log service has cut off 1",
    ],
  ] as const) {
    it(name, async () => {
      const found = await readWith(lost);
      assert.deepEqual(found, {
        lost: counts,
        notes: [`warning the verdicts do not count ${message}`],
        unreadable: [],
      });
    });
  }

  it("make the log unreadable if they are more than 1 %", async () => {
    const { notes, unreadable } = await readWith([BAD, BAD, CUT, CUT]);
    assert.deepEqual(notes, []);
    assert.deepEqual(unreadable, ["more than 1 % of the records cannot be read: 4 of 304"]);
  });

  it("have no note if there are none", async () => {
    assert.deepEqual(await readWith([]), { lost: [0, 0], notes: [], unreadable: [] });
  });
});
