import assert from "node:assert/strict";
import { test } from "node:test";
import { NoteBook } from "../../src/audit/notes.ts";
import type { NoteCode } from "../../src/audit/report.ts";

const at = (file: string, document: number, line: number) => ({ file, document, line });

/** Every code, and whether it tells of a mistake. */
const CODES: Readonly<Record<Exclude<NoteCode, "invalid-label" | "unknown-kind">, boolean>> = {
  "assumed-defaults": false,
  "assumed-version": false,
  "duplicate-key": true,
  "duplicate-namespace": true,
  "duplicate-object": true,
  "foreign-kind": false,
  "helm-chart": true,
  kustomization: true,
  "missing-namespace": true,
  "newer-server": false,
  "newer-version": false,
  "no-containers": true,
  "no-pod-template": true,
  "no-pods": false,
  "not-an-object": false,
  "old-api-version": false,
  patch: true,
  "repeated-object": false,
  "skipped-file": false,
  "unknown-field": true,
  "unknown-namespace": true,
};

for (const [code, isMistake] of Object.entries(CODES) as [
  Exclude<NoteCode, "invalid-label" | "unknown-kind">,
  boolean,
][]) {
  test(`${code} is ${isMistake ? "an error" : "what it is"} when strict`, () => {
    for (const strict of [false, true]) {
      const notes = new NoteBook(strict);
      notes.add({ severity: "warning", code, message: "m", source: at("a", 0, 1) });
      notes.add({ severity: "info", code, message: "m", source: at("a", 0, 2) });
      const severities = notes.sorted().map(({ severity }) => severity);
      assert.deepEqual(severities, strict && isMistake ? ["error", "error"] : ["warning", "info"]);
    }
  });
}

test("notes are sorted by file in byte order, then document, then line, and else stay in their order", () => {
  const notes = new NoteBook(false);
  const places = [
    at("b", 0, 1),
    at("a", 1, 1),
    at("a", 0, 20),
    at("a", 0, 3),
    at("B", 9, 9),
    at("😀", 0, 0),
    at("\uffff", 0, 0),
    at("a", 0, 3),
  ];
  for (const [index, source] of places.entries()) {
    notes.add({ severity: "info", code: "patch", message: String(index), source });
  }
  assert.deepEqual(
    notes.sorted().map(({ message }) => message),
    ["4", "3", "7", "2", "1", "0", "6", "5"],
  );
});

test("objects without a namespace are counted by file, and told where the first stands", () => {
  for (const [strict, severity] of [
    [false, "info"],
    [true, "error"],
  ] as const) {
    const notes = new NoteBook(strict);
    for (const source of [at("b", 0, 4), at("a", 0, 2), at("b", 1, 9), at("b", 2, 20)])
      notes.addMissingNamespace(source);
    const expected = [
      {
        severity,
        code: "missing-namespace",
        message: '1 object names no namespace; judged as in "default" (-n NAME chooses another)',
        source: at("a", 0, 2),
      },
      {
        severity,
        code: "missing-namespace",
        message: '3 objects name no namespace; judged as in "default" (-n NAME chooses another)',
        source: at("b", 0, 4),
      },
    ];
    assert.deepEqual(notes.sorted(), expected);
    assert.deepEqual(notes.sorted(), expected);
  }
});

test("invalid labels are an error in the API server's words, at the label", () => {
  const notes = new NoteBook(false);
  const namespace = {
    type: "namespace",
    name: "ns",
    labels: {},
    source: at("a", 2, 5),
    locate: (path: readonly (string | number)[]) => ({ line: path.length + 4, column: 1 }),
  } as const;
  notes.addInvalidLabels(namespace, ["e1", "e2"], ["metadata", "labels", "x"]);
  assert.deepEqual(notes.sorted(), [
    {
      severity: "error",
      code: "invalid-label",
      message: 'Namespace "ns" is invalid: [e1, e2]',
      source: at("a", 2, 7),
    },
  ]);
});

test("a kind that the API server does not have is an error, strict or not", () => {
  for (const strict of [false, true]) {
    const notes = new NoteBook(strict);
    notes.add({ severity: "warning", code: "unknown-kind", message: "m", source: at("a", 0, 1) });
    assert.deepEqual(
      notes.sorted().map(({ severity }) => severity),
      ["error"],
    );
  }
});
