/** The JSON Schemas of docs/schema, in the form that ships and in a strict form, which rejects fields that a schema does not name. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { isRecord } from "../../../src/api/record.ts";

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

const FOLDER = new URL("../../../docs/schema/", import.meta.url);

/** The schemas of files that people write, and that this program reads (inputs.test.ts). */
export const INPUTS: readonly string[] = ["accepted-violations.schema.json", "configuration.schema.json"];

/** The schemas of documents that this program prints, by the name of their file. */
export const SCHEMAS: ReadonlyMap<string, Schema> = new Map(
  readdirSync(FOLDER)
    .filter((file) => !INPUTS.includes(file))
    .toSorted()
    .map((file) => [file, JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"))]),
);

/** The place of the schema of each kind of document: a file, and a path in it. */
export const KINDS = {
  LintReport: "report.schema.json#/$defs/lintReport",
  AuditReport: "report.schema.json#/$defs/auditReport",
  DryRunReport: "report.schema.json#/$defs/dryRunReport",
  RolloutPlan: "rollout-plan.schema.json#",
  CheckList: "check-list.schema.json#",
  CheckChangeList: "check-change-list.schema.json#",
  CustomKindList: "custom-kind-list.schema.json#",
  MessageList: "message-list.schema.json#",
  PodSecurityPolicyMapping: "pod-security-policy-mapping.schema.json#",
  FixReport: "fix-report.schema.json#",
  PodSecurityPolicyMigration: "pod-security-policy-migration.schema.json#",
  HistoryReport: "history.schema.json#",
  WebhookCheck: "webhook-check.schema.json#",
} as const;

export type Kind = keyof typeof KINDS;

/** Keywords with several schemas for the same value: each of them sees all fields of the value. */
const ALTERNATIVES = ["oneOf", "anyOf"];

/** A form of a schema: as it ships, without unknown fields, or without required fields. */
interface Form {
  readonly options: object;
  change(schema: Schema): Schema;
  readonly compiled: Map<string, Validators>;
}

interface Validators {
  readonly whole: ValidateFunction;
  readonly kinds: ReadonlyMap<Kind, ValidateFunction>;
}

const SHIPPED: Form = {
  options: { strict: true, allowUnionTypes: true },
  change: (schema) => schema,
  compiled: new Map(),
};
const STRICT: Form = { options: { strict: false }, change: strictForm, compiled: new Map() };
const PARTIAL: Form = { options: { strict: false }, change: partialForm, compiled: new Map() };

/** Compiles a schema as a whole, and its part for each kind of document; once. */
function compile(form: Form, file: string): Validators {
  const known = form.compiled.get(file);
  if (known !== undefined) return known;
  const schema = SCHEMAS.get(file);
  assert.ok(schema !== undefined, file);
  const ajv = new Ajv2020({ ...form.options, allErrors: true });
  const whole = ajv.compile(form.change(schema));
  const kinds = (Object.keys(KINDS) as Kind[])
    .filter((kind) => KINDS[kind].startsWith(`${file}#`))
    .map((kind) => {
      const $ref = `${String(schema["$id"])}${KINDS[kind].slice(file.length)}`;
      return [kind, ajv.compile(form.change({ type: "object", $ref }))] as const;
    });
  const validators = { whole, kinds: new Map(kinds) };
  form.compiled.set(file, validators);
  return validators;
}

/** A schema that rejects each field that it does not name. A field of any type still accepts any value. */
function strictForm(schema: Schema): Schema {
  return isAnything(schema) ? schema : { ...withStrictParts(schema), unevaluatedProperties: false };
}

function withStrictParts(schema: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (ALTERNATIVES.includes(keyword)) return [keyword, schemasIn(value).map(strictForm)];
      if (keyword === "allOf") return [keyword, schemasIn(value).map(withStrictParts)];
      if (keyword === "items" || keyword === "additionalProperties")
        return [keyword, schemasIn([value]).map(strictForm)[0]];
      if (keyword === "properties") return [keyword, mapValues(value, strictForm)];
      return [keyword, keyword === "$defs" ? mapValues(value, withStrictParts) : value];
    }),
  );
}

/** A schema that checks each present field, and requires none. */
function partialForm(schema: Schema): Schema {
  const text = JSON.stringify(schema, (keyword, value) => {
    const isNeed =
      ["dependentRequired", "minItems"].includes(keyword) || (keyword === "required" && Array.isArray(value));
    return isNeed ? undefined : value;
  });
  // Without required fields, several alternatives accept a value.
  return JSON.parse(text.replaceAll('"oneOf":', '"anyOf":'));
}

function isAnything(schema: Schema): boolean {
  return !["$ref", "type", "const", "enum", ...ALTERNATIVES, "allOf"].some((keyword) => keyword in schema);
}

function mapValues(value: unknown, change: (schema: Schema) => Schema): Schema {
  assert.ok(isRecord(value));
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, change(schema as Schema)]));
}

/** The schemas of a list. The test fails if an item is none. */
export function schemasIn(value: unknown): readonly Schema[] {
  assert.ok(Array.isArray(value) && value.every(isRecord));
  return value;
}

/** The kind of a document; undefined for any other value. */
export function kindOf(document: unknown): Kind | undefined {
  const kind = isRecord(document) ? document["kind"] : undefined;
  return (Object.keys(KINDS) as Kind[]).find((known) => known === kind);
}

/** The reasons why the shipped schema rejects a document of a kind; an empty list if it accepts it. */
export function faultsOf(kind: Kind, document: unknown): readonly string[] {
  return faults(SHIPPED, kind, document);
}

/** The reasons why the strict form of the schema, which names all fields, rejects a document of a kind. */
export function strictFaultsOf(kind: Kind, document: unknown): readonly string[] {
  return faults(STRICT, kind, document);
}

/** The reasons why a part of a document of a kind is wrong. The part may lack fields. */
export function partialFaultsOf(kind: Kind, document: unknown): readonly string[] {
  return faults(PARTIAL, kind, document);
}

function faults(form: Form, kind: Kind, document: unknown): readonly string[] {
  const [file = ""] = KINDS[kind].split("#");
  const { whole, kinds } = compile(form, file);
  const part = kinds.get(kind);
  assert.ok(part !== undefined, kind);
  const isValid = part(document);
  // Other kinds have other schemas in the same file, so that both answers are the same.
  assert.equal(whole(document), isValid, `${file} as a whole judges otherwise than its part for ${kind}`);
  return (part.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Asserts that the schema of its kind accepts a document, and names each of its fields. */
export function assertMatchesSchema(document: unknown): void {
  const kind = kindOf(document);
  assert.ok(kind !== undefined, "no document of version 1");
  assert.deepEqual(faultsOf(kind, document), []);
  assert.deepEqual(strictFaultsOf(kind, document).slice(0, 5), []);
}
