import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test, type TestContext } from "node:test";
import { openTunnel } from "../../../../../src/sources/cluster/transport/proxy/tunnel.ts";
import { listen, proxyServer, socksServer } from "../../proxy-server.ts";
import { clientOf, endpointAt, stubServer } from "../../stub-server.ts";
import { selfSigned } from "../../x509.ts";

const PAIR = selfSigned();
const TRUSTED = { ca: PAIR.cert, rejectUnauthorized: true };
const BASIC = `Basic ${Buffer.from("u:p w").toString("base64")}`;

for (const [name, pair] of [
  ["a proxy", undefined],
  ["a proxy with TLS of the cluster's authority", PAIR],
] as const) {
  test(`${name} opens one tunnel to a server with TLS`, async (t) => {
    const stub = await stubServer(t, () => ({ body: { ok: true } }), PAIR);
    const proxy = await proxyServer(t, 200, pair);
    const { client } = clientOf(t, endpointAt(stub.url, { proxy: proxy.url, tls: TRUSTED }));
    assert.deepEqual((await client.get("/version")).body, { ok: true });
    await client.get("/version");
    assert.deepEqual(proxy.asked, [`CONNECT ${stub.url.host} ${BASIC}`]);
    assert.equal(stub.requests[0]?.headers["proxy-authorization"], undefined);
  });

  test(`${name} forwards requests to a server without TLS, without the proxy's password`, async (t) => {
    const proxy = await proxyServer(t, 200, pair);
    const endpoint = endpointAt(new URL("http://api.invalid:8080"), { proxy: proxy.url, tls: TRUSTED });
    assert.equal((await clientOf(t, endpoint).client.get("/version", { a: "b" })).status, 200);
    assert.deepEqual(proxy.asked, [`GET http://api.invalid:8080/version?a=b ${BASIC}`]);
  });
}

test("the message about a proxy that rejects a request has no password", async (t) => {
  const stub = await stubServer(t, () => ({ body: {} }), PAIR);
  const proxy = await proxyServer(t, 407);
  const { client } = clientOf(t, endpointAt(stub.url, { proxy: proxy.url }));
  await assert.rejects(client.get("/version"), {
    name: "UserError",
    message: /^the proxy 127\.0\.0\.1:\d+ does not connect to https:.*: it answered 407 No$/,
  });
});

test("a password with invalid percent-encoding is sent unchanged", async (t) => {
  const proxy = await proxyServer(t, 200);
  const url = new URL(`http://u:100%@${proxy.url.host}`);
  await clientOf(t, endpointAt(new URL("http://api.invalid"), { proxy: url })).client.get("/version");
  assert.deepEqual(proxy.asked, [`GET http://api.invalid/version Basic ${Buffer.from("u:100%").toString("base64")}`]);
});

test("there is a timeout for a proxy that does not answer", async (t) => {
  const url = new URL(`http://127.0.0.1:${await listen(t, createServer())}`);
  const target = { host: "::1", port: 6443, tls: TRUSTED };
  await assert.rejects(openTunnel(url, target, new AbortController().signal, 20), {
    name: "ProxyError",
    message: "no answer within 0.02 s",
  });
});

/** Longer than any test: it fires only if nothing else ends the operation. */
const NEVER = 10 * 60 * 60 * 1000;

/** A proxy that reads its input and sends only `answer`. It reports the start and the end of connections. */
async function silentProxy(t: TestContext, answer: string) {
  const connected = Promise.withResolvers<void>();
  let open = 0;
  const server = createServer((socket) => {
    open++;
    socket.on("close", () => open--);
    socket.once("data", () => {
      socket.write(answer);
      connected.resolve();
    });
    socket.resume();
  });
  return { port: await listen(t, server), connected: connected.promise, open: () => open };
}

/** Waits until a server has answered many requests: earlier data has then arrived. */
async function afterManyAnswers(t: TestContext): Promise<void> {
  const stub = await stubServer(t, () => ({ body: {} }));
  const { client } = clientOf(t, endpointAt(stub.url));
  for (let count = 0; count < 50; count++) await client.get("/version");
}

for (const [name, scheme, answer] of [
  ["a proxy that does not answer", "http", ""],
  ["a proxy that has begun to answer", "http", "HTTP/1.1 200 OK\r\nx: "],
  ["a server behind a proxy that does not answer", "http", "HTTP/1.1 200 OK\r\n\r\n"],
  ["a SOCKS5 proxy that does not answer", "socks5", ""],
] as const) {
  test(`closing a client ends its tunnel: ${name}`, async (t) => {
    const silent = await silentProxy(t, answer);
    const proxy = new URL(`${scheme}://127.0.0.1:${silent.port}`);
    const { client } = clientOf(t, endpointAt(new URL("https://api.invalid"), { proxy, requestTimeout: NEVER }), {
      connectTimeout: NEVER,
    });
    const ended = assert.rejects(client.get("/version"), { name: "AbortError" });
    await silent.connected;
    assert.equal(silent.open(), 1);
    client.close();
    await ended;
    await afterManyAnswers(t);
    assert.equal(silent.open(), 0);
  });

  test(`a request closes its tunnel after its timeout: ${name}`, async (t) => {
    const silent = await silentProxy(t, answer);
    const proxy = new URL(`${scheme}://127.0.0.1:${silent.port}`);
    const endpoint = endpointAt(new URL("https://api.invalid"), { proxy, requestTimeout: 50 });
    const { client } = clientOf(t, endpoint, { connectTimeout: NEVER });
    await assert.rejects(client.get("/version"), { message: "no answer from https://api.invalid within 0.05 s" });
    await afterManyAnswers(t);
    assert.equal(silent.open(), 0);
  });
}

for (const [name, scheme, answers, message] of [
  ["at once", "http", [""], /the proxy .* does not connect to .*: it closed the connection$|the connection was cut$/],
  ["in the middle of its answer", "http", ["HTTP/1.1 200 OK\r\nx: "], /the connection was cut$/],
  ["after it has connected", "http", ["HTTP/1.1 200 OK\r\n\r\n"], /the connection was cut$/],
  ["in the middle of SOCKS5", "socks5", ["\u0005\u0000"], /it closed the connection$/],
] as const) {
  test(`a proxy that closes the connection ends the request: ${name}`, async (t) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.once("data", () => socket.end(answers[0]));
    });
    const proxy = new URL(`${scheme}://127.0.0.1:${await listen(t, server)}`);
    const { client } = clientOf(t, endpointAt(new URL("https://api.invalid"), { proxy }), { connectTimeout: NEVER });
    await assert.rejects(client.get("/version"), { name: "UserError", message });
    assert.ok(connections <= 3);
  });
}

test("through a tunnel, too, the certificate of a server must be for its address", async (t) => {
  for (const [only, isRight] of [
    ["127.0.0.1", true],
    ["localhost", false],
  ] as const) {
    const pair = selfSigned({ only });
    const stub = await stubServer(t, () => ({ body: {} }), pair);
    const tls = { ca: pair.cert, rejectUnauthorized: true };
    const proxies = [
      undefined,
      (await proxyServer(t, 200)).url,
      (await socksServer(t, ["0500", "05000001000000000000"], Number(stub.url.port))).url,
    ];
    for (const proxy of proxies) {
      const { client } = clientOf(t, endpointAt(stub.url, { proxy, tls }));
      if (isRight) assert.equal((await client.get("/version")).status, 200);
      else await assert.rejects(client.get("/version"), { message: /its certificate is for another name$/ });
    }
  }
});

test("the timeout for opening a tunnel does not apply to an open tunnel", async (t) => {
  const limits: AbortController[] = [];
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(AbortSignal, "timeout", () => {
    const limit = new AbortController();
    limits.push(limit);
    return limit.signal;
  });
  const connectTimeout = 200;
  const stub = await stubServer(
    t,
    () => {
      t.mock.timers.tick(connectTimeout);
      for (const limit of limits) limit.abort();
      return {};
    },
    PAIR,
  );
  for (const proxy of [
    (await proxyServer(t, 200)).url,
    (await socksServer(t, ["0500", "05000001000000000000"], Number(stub.url.port))).url,
  ]) {
    const { client } = clientOf(t, endpointAt(stub.url, { proxy, tls: TRUSTED }), { connectTimeout });
    assert.equal((await client.get("/version")).status, 200);
    assert.ok(limits.splice(0).every(({ signal }) => signal.aborted));
  }
});
