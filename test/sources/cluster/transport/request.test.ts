import assert from "node:assert/strict";
import { createServer as createHttpsServer } from "node:https";
import { createServer } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { MAX_SOCKETS } from "../../../../src/sources/cluster/transport/agent.ts";
import { listen } from "../proxy-server.ts";
import { clientOf, endpointAt, stubServer } from "../stub-server.ts";
import { selfSigned } from "../x509.ts";

const CONNECT_TIMEOUT = 20_000;
const BODY = Buffer.from(JSON.stringify(Array.from({ length: 5000 }, (_, index) => `${index * 7919}`)));

for (const [name, body, encoding] of [
  ["as it is", BODY, ""],
  ["packed", gzipSync(BODY), "content-encoding: gzip\r\n"],
] as const) {
  test(`an answer that is cut half-way is requested again: ${name}`, async (t) => {
    let asked = 0;
    const server = createServer((socket) => {
      socket.on("data", () => {
        asked++;
        socket.write(`HTTP/1.1 200 OK\r\n${encoding}content-length: ${body.length}\r\n\r\n`);
        socket.end(body.subarray(0, body.length / 2));
      });
    });
    const { client } = clientOf(t, endpointAt(new URL(`http://127.0.0.1:${await listen(t, server)}`)));
    await assert.rejects(client.get("/api/v1/pods"), { name: "UserError", message: /: the connection was cut$/ });
    assert.equal(asked, 3);
  });
}

test("compressed bytes that end too early are an error", async (t) => {
  const packed = gzipSync(BODY);
  const headers = { "content-encoding": "gzip" };
  const stub = await stubServer(t, () => ({ body: packed.subarray(0, packed.length / 2), headers }));
  await assert.rejects(clientOf(t, endpointAt(stub.url)).client.get("/api/v1/pods"), {
    message: /: its answer ends too early$/,
  });
});

test("there is a timeout for a server that accepts connections and does not answer", async (t) => {
  const url = new URL(`https://127.0.0.1:${await listen(t, createServer())}`);
  const { client } = clientOf(t, endpointAt(url), { connectTimeout: 20 });
  await assert.rejects(client.get("/version"), { name: "UserError", message: /no answer to the attempt to connect$/ });
});

test("a connection that the next request uses gets no second timeout", async (t) => {
  const pair = selfSigned();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let connections = 0;
  const waiting: (() => void)[] = [];
  const server = createHttpsServer(pair, (_, response) => {
    waiting.push(() => void response.end("{}"));
    // No connection is being opened then, and the next request gets one of these.
    if (connections < MAX_SOCKETS) return;
    t.mock.timers.tick(CONNECT_TIMEOUT);
    for (const answer of waiting.splice(0)) answer();
  });
  server.on("secureConnection", () => connections++);
  const url = new URL(`https://127.0.0.1:${await listen(t, server)}`);
  const tls = { ca: pair.cert, rejectUnauthorized: true };
  const { client } = clientOf(t, endpointAt(url, { tls }), { connectTimeout: CONNECT_TIMEOUT });
  const answers = await Promise.all(["/a", "/b", "/c", "/d"].map((path) => client.get(path)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
});

test("an answer may take longer than a connection", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const server = createServer((socket) => {
    socket.on("data", () => {
      t.mock.timers.tick(CONNECT_TIMEOUT);
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    });
  });
  const url = new URL(`http://127.0.0.1:${await listen(t, server)}`);
  assert.equal(
    (await clientOf(t, endpointAt(url), { connectTimeout: CONNECT_TIMEOUT }).client.get("/version")).status,
    200,
  );
});
