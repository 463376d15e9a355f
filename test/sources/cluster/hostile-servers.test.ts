import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { runCli } from "../../cli/run-cli.ts";
import { bytesField, envelope, varint } from "./client/protobuf/wire.ts";
import { listen } from "./proxy-server.ts";
import { fine, list, missing, testServers, wrong, type Case } from "./hostile-server.ts";
import { answer, endlessly, json, pod, type RawBehaviour } from "./raw-server.ts";

const MIB = 1024 * 1024;
/** The requests of an audit with a page for each list: the version, the namespaces, the kinds of the cluster, nine lists, the events, and the two lists of admission policies. */
const ONE_EACH = 15;
const VERSION = { major: "1", minor: "37", gitVersion: "v1.37.2" };
const CUT = /the connection was cut/;
const NO_HTTP = /it does not answer in HTTP/;
const HTML = "<html><script>alert(1)</script></html>";
const GZIP = { "Content-Encoding": "gzip" };
const PROTOBUF = { "Content-Type": "application/vnd.kubernetes.protobuf" };
const raw = (text: string): Buffer => Buffer.from(text, "latin1");
const echo: RawBehaviour = (socket, { head }) => {
  socket.write(json({ message: `${head} ${JSON.stringify({ head })} ${encodeURIComponent(head)}` }, "403 No"));
};
const echoType: RawBehaviour = (socket, { head }) => {
  const type = /^authorization: (.*)$/im.exec(head)?.[1] ?? "";
  socket.write(answer("200 OK", { "Content-Type": `text/plain; ${type}` }, "no"));
};

/** At /version, the first request. */
const CONNECTIONS: readonly Case[] = [
  wrong("closes the connection", (socket) => socket.destroy(), CUT),
  wrong("resets the connection", (socket) => socket.resetAndDestroy(), CUT),
  wrong("closes after the status line", (socket) => socket.end("HTTP/1.1 200 OK\r\n"), CUT),
  wrong("closes within the headers", (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Le"), CUT),
  wrong("closes before the body", (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), CUT),
  wrong("closes within the body", (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"maj'), CUT),
  wrong(
    "closes within a chunk",
    (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"),
    CUT,
  ),
  wrong("speaks HTTP/0.9", (socket) => socket.end(HTML), NO_HTTP),
  wrong("speaks SSH", (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"), NO_HTTP),
  wrong("sends bytes", (socket) => socket.end(Buffer.alloc(4096, 0xff)), NO_HTTP),
  wrong("speaks HTTP/2", raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), NO_HTTP),
  wrong(
    "sends headers that are too long",
    raw(`HTTP/1.1 200 OK\r\nX: ${"x".repeat(20_000)}\r\n\r\n`),
    /headers of its answer are too long/,
  ),
  wrong(
    "sends endless headers",
    endlessly("HTTP/1.1 200 OK\r\n", "X: y\r\n".repeat(1000)),
    /headers of its answer are too long/,
    {
      bytes: 8 * MIB,
    },
  ),
  wrong(
    "sends an endless status line",
    endlessly("HTTP/1.1 200 ", "x".repeat(4096)),
    /headers of its answer are too long|does not speak HTTP/,
    {
      bytes: 8 * MIB,
    },
  ),
  wrong("sends a header with a line break", raw("HTTP/1.1 200 OK\r\nX\r\n y: z\r\n\r\n"), NO_HTTP),
  wrong("sends two lengths", raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), NO_HTTP),
  wrong("sends an invalid length", raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}"), NO_HTTP),
  wrong(
    "sends a length beyond the largest number",
    raw(`HTTP/1.1 200 OK\r\nContent-Length: ${"9".repeat(30)}\r\n\r\n{}`),
    NO_HTTP,
  ),
  wrong(
    "sends a length of terabytes",
    raw("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n{}"),
    /larger than 16 MiB/,
  ),
  wrong(
    "sends a length and chunks",
    raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    NO_HTTP,
  ),
  wrong("sends a chunk without a size", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"), CUT),
  wrong(
    "sends a chunk beyond the largest size",
    raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${"f".repeat(20)}\r\n{}\r\n`),
    CUT,
  ),
  wrong(
    "switches protocols",
    raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
    / answered 101/,
  ),
  wrong("switches protocols without a request", raw("HTTP/1.1 101 Switching Protocols\r\n\r\n"), / answered 101/),
  wrong("says 100 without end", endlessly("", "HTTP/1.1 100 Continue\r\n\r\n"), /it answered 100 again and again/, {
    bytes: 8 * MIB,
  }),
  wrong(
    "says 103 without end",
    endlessly("", "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n"),
    /it answered 103 again and again/,
    {
      bytes: 8 * MIB,
    },
  ),
  fine("says 100 first", Buffer.concat([raw("HTTP/1.1 100 Continue\r\n\r\n"), json(VERSION)])),
  fine("sends more than its length", Buffer.concat([json(VERSION), raw("and more")])),
  fine("warns", json(VERSION, "200 OK", { Warning: `299 - "${"x".repeat(10_000)}"` })),
  fine("sends a status without a reason", json(VERSION, "200")),
  fine(
    "compresses its answer",
    answer("200 OK", { ...GZIP, "Content-Type": "application/json" }, gzipSync(JSON.stringify(VERSION))),
  ),
  wrong("does not answer for a long time", (socket) => void socket, /no answer from .* within 0\.1 s/, {
    args: ["--request-timeout", "100ms"],
  }),
  wrong("answers a byte from time to time", drip, /no answer from .* within 0\.2 s/, {
    args: ["--request-timeout", "200ms"],
  }),
  wrong(
    "does not answer for a nanosecond",
    (socket) => void socket,
    /no answer from .* within 0\.001 s, the shortest time/,
    {
      args: ["--request-timeout", "1ns"],
    },
  ),
];

/** Sends a byte every few milliseconds until the connection closes. */
function drip(socket: Parameters<Exclude<RawBehaviour, string | Buffer>>[0]): void {
  socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
  const timer = setInterval(() => void socket.write(" "), 5);
  socket.on("close", () => clearInterval(timer));
}

/** At /version too. */
const ANSWERS: readonly Case[] = [
  wrong("says 204", raw("HTTP/1.1 204 No Content\r\n\r\n"), /answered 204 without a body/),
  wrong("says 205", answer("205 Reset Content", {}, ""), /answered 205 without a body/),
  wrong("says 304", raw("HTTP/1.1 304 Not Modified\r\n\r\n"), /redirects to another address \(304\)/),
  wrong("sends an empty answer", answer("200 OK", {}, ""), /answered 200 without a body/),
  ...[301, 302, 303, 307, 308].map((status) =>
    wrong(`says ${status}`, answer(`${status} There`, { Location: "/version" }, ""), /redirects to another address/, {
      requests: 1,
    }),
  ),
  wrong(
    "sends elsewhere, with a password",
    answer("302 There", { Location: "https://u:s3cret@sso" }, ""),
    /redirects to another address \(302\)/,
  ),
  wrong(
    "is a login page",
    answer("200 OK", { "Content-Type": "text/html" }, HTML),
    /answered 200 with text\/html, expected JSON/,
  ),
  wrong(
    "has an endless type",
    answer("200 OK", { "Content-Type": "x".repeat(9000) }, HTML),
    /answered 200 with x{100}…, expected JSON/,
  ),
  ...["[]", "1", '"text"', "null", "true"].map((body) =>
    wrong(`answers ${body}`, answer("200 OK", {}, body), /answered 200 with JSON that is not an object/),
  ),
  ...["NaN", "{'a': 1}", '{"a": NaN}', '{"a": 1} {}', '{"a": 1', "\u0000", '{"a": 01}', '\uFEFF{"a": 1}'].map((body) =>
    wrong(`answers ${JSON.stringify(body)}`, answer("200 OK", {}, body), /answered 200 with a body that is not JSON/),
  ),
  wrong("answers in UTF-16", answer("200 OK", {}, Buffer.from(JSON.stringify(VERSION), "utf16le")), /that is not JSON/),
  wrong(
    "nests",
    answer("200 OK", {}, `{"a":${"[".repeat(200_000)}`),
    /contains values within values, more than 10000 deep/,
  ),
  wrong(
    "declares uncompressed text as gzip",
    answer("200 OK", GZIP, JSON.stringify(VERSION)),
    /could not be decompressed/,
  ),
  wrong(
    "compresses half of it",
    answer("200 OK", GZIP, gzipSync(JSON.stringify(VERSION)).subarray(0, 30)),
    /ends too early/,
  ),
  wrong("packs twice", answer("200 OK", GZIP, gzipSync(gzipSync("{}"))), /that is not JSON/),
  wrong(
    "packs twice, and says so",
    answer("200 OK", { "Content-Encoding": "gzip, gzip" }, gzipSync(gzipSync("{}"))),
    /in a way that was not requested/,
  ),
  wrong(
    "compresses with deflate",
    answer("200 OK", { "Content-Encoding": "deflate" }, deflateSync("{}")),
    /in a way that was not requested/,
  ),
  wrong(
    "compresses with brotli",
    answer("200 OK", { "Content-Encoding": "br" }, brotliCompressSync("{}")),
    /in a way that was not requested/,
  ),
  wrong(
    "sends a gzip bomb",
    answer("200 OK", GZIP, gzipSync(Buffer.alloc(100 * MIB))),
    /larger than 16 MiB|and no list is compressed that much/,
  ),
  wrong("sends an endless answer", endlessly("HTTP/1.1 200 OK\r\n\r\n{", " ".repeat(65_536)), /larger than 16 MiB/, {
    bytes: 40 * MIB,
  }),
  wrong("does not know the user", json({ message: "Unauthorized" }, "401 Unauthorized"), /not logged in \(401/, {
    requests: 2,
  }),
  wrong(
    "does not know the user, in HTML",
    answer("401 No", { "Content-Type": "text/html" }, HTML),
    /not logged in \(401/,
    {
      requests: 2,
    },
  ),
  wrong(
    "forbids",
    json({ message: "forbidden" }, "403 Forbidden"),
    /no version of Kubernetes at \/version \(403\): forbidden/,
  ),
  wrong(
    "has no such page",
    answer("404 Not Found", { "Content-Type": "text/html" }, HTML),
    /answered 404 with text\/html/,
  ),
  wrong(
    "has no such route",
    answer("404 Not Found", { "Content-Type": "text/plain" }, "404"),
    /could not find the requested resource/,
  ),
  wrong("is a teapot", json({}, "418 Teapot"), /no version of Kubernetes at \/version \(418\)/),
  wrong("fails", answer("500 Oops", { "Content-Type": "text/html" }, HTML), /answered 500 with text\/html/),
  wrong("says 999", json({}, "999 Beyond"), /\/version \(999\)/),
  wrong("says 429 again and again", json({ message: "slow" }, "429 Slow", { "Retry-After": "0" }), /\(429\): slow/, {
    requests: 6,
  }),
  wrong(
    "requests a wait beyond the timeout",
    json({}, "429 Slow", { "Retry-After": "120" }),
    /is busy \(429\), and the wait would take longer than 5 s/,
    {
      args: ["--request-timeout", "5s"],
      requests: 1,
    },
  ),
  wrong("has a version of another kind", json({ major: 1, minor: 37 }), /no version of Kubernetes at \/version/),
  wrong("sends the headers back", echo, /\(403\): GET \/version .*authorization: …/i, { hasPassword: true }),
  wrong("sends the headers back in its type", echoType, /answered 200 with text\/plain; …/, { hasPassword: true }),
  wrong("has no version", json({}), /no version of Kubernetes at \/version/),
  wrong("answers a command", json({ message: "\u001b[2J\n::set-output name=a::b" }, "403 No"), /\(403\): .*set-output/),
  wrong("answers a very long message", json({ message: "m".repeat(100_000) }, "403 No"), /m{1000}…/),
  wrong(
    "says protobuf, and means JSON",
    answer("200 OK", PROTOBUF, JSON.stringify(VERSION)),
    /protobuf that cannot be read/,
  ),
  wrong(
    "sends truncated protobuf",
    answer("200 OK", PROTOBUF, envelope("v1", "Status").subarray(0, 9)),
    /that cannot be read/,
  ),
  wrong(
    "sends protobuf of another kind",
    answer("200 OK", PROTOBUF, envelope("v1", "Secret", bytesField(1, "s3cret"))),
    /that cannot be read/,
  ),
];

const text = (body: string): Buffer => answer("200 OK", { "Content-Type": "application/json" }, body);
const paged = (token: (count: number) => unknown): RawBehaviour => {
  return (socket, { count }) => void socket.write(list([pod(`p${count}`)], { metadata: { continue: token(count) } }));
};
const isLast = (url: string): boolean => url.includes("continue=");

/** At /api/v1/pods. */
const LISTS: readonly Case[] = [
  missing("returns a text as items", list("s3cret"), /pods: could not be listed: the answer is not a list/),
  missing("returns an object as items", list({ a: 1 }), /the answer is not a list/),
  missing("returns no items", json({ kind: "PodList" }), /the answer is not a list/),
  missing(
    "returns a Status in place of a list",
    json({ kind: "Status", status: "Failure" }),
    /the answer is not a list/,
  ),
  missing(
    "returns another list",
    json({ kind: "SecretList", items: [{ data: "s3cret" }] }),
    /expected a PodList, found a SecretList/,
  ),
  missing(
    "returns a list of an impossible kind",
    json({ kind: "a\nb".repeat(99), items: [] }),
    /expected a PodList, found another kind/,
  ),
  missing(
    "returns an object of another kind",
    list([{ ...pod("x"), kind: "Secret" }]),
    /expected a Pod, found a Secret/,
  ),
  ...[null, 1, true, [], [[]]].map((item) =>
    missing(`gives ${JSON.stringify(item)} for a pod`, list([item, pod("x")]), /Pod: expected an object, found/),
  ),
  missing("returns metadata of another kind", list([{ ...pod("x"), metadata: [] }]), /metadata: expected/),
  missing(
    "returns names of another kind",
    list([{ ...pod("x"), metadata: { name: 1, namespace: "shop" } }]),
    /metadata\.name: expected a string/,
  ),
  missing("returns no metadata", list([{ spec: {} }]), /Pod: metadata\.name is missing/),
  missing(
    "returns no name",
    list([{ ...pod("x"), metadata: { name: "", namespace: "shop" } }]),
    /Pod\/shop: metadata\.name is missing/,
  ),
  missing(
    "returns no namespace",
    list([{ ...pod("x"), metadata: { name: "x" } }]),
    /Pod\/x: metadata\.namespace is missing/,
  ),
  missing("returns a spec of another kind", list([{ ...pod("x"), spec: "s" }]), /spec: expected/),
  missing(
    "returns more than a thousand wrong objects",
    list(Array.from({ length: 5000 }, () => 1)),
    /4000 more objects could not be read/,
  ),
  fine("returns null as items", list(null), { said: /0 pods|nothing|1 namespace/ }),
  fine("names a prototype", text(`{"items":[{"__proto__":{"a":1},${JSON.stringify(pod("x")).slice(1)}]}`)),
  fine("returns items twice", text(`{"items":[1,2,3],"items":[${JSON.stringify(pod("x"))}]}`)),
  fine("returns unusual numbers of remaining items", list([pod("x")], { metadata: { remainingItemCount: -1e300 } })),
  ...[{ a: 1 }, 5, ["t"], true].map((token) =>
    missing(
      `gives ${JSON.stringify(token)} for a token`,
      list([pod("x")], { metadata: { continue: token } }),
      /: 1 namespace, 1 workload, 1 pod\n[^]*pods: could not be listed to its end: metadata\.continue is not a string/,
    ),
  ),
  ...[1, "s3cret", [{ continue: "t" }]].map((metadata) =>
    missing(
      `gives ${JSON.stringify(metadata)} for metadata`,
      list([pod("x")], { metadata }),
      /: 1 namespace, 1 workload, 1 pod\n[^]*pods: could not be listed to its end: metadata is not an object/,
    ),
  ),
  fine("returns no metadata", list([pod("x")], { metadata: null })),
  fine("returns an unusual version", list([pod("x")], { metadata: { resourceVersion: [1], remainingItemCount: {} } })),
  fine("returns a pod twice", list([pod("x"), { ...pod("x"), status: { phase: "Running" } }])),
  missing(
    "returns two pods of one name",
    list([pod("x"), { ...pod("x"), spec: { hostNetwork: true, containers: [{ name: "c" }] } }]),
    /: 1 namespace, 1 workload, 1 pod\n[^]*Pod\/shop\/x: the server sent it twice, with different contents/,
  ),
  missing(
    "returns a pod of one name twice, with very large numbers",
    text(
      `{"items":[${[1, 2].map(() => JSON.stringify(pod("x")).replace('"spec":{', `"spec":{"priority":${"9".repeat(30)},`)).join()}]}`,
    ),
    /Pod\/shop\/x: /,
  ),
  ...["name", "namespace"].map((field) =>
    missing(
      `returns a ${field} of megabytes`,
      list([{ ...pod("x"), metadata: { name: "x", namespace: "shop", [field]: "x".repeat(8 * MIB) } }]),
      new RegExp(`Pod/[^]*: metadata\\.${field} has 8388608 characters, and 253 is the limit`),
    ),
  ),
  missing(
    "returns the same token again",
    paged(() => "t"),
    /the server gave the same continue token twice/,
    { requests: ONE_EACH + 1 },
  ),
  missing(
    "returns three tokens in turn",
    paged((count) => `t${count % 3}`),
    /the same continue token twice/,
    { requests: ONE_EACH + 3 },
  ),
  missing(
    "returns an endless token",
    paged(() => "t".repeat(MIB)),
    /a continue token of 1048576 characters/,
    { requests: ONE_EACH },
  ),
  missing(
    "returns endless tokens, and no pods",
    (socket, { count }) => {
      socket.write(list([], { metadata: { continue: `t${count}` } }));
    },
    /objects in a row were requested and not one was returned/,
    { requests: 520 },
  ),
  missing(
    "expires every second time",
    (socket, { count }) => {
      if (count % 2 === 1) socket.write(list([pod(`p${count}`)], { metadata: { continue: `t${count}` } }));
      else socket.write(json({ reason: "Expired", metadata: { continue: `u${count}` } }, "410 Gone"));
    },
    /the list expired 21 times before it was read/,
    { requests: 60 },
  ),
  missing("expires at once", json({ message: "too old" }, "410 Gone"), /pods: could not be listed: too old/, {
    requests: ONE_EACH,
  }),
  fine("returns a token with unusual characters", (socket, { url }) => {
    const token = ' &#?%+/="\\\u00e9\u2028\n';
    const isRight = new URL(url, "http://x").searchParams.get("continue") === token;
    socket.write(isLast(url) ? list(isRight ? [] : [1]) : list([pod("x")], { metadata: { continue: token } }));
  }),
  ...[400, 405, 409, 422, 500].map((status) =>
    missing(`says ${status}`, json({ message: "no" }, `${status} No`), /pods: could not be listed: no/),
  ),
  missing("forbids", json({ message: "pods is forbidden" }, "403 No"), /pods is forbidden/),
  missing("sends the headers back", echo, /the API server says: GET .*authorization: …/i, { hasPassword: true }),
  missing("has no pods", json({ message: "no such" }, "404 No"), /pods: no such/),
  missing("fails in HTML", answer("500 Oops", { "Content-Type": "text/html" }, HTML), /answered 500 with text\/html/),
  missing(
    "redirects to a login page",
    answer("302 There", { Location: "https://sso" }, ""),
    /redirects to another address/,
  ),
  missing("is a login page", answer("200 OK", { "Content-Type": "text/html" }, HTML), /answered 200 with text\/html/),
  missing("ends within a pod", text(`{"items":[${JSON.stringify(pod("x"))},{"metadata":`), /that is not JSON/),
  missing(
    "sends invalid JSON within a pod",
    text(`{"items":[${JSON.stringify(pod("x"))},{"metadata":s3cret}]}`),
    /could not be read to its end: a value is not JSON/,
  ),
  missing(
    "nests a pod deeply",
    text(`{"items":[{"spec":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`),
    /more than 10000 deep/,
  ),
  missing(
    "sends one pod of many megabytes",
    text(`{"items":[{"a":"${"x".repeat(17 * MIB)}"}]}`),
    /a value of 17825800 bytes/,
  ),
  missing(
    "sends more pods than a cluster can have",
    text(`{"items":[${"{},".repeat(200_001)}{}]}`),
    /more than 200000 objects/,
  ),
  missing("sends long metadata", text(`{"metadata":{"a":"${"x".repeat(9 * MIB)}"},"items":[]}`), /contains a value of/),
  missing(
    "sends a gzip bomb of pods",
    answer("200 OK", GZIP, gzipSync(`{"items":[${"{},".repeat(40 * MIB)}{}]}`)),
    /packed bytes become more than/,
    {
      requests: ONE_EACH,
    },
  ),
  missing(
    "sends a gzip bomb of zeros",
    answer("200 OK", GZIP, gzipSync(Buffer.alloc(100 * MIB))),
    /packed bytes become more than/,
  ),
  missing("declares uncompressed text as gzip", answer("200 OK", GZIP, "{}"), /could not be decompressed/),
  missing(
    "sends a bomb in protocol buffers",
    answer("200 OK", PROTOBUF, envelope("v1", "PodList", Buffer.alloc(2 * MIB, bytesField(2)))),
    /protobuf that cannot be read/,
  ),
  missing(
    "sends lengths beyond the end",
    answer("200 OK", PROTOBUF, envelope("v1", "PodList", Buffer.concat([varint(18), varint(2 ** 40)]))),
    /protobuf that cannot be read/,
  ),
  missing(
    "sends another list in protocol buffers",
    answer("200 OK", PROTOBUF, envelope("v1", "NamespaceList")),
    /expected a PodList, found a NamespaceList/,
  ),
  missing("cuts the connection", (socket) => socket.destroy(), /pods: cannot connect to .*: the connection was cut/),
  missing("does not answer", (socket) => void socket, /pods: no answer from .* within 1 s/, {
    args: ["--request-timeout", "1s"],
  }),
  missing("no longer knows the user", json({}, "401 No"), /pods: not logged in .*\. Log in again as for kubectl/),
  missing(
    "switches protocols",
    raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
    /pods: cannot connect to .* answered 101/,
  ),
];

/** At /api/v1/namespaces: the workloads are still judged. */
const NAMESPACES: readonly Case[] = [
  missing("fails", json({ message: "etcd has failed" }, "500 No"), /namespaces: could not be listed: etcd has failed/),
  missing("forbids", json({ message: "namespaces is forbidden" }, "403 No"), /namespaces is forbidden/),
  missing("returns no list", json({}), /namespaces: could not be listed: the answer is not a list/),
  missing("gives pods", json({ kind: "PodList", items: [pod("x")] }), /expected a NamespaceList, found a PodList/),
  missing(
    "returns a namespace without a name",
    json({ items: [{ metadata: null }] }),
    /Namespace: metadata\.name is missing/,
  ),
  missing("returns endless pages", json({ items: [], metadata: { continue: "t" } }), /the same continue token twice/),
  fine(
    "returns the same namespace again",
    json({ items: [{ metadata: { name: "shop" } }, { metadata: { name: "shop" } }] }),
  ),
  missing(
    "returns two namespaces of one name",
    json({
      items: [
        { metadata: { name: "shop" } },
        { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
      ],
    }),
    /Namespace\/shop: the server sent it twice, with different contents/,
  ),
];

testServers("/api/v1/namespaces", NAMESPACES);
testServers("/version", CONNECTIONS);
testServers("/version", ANSWERS);
testServers("/api/v1/pods", LISTS);

test("there are many hostile servers", () => {
  assert.ok(CONNECTIONS.length + ANSWERS.length + LISTS.length >= 75);
});

/** Behaviours of a port with TLS after a greeting. The version and length of a record come before it. */
const HANDSHAKES: Readonly<
  Record<string, readonly [behaviour: (socket: Socket, greeting: Buffer) => void, said: RegExp]>
> = {
  "closes the connection": [(socket) => socket.destroy(), CUT],
  "resets the connection": [(socket) => socket.resetAndDestroy(), CUT],
  "answers in HTTP": [
    (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    /an HTTP response to an HTTPS client/,
  ],
  "sends bytes": [(socket) => socket.end(Buffer.alloc(4096, 0xff)), /an HTTP response to an HTTPS client|TLS: /],
  "breaks off by an alert": [
    (socket) => socket.end(Buffer.from("15030300020228", "hex")),
    /it ended the TLS handshake/,
  ],
  "sends half a record": [(socket) => socket.end(Buffer.from("1603030100", "hex")), CUT],
  "sends the greeting back": [(socket, greeting) => socket.write(greeting), /TLS: |cut/],
  "sends records without end": [
    endlessly("", Buffer.from("140303000101", "hex").toString("latin1").repeat(1000)),
    /TLS: |cut/,
  ],
};

for (const [name, [behaviour, said]] of Object.entries(HANDSHAKES)) {
  test(`TLS with a server that ${name}`, async (t) => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.on("error", () => socket.destroy());
      socket.once("data", (greeting: Buffer) => behaviour(socket, greeting));
    });
    const port = await listen(t, server);
    const found = await runCli(["audit", "-A", "--server", `https://127.0.0.1:${port}`, "--token", "s3cret-token"]);
    assert.equal(found.code, 2, found.stdout + found.stderr);
    assert.match(found.stderr, said);
    assert.doesNotMatch(found.stdout + found.stderr, /s3cret|this is a bug|\n\s+at /);
    assert.ok(connections <= 3, `${connections} connections`);
  });
}
