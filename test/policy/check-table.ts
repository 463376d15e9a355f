/** The format of the checks' tests: a table of pods, each with the verdict of a check. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pod } from "../../src/api/pod.ts";
import type { Check, Forbidden } from "../../src/policy/check.ts";
import { viewPod } from "../../src/policy/evaluator.ts";

/** A pod, and the complete verdict of a check on it. */
export interface CheckCase {
  readonly name: string;
  /** The minors N (`since`) of the revisions with this verdict; absent if all of them have it. */
  readonly at?: readonly number[];
  readonly pod: Pod;
  /** Absent if the pod is allowed. */
  readonly forbidden?: Forbidden;
}

/** Tests each case at each of its revisions, and that each revision has allowed and forbidden cases. */
export function testCheck(check: Check, cases: readonly CheckCase[]): void {
  const minors = check.revisions.map(({ since }) => since);
  for (const { name, at = minors, pod, forbidden } of cases) {
    for (const minor of at) {
      test(`${check.id} v1.${minor}: ${name}`, () => {
        const revision = check.revisions.find(({ since }) => since === minor);
        assert.ok(revision, `${check.id} has no revision since v1.${minor}`);
        assert.deepEqual(revision.check(viewPod(pod)), forbidden);
        if (forbidden === undefined) return;
        // `kubectl pss explain` reads the reason and the detail back. The API server allows no quotation mark in a name.
        assert.ok(check.reasons.includes(forbidden.reason), forbidden.reason);
        if (viewPod(pod).containers.some(({ name }) => name.includes('"'))) return;
        const meaning = check.readDetail(forbidden.detail);
        assert.ok(meaning !== undefined && meaning.changes.length > 0, forbidden.detail);
      });
    }
  }

  for (const minor of minors) {
    test(`${check.id} v1.${minor}: the table has allowed pods and forbidden pods`, () => {
      const own = cases.filter(({ at = minors }) => at.includes(minor));
      assert.ok(own.some(({ forbidden }) => forbidden === undefined));
      assert.ok(own.some(({ forbidden }) => forbidden !== undefined));
    });
  }
}
