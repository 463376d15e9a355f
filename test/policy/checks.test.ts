import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { CHECKS } from "../../src/policy/checks.ts";
import { changesOf } from "../../src/render/words/checks/check-text.ts";
import { compareBytes } from "../../src/api/words/byte-order.ts";

const IDS = CHECKS.map(({ id }) => id);
const BASELINE_IDS = CHECKS.filter(({ level }) => level === "baseline").map(({ id }) => id);

/** The names of the files in a folder beside this file, without the ending and sorted. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, import.meta.url))
    .map((file) => (file.endsWith(ending) ? file.slice(0, -ending.length) : file))
    .toSorted(compareBytes);
}

test("there are 19 checks with 31 revisions, as in k8s.io/pod-security-admission v0.37.2", () => {
  assert.equal(CHECKS.length, 19);
  assert.equal(CHECKS.flatMap(({ revisions }) => revisions).length, 31);
});

test("the IDs are unique", () => {
  assert.deepEqual([...new Set(IDS)], IDS);
});

test("the checks are in the order of evaluation", () => {
  const restricted = CHECKS.filter(({ level }) => level === "restricted").map(({ id }) => id);
  assert.deepEqual(IDS, [...BASELINE_IDS.toSorted(compareBytes), ...restricted.toSorted(compareBytes)]);
});

test("every file of checks/ is in the registry, and every check of the registry has its file", () => {
  assert.deepEqual(filesIn("../../src/policy/checks/", ".ts"), IDS.toSorted(compareBytes));
});

test("every check has its test, and every test its check", () => {
  assert.deepEqual(filesIn("./checks/", ".test.ts"), IDS.toSorted(compareBytes));
});

for (const check of CHECKS) {
  test(`${check.id} is the name of the file and its only export`, async () => {
    const module: Record<string, unknown> = await import(`../../src/policy/checks/${check.id}.ts`);
    assert.deepEqual(Object.keys(module), [check.id]);
    assert.equal(module[check.id], check);
  });

  test(`${check.id}: the minor versions of the revisions rise`, () => {
    const minors = check.revisions.map(({ since }) => since);
    assert.ok(minors.length > 0);
    assert.ok(minors.every((minor) => Number.isInteger(minor) && minor >= 0));
    assert.deepEqual(
      [...new Set(minors)].toSorted((a, b) => a - b),
      minors,
    );
  });

  test(`${check.id}: only a restricted check overrides, and only baseline checks that exist`, () => {
    const overridden = check.revisions.flatMap(({ overrides }) => overrides ?? []);
    assert.deepEqual(
      overridden.filter((id) => check.level !== "restricted" || !BASELINE_IDS.includes(id)),
      [],
    );
  });

  test(`${check.id} is documented`, () => {
    const { title, requirement, description, remediation, windows, userNamespaces, revisions } = check;
    const changes = revisions.map(({ change }) => change);
    const sentences = [requirement, description, remediation, windows, userNamespaces, ...changes];
    for (const text of [title, ...sentences]) assert.equal(text?.trim() || undefined, text);
    for (const text of sentences) if (text !== undefined) assert.match(text, /^[A-Z].*\.$/);
    assert.doesNotMatch(requirement, /\. /);
    for (const list of [check.restrictedFields, check.allowedValues]) {
      assert.ok(list.length > 0);
      assert.deepEqual([...new Set(list)], list);
    }
    for (const field of check.restrictedFields) assert.match(field, /^(spec|metadata)\.[a-z]/);
  });

  test(`${check.id}: every revision describes its difference from the earlier one`, () => {
    for (const [index, { overrides = [], change, effect }] of check.revisions.entries()) {
      assert.equal(change !== undefined, index > 0 || overrides.length > 0);
      if (change === undefined) assert.equal(effect, undefined);
      if (index > 0) continue;
      // The name of the replaced check is in the label or in the text, not in both.
      const [{ label, text } = { label: "", text: "" }] = changesOf(check);
      for (const id of overrides)
        assert.match(`${label}: ${text}`, new RegExp(`^replaces ${id}: |: Replaces ${id}\\.`));
    }
  });

  test(`${check.id}: a revision has fields and values only if they differ from the newest revision's`, () => {
    for (const list of ["restrictedFields", "allowedValues"] as const) {
      assert.equal(check.revisions.at(-1)?.[list], undefined);
      for (const revision of check.revisions) assert.notDeepEqual(revision[list], check[list]);
    }
  });

  test(`${check.id}: a restricted container field is restricted in all three lists`, () => {
    const fieldsOf = (list: string): string[] =>
      check.restrictedFields
        .filter((field) => field.startsWith(`spec.${list}[*].`))
        .map((field) => field.slice(`spec.${list}[*].`.length));
    assert.deepEqual(fieldsOf("initContainers"), fieldsOf("containers"));
    assert.deepEqual(fieldsOf("ephemeralContainers"), fieldsOf("containers"));
  });
}

test("a restricted check overrides the baseline check of the same name", () => {
  const overrides = Object.fromEntries(
    CHECKS.filter(({ level }) => level === "restricted").map(({ id, revisions }) => [
      id,
      [...new Set(revisions.flatMap(({ overrides }) => overrides ?? []))],
    ]),
  );
  assert.deepEqual(overrides, {
    allowPrivilegeEscalation: [],
    capabilities_restricted: ["capabilities_baseline"],
    procMount_restricted: ["procMount"],
    restrictedVolumes: ["hostPathVolumes"],
    runAsNonRoot: [],
    runAsUser: [],
    seccompProfile_restricted: ["seccompProfile_baseline"],
  });
});
