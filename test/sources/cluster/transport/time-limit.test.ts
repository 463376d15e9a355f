import assert from "node:assert/strict";
import { test } from "node:test";
import { showSeconds, timerLength } from "../../../../src/sources/cluster/transport/time-limit.ts";
import { clientOf, endpointAt, stubServer } from "../stub-server.ts";

test("a timer waits at most its maximum, and at least a millisecond", () => {
  const lengths = [1e-6, 0.5, 1, 1.2, 2 ** 31 - 1, 2 ** 31, 3_600_000_000, Infinity].map(timerLength);
  assert.deepEqual(lengths, [1, 1, 1, 2, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1]);
});

test("a time is shown in seconds, at least the shortest wait", () => {
  const shown = [1e-6, 1, 50, 1500, 1234.5678, 30_000].map(showSeconds);
  assert.deepEqual(shown, ["0.001 s, the shortest time", "0.001 s", "0.05 s", "1.5 s", "1.235 s", "30 s"]);
});

test("a request may have more time than a timer can count", async (t) => {
  const stub = await stubServer(t, () => "later");
  for (const requestTimeout of [2 ** 31, 3_600_000_000, 9.2e15]) {
    const { client } = clientOf(t, endpointAt(stub.url, { requestTimeout }), { connectTimeout: requestTimeout });
    assert.equal((await client.get("/version")).status, 200);
  }
});
