import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { describeFailure } from "../../../../src/sources/cluster/transport/connection-errors.ts";
import { listen } from "../proxy-server.ts";
import { clientOf, endpointAt } from "../stub-server.ts";

const ENDPOINT = endpointAt(new URL("http://api.test:6443/version"));

test("another protocol than HTTP", async (t) => {
  const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
  const { client } = clientOf(t, endpointAt(new URL(`http://127.0.0.1:${await listen(t, server)}`)));
  await assert.rejects(client.get("/version"), { name: "UserError", message: /: it does not answer in HTTP$/ });
});

/** The error of OpenSSL when a server ends a handshake. */
function alert(text: string): Error {
  const message = `write EPROTO 40836F39:error:0A000410:SSL routines:ssl3_read_bytes:${text}:../rec_layer_s3.c:918:SSL alert\n`;
  return Object.assign(new Error(message), { code: "EPROTO" });
}

const FAILURES: readonly (readonly [error: unknown, cause: string])[] = [
  [alert("ssl/tls alert handshake failure"), "it ended the TLS handshake: it may require a client certificate"],
  [alert("sslv3 alert handshake failure"), "it ended the TLS handshake: it may require a client certificate"],
  [alert("ssl/tls alert bad certificate"), "it rejects the client certificate"],
  [alert("sslv3 alert certificate expired"), "it rejects the client certificate, which has expired"],
  [alert("tlsv1 alert unknown ca"), "it does not trust the authority of the client certificate"],
  [alert("unsupported protocol"), "TLS: unsupported protocol"],
  [Object.assign(new Error("x"), { code: "HPE_INVALID_HEADER_TOKEN" }), "it does not answer in HTTP"],
  [
    new AggregateError([Object.assign(new Error("x"), { code: "ECONNREFUSED" })]),
    "connection refused: nothing listens there",
  ],
  [new Error("an unexpected fault"), "an unexpected fault"],
  ["not even an error", "an unknown error"],
];

for (const [error, cause] of FAILURES) {
  test(`a failure: ${cause}`, () => {
    assert.equal(describeFailure(error, ENDPOINT).message, `cannot connect to http://api.test:6443: ${cause}`);
  });
}
