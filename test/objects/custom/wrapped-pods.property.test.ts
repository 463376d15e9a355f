import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { LEVELS } from "../../../src/api/level.ts";
import { isRecord } from "../../../src/api/record.ts";
import { readObjects } from "../../../src/objects/objects.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator, type LevelVersion, type Violation } from "../../../src/policy/evaluator.ts";
import { LATEST, minorVersion } from "../../../src/policy/version.ts";
import type { CustomKind, CustomTemplate } from "../../../src/workloads/custom/custom-kind.ts";
import { CustomKinds } from "../../../src/workloads/custom/custom-kinds.ts";
import { knownKinds } from "../../../src/workloads/custom/kinds/table.ts";
import { formatTemplatePath } from "../../../src/workloads/custom/template-path.ts";
import { isSet } from "../../../src/workloads/custom/pods/found-pod.ts";
import { fieldOf, podsOf } from "../../../src/workloads/identity.ts";
import type { PodInObject, WorkloadObject } from "../../../src/workloads/object.ts";
import { randomPod } from "../../conformance/pods/random-pods.ts";
import * as fc from "../../property.ts";

const evaluator = createEvaluator(CHECKS);
const POLICIES: readonly LevelVersion[] = LEVELS.flatMap((level) =>
  [LATEST, minorVersion(0), minorVersion(21), minorVersion(24)].map((version) => ({ level, version })),
);

interface JsonPod {
  readonly metadata?: unknown;
  readonly spec?: unknown;
}

/** Reads an object; undefined if it contains no pod. */
function read(value: Record<string, unknown>, kinds: CustomKinds): WorkloadObject | undefined {
  const document = {
    index: 0,
    value: JSON.parse(JSON.stringify(value)),
    duplicates: [],
    locate: () => ({ line: 1, column: 1 }),
  };
  const items = [...readObjects(document, "a.yaml", { kinds })];
  assert.deepEqual(
    items.filter(({ type }) => type === "unreadable"),
    [],
  );
  return items.find((item) => item.type === "workload");
}

/** An object with a value at the end of a path: the first item of each list, and the key `a` of each map. */
function wrap(steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === "[]") return [wrap(rest, value)];
  return { [step === "{}" ? "a" : step]: wrap(rest, value) };
}

function pathOf(steps: readonly string[]): FieldPath {
  return steps.map((step) => (step === "[]" ? 0 : step === "{}" ? "a" : step));
}

/** An object of a kind with a pod in one of its templates, and the path at which the pod begins. */
function withPod({ group, kind }: CustomKind, { path }: CustomTemplate, { metadata, spec }: JsonPod) {
  const template = { metadata, spec };
  const value = path.shape === "S" ? spec : path.shape === "T" ? template : { spec: { template } };
  const prefix = path.shape === "J" || path.shape === "D" ? [...path.steps, "spec", "template"] : path.steps;
  const object = wrap(path.steps, value);
  assert.ok(isRecord(object));
  return { object: { ...object, apiVersion: `${group}/v1`, kind }, prefix: pathOf(prefix) };
}

function violationsOf(pod: PodInObject): readonly Violation[] {
  const evaluation = evaluator.forPod(pod.pod);
  return POLICIES.flatMap((policy) => evaluation.violations(policy));
}

/** The violations of a pod, with the paths that `place` gives to their fields. */
function placed(pod: PodInObject, place: (field: FieldPath) => FieldPath): readonly unknown[] {
  return violationsOf(pod).map(({ fields, ...violation }) => ({
    ...violation,
    fields: fields.map(({ path, value }) => ({ path: place(path), value })),
  }));
}

function deployment({ metadata, spec }: JsonPod): WorkloadObject {
  const value = { apiVersion: "apps/v1", kind: "Deployment", spec: { template: { metadata, spec } } };
  return read(value, new CustomKinds()) ?? assert.fail();
}

const ALL = knownKinds().flatMap((kind) => kind.templates.map((template) => ({ kind, template })));
const WHOLE = knownKinds().flatMap((kind) =>
  kind.templates.filter(({ isPartial }) => isPartial !== true).map((template) => ({ kind, template })),
);
const PARTIAL = knownKinds().flatMap((kind) =>
  kind.templates
    .filter(
      ({ isPartial, parts }) => isPartial === true && (parts === undefined || parts.some(({ to }) => to === "pod")),
    )
    .map((template) => ({ kind, template })),
);

test("every kind has templates, and the table has each once", () => {
  const kinds = knownKinds();
  assert.equal(new Set(kinds.map(({ group, kind }) => `${group}/${kind}`)).size, kinds.length);
  assert.equal(kinds.filter(({ templates }) => templates.length === 0).length, 0);
});

for (const { kind, template } of WHOLE) {
  const name = `${kind.kind} of ${kind.group}, ${formatTemplatePath(template.path)}`;
  test(`${name}: any pod has the violations that it has in a Deployment`, () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { metadata, spec } = randomPod(seed);
        const isSpec = template.path.shape === "S";
        const pod = isSpec ? { spec } : { metadata, spec };
        const { object, prefix } = withPod(kind, template, pod);
        const workload = read(object, new CustomKinds()) ?? assert.fail("it contains a pod");
        // One template may be within another.
        const own = podsOf(workload).find(({ podPath }) => podPath.join() === prefix.join()) ?? assert.fail();
        // Random containers do not have the name of a container that an operator merges.
        assert.deepEqual(
          placed(own, (field) => fieldOf(own, field)),
          placed(deployment(pod), (field) => [...prefix, ...field.slice(isSpec ? 1 : 0)]),
        );
      }),
      { numRuns: 10 },
    );
  });
}

for (const { kind, template } of PARTIAL) {
  const name = `${kind.kind} of ${kind.group}, ${formatTemplatePath(template.path)}`;
  test(`${name}: only fields that are set violate, and only checks that a Deployment violates`, () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const pod = { spec: randomPod(seed).spec };
        const { object } = withPod(kind, template, pod);
        const workload = read(object, new CustomKinds());
        if (workload === undefined) return;
        const checks = new Set(violationsOf(deployment(pod)).map(({ check }) => check));
        for (const { check, fields } of violationsOf(workload)) {
          assert.ok(checks.has(check), check);
          for (const { path } of fields) {
            const place = fieldOf(workload, path);
            // A sysctl without a name, which no API server accepts, violates by the name that it lacks.
            const isNamelessSysctl = check === "sysctls" && isSet(valueIn(object, place.slice(0, -2)));
            assert.ok(isNamelessSysctl || isSet(valueIn(object, place)), `${check}: ${place.join(".")}`);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
}

/** A value that violates baseline or restricted, for each field that a part of a pod may be. */
const VIOLATING: Readonly<Record<string, unknown>> = {
  pod: { hostNetwork: true },
  container: { name: "a", image: "b", securityContext: { privileged: true } },
  initContainer: { name: "a", image: "b", securityContext: { privileged: true } },
  context: { privileged: true },
  seccompProfile: { type: "Unconfined" },
  containers: [{ name: "a", image: "b", securityContext: { privileged: true } }],
  initContainers: [{ name: "a", image: "b", securityContext: { privileged: true } }],
  volumes: [{ name: "a", hostPath: { path: "/" } }],
  hostNetwork: true,
  hostPID: true,
  securityContext: { seccompProfile: { type: "Unconfined" } },
};
/** A field that violates no check alone. */
const HARMLESS = "hostUsers";

test("each part of each partial kind is judged, and its violations are at its place", () => {
  let parts = 0;
  for (const { kind, template } of ALL) {
    for (const { to, from } of template.parts ?? []) {
      if (to === HARMLESS) continue;
      const value = VIOLATING[to] ?? assert.fail(`no value for ${to}`);
      const steps = [...template.path.steps, ...from.map(String)];
      const object = wrap(steps, value);
      assert.ok(isRecord(object));
      const name = `${kind.group}/${kind.kind} ${steps.join(".")}`;
      const workload = read({ ...object, apiVersion: `${kind.group}/v1`, kind: kind.kind }, new CustomKinds());
      const pods = podsOf(workload ?? assert.fail(name));
      const places = pods.flatMap((pod) =>
        violationsOf(pod).flatMap(({ fields }) => fields.map(({ path }) => fieldOf(pod, path).join("."))),
      );
      const place = pathOf(steps).join(".");
      assert.ok(places.length > 0, name);
      for (const one of places) assert.ok(one.startsWith(place), `${name}: ${one}`);
      parts++;
    }
  }
  assert.ok(parts >= 250, String(parts));
});

function valueIn(value: unknown, path: FieldPath): unknown {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found)) found = (found as unknown[])[Number(step)];
    else found = isRecord(found) ? found[step] : undefined;
  }
  return found;
}

test("the pods of every place of a kind are separate", () => {
  const pod = { spec: { hostNetwork: true, containers: [{ name: "a", image: "b" }] } };
  const workload = read(
    {
      apiVersion: "ray.io/v1",
      kind: "RayCluster",
      spec: {
        headGroupSpec: { template: pod },
        workerGroupSpecs: [
          { groupName: "small", template: pod },
          { groupName: "large", template: { spec: {} } },
        ],
      },
    },
    new CustomKinds(),
  );
  assert.deepEqual(
    podsOf(workload ?? assert.fail()).map(({ templateName, podPath, pod: { spec } }) => [
      templateName,
      podPath.join("."),
      spec.hostNetwork,
    ]),
    [
      ["headGroupSpec", "spec.headGroupSpec.template", true],
      ["workerGroupSpecs[small]", "spec.workerGroupSpecs.0.template", true],
      ["workerGroupSpecs[large]", "spec.workerGroupSpecs.1.template", undefined],
    ],
  );
});
