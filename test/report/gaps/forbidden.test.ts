import assert from "node:assert/strict";
import { test } from "node:test";
import { forbiddenOf, isNothingRead, WORKLOAD_LISTS } from "../../../src/report/gaps/forbidden.ts";
import type { Note, Unreadable } from "../../../src/report/report.ts";

const CURRENT: Note = { severity: "warning", code: "current-namespace", message: "", source: null };

function list(resource: string, namespace: string | null, parts: Partial<Unreadable> = {}): Unreadable {
  return { message: "", source: null, list: { resource, namespace, rule: "{}" }, ...parts };
}

test("a failed list and an unreadable document are not forbidden", () => {
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
    rights: 7,
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

/** All lists of a place. */
const allIn = (namespace: string | null): Unreadable[] =>
  WORKLOAD_LISTS.map((name) => list(name.replace(/\..*/, ""), namespace));
const NARROWED = [list("namespaces", null), list("pods", null)];

for (const [title, expected, unreadable, parts] of [
  ["all lists of the cluster are forbidden", true, [list("namespaces", null), ...allIn(null)], {}],
  ["a selector needs the list of namespaces, which is forbidden", true, [list("namespaces", null)], {}],
  ["all lists of the current namespace are forbidden, too", true, [...NARROWED, ...allIn("a")], {}],
  ["all lists of two namespaces are forbidden", true, [...allIn("a"), ...allIn("b")], {}],
  ["a namespace is found", false, [list("namespaces", null), ...allIn(null)], { namespaces: 1 }],
  ["a plan keeps a namespace", false, [list("namespaces", null)], { kept: [{}] }],
  ["the lists of an empty namespace could be read", false, [...NARROWED, list("namespaces", "a")], {}],
  ["one list of an empty namespace could be read", false, [...NARROWED, ...allIn("a").slice(1)], {}],
  ["one list of the cluster could be read", false, [list("namespaces", null), ...allIn(null).slice(1)], {}],
  ["nothing is forbidden", false, [], {}],
  ["lists failed, but are not forbidden", false, allIn(null).map((one) => ({ ...one, list: null })), {}],
] as const satisfies readonly (readonly [string, boolean, readonly Unreadable[], object])[]) {
  test(`nothing could be read: ${expected}, since ${title}`, () => {
    const { namespaces = 0, kept = [] }: { readonly namespaces?: number; readonly kept?: readonly object[] } = parts;
    assert.equal(isNothingRead({ notes: [], unreadable, summary: { namespaces }, kept }), expected);
  });
}
