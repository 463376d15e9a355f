import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { isRecord } from "../../../../src/api/record.ts";
import { readPages } from "../../../../src/sources/cluster/lists/pages/pager.ts";
import { Repeated } from "../../../../src/sources/cluster/lists/pages/seen-names.ts";
import { PODS } from "../../../../src/sources/cluster/lists/resources.ts";
import { bytesField, envelope } from "../client/protobuf/wire.ts";
import { clientOf, endpointAt, stubServer, type Respond, type StubAnswer } from "../stub-server.ts";

let version = 0;

/** Objects by name. `name:image` is an object with other contents. */
function list(names: readonly string[], next = ""): StubAnswer {
  const items = names.map((each) => {
    const [name, image] = each.split(":");
    return { metadata: { namespace: "a", name, resourceVersion: String(++version) }, spec: { image } };
  });
  return { body: { items, metadata: { continue: next } } };
}

function expired(next = ""): StubAnswer {
  return { status: 410, body: { kind: "Status", reason: "Expired", metadata: { continue: next } } };
}

/** Reads a list from a server with several answers in a row. The last one is repeated. */
async function read(t: TestContext, answers: readonly StubAnswer[]): Promise<{ pages: string[]; asked: string[] }> {
  const stub = await stubServer(t, (_, __, count) => answers[Math.min(count, answers.length) - 1]);
  const { client } = clientOf(t, endpointAt(stub.url));
  const pages: string[] = [];
  const asked = (): string[] =>
    stub.requests.map(({ url }) => new URL(url, stub.url).searchParams.get("continue") ?? "");
  for await (const page of readPages(client, PODS, null)) {
    pages.push(page.type === "page" ? [...page.items].map(nameOf).join(" ") : `refused: ${page.message}`);
  }
  return { pages, asked: asked() };
}

function nameOf(item: unknown): string {
  if (item instanceof Repeated) return `repeated ${nameOf(item.item)}`;
  return isRecord(item) && isRecord(item["metadata"]) ? String(item["metadata"]["name"]) : "";
}

const LISTS: Readonly<Record<string, readonly [answers: readonly StubAnswer[], pages: string[], asked: string[]]>> = {
  "in pages": [
    [list(["p1", "p2"], "n"), list(["p3"])],
    ["p1 p2", "p3"],
    ["", "n"],
  ],
  "that expires continues at the server's token": [
    [list(["p1", "p2"], "old"), expired("new"), list(["p3"], "newer"), list(["p4"])],
    ["p1 p2", "p3", "p4"],
    ["", "old", "new", "newer"],
  ],
  "that expires starts again without a token, and nothing counts twice": [
    [list(["p1", "p2"], "old"), expired(), list(["p0", "p1"], "n"), list(["p2", "p3"])],
    ["p1 p2", "p0", "p3"],
    ["", "old", "", "n"],
  ],
  "that starts again, with a changed object": [
    [list(["p1", "p2"], "old"), expired(), list(["p1", "p2:x"], "n"), list(["p3"])],
    ["p1 p2", "repeated p2", "p3"],
    ["", "old", "", "n"],
  ],
  "that gives a name to several objects": [
    [list(["p1", "p1:x", "p1"], "n"), list(["p1:y"])],
    ["p1 repeated p1", "repeated p1"],
    ["", "n"],
  ],
  "that repeats an object, in another page or the same one": [
    [list(["p1", "p2", "p1"], "n"), list(["p2", "p3"])],
    ["p1 p2", "p3"],
    ["", "n"],
  ],
  "whose items have no name": [
    [list(["", "p1"], "old"), expired("new"), list(["", "p1", ""])],
    [" p1", " "],
    ["", "old", "new"],
  ],
  "that expires more than once": [
    [list(["p1"], "a"), expired("b"), list(["p2"], "c"), expired("d"), expired("e"), expired("f"), list(["p3"])],
    ["p1", "p2", "p3"],
    ["", "a", "b", "c", "d", "e", "f"],
  ],
  "that may not be read any more": [
    [list(["p1"], "a"), expired(), { status: 403, body: { message: "no" } }],
    ["p1", "refused: no"],
    ["", "a", ""],
  ],
};

for (const [name, [answers, pages, asked]] of Object.entries(LISTS)) {
  test(`a list ${name}`, async (t) => {
    assert.deepEqual(await read(t, answers), { pages, asked });
  });
}

const PROTOBUF = { "content-type": "application/vnd.kubernetes.protobuf" };

test("a list in protocol buffers and a list in JSON have the same result", async (t) => {
  const page = (name: string, next: string): StubAnswer => ({
    body: envelope(
      "v1",
      "PodList",
      bytesField(1, bytesField(3, next)),
      bytesField(2, bytesField(1, bytesField(1, name))),
    ),
    headers: PROTOBUF,
  });
  const refusal = { status: 403, body: { message: "no" } };
  const answers = [page("p1", "a"), page("p2", ""), refusal, page("p3", "b"), list(["p4"]), list(["p5"])];
  const stub = await stubServer(t, (_, __, count) => answers[count - 1]);
  const { client } = clientOf(t, endpointAt(stub.url));
  const pages: unknown[] = [];
  for (let count = 0; count < 4; count++) {
    for await (const found of readPages(client, PODS, null)) {
      pages.push(found.type === "page" ? [found.isTyped, ...[...found.items].map(nameOf)] : found.type);
    }
  }
  assert.deepEqual(pages, [[true, "p1"], [true, "p2"], "refused", [true, "p3"], [false, "p4"], [false, "p5"]]);
});

test("a list that expires continues with the server's token, also in protocol buffers", async (t) => {
  const page = (name: string, next: string): Buffer =>
    envelope("v1", "PodList", bytesField(1, bytesField(3, next)), bytesField(2, bytesField(1, bytesField(1, name))));
  const status = envelope("v1", "Status", bytesField(1, bytesField(3, "new")), bytesField(4, "Expired"));
  const { pages, asked } = await read(t, [
    { body: page("p1", "old"), headers: PROTOBUF },
    { status: 410, body: status, headers: PROTOBUF },
    { body: page("p2", ""), headers: PROTOBUF },
  ]);
  assert.deepEqual(
    [pages, asked],
    [
      ["p1", "p2"],
      ["", "old", "new"],
    ],
  );
});

/** A page with another continue token each time. */
function goingOn(count: number, names: readonly string[] = [`p${count}`]): StubAnswer {
  return list(names, `token-${count}`);
}

const ENDLESS: Readonly<
  Record<string, readonly [respond: (count: number) => StubAnswer, last: RegExp, requests: number]>
> = {
  "gives the same token again": [() => list(["p"], "t"), /^the server gave the same continue token twice$/, 2],
  "repeats its tokens in a circle": [(count) => list(["p"], `t${count % 3}`), /the same continue token twice$/, 4],
  "expires again and again": [
    (count) => (count === 1 ? list(["p"], "t") : expired(`t${count}`)),
    /^the list expired 4 times before it was read; /,
    5,
  ],
  "expires and starts over again and again": [
    (count) => (count % 2 === 1 ? list(["p"], "t") : expired()),
    /^the list expired 4 times before it was read; /,
    8,
  ],
  "expires every second time, and continues": [
    (count) => (count % 2 === 1 ? goingOn(count) : expired(`again-${count}`)),
    /^the list expired 21 times before it was read; /,
    42,
  ],
  "continues with empty pages": [
    (count) => goingOn(count, []),
    /^\d+ objects in a row were requested and not one was returned$/,
    501,
  ],
  "gives a token without end": [
    () => list(["p"], "t".repeat(20_000)),
    /^the server gave a continue token of 20000 /,
    1,
  ],
};

for (const [name, [respond, last, requests]] of Object.entries(ENDLESS)) {
  test(`reading ends at a server that ${name}`, async (t) => {
    const stub = await stubServer(t, (_, __, count) => respond(count));
    const { client } = clientOf(t, endpointAt(stub.url));
    const found: string[] = [];
    for await (const page of readPages(client, PODS, null)) {
      found.push(page.type === "page" ? "page" : page.message);
    }
    assert.match(found.at(-1) ?? "", last);
    assert.equal(found.filter((each) => each !== "page").length, 1);
    assert.equal(stub.requests.length, requests);
  });
}

test("reading an endless list ends after a million objects", async (t) => {
  const items = Array.from({ length: 100_000 }, () => ({}));
  const stub = await stubServer(t, (_, __, count) => ({ body: { items, metadata: { continue: `t${count}` } } }));
  const { client } = clientOf(t, endpointAt(stub.url));
  let last = "";
  for await (const page of readPages(client, PODS, null)) last = page.type === "page" ? "" : page.message;
  assert.equal(last, "it did not end after 1100000 objects");
  assert.equal(stub.requests.length, 11);
});

test("a list that expires before its first page cannot be listed", async (t) => {
  const { pages } = await read(t, [expired("a")]);
  assert.deepEqual(pages, ["refused: could not be listed: the API server answered 410"]);
});

/** Serves pods as JSON, each of a given length. */
function podsOf(total: number, length: number): Respond {
  const filling = "x".repeat(length);
  return ({ searchParams }) => {
    const from = Number(searchParams.get("continue") ?? 0);
    const to = Math.min(total, from + Number(searchParams.get("limit") ?? total));
    const items = Array.from({ length: to - from }, (_, index) => ({
      metadata: { name: `p${from + index}` },
      filling,
    }));
    return { body: { kind: "PodList", items, metadata: { continue: to < total ? String(to) : "" } } };
  };
}

async function countPages(
  t: TestContext,
  respond: Respond,
  chunkSize: number,
): Promise<{ count: number; limits: (number | null)[]; last: string }> {
  const stub = await stubServer(t, respond);
  const { client } = clientOf(t, endpointAt(stub.url, { chunkSize }));
  let count = 0;
  let last = "";
  for await (const page of readPages(client, PODS, null)) {
    if (page.type === "page") count += [...page.items].length;
    else last = page.message;
  }
  const limits = stub.requests.map(({ url }) => new URL(url, stub.url).searchParams.get("limit"));
  return { count, limits: limits.map((limit) => (limit === null ? null : Number(limit))), last };
}

test("pages are sized by bytes: 6,000 usual pods take few requests", async (t) => {
  const { count, limits } = await countPages(t, podsOf(6000, 6000), 500);
  assert.equal(count, 6000);
  assert.ok(limits.length <= 15, `${limits.length} requests`);
  assert.ok(limits.every((limit) => limit !== null && limit <= 500));
});

test("pages of long objects are shorter", async (t) => {
  const { count, limits } = await countPages(t, podsOf(200, 200_000), 100);
  assert.equal(count, 200);
  assert.ok(limits.length > 1);
  assert.ok(
    limits.slice(1).every((limit) => limit !== null && limit <= 21),
    limits.join(),
  );
});

test("--chunk-size is the limit, and 0 requests all at once", async (t) => {
  const { count, limits } = await countPages(t, podsOf(100, 10), 30);
  assert.deepEqual([count, limits], [100, [30, 30, 30, 30]]);
  assert.deepEqual(await countPages(t, podsOf(100, 10), 0), { count: 100, limits: [null], last: "" });
});

test("a page that is too long is requested again with fewer objects", async (t) => {
  const { count, limits } = await countPages(t, podsOf(64, 1_100_000), 500);
  assert.deepEqual([count, limits.slice(0, 2)], [64, [500, 32]]);
});

test("a server that accepts only one limit for a list gets it", async (t) => {
  const pods = podsOf(1100, 20_000);
  const respond: Respond = (url, request, count) =>
    count > 1 && url.searchParams.get("limit") !== "500"
      ? { status: 400, body: { message: "no" } }
      : pods(url, request, count);
  const { count, limits, last } = await countPages(t, respond, 500);
  assert.deepEqual([count, last, limits], [1100, "", [500, 209, 500, 500]]);
});
