import assert from "node:assert/strict";
import { test } from "node:test";
import { listPods } from "../../../../src/sources/cluster/watch/list-pods.ts";
import { clientOf, endpointAt, stubServer, type Respond } from "../stub-server.ts";

const POD = (name: string): object => ({ metadata: { name, namespace: "a" }, spec: { containers: [{ name: "c" }] } });
const pageOf = (name: string, metadata: object): object => ({ kind: "PodList", items: [POD(name)], metadata });

const PAGES: Respond = (url) =>
  url.searchParams.has("continue")
    ? { body: pageOf("second", {}) }
    : { body: pageOf("first", { continue: "next", remainingItemCount: 7 }) };

test("all pods of a namespace are listed, without defaults of our own", async (t) => {
  const { url } = await stubServer(t, PAGES);
  const { client } = clientOf(t, endpointAt(url));
  const listed = await listPods(client, "a", new AbortController().signal);
  assert.deepEqual(
    listed?.pods.map(({ metadata }) => metadata?.name),
    ["first", "second"],
  );
  assert.equal(listed?.remaining, 0);
});

test("when the time is over, the pods so far count, and the server says how many follow", async (t) => {
  const over = new AbortController();
  const { url } = await stubServer(t, (at, request, count) => {
    if (!at.searchParams.has("continue")) return PAGES(at, request, count);
    setImmediate(() => over.abort());
    return "never";
  });
  const { client } = clientOf(t, endpointAt(url));
  const listed = await listPods(client, "a", over.signal);
  assert.deepEqual([listed?.pods.length, listed?.remaining], [1, 7]);
});

for (const [name, respond] of [
  ["a list that is forbidden", () => ({ status: 403, body: { kind: "Status", message: "no" } })],
  ["a connection that is cut", () => undefined],
] as const) {
  test(`${name} has no pods`, async (t) => {
    const { url } = await stubServer(t, respond);
    const { client } = clientOf(t, endpointAt(url));
    assert.equal(await listPods(client, "a", new AbortController().signal), undefined);
  });
}

test("no time at all has no pods", async (t) => {
  const { url } = await stubServer(t, PAGES);
  const { client } = clientOf(t, endpointAt(url));
  assert.equal(await listPods(client, "a", AbortSignal.abort()), undefined);
});
