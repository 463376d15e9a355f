import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { NamespaceCache } from "../../../../src/sources/cluster/watch/namespace-cache.ts";
import { clientOf, endpointAt, stubServer, type StubAnswer } from "../stub-server.ts";

const ENFORCE = "pod-security.kubernetes.io/enforce";

/** An object with its name and version, and a label that does not count. */
function namespace(name: string, version: number, level?: string): object {
  const labels = { team: "a", ...(level !== undefined && { [ENFORCE]: level }) };
  return { metadata: { name, resourceVersion: String(version), labels } };
}

function listOf(items: readonly object[], next = ""): StubAnswer {
  const metadata = { resourceVersion: "10", continue: next };
  return { body: { kind: "PartialObjectMetadataList", metadata, items } };
}

const event = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

/** The answer to a watch, which ends after the text. */
function watched(text: string, gzip = false): StubAnswer {
  return gzip ? { body: text, gzip } : { body: Buffer.from(text) };
}

/** A step: the answer to the next request, and what is expected of that request. */
type Step = readonly [request: "list" | `list ${string}` | `watch ${number}`, answer: StubAnswer | undefined];

/** Runs a cache against an API server that answers step by step, and never after the last one. */
async function run(
  t: TestContext,
  steps: readonly Step[],
): Promise<{ readonly cache: NamespaceCache; readonly lines: readonly string[] }> {
  const asked: string[] = [];
  const server = await stubServer(t, (url) => {
    const { searchParams: query } = url;
    const token = query.get("continue");
    asked.push(
      query.has("watch") ? `watch ${query.get("resourceVersion")}` : token === null ? "list" : `list ${token}`,
    );
    const step = steps[asked.length - 1];
    return step === undefined ? "never" : step[1];
  });
  const { client } = clientOf(t, endpointAt(server.url));
  const lines: string[] = [];
  const cache = new NamespaceCache(client, (line) => void lines.push(line));
  const running = cache.run();
  t.after(async () => {
    cache.close();
    client.close();
    await running;
  });
  while (asked.length <= steps.length) await sleep(5);
  assert.deepEqual(
    asked.slice(0, steps.length),
    steps.map(([request]) => request),
  );
  return { cache, lines };
}

test("the cache has the pod-security labels of all pages, and follows the events of a watch", async (t) => {
  const events =
    event("MODIFIED", namespace("a", 11, "restricted")) +
    event("ADDED", namespace("c", 12)) +
    event("DELETED", namespace("b", 13)) +
    event("BOOKMARK", { metadata: { resourceVersion: "20" } });
  const { cache, lines } = await run(t, [
    ["list", listOf([namespace("a", 1)], "next")],
    ["list next", listOf([namespace("b", 2, "baseline")])],
    ["watch 10", watched(events)],
    ["watch 20", watched("")],
  ]);
  assert.equal(cache.isSynced, true);
  assert.equal(cache.size, 2);
  assert.deepEqual(cache.labelsOf("a"), { [ENFORCE]: "restricted" });
  assert.equal(cache.labelsOf("b"), undefined);
  assert.deepEqual(cache.labelsOf("c"), {});
  assert.deepEqual(lines, []);
});

test("a watch that is cut within an event goes on from the event before", async (t) => {
  const { cache } = await run(t, [
    ["list", listOf([])],
    ["watch 10", watched(event("ADDED", namespace("a", 11)) + event("ADDED", namespace("b", 12)).slice(0, 20))],
    ["watch 11", watched(event("ADDED", namespace("b", 12, "baseline")))],
    ["watch 12", watched("")],
  ]);
  assert.deepEqual(cache.labelsOf("b"), { [ENFORCE]: "baseline" });
});

for (const [name, text] of [
  ["a version that is gone", event("ERROR", { kind: "Status", code: 410, metadata: {} })],
  ["an event that is no JSON", "{\n"],
  ["an event without an object", '{"type":"ADDED"}\n'],
] as const) {
  test(`after ${name}, the cache lists again, and knows what was deleted`, async (t) => {
    const { cache } = await run(t, [
      ["list", listOf([namespace("a", 1), namespace("b", 2)])],
      ["watch 10", watched(text)],
      ["list", listOf([namespace("b", 2)])],
      ["watch 10", watched("")],
    ]);
    assert.equal(cache.labelsOf("a"), undefined);
    assert.deepEqual(cache.labelsOf("b"), {});
  });
}

test("a watch whose credentials have expired is no failure: the list gets new ones", async (t) => {
  const { lines } = await run(t, [
    ["list", listOf([])],
    ["watch 10", { status: 401, body: {} }],
    ["list", listOf([])],
    ["watch 10", watched("")],
  ]);
  assert.deepEqual(lines, []);
});

test("a failure is said once, the namespaces stay known, and so is its end", async (t) => {
  const forbidden: StubAnswer = { status: 403, body: { kind: "Status", message: 'user "w" cannot list namespaces' } };
  const { cache, lines } = await run(t, [
    ["list", listOf([namespace("a", 1, "baseline")])],
    ["watch 10", { status: 410, body: {} }],
    ["list", forbidden],
    ["list", forbidden],
    ["list", listOf([namespace("a", 1, "restricted")])],
    ["watch 10", watched("")],
  ]);
  assert.deepEqual(cache.labelsOf("a"), { [ENFORCE]: "restricted" });
  assert.deepEqual(lines, [
    'the namespaces cannot be read: user "w" cannot list namespaces',
    "the namespaces can be read again",
  ]);
});

test("a list that gives the same token twice, or no version, is no list", async (t) => {
  const { cache, lines } = await run(t, [
    ["list", listOf([], "same")],
    ["list same", listOf([], "same")],
    ["list", { body: { items: [], metadata: {} } }],
    ["list", listOf([])],
    ["watch 10", watched("")],
  ]);
  assert.equal(cache.isSynced, true);
  assert.deepEqual(lines, [
    "the namespaces cannot be read: the list of namespaces does not end",
    "the namespaces cannot be read: the list of namespaces has no resourceVersion",
    "the namespaces can be read again",
  ]);
});
