/** The Task of docs/ci.md matches the schema of Tekton's own CustomResourceDefinition. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { isRecord } from "../../src/api/record.ts";
import { codeBlocks } from "../docs/code-blocks.ts";
import { GO_ENVIRONMENT } from "../go-program.ts";
import { leaveOut } from "../missing-tool.ts";

/** The Go module with the CustomResourceDefinitions, and its checksum. */
const MODULE = "github.com/tektoncd/pipeline@v1.0.0";
const SUM = "h1:qq/BtjwtvZV7qhd6BnL5sGoBM4vVqpCtz/+hMbs6p94=";

/** The directory of the module in Go's cache, downloaded on the first run; undefined without Go or the module proxy. */
function moduleDirectory(): string | undefined {
  let output: string;
  try {
    const options = { cwd: tmpdir(), env: { ...GO_ENVIRONMENT, GOFLAGS: "" }, encoding: "utf8" } as const;
    output = execFileSync("go", ["mod", "download", "-json", MODULE], {
      ...options,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
  const { Dir, Sum } = JSON.parse(output) as { Dir: string; Sum: string };
  assert.equal(Sum, SUM);
  return Dir;
}

/**
 * A structural schema as a JSON Schema that rejects unknown fields, as the API server does for `kubectl apply --validate=strict`. Quantities and the
 * like are a number or a string.
 */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (!isRecord(schema)) return schema;
  const entries = Object.entries(schema).filter(
    ([key]) => !key.startsWith("x-") && key !== "format" && key !== "default",
  );
  const converted: Record<string, unknown> = Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === "properties" && isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, strict(field)]))
        : strict(value),
    ]),
  );
  const isOpen =
    schema["x-kubernetes-preserve-unknown-fields"] === true || schema["additionalProperties"] !== undefined;
  return isRecord(schema["properties"]) && !isOpen ? { ...converted, additionalProperties: false } : converted;
}

interface Definition {
  readonly spec: {
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: unknown } }[];
  };
}

interface Task {
  readonly spec: { readonly steps: readonly object[]; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

const directory = moduleDirectory();
if (directory === undefined) leaveOut("Go or its module proxy is missing: the Task of docs/ci.md is not validated.");
else {
  describe("the Task of docs/ci.md", () => {
    const file = join(directory, "config/300-crds/300-task.yaml");
    const { spec } = load(readFileSync(file, "utf8")) as Definition;
    const version = spec.versions.find(({ name }) => name === "v1");
    const { properties = {}, ...rest } = strict(version?.schema.openAPIV3Schema) as { properties?: object };
    // The API server itself validates the metadata.
    const schema = { ...rest, properties: { ...properties, metadata: { type: "object" } } };
    const validate = new Ajv({ strict: false }).compile(schema);
    const tasks = codeBlocks(readFileSync("docs/ci.md", "utf8"))
      .filter(({ language, code }) => language === "yaml" && code.includes("tekton.dev/v1"))
      .map(({ code }) => load(code) as Task);

    it("matches the schema", () => {
      assert.equal(tasks.length, 1);
      for (const task of tasks) assert.ok(validate(task), JSON.stringify(validate.errors));
    });

    it("would not match with a misspelt field", () => {
      const [task] = tasks;
      assert.ok(task !== undefined);
      const [step] = task.spec.steps;
      for (const wrong of [
        { ...task, spec: { ...task.spec, step: [] } },
        { ...task, spec: { ...task.spec, steps: [{ ...step, arguments: [] }] } },
        { ...task, spec: { ...task.spec, steps: [{ ...step, args: "lint" }] } },
        { ...task, spec: { ...task.spec, workspaces: [{ name: "source", readonly: true }] } },
      ]) {
        assert.ok(!validate(wrong), JSON.stringify(wrong));
      }
    });
  });
}
