/** docs/output.md and the JSON Schemas describe the same documents. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isRecord } from "../../src/api/record.ts";
import { UNKNOWN_REASONS } from "../../src/report/audit-history/history-report.ts";
import { COMPARED, EXAMPLES } from "./output-document.ts";
import { documentFields, schemaFields } from "./schema/field-names.ts";
import { KINDS, kindOf, partialFaultsOf, type Kind } from "./schema/schemas.ts";

const LEFT_OUT = "…";

/** An example without its omitted parts. */
function withoutGaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== LEFT_OUT).map(withoutGaps);
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== LEFT_OUT);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutGaps(field)]));
}

/** The paths of objects and lists that are empty in an example. */
function emptyPaths(value: unknown, path = ""): readonly string[] {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  if (isEmpty) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => emptyPaths(item, `${path}[]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => emptyPaths(field, path === "" ? name : `${path}.${name}`));
}

/** The example of a kind of document. */
function exampleOf(kind: Kind): Readonly<Record<string, unknown>> {
  const example = EXAMPLES.find(({ value }) => kindOf(value) === kind);
  assert.ok(example !== undefined, kind);
  return example.value;
}

/** Asserts that examples have all fields of the schemas, except fields below empty objects and lists, and no other fields. */
function assertNames(examples: readonly object[], kinds: readonly Kind[]): void {
  const named = documentFields(examples);
  const known = new Set(kinds.flatMap((kind) => [...schemaFields(kind)]));
  const empty = examples.flatMap((example) => emptyPaths(example));
  const isLeftOut = (path: string): boolean =>
    empty.some((parent) => path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`));
  assert.deepEqual(
    [...named].filter((path) => !known.has(path)),
    [],
  );
  assert.deepEqual(
    [...known].filter((path) => !named.has(path) && !isLeftOut(path)),
    [],
  );
}

describe("docs/output.md", () => {
  it("has an example of each kind of document; one is for audits and dry runs", () => {
    const kinds = Object.keys(KINDS).filter((kind) => kind !== "DryRunReport");
    assert.deepEqual(EXAMPLES.map(({ value }) => kindOf(value)).toSorted(), kinds.toSorted());
    assert.ok(EXAMPLES.some(({ code }) => code.includes('"AuditReport",                  // or "DryRunReport"')));
  });

  for (const kind of [
    "LintReport",
    "RolloutPlan",
    "CheckList",
    "CheckChangeList",
    "MessageList",
    "PodSecurityPolicyMapping",
    "PodSecurityPolicyMigration",
    "FixReport",
    "HistoryReport",
    "WebhookCheck",
  ] as const) {
    it(`names each field of the schema, with values that it accepts: ${kind}`, () => {
      assertNames([exampleOf(kind)], [kind]);
      assert.deepEqual(partialFaultsOf(kind, withoutGaps(exampleOf(kind))), []);
    });
  }

  it("names each further field of an audit or a dry run, with values that their schemas accept", () => {
    const example = exampleOf("AuditReport");
    // Both examples together have all fields: the second example repeats no field of the first.
    assertNames([exampleOf("LintReport"), example], ["LintReport", "AuditReport", "DryRunReport"]);
    for (const kind of ["AuditReport", "DryRunReport"] as const) {
      assert.deepEqual(partialFaultsOf(kind, withoutGaps({ ...example, kind })), []);
    }
  });

  it("names each field of a comparison, with values that the schemas accept", () => {
    const [example] = COMPARED;
    assert.ok(example !== undefined && COMPARED.length === 1);
    const known = new Set([...schemaFields("AuditReport"), ...schemaFields("RolloutPlan")]);
    const fields = [...known].filter((path) => path.startsWith("compared"));
    const left = emptyPaths(example.value);
    const named = documentFields([example.value]);
    assert.deepEqual(
      [...named].filter((path) => !known.has(path)),
      [],
    );
    const isLeftOut = (path: string): boolean =>
      left.some((parent) => path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`));
    assert.deepEqual(
      fields.filter((path) => !named.has(path) && !isLeftOut(path)),
      [],
    );
    for (const kind of ["AuditReport", "RolloutPlan"] as const) {
      const value: unknown = { ...exampleOf(kind), ...example.value };
      assert.deepEqual(partialFaultsOf(kind, withoutGaps(value)), []);
    }
  });

  it("names no field of an audit or a dry run for a lint", () => {
    const lint = schemaFields("LintReport");
    const more = [...schemaFields("AuditReport"), ...schemaFields("DryRunReport")].filter((path) => !lint.has(path));
    const named = documentFields([exampleOf("AuditReport")]);
    const below = more.filter(
      (path) => !path.startsWith("namespaces[].currentPolicy.") && !path.startsWith("compared."),
    );
    assert.deepEqual(
      [...new Set(below)].filter((path) => !named.has(path)),
      [],
    );
  });

  it("explains each reason for which a history proves nothing", () => {
    const [, section = ""] = readFileSync("docs/output.md", "utf8").split("\n### history\n");
    const [table = ""] = section.split("\n## ");
    const reasons = [...table.matchAll(/^\| `([a-z-]+)` +\| \S/gm)].map(([, reason]) => reason);
    assert.deepEqual(reasons, [...UNKNOWN_REASONS]);
  });
});
