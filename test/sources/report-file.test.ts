import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readReportFile } from "../../src/sources/reports/report-file.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-report-"));
after(() => rmSync(root, { recursive: true }));

const FILE = join(root, "report");

const HINTS = { other: "Give a report.", missing: "Check the path.", empty: "Write it again." };

/** Reads all parts of a file. */
function read(text: string): unknown {
  writeFileSync(FILE, text);
  return readReportFile(FILE, HINTS, ({ fields, namespaces }) => ({
    fields,
    namespaces:
      namespaces &&
      Array.from(namespaces, ({ fields: of, workloads }) => ({ of, workloads: workloads && [...workloads] })),
  }));
}

const JSON_TEXT = `\ufeff {"kind": "K", "namespaces": [{"name": "a", "workloads": [{"b": [1]}, 2]}, {"workloads": {}}, {}, 3], "z": {}}\n`;

test("JSON is read in parts, and the fields have no lists", () => {
  assert.deepEqual(read(JSON_TEXT), {
    fields: { kind: "K", z: {} },
    namespaces: [
      { of: { name: "a" }, workloads: [{ b: [1] }, 2] },
      { of: { workloads: {} }, workloads: undefined },
      { of: {}, workloads: undefined },
      { of: 3, workloads: undefined },
    ],
  });
});

test("YAML is read in the same parts, and the fields have the lists, too", () => {
  const text = "kind: K\nnamespaces:\n- name: a\n  workloads: [{b: [1]}, 2]\n- workloads: {}\n- 3\n";
  const first = { name: "a", workloads: [{ b: [1] }, 2] };
  assert.deepEqual(read(text), {
    fields: { kind: "K", namespaces: [first, { workloads: {} }, 3] },
    namespaces: [
      { of: first, workloads: first.workloads },
      { of: { workloads: {} }, workloads: undefined },
      { of: 3, workloads: undefined },
    ],
  });
});

for (const text of ["a: b", "[]", '{"namespaces": {}}']) {
  test(`the list of namespaces may be missing: ${text}`, () => {
    assert.equal((read(text) as { namespaces: unknown }).namespaces, undefined);
  });
}

const HINT = HINTS.other;

for (const [name, text, message, hint] of [
  ["nothing", " \n", "is empty", HINTS.empty],
  [
    "JSON that ends early",
    '{"namespaces": [{"workloads": [',
    ": not valid JSON: the text ends in the middle of a value",
    HINT,
  ],
  ["JSON that goes on", "{}\n{}", ': not valid JSON: found "{" in line 2, where it makes no sense', HINT],
  ["no YAML", "a: b\nc: [\n", ":3: ", HINT],
] as const) {
  test(`${name} is rejected`, () => {
    assert.throws(
      () => read(text),
      (error: Error & { hint?: string }) => {
        assert.equal(error.name, "UserError");
        assert.ok(error.message.startsWith(FILE), error.message);
        assert.ok(error.message.includes(message), error.message);
        assert.equal(error.hint, hint);
        return true;
      },
    );
  });
}

test("faults within a part are reported", () => {
  assert.throws(
    () => read('{"namespaces": [{"workloads": [nul1]}]}'),
    /not valid JSON: the value that begins in line 1 is invalid$/,
  );
});

test("errors of the reader of the parts are passed on", () => {
  writeFileSync(FILE, "{}");
  const error = new RangeError("mine");
  const consume = (): never => {
    throw error;
  };
  assert.throws(() => readReportFile(FILE, HINTS, consume), error);
});

test("a file that does not exist, and a directory", () => {
  const missing = join(root, "missing");
  assert.throws(() => readReportFile(missing, HINTS, () => 0), {
    name: "UserError",
    message: `${missing}: no such file or directory`,
    hint: HINTS.missing,
  });
  assert.throws(() => readReportFile(root, HINTS, () => 0), { message: `${root}: is a directory`, hint: HINT });
});
