import assert from "node:assert/strict";
import { test } from "node:test";
import { listedNotes, listedUnreadable } from "../../../../src/audit/inventory/notes/listed.ts";

const LISTED = 100_000;

test("a report lists 100,000 notes, and counts the others by severity and code", () => {
  const notes = listedNotes();
  const add = (severity: "error" | "info", code: "patch" | "empty-file", times: number): void => {
    for (let count = 0; count < times; count++) notes.add({ severity, code, message: `${count}`, source: null });
  };
  add("info", "patch", LISTED);
  assert.equal(notes.all().length, LISTED);
  add("info", "patch", 2);
  add("error", "empty-file", 1);
  add("info", "patch", 1);
  assert.deepEqual(notes.all().slice(LISTED), [
    { severity: "info", code: "patch", message: "3 more; a report lists the first 100,000", source: null },
    { severity: "error", code: "empty-file", message: "1 more; a report lists the first 100,000", source: null },
  ]);
});

test("a report lists 100,000 inputs that could not be read, and counts the others", () => {
  const unreadable = listedUnreadable();
  for (let count = 0; count < LISTED + 5; count++) unreadable.add({ message: `${count}`, source: null, list: null });
  assert.equal(unreadable.all().length, LISTED + 1);
  const message = "inputs that could not be read: 5 more; a report lists the first 100,000";
  assert.deepEqual(unreadable.all().at(-1), { message, source: null, list: null });
});
