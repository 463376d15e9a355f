import assert from "node:assert/strict";
import { test } from "node:test";
import {
  newerChangeNotes,
  newerDefaultNotes,
  newerLevelNotes,
  newerPinNotes,
} from "../../../../src/audit/inventory/notes/newer-versions.ts";
import { LATEST, NEWEST_MINOR, minorVersion } from "../../../../src/policy/version.ts";
import type { Note } from "../../../../src/report/report.ts";

const NEWEST = `v1.${NEWEST_MINOR}`;
const NEWER = `newer than ${NEWEST}, the newest known version: judged as ${NEWEST}`;
const level = (minor: number) => ({ level: "restricted", version: minorVersion(minor) }) as const;
const messages = (notes: readonly Note[]) => notes.map(({ message }) => message);

test("levels: latest and known versions get no note", () => {
  const known = [{ level: "restricted", version: LATEST } as const, level(NEWEST_MINOR), level(0)];
  assert.deepEqual(newerLevelNotes(known, NEWEST_MINOR), []);
  assert.deepEqual(newerLevelNotes([level(99)], NEWEST_MINOR), [
    { severity: "info", code: "newer-version", message: `level restricted:v1.99 is ${NEWER}`, source: null },
  ]);
});

test("an older server is the limit", () => {
  assert.deepEqual(messages(newerLevelNotes([level(31), level(30)], 30)), [
    "level restricted:v1.31 is newer than the server: judged as v1.30",
  ]);
});

test("the labels of a dry run", () => {
  const changes = {
    enforce: { type: "set", level: "baseline", version: "v1.99" },
    audit: { type: "set", level: "restricted", version: undefined },
    warn: { type: "remove" },
  } as const;
  assert.deepEqual(messages(newerChangeNotes(changes, NEWEST_MINOR)), [`enforce=baseline:v1.99 is ${NEWER}`]);
});

test("the defaults of a configuration have one note, and not one for each namespace", () => {
  const from = "configuration";
  const latest = { level: "restricted", version: LATEST, from } as const;
  const defaults = {
    enforce: { level: "baseline", version: minorVersion(99), from },
    audit: latest,
    warn: latest,
  } as const;
  assert.deepEqual(messages(newerDefaultNotes(defaults, NEWEST_MINOR)), [
    `the default enforce=baseline:v1.99 of the configuration is ${NEWER}`,
  ]);
  assert.deepEqual(newerDefaultNotes(undefined, NEWEST_MINOR), []);
});

test("namespaces whose labels pin a version", () => {
  const part = { level: "restricted", version: "latest", from: "configuration" } as const;
  const configured = { level: "baseline", version: "v1.99", from: "configuration" } as const;
  const policy = { enforce: configured, audit: part, warn: part };
  const namespaces = [
    { name: "a", policy },
    { name: "b", policy: { ...policy, warn: { ...configured, from: "label" } as const } },
    { name: "c", policy: null },
  ];
  assert.deepEqual(messages(newerPinNotes(namespaces, NEWEST_MINOR)), [
    `namespace "b" pins warn=baseline:v1.99, ${NEWER}`,
  ]);
  const changes = { warn: { type: "set", level: "baseline", version: "v1.99" } } as const;
  assert.deepEqual(newerPinNotes(namespaces, NEWEST_MINOR, changes), []);
});
