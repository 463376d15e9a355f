import assert from "node:assert/strict";
import { test } from "node:test";
import { describeAnswer } from "../../../../src/sources/cluster/client/describe-answer.ts";

const URL_ = new URL("http://api.test:6443/version");

test("plain HTTP to a port with TLS, as Go answers it, names the remedy", () => {
  const body = Buffer.from("Client sent an HTTP request to an HTTPS server.\n");
  const { message, hint } = describeAnswer(URL_, { status: 400, headers: {}, body }, "is not JSON");
  assert.equal(message, "http://api.test:6443 expects https, and the request was http");
  assert.equal(hint, "Write https:// in the server's address.");
});
