/** Compares the table of kinds, and the search for pods in schemas, with the CustomResourceDefinitions of real projects. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { templatesOfCrd } from "../../../src/workloads/custom/crd-templates.ts";
import type { CustomKind } from "../../../src/workloads/custom/custom-kind.ts";
import { knownKind, knownKinds } from "../../../src/workloads/custom/kinds/table.ts";
import { EACH_ITEM, EACH_VALUE, formatSteps, type TemplatePath } from "../../../src/workloads/custom/template-path.ts";
import { goVersion } from "../../go-program.ts";
import { leaveOut } from "../../missing-tool.ts";
import { downloadModules, readDefinitions, type Definition } from "./definitions.ts";
import { NOT_COVERED, PROJECTS } from "./projects.ts";

/** Kinds with pod templates that are not in the table, with the reason. */
const NO_MAKERS: Readonly<Record<string, string>> = {
  "kueue.x-k8s.io/Workload": "it has copies of the templates of another object",
};

/** Places of the table that only older releases than those of go.mod have. */
const OLDER: ReadonlySet<string> = new Set(["trainer.kubeflow.org/TrainJob .spec.podTemplateOverrides[].spec"]);

/** Kinds with parts of pods that are not in the table, with the reason. */
const NO_PODS: Readonly<Record<string, string>> = {
  ...NO_MAKERS,
  "argoproj.io/WorkflowTaskSet": "it has copies of the templates of a Workflow",
};

/** The fields of a pod that an object may set in a harmful way. */
const POD_FIELDS: ReadonlySet<string> = new Set(["hostIPC", "hostNetwork", "hostPID", "hostPath", "hostPort"]);

/** The paths of all fields of a schema that a check reads: security contexts, and fields of POD_FIELDS. */
function* judgedFields(schema: unknown, steps: readonly string[]): Generator<readonly string[], undefined> {
  if (!isRecord(schema)) return;
  const { items, additionalProperties } = schema;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const has = (field: string): boolean => Object.hasOwn(properties, field);
  const isContext = has("runAsNonRoot") && (has("fsGroup") || has("sysctls"));
  if (isContext || (has("allowPrivilegeEscalation") && has("capabilities"))) return yield steps;
  for (const [name, property] of Object.entries(properties)) {
    if (steps.length === 0 && (name === "status" || name === "metadata")) continue;
    if (POD_FIELDS.has(name)) yield [...steps, name];
    else yield* judgedFields(property, [...steps, name]);
  }
  yield* judgedFields(items, [...steps, EACH_ITEM]);
  yield* judgedFields(additionalProperties, [...steps, EACH_VALUE]);
}

/** The paths that a kind judges, each with everything below it. */
function placesOf({ templates }: CustomKind): readonly (readonly string[])[] {
  return templates.flatMap(({ path: { steps }, parts }) =>
    parts === undefined ? [steps] : parts.map(({ from }) => [...steps, ...from.map(String)]),
  );
}

/** Whether a schema has the fields of a path; "open" if it allows any fields from some place of the path on. */
function schemaHas(schema: unknown, steps: readonly string[]): boolean | "open" {
  let at = schema;
  for (const step of steps) {
    if (!isRecord(at)) return false;
    const { properties, items, additionalProperties } = at;
    const next =
      step === EACH_ITEM
        ? items
        : step === EACH_VALUE
          ? additionalProperties
          : isRecord(properties)
            ? properties[step]
            : undefined;
    if (next === undefined) return at["x-kubernetes-preserve-unknown-fields"] === true ? "open" : false;
    at = next;
  }
  return isRecord(at);
}

/** The path of the pod template or spec in a path of the table: a job template and a Deployment have it in `.spec.template`. */
function podStepsOf({ shape, steps }: TemplatePath): string {
  return formatSteps(shape === "J" || shape === "D" ? [...steps, "spec", "template"] : steps);
}

function nameOf({ group, kind }: Pick<CustomKind, "group" | "kind">): string {
  return `${group}/${kind}`;
}

if ((await goVersion()) === undefined) {
  leaveOut(
    "The CustomResourceDefinitions of other projects are left out, because Go is not installed: see https://go.dev/doc/install",
  );
} else {
  const modules = await downloadModules();
  const definitions = readDefinitions(modules, "schemas");
  const byKind = Map.groupBy(definitions, ({ spec }) => nameOf({ group: spec.group, kind: spec.names.kind }));
  const served = (definition: Definition) => definition.spec.versions.filter((version) => version.served);

  describe("the CustomResourceDefinitions of real projects", () => {
    it("go.mod and the list of projects have the same modules", () => {
      assert.deepEqual([...modules.keys()].toSorted(), PROJECTS.map(({ module }) => module).toSorted());
    });

    it("every kind of the table is covered, or has a reason why it is not", () => {
      const uncovered = knownKinds().filter((kind) => !byKind.has(nameOf(kind)));
      const reasons = new Set(uncovered.map((kind) => (nameOf(kind) in NOT_COVERED ? nameOf(kind) : kind.group)));
      assert.deepEqual([...reasons].toSorted(), Object.keys(NOT_COVERED).toSorted());
      assert.ok(knownKinds().length - uncovered.length >= 49);
    });

    it("the search finds every whole pod of the table", () => {
      for (const kind of knownKinds()) {
        const found = byKind.get(nameOf(kind))?.flatMap(templatesOfCrd);
        if (found === undefined) continue;
        const paths = new Set(found.flatMap(({ templates }) => templates.map(({ path }) => podStepsOf(path))));
        const missed = kind.templates
          .filter(({ isPartial }) => isPartial !== true)
          .map(({ path }) => podStepsOf(path))
          .filter((path) => !paths.has(path));
        assert.deepEqual(missed, [], nameOf(kind));
      }
    });

    it("the search finds nothing else", () => {
      const others = new Set<string>();
      for (const found of definitions.flatMap(templatesOfCrd)) {
        const known = knownKind(found.group, found.kind);
        const paths = new Set(known?.templates.map(({ path }) => podStepsOf(path)));
        for (const { path } of found.templates) {
          if (known === undefined) others.add(nameOf(found));
          else assert.ok(paths.has(podStepsOf(path)), `${nameOf(found)} ${podStepsOf(path)}`);
        }
      }
      assert.deepEqual([...others], Object.keys(NO_MAKERS));
    });

    it("each path of the table, and a part of each pod, is in a served version", () => {
      for (const kind of knownKinds()) {
        const schemas = (byKind.get(nameOf(kind)) ?? []).flatMap((definition) =>
          served(definition).map(({ schema }) => schema.openAPIV3Schema),
        );
        if (schemas.length === 0) continue;
        for (const { path, parts = [] } of kind.templates) {
          const has = (steps: readonly string[]): boolean =>
            schemas.some((schema) => schemaHas(schema, steps) !== false);
          const place = `${nameOf(kind)} ${formatSteps(path.steps)}`;
          if (OLDER.has(place)) continue;
          assert.ok(has(path.steps), place);
          // A group of fields is for several kinds, and not every kind has all of them.
          const hasPart = parts.some(({ from }) => has([...path.steps, ...from.map(String)]));
          assert.ok(parts.length === 0 || hasPart, `${place} has no part`);
        }
      }
    });

    it("each security context, and each field of the host, is in a place that the table names", () => {
      const others = new Set<string>();
      const missed: string[] = [];
      let fields = 0;
      for (const definition of definitions) {
        const { group, names } = definition.spec;
        const kind = knownKind(group, names.kind);
        const places = kind === undefined ? [] : placesOf(kind);
        for (const { name, schema } of served(definition)) {
          for (const steps of judgedFields(schema.openAPIV3Schema, [])) {
            fields++;
            if (places.some((place) => place.every((step, index) => step === steps[index]))) continue;
            if (kind === undefined) others.add(`${group}/${names.kind}`);
            else missed.push(`${group}/${name} ${names.kind} ${formatSteps(steps)}`);
          }
        }
      }
      assert.deepEqual(missed, []);
      assert.deepEqual([...others].toSorted(), Object.keys(NO_PODS).toSorted());
      assert.ok(fields >= 500, String(fields));
    });

    it("the comments of docs/rbac.yaml have the right names of resources", () => {
      const rules = [
        ...readFileSync("docs/rbac.yaml", "utf8").matchAll(/apiGroups: \[(\S+)\], resources: \[([^\]]+)\]/g),
      ];
      const named = new Set(
        rules.flatMap(([, group, names = ""]) => names.split(", ").map((name) => `${name}.${group}`)),
      );
      for (const { metadata, spec } of definitions) {
        const kind = knownKind(spec.group, spec.names.kind);
        if (kind !== undefined && kind.isClusterScoped !== true) assert.ok(named.has(metadata.name), metadata.name);
      }
    });

    it("the table knows which kinds have no namespace", () => {
      for (const kind of knownKinds()) {
        for (const { spec } of byKind.get(nameOf(kind)) ?? []) {
          assert.equal(kind.isClusterScoped === true, spec.scope === "Cluster", nameOf(kind));
        }
      }
    });
  });
}
