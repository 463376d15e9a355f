import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { readPages } from "../../../src/sources/cluster/pager.ts";
import { PODS } from "../../../src/sources/cluster/resources.ts";
import { bytesField, envelope } from "./protobuf/wire.ts";
import { clientOf, endpointAt, stubServer, type StubAnswer } from "./stub-server.ts";

function list(names: readonly string[], next = ""): StubAnswer {
  return {
    body: { items: names.map((name) => ({ metadata: { namespace: "a", name } })), metadata: { continue: next } },
  };
}

function expired(next = ""): StubAnswer {
  return { status: 410, body: { kind: "Status", reason: "Expired", metadata: { continue: next } } };
}

/** Reads a list from a server that answers one thing after the other, the last one for ever. */
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
  return isRecord(item) && isRecord(item["metadata"]) ? String(item["metadata"]["name"]) : "";
}

const LISTS: Readonly<Record<string, readonly [answers: readonly StubAnswer[], pages: string[], asked: string[]]>> = {
  "in pages": [
    [list(["p1", "p2"], "n"), list(["p3"])],
    ["p1 p2", "p3"],
    ["", "n"],
  ],
  "that expires goes on where the server says": [
    [list(["p1", "p2"], "old"), expired("new"), list(["p3"], "newer"), list(["p4"])],
    ["p1 p2", "p3", "p4"],
    ["", "old", "new", "newer"],
  ],
  "that expires starts over where it does not, and nothing counts twice": [
    [list(["p1", "p2"], "old"), expired(), list(["p0", "p1"], "n"), list(["p2", "p3"])],
    ["p1 p2", "p0", "p3"],
    ["", "old", "", "n"],
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

test("pages of a list are larger once one has come in protocol buffers, and all of a list are of one size", async (t) => {
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
  assert.deepEqual(
    stub.requests.map(({ url }) => url.replace("/api/v1/pods?", "")),
    ["limit=64", "limit=64&continue=a", "limit=500", "limit=500", "limit=500&continue=b", "limit=64"],
  );
});

test("a list that expires goes on where the server says, in protocol buffers too", async (t) => {
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

const AGAIN = { name: "UserError", message: "pods could not be listed: the list expired 4 times before it was read" };

test("a list that only ever expires ends", async (t) => {
  await assert.rejects(read(t, [list(["p1"], "a"), expired("b")]), AGAIN);
  const over = [list(["p1"], "a"), expired()];
  await assert.rejects(read(t, [...over, ...over, ...over, ...over]), AGAIN);
});

test("a list that has expired before its first page cannot be listed", async (t) => {
  await assert.rejects(read(t, [expired("a")]), { name: "UserError", message: /^pods could not be listed: / });
});
