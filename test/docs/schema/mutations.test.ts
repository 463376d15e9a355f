/** The schemas reject a document with one mistake: a missing field, a value of another type, an unknown word. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documentFields, objectsByPath, schemaFields, type Parent } from "./field-names.ts";
import { assertMatchesSchema, faultsOf, KINDS, strictFaultsOf, type Kind } from "./schemas.ts";
import { samplesOf } from "./samples.ts";

/** A value of each type of JSON; the text is no word, version or check that a document may have. */
const VALUES: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: true,
  integer: 1,
  fraction: 0.5,
  string: "no known word",
  list: [[]],
  object: { "no known field": 1 },
};

/** Fields that have one of some words, a version or a check. */
const WORDS = new Set([
  ...[
    "type",
    "failOn",
    "serverVersion",
    "generatedAt",
    "level",
    "version",
    "readyFor",
    "readyForReason",
    "only",
    "severity",
    "code",
    "by",
    "subject",
    "check",
  ],
  ...["target", "effect", "since", "modes", "newIn", "overrides", "otherOptions"],
  ...["letter", "spirit", "meets", "recommended", "enforced", "versions"],
]);
/** The same, for a path, because other fields of the same name accept any word. */
const MORE_WORDS =
  /^(?:apiVersion|kind|from|to|upgrade\.(?:from|to|namespaces\[\]\.warn\.(?:before|after))|kept\[\]\.reason|workloads\[\]\.(?:state|violations|remaining|edits\[\]\.(?:kind|risk|evidence)|left\[\]\.reason)|namespaces\[\]\.kept|namespaces\[\]\.state|namespaces\[\]\.unknown|compared\.\w+\[\]\.(?:from|to|mode)|namespaces\[\]\.enforce\.(?:now|planned)|steps\[\]\.id|checks\[\]\.id|.*[pP]olicy\.\w+\.from|.*\.rejection\.from|kinds\[\]\.source|source|results\[\]\.(?:part|state|next\.patch\[\]\.op)|kinds\[\]\.places\[\]\.shape)$/;

/** The words and times of a history. */
const HISTORY_WORDS =
  /^(?:(?:namespaces\[\]\.)?days\[\]\.day|coverage\.(?:until|first|last|gaps\[\]\.(?:from|to))|namespaces\[\]\.(?:auditSince|first|last|(?:enforce|audit)\.from|evidence\.\w+Pod|verdict\.reason|workloads\[\]\.(?:state|now|violates|quietSince|first|last)))$/;

/** The words and times of a history in a plan. */
const PLAN_HISTORY_WORDS = /^(?:history\.(?:first|last)|.*\.history\.(?:against|verdict\.reason)|.*\.seen\.last)$/;

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "fraction";
  return typeof value;
}

/** A field of the samples of a kind: the objects that have it, and those that may. */
interface Field {
  readonly path: string;
  readonly name: string;
  readonly holders: readonly Parent[];
  readonly isAlwaysThere: boolean;
}

function fieldsOf(samples: readonly unknown[]): readonly Field[] {
  // Each type of a source has its own fields.
  const groups = [...objectsByPath(samples)].flatMap(([path, parents]) =>
    [...Map.groupBy(parents, ({ fields }) => fields["type"]).values()].map((alike) => [path, alike] as const),
  );
  return groups.flatMap(([path, parents]) => {
    const names = new Set(parents.flatMap(({ fields }) => Object.keys(fields)));
    return [...names].map((name): Field => {
      const holders = parents.filter(({ fields }) => name in fields);
      const isAlwaysThere = holders.length === parents.length;
      return { path: path === "" ? name : `${path}.${name}`, name, holders, isAlwaysThere };
    });
  });
}

/** The faults of a document in which the first field of a path is changed, and then restored. */
function faultsWith(
  kind: Kind,
  { name, holders }: Field,
  change: (fields: Record<string, unknown>) => void,
): readonly string[] {
  const [holder] = holders;
  assert.ok(holder !== undefined);
  const { fields, document } = holder;
  const before = { ...fields };
  change(fields);
  const faults = faultsOf(kind, document);
  for (const added of Object.keys(fields)) delete fields[added];
  Object.assign(fields, before);
  assert.ok(name in fields);
  return faults;
}

for (const kind of Object.keys(KINDS) as Kind[]) {
  describe(kind, () => {
    const samples = samplesOf(kind);
    const fields = fieldsOf(samples);

    it("has samples that match the schema, and have each of its fields", () => {
      for (const sample of samples) assertMatchesSchema(sample);
      assert.deepEqual([...documentFields(samples)].toSorted(), [...schemaFields(kind)].toSorted());
    });

    it("requires each field that every sample has, and no other", () => {
      for (const field of fields) {
        const faults = faultsWith(kind, field, (parent) => delete parent[field.name]);
        const together = isDependent(field) && !field.isAlwaysThere;
        assert.equal(faults.length > 0, field.isAlwaysThere || together, field.path);
      }
    });

    it("rejects each type that no sample has", () => {
      for (const field of fields.filter(({ name }) => name !== "value")) {
        const seen = new Set(field.holders.map(({ fields: parent }) => typeOf(parent[field.name])));
        for (const [type, value] of Object.entries(VALUES)) {
          const faults = faultsWith(kind, field, (parent) => (parent[field.name] = value));
          // The list and the object have the right type, and wrong contents.
          const isWrong = type === "list" || type === "object";
          const isRefused = !seen.has(type) || isWrong || (type === "string" && isWord(field));
          assert.equal(faults.length > 0, isRefused, `${field.path}: ${type}`);
        }
      }
    });

    it("rejects an unknown word in a list", () => {
      const lists = fields.filter((field) => isWord(field) && Array.isArray(field.holders[0]?.fields[field.name]));
      for (const field of lists) {
        const faults = faultsWith(kind, field, (parent) => (parent[field.name] = ["no known word"]));
        assert.ok(faults.length > 0, field.path);
      }
    });

    it("accepts a new field of a later version in each object, and its strict form rejects it", () => {
      for (const [path, [holder]] of objectsByPath(samples)) {
        assert.ok(holder !== undefined);
        holder.fields["addedLater"] = 1;
        assert.deepEqual(faultsOf(kind, holder.document), [], path);
        assert.notDeepEqual(strictFaultsOf(kind, holder.document), [], path);
        delete holder.fields["addedLater"];
      }
    });
  });
}

/** Fields that are present together or not at all. */
const DEPENDENT = new Set(["file", "document", "column", "endLine", "endColumn", "resource", "namespace", "rule"]);

/** A place can lack its line; the line and column of a field belong together. */
function isDependent({ name, path }: Field): boolean {
  return DEPENDENT.has(name) || (name === "line" && path.endsWith("fields[].line"));
}

function isWord({ path, name }: Field): boolean {
  return WORDS.has(name) || [MORE_WORDS, HISTORY_WORDS, PLAN_HISTORY_WORDS].some((words) => words.test(path));
}
