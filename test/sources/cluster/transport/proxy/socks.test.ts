import assert from "node:assert/strict";
import { test } from "node:test";
import { socksServer } from "../../proxy-server.ts";
import { clientOf, endpointAt, stubServer } from "../../stub-server.ts";
import { selfSigned } from "../../x509.ts";

const PAIR = selfSigned();
const CONNECTED = "05000001000000000000";

for (const pair of [undefined, PAIR]) {
  test(`SOCKS5 connects to a server ${pair === undefined ? "without" : "with"} TLS, once`, async (t) => {
    const stub = await stubServer(t, () => ({ body: { ok: true } }), pair);
    const proxy = await socksServer(t, ["0500", CONNECTED], Number(stub.url.port));
    const tls = { ca: PAIR.cert, rejectUnauthorized: true };
    const { client } = clientOf(t, endpointAt(stub.url, { proxy: proxy.url, tls }));
    assert.deepEqual((await client.get("/version")).body, { ok: true });
    await client.get("/version");
    const port = Number(stub.url.port).toString(16).padStart(4, "0");
    assert.deepEqual(proxy.asked, ["050100", `050100017f000001${port}`]);
    assert.equal(stub.connections(), 1);
  });
}

test("the proxy resolves names, and gets the user", async (t) => {
  const stub = await stubServer(t, () => ({ body: { ok: true } }));
  const proxy = await socksServer(t, ["0502", "0100", "0500000302aabb0001"], Number(stub.url.port));
  const url = new URL(`socks5://u:p%20w@${proxy.url.host}`);
  const { client } = clientOf(t, endpointAt(new URL("http://api.test:80/"), { proxy: url }));
  assert.equal((await client.get("/version")).status, 200);
  assert.deepEqual(proxy.asked, [
    "05020002",
    "01017503702077",
    `0501000308${Buffer.from("api.test").toString("hex")}0050`,
  ]);
});

const REFUSED: readonly (readonly [name: string, user: string, answers: readonly string[], fault: RegExp])[] = [
  ["no way to log in", "", ["05ff"], /it wants a login of another kind$/],
  ["a required login without credentials", "", ["0502"], /it wants a login of another kind$/],
  ["a wrong password", "u:s3cret@", ["0502", "0101"], /it rejects the name and password$/],
  ["a password that is too long", `u:${"x".repeat(256)}@`, ["0502"], /longer than SOCKS5 allows$/],
  ["its rules", "", ["0500", "05020001000000000000"], /its rules do not allow it$/],
  ["an unknown code", "", ["0500", "05630001000000000000"], /it answered 99$/],
  ["the end of the connection", "", [""], /it closed the connection$/],
  ["something else than SOCKS5", "", ["485454502f31"], /it does not answer in SOCKS5$/],
  ["something else after all", "", ["0500", "04000001"], /it does not answer in SOCKS5$/],
];

for (const [name, user, answers, fault] of REFUSED) {
  test(`SOCKS5 error: ${name}`, async (t) => {
    const { url } = await socksServer(t, answers);
    const proxy = new URL(`socks5://${user}${url.host}`);
    const { client } = clientOf(t, endpointAt(new URL("https://api.invalid"), { proxy }));
    await assert.rejects(client.get("/version"), (error: Error) => {
      assert.equal(error.name, "UserError");
      assert.match(error.message, /^the proxy 127\.0\.0\.1:\d+ does not connect to https:\/\/api\.invalid: /);
      assert.match(error.message, fault);
      assert.doesNotMatch(error.message, /s3cret/);
      return true;
    });
  });
}
