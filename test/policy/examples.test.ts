/**
 * Runs every check's example through the reader and the evaluator, and tests the declared effects of revisions on random pods.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pod } from "../../src/api/pod.ts";
import type { CheckPod } from "../../src/policy/check.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, viewPod } from "../../src/policy/evaluator.ts";
import { LATEST } from "../../src/policy/version.ts";
import { exampleAfter, exampleBefore, exampleLines } from "../../src/render/words/checks/check-text.ts";
import { readDocuments } from "../../src/text/documents.ts";
import { readObjects } from "../../src/objects/objects.ts";
import { decodePod } from "../conformance/judge.ts";
import { randomPod } from "../conformance/pods/random-pods.ts";

const evaluator = createEvaluator(CHECKS);

/** Other checks that an example violates, because the API server accepts one field only with the other. */
const UNAVOIDABLE: Readonly<Record<string, readonly string[]>> = { windowsHostProcess: ["hostNamespaces"] };

/** The pod of the only object in a YAML text, which has no remark. */
function podOf(yaml: string): Pod {
  const [document, ...others] = [...readDocuments(yaml)];
  assert.ok(document !== undefined && "value" in document, yaml);
  assert.deepEqual(others, []);
  const [workload, ...remarks] = [...readObjects(document, "example.yaml")];
  assert.deepEqual(remarks, []);
  assert.ok(workload?.type === "workload", yaml);
  return workload.pod;
}

for (const check of CHECKS) {
  const violationsOf = (yaml: string): string[] =>
    evaluator.evaluate(podOf(yaml), { level: check.level, version: LATEST }).map(({ check: id }) => id);

  test(`${check.id}: before the fix, its example violates only this check, if possible`, () => {
    const others = UNAVOIDABLE[check.id] ?? [];
    assert.deepEqual(violationsOf(exampleBefore(check)).toSorted(), [check.id, ...others].toSorted());
  });

  test(`${check.id}: after the fix, its example meets the level`, () => {
    assert.deepEqual(violationsOf(exampleAfter(check)), []);
  });

  test(`${check.id}: its example is marked line by line, and fixes a field`, () => {
    const marks = exampleLines(check).map((line) => line.charAt(0));
    assert.deepEqual(
      marks.filter((mark) => !" +-".includes(mark)),
      [],
    );
    assert.ok(marks.some((mark) => mark !== " "));
  });
}

/** The paths of a value's fields, in the notation of the Kubernetes documentation, with the values. */
function fieldsIn(value: unknown, path: string): [path: string, value: string][] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsIn(item, `${path}[*]`));
  const own: [string, string] = [path, JSON.stringify(value)];
  if (typeof value !== "object" || value === null) return [own];
  const below = Object.entries(value).flatMap(([name, field]) =>
    fieldsIn(field, /[./]/.test(name) ? `${path}["${name}"]` : path === "" ? name : `${path}.${name}`),
  );
  return [own, ...below];
}

/** Fields without an example, because the fix is in another field: hostUsers makes an unmasked /proc safe. */
const KEPT = new Set(["procMount"]);

for (const check of CHECKS) {
  const fields = check.restrictedFields.filter((field) => !/^spec\.(?:init|ephemeral)Containers/.test(field));
  for (const field of fields) {
    test(`${check.id}: an example fixes ${field}`, () => {
      const example = check.exampleOf?.(field) ?? check.example;
      const shown = { ...check, example };
      const start = field.replace(/\*"\]$/, "");
      const valuesOf = (yaml: string): string[] =>
        fieldsIn(podOf(yaml), "").flatMap(([path, value]) => (path.startsWith(start) ? [value] : []));
      const [before, after] = [valuesOf(exampleBefore(shown)), valuesOf(exampleAfter(shown))];
      if (KEPT.has(check.id)) assert.ok(before.length > 0);
      else assert.notDeepEqual(before, after);
      const violated = evaluator.evaluate(podOf(exampleBefore(shown)), { level: check.level, version: LATEST });
      assert.ok(violated.some(({ check: id }) => id === check.id));
      assert.deepEqual(evaluator.evaluate(podOf(exampleAfter(shown)), { level: check.level, version: LATEST }), []);
    });
  }
}

const NOT_ON_WINDOWS =
  /^From v1\.25 on (?:it does not apply|neither it nor \w+, which it replaces, applies) to pods with spec\.os\.name: windows/;

for (const check of CHECKS) {
  test(`${check.id}: it documents the pods that it does not check`, () => {
    const { spec } = podOf(exampleBefore(check));
    const allows = (pod: Pod): boolean => check.revisions.at(-1)?.check(viewPod(pod)) === undefined;
    assert.ok(!allows({ spec }));
    if (allows({ spec: { ...spec, os: { name: "windows" } } })) assert.match(check.windows ?? "", NOT_ON_WINDOWS);
    if (allows({ spec: { ...spec, hostUsers: false } })) assert.match(check.userNamespaces ?? "", /From v1\.35 on/);
  });
}

const PODS = Array.from({ length: 3_000 }, (_, index) => {
  const { metadata, spec } = randomPod(index);
  return decodePod(metadata, spec);
});

/** Whether pods that failed now meet the check, and whether pods that met it now fail. */
function effectsOf(before: CheckPod, after: CheckPod, pods: readonly Pod[]): { relaxes: boolean; tightens: boolean } {
  const met = pods.map((pod) => ({
    before: before(viewPod(pod)) === undefined,
    after: after(viewPod(pod)) === undefined,
  }));
  return {
    relaxes: met.some(({ before, after }) => !before && after),
    tightens: met.some(({ before, after }) => before && !after),
  };
}

for (const { id, revisions } of CHECKS) {
  for (const [index, { since, effect, check }] of revisions.entries()) {
    const before = revisions[index - 1];
    if (before === undefined) continue;
    test(`${id} v1.${since} ${effect ?? "both relaxes and tightens"}`, () => {
      const isBoth = effect === undefined;
      assert.deepEqual(effectsOf(before.check, check, PODS), {
        relaxes: isBoth || effect === "relaxes",
        tightens: isBoth || effect === "tightens",
      });
    });
  }
}

for (const { id, revisions } of CHECKS) {
  const [first] = revisions;
  if (first === undefined || first.since === 0) continue;
  for (const overridden of CHECKS.filter((other) => first.overrides?.includes(other.id))) {
    test(`${id} ${first.effect ?? "requires the same as"} ${overridden.id} before it`, () => {
      const before = overridden.revisions.findLast(({ since }) => since < first.since);
      assert.ok(before !== undefined);
      // Without annotations: no longer reading seccomp's annotations was also a relaxation.
      const pods = PODS.map(({ spec }) => ({ spec }));
      assert.deepEqual(effectsOf(before.check, first.check, pods), {
        relaxes: false,
        tightens: first.effect === "tightens",
      });
    });
  }
}
