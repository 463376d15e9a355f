import assert from "node:assert/strict";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { withBody } from "../../src/server/read-body.ts";

function requestOf(bytes: number): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.push(Buffer.alloc(bytes, " "));
  request.push(null);
  return request;
}

/** The number of equal requests that are answered at once. */
async function atOnce(requests: number, bytes: number): Promise<number> {
  let [now, most] = [0, 0];
  const answers: (() => void)[] = [];
  const all = Array.from({ length: requests }, () =>
    withBody(requestOf(bytes), async (body) => {
      assert.equal(body?.length, bytes);
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => answers.push(resolve));
      now--;
    }),
  );
  for (let answered = 0; answered < requests;) {
    const answer = answers[answered];
    if (answer === undefined) await turn();
    else {
      // All requests that may begin have begun after some turns of the event loop.
      for (let turns = 0; turns < 100; turns++) await turn();
      answer();
      answered++;
    }
  }
  await Promise.all(all);
  return most;
}

test("a few large bodies are answered at once, and many small ones", async () => {
  assert.equal(await atOnce(9, 64 * 1024), 4);
  assert.equal(await atOnce(9, 64 * 1024 - 1), 9);
});

test("a body that is too long is not passed on", async () => {
  await withBody(requestOf(3 * 1024 * 1024), async (body) => assert.equal(body, undefined));
  await withBody(requestOf(3 * 1024 * 1024 - 1), async (body) => assert.equal(body?.length, 3 * 1024 * 1024 - 1));
});
