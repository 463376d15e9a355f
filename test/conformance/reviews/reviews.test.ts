/** Compares our answers to admission reviews with those of the official webhook's code. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { comparable, expectedReview } from "../../fixtures/reviews/compared.ts";
import { ourReview } from "../../fixtures/reviews/our-review.ts";
import { reviewInputs } from "../../fixtures/reviews/review-inputs.ts";
import { SEED, repeats } from "../../seed.ts";
import { Referee } from "../referee.ts";

const REVIEWS = repeats(3_000, 10_000);

const referee = await Referee.start();
if (referee !== undefined) {
  describe("a review", () => {
    after(() => referee.stop());

    it(`has the official webhook's answer (${REVIEWS} reviews, seed ${SEED})`, async () => {
      const inputs = reviewInputs(SEED, REVIEWS);
      const answers = await Promise.all(inputs.map((input) => referee.review(input)));
      let denied = 0;
      for (const [index, input] of inputs.entries()) {
        const theirs = answers[index] ?? {};
        if (JSON.stringify(theirs).includes('"allowed":false')) denied++;
        assert.deepEqual(comparable(await ourReview(input)), expectedReview(input, theirs), input.body);
      }
      // Inputs that are all allowed would prove little.
      assert.ok(denied > REVIEWS / 10, `${denied} denied`);
    });
  });
}
