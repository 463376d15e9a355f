import assert from "node:assert/strict";
import { test } from "node:test";
import { LastAnswer } from "../../../src/api/values/last-answer.ts";

test("equal questions in a row have one answer, and a failed one is not remembered", () => {
  const last = new LastAnswer<string>();
  const asker = {};
  let made = 0;
  const ask = (...about: readonly unknown[]): string => last.of(about, () => `answer ${++made}`);
  assert.deepEqual(
    [ask(asker, 1), ask(asker, 1), ask(asker, 2), ask({}, 2), ask(asker)],
    [...["answer 1", "answer 1", "answer 2", "answer 3", "answer 4"]],
  );
  assert.throws(() =>
    last.of([asker, 5], () => {
      throw new Error("failed");
    }),
  );
  assert.equal(ask(asker, 5), "answer 5");
});
