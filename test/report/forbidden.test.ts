import assert from "node:assert/strict";
import { test } from "node:test";
import { forbiddenOf } from "../../src/report/forbidden.ts";
import type { Note, Unreadable } from "../../src/report/report.ts";

const CURRENT: Note = { severity: "warning", code: "current-namespace", message: "", source: null };

function list(resource: string, namespace: string | null, parts: Partial<Unreadable> = {}): Unreadable {
  return { message: "", source: null, list: { resource, namespace, rule: "{}" }, ...parts };
}

test("nothing is forbidden where a list fails, or a document cannot be read", () => {
  const failed = list("pods", null, { list: { resource: "pods", namespace: null, rule: "" } });
  assert.equal(forbiddenOf({ notes: [], unreadable: [failed, list("", null, { list: null })] }), null);
});

test("places with the same resources are together, and the whole cluster is first", () => {
  const unreadable = [
    list("namespaces", "b"),
    list("pods", "b"),
    list("jobs", "b"),
    list("jobs", "c"),
    list("jobs", "a"),
    list("pods", "a"),
    list("namespaces", null),
  ];
  assert.deepEqual(forbiddenOf({ notes: [CURRENT], unreadable }), {
    user: null,
    message: "",
    namespaces: ["b"],
    lists: [
      { resources: ["namespaces"], namespaces: null },
      { resources: ["jobs", "pods"], namespaces: ["b", "a"] },
      { resources: ["jobs"], namespaces: ["c"] },
    ],
    isNarrowed: true,
  });
});

for (const [message, user] of [
  ['pods is forbidden: User "jane@example.com" cannot list resource "pods" in API group ""', "jane@example.com"],
  [
    'namespaces "a" is forbidden: User "system:serviceaccount:a:b" cannot get resource "namespaces"',
    "system:serviceaccount:a:b",
  ],
  ['pods is forbidden: User "CORP\\\\jane" cannot list resource "pods"', "CORP\\jane"],
  ['pods is forbidden: User "ja\\"ne" cannot list resource "pods"', null],
  ['pods is forbidden: User "" cannot list resource "pods"', null],
  ["blocked by the proxy", null],
] as const) {
  test(`the user in ${message}`, () => {
    assert.equal(forbiddenOf({ notes: [], unreadable: [list("pods", null, { message })] })?.user, user);
  });
}
