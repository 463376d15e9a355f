/** Servers that send hundreds of megabytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../../cli/run-cli.ts";
import { list, missing, testServers } from "./hostile-server.ts";
import { endlessly, pod, rawServer } from "./raw-server.ts";

const MIB = 1024 * 1024;

testServers("/api/v1/pods", [
  missing(
    "returns endless objects of megabytes",
    (socket, { count }) => {
      const long = { ...pod(`p${count}`), status: { message: "x".repeat(15 * MIB) } };
      socket.write(list([long, long, long, long], { metadata: { continue: `t${count}` } }));
    },
    /pods: it did not end after \d+ objects of 5\d\d MiB/,
    { requests: 24 },
  ),
  missing(
    "returns endless namespaces",
    (socket, { count }) => {
      const pods = Array.from({ length: 500 }, (_, index) => ({
        ...pod("x"),
        metadata: { name: "x", namespace: `n${count}-${index}` },
      }));
      socket.write(list(pods, { metadata: { continue: `t${count}` } }));
    },
    /pods: the list was not read to its end: objects are in more than 20000 namespaces that were not listed/,
    { requests: 60 },
  ),
]);

test("reading an endless list ends after a number of bytes", async (t) => {
  const start = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"items":[';
  const server = await rawServer(t, { "/api/v1/pods": endlessly(start, " ".repeat(65_536)) });
  const { code, stderr } = await runCli(["audit", "-A", "--server", server.url]);
  assert.equal(code, 3);
  assert.match(stderr, /pods: a page is larger than 256 MiB/);
  assert.ok(server.sent() < 400 * MIB);
});
