/** Messages of random pods are read back: the same checks, details and containers, and changes that fix the pod. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldChange } from "../../src/api/checks/field-change.ts";
import { CONTAINER_LISTS, type Pod } from "../../src/api/pod.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, detailedMessage, shortMessage, type LevelVersion } from "../../src/policy/evaluator.ts";
import { readViolations } from "../../src/policy/read-violations.ts";
import { checksAt } from "../../src/policy/standards.ts";
import { minorVersion, NEWEST_MINOR } from "../../src/policy/version.ts";
import { repeats, SEED } from "../seed.ts";
import { podOf } from "./message-pods.ts";

const PODS = repeats(500, 10_000);
const evaluator = createEvaluator(CHECKS);
/** The minors at which a check has a new revision, and the newest one. */
const MINORS = [...new Set([...CHECKS.flatMap(({ revisions }) => revisions.map(({ since }) => since)), NEWEST_MINOR])];
const POLICIES = MINORS.map(minorVersion).flatMap((version): LevelVersion[] => [
  { level: "baseline", version },
  { level: "restricted", version },
]);

/** The containers that the fields of a violation belong to. */
function containersOf(pod: Pod, fields: readonly { readonly path: readonly (string | number)[] }[]): string[] {
  const names = fields.flatMap(({ path: [, list, index] }) => {
    const containers = CONTAINER_LISTS.includes(list as never)
      ? pod.spec[list as (typeof CONTAINER_LISTS)[number]]
      : [];
    return containers?.[Number(index)]?.name ?? [];
  });
  return [...new Set(names)].toSorted();
}

test(`the violations of ${PODS} random pods are read back from their messages`, () => {
  for (let index = 0; index < PODS; index++) {
    const pod = podOf(SEED + index);
    for (const policy of POLICIES) {
      const violations = evaluator.evaluate(pod, policy);
      const message = detailedMessage(violations);
      const checks = checksAt(CHECKS, policy.level, policy.version.minor).map(({ check }) => check);
      const read = readViolations(message, checks);
      assert.equal(read.rest, "", message);
      assert.deepEqual(
        read.violations.map(({ check, reason, detail }) => ({ check: check.id, reason, detail })),
        violations.map(({ check, reason, detail }) => ({ check, reason, detail })),
        message,
      );
      assert.deepEqual(
        read.violations.map(({ containers }) => [...new Set(containers)].toSorted()),
        violations.map(({ fields }) => containersOf(pod, fields)),
        message,
      );
    }
  }
});

test("reasons alone are read back", () => {
  for (let index = 0; index < PODS; index++) {
    const pod = podOf(SEED + index);
    for (const policy of POLICIES) {
      const violations = evaluator.evaluate(pod, policy);
      const checks = checksAt(CHECKS, policy.level, policy.version.minor).map(({ check }) => check);
      const read = readViolations(shortMessage(violations), checks);
      assert.deepEqual(
        read.violations.map(({ check }) => check.id),
        violations.map(({ check }) => check),
      );
      assert.equal(read.rest, "");
    }
  }
});

test("after its complete changes, a violation is fixed", () => {
  for (let index = 0; index < PODS; index++) {
    const pod = podOf(SEED + index);
    // The API server accepts no sysctl without a name. Its message would not name the sysctl to remove.
    if (pod.spec.securityContext?.sysctls?.some(({ name }) => name === "") === true) continue;
    for (const policy of POLICIES) {
      const checks = checksAt(CHECKS, policy.level, policy.version.minor).map(({ check }) => check);
      const { violations } = readViolations(detailedMessage(evaluator.evaluate(pod, policy)), checks);
      const changes = violations.flatMap((violation) => violation.changes);
      const incomplete = violations.filter((each) => each.changes.some((change) => "instruction" in change));
      const left = evaluator.evaluate(withChanges(pod, changes), policy).map(({ check }) => check);
      const allowed = new Set(incomplete.map(({ check }) => check.id));
      assert.deepEqual(
        left.filter((id) => !allowed.has(id)),
        [],
        JSON.stringify({ pod, changes }),
      );
    }
  }
});

/** A pod with the values of some changes. Instructions are for people. */
function withChanges(pod: Pod, changes: readonly FieldChange[]): Pod {
  const changed = structuredClone(pod);
  const containers = CONTAINER_LISTS.flatMap((list) => changed.spec[list] ?? []);
  for (const change of changes) {
    if (!("value" in change)) continue;
    const { item, path, value } = change;
    const places = item === undefined ? [changed] : containers.filter(({ name }) => name === item.name);
    assert.ok(places.length > 0, String(item?.name));
    for (const place of places) set(place as Record<string, unknown>, path, value);
  }
  return changed;
}

function set(place: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) place[name] = value;
  else set((place[name] ??= {}) as Record<string, unknown>, rest, value);
}
