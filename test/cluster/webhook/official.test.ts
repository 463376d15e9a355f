import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReviewAnswer } from "../../conformance/referee.ts";
import { comparable, expectedReview } from "../../fixtures/reviews/compared.ts";
import { reviewInputs } from "../../fixtures/reviews/review-inputs.ts";
import { leaveOut } from "../../missing-tool.ts";
import { SEED, repeats } from "../../seed.ts";
import { Client } from "../client.ts";
import { WITHOUT_PLUGIN } from "../export/policies.ts";
import { reasonForNoServer, startServer, type ClusterFiles } from "../server.ts";
import { ReviewClient, startOfficial } from "./official.ts";
import { startWebhook } from "./webhook.ts";

const REVIEWS = repeats(1_500, 10_000);

const LABELS = {
  "pod-security.kubernetes.io/enforce": "baseline",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
};

/** Creates the namespace of the reviews, with pods that violate. */
async function seed(server: ClusterFiles): Promise<void> {
  const admin = await Client.open(server, "admin");
  try {
    await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "app", labels: LABELS } });
    for (const name of ["a", "b", "c"]) {
      const spec = { hostNetwork: name === "a", containers: [{ name: "app", image: "app" }] };
      await admin.create({ apiVersion: "v1", kind: "Pod", metadata: { namespace: "app", name }, spec });
    }
  } finally {
    admin.close();
  }
}

/** The answer of a webhook. A request that ends without one ended in a panic. */
async function answerOf(client: ReviewClient, body: string): Promise<ReviewAnswer> {
  const answer = await client.send(body).catch(() => undefined);
  if (answer === undefined) return { panic: "no answer" };
  if (answer.status === 200) return { response: JSON.parse(answer.text).response };
  return { refused: answer.text.trimEnd() };
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  test(`the webhook answers over HTTPS as the official one does (${REVIEWS} reviews, seed ${SEED})`, async () => {
    const server = await startServer({ flags: [WITHOUT_PLUGIN] });
    const [webhook, official] = await seed(server).then(() =>
      Promise.all([startWebhook(server), startOfficial(server)]),
    );
    const [ours, theirs] = [new ReviewClient(webhook.port), new ReviewClient(official.port)];
    try {
      let panics = 0;
      for (const input of reviewInputs(SEED, REVIEWS)) {
        const [found, answer] = await Promise.all([answerOf(ours, input.body), answerOf(theirs, input.body)]);
        if (answer.panic !== undefined) panics++;
        const { metrics: _, ...expected } = expectedReview(input, answer) as ReviewAnswer;
        assert.deepEqual(comparable(found), expected, input.body);
      }
      assert.ok(panics > 0 && panics < REVIEWS / 20, `${panics} panics`);
    } finally {
      ours.close();
      theirs.close();
      await Promise.all([webhook.stop(), official.stop()]);
      await server.stop();
    }
  });
}
