import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { comparable, expectedReview } from "../../fixtures/reviews/compared.ts";
import { ourReview } from "../../fixtures/reviews/our-review.ts";
import { readVectors } from "../../golden/vectors.ts";

describe("a review", () => {
  it("has the answer that the official webhook gave", async () => {
    const vectors = readVectors("reviews");
    assert.equal(vectors.length, 300);
    for (const { answer, ...input } of vectors) {
      assert.deepEqual(comparable(await ourReview(input)), expectedReview(input, answer), input.body);
    }
  });
});
