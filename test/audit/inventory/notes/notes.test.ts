import assert from "node:assert/strict";
import { test } from "node:test";
import { NoteBook } from "../../../../src/audit/inventory/notes/notes.ts";
import type { NoteCode } from "../../../../src/report/report.ts";
import { itemsOf } from "../../items.ts";

const at = (file: string, document: number, line: number) => ({ file, document, line });

/** Codes of objects that the API server or kubectl always rejects. */
const REJECTED = [
  "empty-input",
  "items-in-object",
  "missing-kind",
  "unknown-kind",
  "unmatched-pod-template",
  "unset-variable",
] as const;
/** Codes of notes about accepted violations, which are made after the audit (test/accepted/notes.test.ts). */
type AcceptanceCode = `${string}-acceptance`;
type OtherCode = Exclude<NoteCode, "invalid-label" | "not-an-object" | AcceptanceCode | (typeof REJECTED)[number]>;

/** Every code, and whether it is about a mistake. */
const CODES: Readonly<Record<OtherCode, boolean>> = {
  "accepted-list": false,
  "admission-configuration": false,
  "admission-policy": false,
  "assumed-defaults": false,
  "assumed-version": false,
  "changed-by-scc": false,
  "terminating-namespace": false,
  "changed-since": false,
  "cluster-scoped": false,
  "current-namespace": false,
  "no-cluster-uid": false,
  "duplicate-key": true,
  "duplicate-namespace": true,
  "duplicate-object": true,
  "empty-file": false,
  "empty-list": false,
  "excluded-files": false,
  "embedded-workload": true,
  "foreign-kind": false,
  "found-by-shape": true,
  "helm-chart": true,
  "hidden-credentials": false,
  "hidden-files": false,
  "items-in-custom-resource": true,
  kustomization: true,
  "lost-document": true,
  "managed-namespace": true,
  "misplaced-label": true,
  "missing-namespace": true,
  "misspelt-label": true,
  "misspelt-value": true,
  "mixed-clusters": false,
  "nested-list": true,
  "newer-server": false,
  "newer-version": false,
  "older-server": false,
  "dropped-field": false,
  "no-containers": true,
  "no-events": false,
  "no-pod-template": true,
  "no-security-context": false,
  "no-workloads": false,
  "old-api-version": false,
  "old-history": false,
  "other-cluster": false,
  "other-configuration": false,
  "partial-history": false,
  patch: true,
  "pod-spec-patch": true,
  "pod-security-policy": false,
  "repeated-object": false,
  "replaced-bytes": true,
  "shared-uid": false,
  "skipped-file": false,
  "unknown-field": true,
  "unknown-namespace": true,
  "unread-controller": false,
  "unread-custom-resources": false,
  "unread-policies": false,
  "unused-setting": false,
  "variable-default": false,
  "without-template": false,
};

for (const [code, isMistake] of Object.entries(CODES) as [OtherCode, boolean][]) {
  test(`${code} ${isMistake ? "is an error" : "has the same severity"} when strict`, () => {
    for (const strict of [false, true]) {
      const notes = new NoteBook(strict);
      notes.add({ severity: "warning", code, message: "m", source: at("a", 0, 1) });
      notes.add({ severity: "info", code, message: "m", source: at("a", 0, 2) });
      const severities = notes.sorted().map(({ severity }) => severity);
      assert.deepEqual(severities, strict && isMistake ? ["error", "error"] : ["warning", "info"]);
    }
  });
}

test("not-an-object is an error when strict only if it is a warning: the file of another tool is no mistake", () => {
  for (const strict of [false, true]) {
    const notes = new NoteBook(strict);
    notes.add({ severity: "warning", code: "not-an-object", message: "m", source: at("a", 0, 1) });
    notes.add({ severity: "info", code: "not-an-object", message: "m", source: at("a", 0, 2) });
    const severities = notes.sorted().map(({ severity }) => severity);
    assert.deepEqual(severities, [strict ? "error" : "warning", "info"]);
  }
});

test("notes are sorted by file in byte order, then document, then line, and otherwise keep their order", () => {
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

test("objects without a namespace are counted by file, with the place of the first", () => {
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
        message: '1 object has no namespace; judged as in "default" (-n NAME chooses another)',
        source: at("a", 0, 2),
      },
      {
        severity,
        code: "missing-namespace",
        message: '3 objects have no namespace; judged as in "default" (-n NAME chooses another)',
        source: at("b", 0, 4),
      },
    ];
    assert.deepEqual(notes.sorted(), expected);
    assert.deepEqual(notes.sorted(), expected);
  }
});

function labelError(message: string) {
  return { label: "x", message };
}

test("invalid labels are an error in the API server's words, at the label", () => {
  const notes = new NoteBook(false);
  const namespace = {
    type: "namespace",
    name: "ns",
    labels: {},
    source: at("a", 2, 5),
    locate: (path: readonly (string | number)[]) => ({ line: path.length + 4, column: 1 }),
  } as const;
  notes.addInvalidLabels(namespace, ["e1", "e2"].map(labelError), ["metadata", "labels", "x"]);
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

const POD = itemsOf(
  "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{name: c}]}",
).find((item) => item.type === "workload");

/** The note about objects that appear twice; each pair has the uids of an object in its two places. */
const REPEATS: readonly (readonly [uids: readonly (readonly [string, string])[], note: string])[] = [
  [[["u", "u"]], "info: 1 object is in the input more than once: it counts once"],
  [[["", "u"]], "info: 1 object is in the input more than once: it counts once"],
  [
    [
      ["u", "u"],
      ["v", ""],
    ],
    "info: 2 objects are in the input more than once: each counts once",
  ],
  [
    [["u", "v"]],
    "warning: 1 object is in the input more than once: it counts once. It has more than one uid: the input is of several moments, or of several clusters",
  ],
  [
    [
      ["u", "v"],
      ["w", "x"],
    ],
    "warning: 2 objects are in the input more than once: each counts once. They have more than one uid: the input is of several moments, or of several clusters",
  ],
  [
    [
      ["u", "v"],
      ["w", "w"],
    ],
    "warning: 2 objects are in the input more than once: each counts once. 1 of them has more than one uid: the input is of several moments, or of several clusters",
  ],
  [
    [
      ["u", "v"],
      ["w", "x"],
      ["y", "y"],
    ],
    "warning: 3 objects are in the input more than once: each counts once. 2 of them have more than one uid: the input is of several moments, or of several clusters",
  ],
];

for (const [uids, expected] of REPEATS) {
  test(`objects that appear twice, with the uids ${JSON.stringify(uids)}`, () => {
    assert.ok(POD?.type === "workload");
    const notes = new NoteBook(false);
    const source = { file: "a.yaml", document: 0, line: 1 };
    for (const [before, here] of uids) {
      notes.addRepeat(POD, { source, contents: "", uid: here }, [{ source, contents: "", uid: before }]);
    }
    const said = notes.sorted().map(({ severity, message }) => `${severity}: ${message}`);
    assert.deepEqual(said, [expected]);
    assert.equal(notes.sorted().length, 1);
  });
}

test("notes on objects shorten long names of several lines to one line", () => {
  assert.ok(POD?.type === "workload");
  const long = "x\n".repeat(5000);
  const source = at("a.yaml", 0, 1);
  const item = { ...POD, kind: long, metadata: { name: long, namespace: long } };
  const named = { kind: long, namespace: long, name: long, source };
  const report = {
    ...named,
    apiVersion: "v1",
    stableName: "",
    pods: 1,
    replicas: null,
    static: false,
    finished: false,
    rejection: null,
    exempt: null,
    results: [],
    otherResults: [],
    violations: [],
  };
  const namespace = {
    type: "namespace",
    name: long,
    labels: {},
    source,
    locate: () => ({ line: 1, column: 1 }),
  } as const;
  const notes = new NoteBook(false);
  notes.addRepeat(item, { source, contents: "a", uid: "" }, [{ source, contents: "b", uid: "" }]);
  for (const isSame of [true, false]) notes.addSecond(report, source, isSame);
  notes.addSharedUid(named, named, 1);
  notes.addInvalidLabels(namespace, [labelError("e")], []);
  notes.addDuplicateNamespace(namespace, namespace);
  notes.addUnknownNamespace(long);
  notes.addUnknownSkip(long, "check it");
  const messages = notes.sorted().map(({ message }) => message);
  assert.equal(messages.length, 9);
  for (const message of messages) {
    assert.ok(!message.includes("\n"), message.slice(0, 100));
    assert.ok(message.length < 1500, `${message.length} characters: ${message.slice(0, 100)}`);
  }
});

for (const code of REJECTED) {
  test(`${code} is an error, strict or not`, () => {
    for (const strict of [false, true]) {
      const notes = new NoteBook(strict);
      notes.add({ severity: "warning", code, message: "m", source: at("a", 0, 1) });
      assert.deepEqual(
        notes.sorted().map(({ severity }) => severity),
        ["error"],
      );
    }
  });
}
