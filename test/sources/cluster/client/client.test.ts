import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import type { Credentials } from "../../../../src/sources/cluster/endpoint.ts";
import { clientOf, endpointAt, stubServer, type Respond, type StubAnswer } from "../stub-server.ts";
import { bytesField, envelope } from "./protobuf/wire.ts";
import { selfSigned } from "../x509.ts";

const PAIR = selfSigned();

async function ask(
  t: TestContext,
  respond: Respond,
): Promise<{ answer: unknown; waits: readonly number[]; asked: number }> {
  const stub = await stubServer(t, respond);
  const { client, waits } = clientOf(t, endpointAt(stub.url));
  const answer = await client.get("/version");
  return { answer, waits, asked: stub.requests.length };
}

test("an object is returned with its status, compressed or not", async (t) => {
  for (const gzip of [false, true]) {
    const { answer } = await ask(t, () => ({ body: { major: "1" }, gzip }));
    assert.deepEqual(answer, { status: 200, body: { major: "1" }, isTyped: false });
  }
});

test("an answer in protocol buffers is read like JSON, compressed or not", async (t) => {
  const headers = { "content-type": "application/vnd.kubernetes.protobuf" };
  const refusal = envelope("v1", "Status", bytesField(3, "pods is forbidden"));
  for (const gzip of [false, true]) {
    const body = gzip ? gzipSync(refusal) : refusal;
    const { answer } = await ask(t, () => ({ status: 403, body, headers, gzip }));
    const status = { kind: "Status", apiVersion: "v1", message: "pods is forbidden" };
    assert.deepEqual(answer, { status: 403, body: status, isTyped: true });
  }
  const expected = /^http:.* answered 200 with application\/vnd\.kubernetes\.protobuf that cannot be read$/;
  const broken = ask(t, () => ({ body: refusal.subarray(0, -9), headers }));
  await assert.rejects(broken, { name: "UserError", message: expected });
});

test("requests are GETs below the server's path, with credentials, over one connection", async (t) => {
  const stub = await stubServer(t, () => ({ body: {} }), PAIR);
  const endpoint = endpointAt(new URL("/k8s/clusters/c-1/", stub.url), {
    tls: { ca: PAIR.cert, rejectUnauthorized: true },
    authenticate: () => Promise.resolve({ headers: { Authorization: "Bearer t", "Impersonate-Group": ["a", "b"] } }),
  });
  const { client } = clientOf(t, endpoint);
  await client.get("/api/v1/pods", { limit: "500", continue: "a+b/=" });
  await client.get("/version");
  assert.deepEqual(
    stub.requests.map(({ method, url }) => `${method} ${url}`),
    ["GET /k8s/clusters/c-1/api/v1/pods?limit=500&continue=a%2Bb%2F%3D", "GET /k8s/clusters/c-1/version"],
  );
  const { headers } = stub.requests[0] ?? assert.fail();
  assert.equal(headers.authorization, "Bearer t");
  assert.equal(headers["impersonate-group"], "a, b");
  assert.equal(headers.accept, "application/vnd.kubernetes.protobuf,application/json");
  assert.match(headers["user-agent"] ?? "", /^kubectl-pss\//);
  assert.equal(stub.connections(), 1);
});

const RETRIED: readonly (readonly [name: string, answer: StubAnswer, waits: readonly number[]])[] = [
  ["429 with Retry-After", { status: 429, headers: { "retry-after": "2" } }, [2000]],
  ["429 without", { status: 429 }, [1000]],
  ["503", { status: 503 }, [1000]],
  ["500 with Retry-After", { status: 500, headers: { "retry-after": "1" } }, [1000]],
  ["a Retry-After that is too long", { status: 503, headers: { "retry-after": "86400" } }, [30_000]],
  ["a Retry-After that is no number", { status: 503, headers: { "retry-after": "soon" } }, [1000]],
];

for (const [name, first, waits] of RETRIED) {
  test(`sent again: ${name}`, async (t) => {
    const found = await ask(t, (_, __, count) => (count === 1 ? first : { body: { ok: true } }));
    assert.deepEqual(found, { answer: { status: 200, body: { ok: true }, isTyped: false }, waits, asked: 2 });
  });
}

const FORMS: Readonly<Record<string, number>> = {
  "0": 0,
  "007": 7000,
  "30": 30_000,
  "99999999999999999999999999": 30_000,
  "-5": 1000,
  "1.5": 1000,
  "1e3": 1000,
  "1, 2": 1000,
  "Wed, 21 Oct 2099 07:28:00 GMT": 1000,
  "": 1000,
  "\t": 1000,
};

for (const [form, wait] of Object.entries(FORMS)) {
  test(`a wait of ${JSON.stringify(form)}`, async (t) => {
    const first = { status: 429, headers: { "retry-after": form } };
    const { waits } = await ask(t, (_, __, count) => (count === 1 ? first : { body: {} }));
    assert.deepEqual(waits, [wait]);
  });
}

test("a long wait is announced, a short one is not", async (t) => {
  const headers = [{ "retry-after": "120" }, { "retry-after": "4" }, {}, {}, { "retry-after": "5" }];
  const stub = await stubServer(t, (_, __, count) => ({ status: 503, headers: headers[count - 1] ?? {} }));
  const lines: string[] = [];
  const { client, waits } = clientOf(t, endpointAt(stub.url), { announce: (line) => lines.push(line) });
  await client.get("/version");
  const at = `http://${stub.url.host} is busy (503)`;
  assert.deepEqual(waits, [30_000, 4000, 4000, 8000, 5000]);
  assert.deepEqual(lines, [
    `${at} and asks to wait 120 s: waiting 30 s before try 2 of 6; --request-timeout limits it`,
    `${at}: waiting 8 s before try 5 of 6; --request-timeout limits it`,
    `${at} and asks to wait 5 s: waiting 5 s before try 6 of 6; --request-timeout limits it`,
  ]);
});

test("waits count for the timeout of a request", async (t) => {
  const stub = await stubServer(t, () => ({ status: 503 }));
  const { client, waits } = clientOf(t, endpointAt(stub.url, { requestTimeout: 5000 }));
  await assert.rejects(client.get("/version"), {
    name: "UserError",
    message: `http://${stub.url.host} is busy (503), and the wait would take longer than 5 s`,
  });
  assert.deepEqual([waits, stub.requests.length], [[1000, 2000], 3]);
});

test("an overloaded server gets a request six times, and its message is reported", async (t) => {
  const { answer, waits, asked } = await ask(t, () => ({ status: 503, body: { message: "busy" } }));
  assert.deepEqual(answer, { status: 503, body: { message: "busy" }, isTyped: false });
  assert.deepEqual([waits, asked], [[1000, 2000, 4000, 8000, 16_000], 6]);
});

test("a rejection is an answer, and is requested once", async (t) => {
  const { answer, asked } = await ask(t, () => ({ status: 403, body: { message: "no" } }));
  assert.deepEqual([answer, asked], [{ status: 403, body: { message: "no" }, isTyped: false }, 1]);
});

test("the answer to an unknown route is an answer, too", async (t) => {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  const { answer } = await ask(t, () => ({ status: 404, body: Buffer.from("404 page not found\n"), headers }));
  const message = "the server could not find the requested resource";
  assert.deepEqual(answer, { status: 404, body: { message }, isTyped: false });
});

test("a request with a 500 and no Retry-After is not repeated", async (t) => {
  const { asked } = await ask(t, () => ({ status: 500, body: {} }));
  assert.equal(asked, 1);
});

test("a connection that is cut is opened again, twice", async (t) => {
  const { answer, asked } = await ask(t, (_, __, count) => (count < 3 ? undefined : { body: { ok: true } }));
  assert.deepEqual([answer, asked], [{ status: 200, body: { ok: true }, isTyped: false }, 3]);
  await assert.rejects(
    ask(t, () => undefined),
    { name: "UserError", message: /^cannot connect to http:\/\/127\.0\.0\.1:\d+: the connection was cut$/ },
  );
});

test("rejected credentials are renewed once", async (t) => {
  const stub = await stubServer(t, (_, { headers }) =>
    headers.authorization === "Bearer new"
      ? { body: { ok: true } }
      : { status: 401, body: { message: "Unauthorized" } },
  );
  let asked = 0;
  const authenticate = (): Promise<Credentials> =>
    Promise.resolve({ headers: { Authorization: ++asked === 2 ? "Bearer new" : "Bearer old" } });
  const { client } = clientOf(t, endpointAt(stub.url, { authenticate }));
  assert.equal((await client.get("/version")).status, 200);
  assert.equal((await client.get("/version")).status, 200);
  assert.equal(asked, 2);
});

test("credentials that are rejected again are an error, which does not show them", async (t) => {
  const stub = await stubServer(t, () => ({ status: 401, body: { message: "Unauthorized" } }));
  const authenticate = (): Promise<Credentials> => Promise.resolve({ headers: { Authorization: "Bearer s3cret" } });
  const { client } = clientOf(t, endpointAt(stub.url, { authenticate }));
  await assert.rejects(client.get("/version"), (error: Error) => {
    assert.equal(error.name, "UserError");
    assert.match(error.message, /401 Unauthorized/);
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });
});

test("requests are logged without credentials", async (t) => {
  const stub = await stubServer(t, () => ({ body: {} }));
  const lines: string[] = [];
  const authenticate = (): Promise<Credentials> => Promise.resolve({ headers: { Authorization: "Bearer s3cret" } });
  const { client } = clientOf(t, endpointAt(stub.url, { authenticate }), { log: (line) => lines.push(line) });
  await client.get("/api/v1/pods", { limit: "500" });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^GET http:\/\/127\.0\.0\.1:\d+\/api\/v1\/pods\?limit=500 200 in \d+ milliseconds$/);
});

test("a server that does not answer in time ends the request", async (t) => {
  const stub = await stubServer(t, () => "never");
  const { client } = clientOf(t, endpointAt(stub.url, { requestTimeout: 50 }));
  await assert.rejects(client.get("/version"), {
    name: "UserError",
    message: /^no answer from http:.* within 0\.05 s$/,
  });
});

const USELESS: readonly (readonly [name: string, answer: StubAnswer, message: RegExp])[] = [
  [
    "a login page",
    { body: Buffer.from("<html>"), headers: { "content-type": "text/html" } },
    /answered 200 with text\/html, expected JSON$/,
  ],
  ["JSON that is cut", { body: Buffer.from('{"items": [') }, /answered 200 with application\/json that is not JSON$/],
  ["a list in place of an object", { body: [] }, /answered 200 with JSON that is not an object$/],
  [
    "another address",
    { status: 302, body: Buffer.from(""), headers: { location: "https://sso" } },
    /redirects to another address \(302\)/,
  ],
  ["invalid gzip", { body: Buffer.from("plain"), gzip: true }, /its answer could not be decompressed$/],
];

for (const [name, answer, message] of USELESS) {
  test(`no API server: ${name}`, async (t) => {
    await assert.rejects(
      ask(t, () => answer),
      (error: Error & { hint?: string }) => {
        assert.equal(error.name, "UserError");
        assert.match(error.message, message);
        assert.notEqual(error.hint, "");
        return true;
      },
    );
  });
}

test("no server listens", async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  const { client } = clientOf(t, endpointAt(new URL(`https://127.0.0.1:${port}`)));
  await assert.rejects(client.get("/version"), {
    message: `cannot connect to https://127.0.0.1:${port}: connection refused: nothing listens there`,
  });
});

test("no such host", async (t) => {
  const { client } = clientOf(t, endpointAt(new URL("https://api.invalid:6443")));
  await assert.rejects(client.get("/version"), {
    message: /^cannot connect to https:\/\/api\.invalid:6443: (no such host|the name could not)/,
  });
});

const EXPIRED = selfSigned({ notAfter: new Date(Date.now() - 86_400_000) });

test("certificates are verified", async (t) => {
  const stub = await stubServer(t, () => ({ body: {} }), PAIR);
  const at = (tls: { ca?: string; rejectUnauthorized: boolean; servername?: string }) =>
    clientOf(t, endpointAt(stub.url, { tls })).client.get("/version");
  await assert.rejects(at({ rejectUnauthorized: true }), {
    message: /its certificate is self-signed and not trusted/,
  });
  await assert.rejects(at({ rejectUnauthorized: true, ca: selfSigned().cert }), { message: /its certificate/ });
  await assert.rejects(at({ rejectUnauthorized: true, ca: PAIR.cert, servername: "other.example.com" }), {
    message: /its certificate is for another name$/,
  });
  assert.equal((await at({ rejectUnauthorized: false })).status, 200);
  assert.equal((await at({ rejectUnauthorized: true, ca: PAIR.cert, servername: "localhost" })).status, 200);
  const old = await stubServer(t, () => ({ body: {} }), EXPIRED);
  const { client } = clientOf(t, endpointAt(old.url, { tls: { ca: EXPIRED.cert, rejectUnauthorized: true } }));
  await assert.rejects(client.get("/version"), { message: /its certificate has expired$/ });
});

test("TLS and plain HTTP are distinguished", async (t) => {
  const plain = await stubServer(t, () => ({ body: {} }));
  const secured = new URL(plain.url.href.replace("http:", "https:"));
  await assert.rejects(clientOf(t, endpointAt(secured)).client.get("/version"), {
    message: /it gave an HTTP response to an HTTPS client$/,
  });
});

test("closing a client ends requests that run, wait or come later", async (t) => {
  const stub = await stubServer(t, () => "never");
  const { client } = clientOf(t, endpointAt(stub.url));
  const asked = ["/a", "/b", "/c", "/d"].map((path) => client.get(path));
  setImmediate(() => client.close());
  for (const answer of asked) await assert.rejects(answer, { name: "AbortError" });
  await assert.rejects(client.get("/e"), { name: "AbortError" });
  assert.ok(stub.requests.length <= 2);
});

test("closing a client ends a wait", async (t) => {
  const stub = await stubServer(t, () => {
    setImmediate(() => client.close());
    return { status: 503, headers: { "retry-after": "30" } };
  });
  const { client } = clientOf(t, endpointAt(stub.url), { sleep: undefined as never });
  await assert.rejects(client.get("/version"), { name: "AbortError" });
});
