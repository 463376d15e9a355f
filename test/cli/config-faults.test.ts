/** Each wrong value of each field of a configuration: the message has the file, the line, the field, the expected and the found value. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { isRecord } from "../../src/api/record.ts";
import { runCli } from "./run-cli.ts";

type Path = readonly (string | number)[];
type Schema = Readonly<Record<string, unknown>>;

const SCHEMA: Schema = JSON.parse(readFileSync("docs/schema/configuration.schema.json", "utf8"));

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-config-faults-"));
const home = process.cwd();
before(() => process.chdir(root));
after(() => {
  process.chdir(home);
  rmSync(root, { recursive: true });
});

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const isValid = ajv.compile(SCHEMA);

/** A field of the configuration, with an item of each list above it. */
interface Field {
  readonly path: Path;
  readonly schema: Schema;
}

/** All fields below a schema, lists and objects among them. */
function* fieldsOf(schema: Schema, path: Path = []): Generator<Field, undefined> {
  const { $ref, anyOf, items, properties } = schema;
  if (typeof $ref === "string") return yield* fieldsOf(definition($ref), path);
  if (path.length > 0) yield { path, schema };
  if (Array.isArray(anyOf)) for (const one of anyOf) if (isRecord(one) && one["items"]) yield* fieldsOf(one, path);
  if (isRecord(items)) yield* fieldsOf(items, [...path, 0]);
  if (!isRecord(properties)) return;
  for (const [name, one] of Object.entries(properties)) if (isRecord(one)) yield* fieldsOf(one, [...path, name]);
}

function definition(reference: string): Schema {
  const definitions = SCHEMA["$defs"];
  const found = isRecord(definitions) ? definitions[reference.replace("#/$defs/", "")] : undefined;
  assert.ok(isRecord(found), reference);
  return found;
}

const WRONG: readonly unknown[] = [
  null,
  true,
  5,
  1.33,
  "",
  "  ",
  "x",
  "s3cret-Tok3n.value/x y",
  [],
  ["x"],
  [5],
  {},
  { a: 1 },
];

const NAMES: ReadonlySet<string> = new Set(["podTemplates[0]", "render.releaseName"]);

/** The fields without which an object is not complete. */
const REQUIRED: Readonly<Record<string, object>> = {
  levels: { level: "baseline" },
  accept: { check: "hostPorts", reason: "r" },
};

/** A configuration with a value in a field, and the line of the value. */
function configuration([first = "", ...rest]: Path, value: unknown): { readonly text: string; readonly line: number } {
  const lines = [`${first}:`];
  let isList = false;
  for (const [depth, step] of rest.entries()) {
    const indent = " ".repeat(2 * depth + 2);
    if (typeof step === "number") lines.push(`${indent}-`);
    else lines.push(...(isList ? required(first, step, indent) : []), `${indent}${step}:`);
    isList = typeof step === "number";
  }
  return { text: `# A comment\n${lines.join("\n")} ${JSON.stringify(value)}\n`, line: lines.length + 1 };
}

function required(list: string | number, field: string, indent: string): readonly string[] {
  return Object.entries(REQUIRED[list] ?? {}).flatMap(([name, value]) =>
    name === field ? [] : [`${indent}${name}: ${String(value)}`],
  );
}

function show(path: Path): string {
  return path.reduce<string>(
    (text, step) => text + (typeof step === "number" ? `[${step}]` : `${text && "."}${step}`),
    "",
  );
}

const fields = [...fieldsOf(SCHEMA)];

describe("a wrong value", () => {
  for (const { path } of new Map(fields.map((field) => [show(field.path), field])).values()) {
    it(show(path), async () => {
      let refused = 0;
      for (const value of WRONG) {
        const { text, line } = configuration(path, value);
        writeFileSync(".kubectl-pss.yaml", text);
        const { code, stdout, stderr } = await runCli(["lint", "--print-config", "."]);
        const parsed = valueAt(path, value);
        if (code === 0) {
          assert.ok(isValid(parsed), `${text} is refused by the schema: ${JSON.stringify(isValid.errors)}`);
          continue;
        }
        refused++;
        assert.deepEqual([code, stdout], [2, ""], text);
        const [fault = ""] = stderr.split("\n");
        const below = show(path).replaceAll(/[[\].]/g, "\\$&");
        const place = String.raw`^error: \.kubectl-pss\.yaml:(\d+): ${below}[^:]*: `;
        const form = String.raw`(?:expected .+, found .+|unknown field "a"|\w+ is missing)$`;
        const [, found] = new RegExp(place + form).exec(fault) ?? [];
        assert.equal(Number(found), line, `${text}\n${stderr}`);
        // Messages show names. Any other long text may be a password.
        if (!NAMES.has(show(path))) assert.doesNotMatch(fault, /s3cret/);
      }
      assert.ok(refused >= 5, `${refused} values are refused`);
    });
  }

  it("in each of the fields", () => assert.ok(fields.length >= 30, `${fields.length} fields`));
});

function valueAt(path: Path, value: unknown): unknown {
  const [first] = path;
  return path.reduceRight<unknown>((inner, step, depth) => {
    if (typeof step === "number") return [inner];
    return { ...(depth === 2 && REQUIRED[first ?? ""]), [step]: inner };
  }, value);
}
