/** How the tests of the checks are written: as a table of pods, each with what a check says of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pod } from "../../src/api/pod.ts";
import type { Check, Forbidden } from "../../src/policy/check.ts";
import { viewPod } from "../../src/policy/pod-view.ts";

/** A pod, and the whole of what a check says of it. */
export interface CheckCase {
  readonly name: string;
  /** The minors N of `since` of the revisions that say so; left out where all of them do. */
  readonly at?: readonly number[];
  readonly pod: Pod;
  /** Left out where the pod is allowed. */
  readonly forbidden?: Forbidden;
}

/** Tests each case at each of its revisions, and that the cases of each revision are both allowed and forbidden ones. */
export function testCheck(check: Check, cases: readonly CheckCase[]): void {
  const minors = check.revisions.map(({ since }) => since);
  for (const { name, at = minors, pod, forbidden } of cases) {
    for (const minor of at) {
      test(`${check.id} v1.${minor}: ${name}`, () => {
        const revision = check.revisions.find(({ since }) => since === minor);
        assert.ok(revision, `${check.id} has no revision since v1.${minor}`);
        assert.deepEqual(revision.check(viewPod(pod)), forbidden);
      });
    }
  }

  for (const minor of minors) {
    test(`${check.id} v1.${minor}: the table has pods that are allowed and pods that are forbidden`, () => {
      const own = cases.filter(({ at = minors }) => at.includes(minor));
      assert.ok(own.some(({ forbidden }) => forbidden === undefined));
      assert.ok(own.some(({ forbidden }) => forbidden !== undefined));
    });
  }
}
