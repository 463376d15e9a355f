import assert from "node:assert/strict";
import { test } from "node:test";
import type { Credentials } from "../../../../src/sources/cluster/endpoint.ts";
import { clientOf, endpointAt, stubServer } from "../stub-server.ts";

const PATHS = ["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"];

test("no more than two requests run at once, and the timeout does not count the wait for a free connection", async (t) => {
  let running = 0;
  let most = 0;
  let answered = 0;
  let timed = 0;
  let mostTimed = 0;
  t.mock.method(AbortSignal, "timeout", () => {
    timed++;
    return new AbortController().signal;
  });
  const stub = await stubServer(t, (_, { socket }) => {
    most = Math.max(most, ++running);
    mostTimed = Math.max(mostTimed, timed - answered);
    setTimeout(() => {
      running--;
      answered++;
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    }, 150);
    return "never";
  });
  const { client } = clientOf(t, endpointAt(stub.url, { requestTimeout: 400 }));
  const answers = await Promise.all(PATHS.map((path) => client.get(path)));
  assert.equal(answers.length, PATHS.length);
  assert.equal(most, 2);
  assert.deepEqual([timed, mostTimed], [PATHS.length, 2]);
});

test("each request has its own number of cut connections", async (t) => {
  const asked = new Map<string, number>();
  const stub = await stubServer(t, ({ pathname }) => {
    const count = (asked.get(pathname) ?? 0) + 1;
    asked.set(pathname, count);
    return count <= 2 ? undefined : { body: {} };
  });
  const { client } = clientOf(t, endpointAt(stub.url));
  await Promise.all(PATHS.map((path) => client.get(path)));
  assert.deepEqual([...asked.values()], Array(PATHS.length).fill(3));
});

test("requests share one call for credentials, and one to renew them", async (t) => {
  const stub = await stubServer(t, (_, { headers }) =>
    headers.authorization === "Bearer 2" ? { body: {} } : { status: 401 },
  );
  let asked = 0;
  const authenticate = async (): Promise<Credentials> => {
    asked++;
    await Promise.resolve();
    return { headers: { Authorization: `Bearer ${asked}` } };
  };
  const { client } = clientOf(t, endpointAt(stub.url, { authenticate }));
  await Promise.all(PATHS.map((path) => client.get(path)));
  assert.equal(asked, 2);
});
