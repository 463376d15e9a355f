/** Sends broken reviews through the whole decision: an exception would be an answer 500. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { BUILTIN_CONFIGURATION } from "../../../src/admission/configuration/configuration.ts";
import { reviewDocument } from "../../../src/admission/review/response-document.ts";
import { reviewRequest } from "../../../src/admission/review/review.ts";
import type { ReviewSources } from "../../../src/admission/review/reviewed.ts";
import { readReview } from "../../../src/objects/reviews/read-review.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { reviewInputs } from "../../fixtures/reviews/review-inputs.ts";
import { repeats, SEED } from "../../seed.ts";
import { RandomJson } from "../random.ts";

const BODIES = repeats(100_000);
const ADMISSION = { ...BUILTIN_CONFIGURATION, evaluator: createEvaluator(CHECKS) };
const SOURCES: ReviewSources = {
  lookUp: () => ({ labels: { "pod-security.kubernetes.io/enforce": "restricted" } }),
  listPods: () => Promise.resolve({ pods: [], remaining: 0, isOver: () => false }),
};

/** A value of JSON: a text, a number or a word. */
const VALUE = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null/g;
const OTHERS = [
  "null",
  "5",
  "-1e999",
  "[]",
  "{}",
  '"x"',
  "true",
  '{"a":[null]}',
  '"\\ud800"',
  "9007199254740993",
] as const;

/** Changes a body: some values, or some characters. */
function broken(body: string, random: RandomJson): string {
  if (random.chance(0.7)) {
    const values = [...body.matchAll(VALUE)];
    let text = body;
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      const value = values[random.below(values.length)];
      if (value !== undefined) text = text.replace(value[0], () => random.pick(OTHERS));
    }
    return text;
  }
  const at = random.below(body.length);
  const end = at + random.below(8);
  return (
    body.slice(0, at) +
    random.pick(["", "{", "}", "[", '"', ",", "\u0000", "\ud800", body.slice(at, end + 20)]) +
    body.slice(end)
  );
}

it(`a broken review has an answer and no exception (${BODIES} bodies, seed ${SEED})`, async () => {
  const inputs = reviewInputs(SEED, 1_000);
  const random = new RandomJson(SEED);
  const counts = { refused: 0, allowed: 0, denied: 0 };
  for (let index = 0; index < BODIES; index++) {
    const body = broken(inputs[index % inputs.length]?.body ?? "", random);
    const read = readReview(body);
    if ("fault" in read) {
      assert.match(
        read.fault,
        /^(?:unable to decode the request|request is missing|unexpected AdmissionReview kind: .*)$/s,
      );
      counts.refused++;
      continue;
    }
    const reviewed = await reviewRequest(read.request, ADMISSION, SOURCES);
    const { response } = reviewDocument(read.request.uid, reviewed);
    assert.equal(response.uid, read.request.uid);
    counts[response.allowed ? "allowed" : "denied"]++;
  }
  // Bodies that are all refused, or all allowed, would prove little.
  for (const [name, count] of Object.entries(counts)) assert.ok(count > BODIES / 20, `${name}: ${count}`);
});
