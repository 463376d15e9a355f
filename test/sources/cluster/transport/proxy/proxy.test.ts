import assert from "node:assert/strict";
import { test } from "node:test";
import { findProxy } from "../../../../../src/sources/cluster/transport/proxy/proxy.ts";

type Variables = Readonly<Record<string, string>>;

const HTTPS = { HTTPS_PROXY: "http://p.example:3128" };

/** The decisions of golang.org/x/net/http/httpproxy; undefined for a direct connection. */
const CASES: readonly (readonly [server: string, env: Variables, proxy: string | undefined])[] = [
  ["https://k.example", {}, undefined],
  ["https://k.example", HTTPS, "http://p.example:3128/"],
  ["https://k.example", { https_proxy: "p.example" }, "http://p.example/"],
  ["https://k.example", { ...HTTPS, https_proxy: "http://lower.example" }, "http://p.example:3128/"],
  ["https://k.example", { HTTPS_PROXY: "", https_proxy: "socks5h://p.example:1080" }, "socks5://p.example:1080"],
  ["https://k.example", { HTTP_PROXY: "http://p.example", ALL_PROXY: "http://p.example" }, undefined],
  ["http://k.example", { HTTP_PROXY: "https://p.example" }, "https://p.example/"],
  ["https://localhost:6443", HTTPS, undefined],
  ["https://127.1.2.3", HTTPS, undefined],
  ["https://[::1]:6443", HTTPS, undefined],
  ...exempt(
    "https://api.k.example",
    ["k.example", ".k.example", "*.k.example", "api.k.example:443", " K.Example ", "x, k.example", "*"],
    undefined,
  ),
  ...exempt(
    "https://api.k.example",
    ["example.k", "api", "k.example:6443", ".api.k.example", "", ",", ":443", "10.0.0.0/8"],
    "http://p.example:3128/",
  ),
  ...exempt("https://k.example", ["k.example", "k.example:443", "k.example:"], undefined),
  ...exempt("https://k.example", [".k.example", "*.k.example", "notk.example"], "http://p.example:3128/"),
  ...exempt("https://10.1.2.3:6443", ["10.1.2.3", "10.1.2.3:6443", "10.0.0.0/8", "x,10.1.2.0/24"], undefined),
  ...exempt(
    "https://10.1.2.3:6443",
    ["10.1.2.4", "10.1.2.3:443", "11.0.0.0/8", "10.0.0.0/99", "2.3", ".3"],
    "http://p.example:3128/",
  ),
  ...exempt("https://[fd00::1]:6443", ["fd00::1", "[fd00::1]:6443", "[fd00::1]:", "fd00::/8"], undefined),
  ...exempt(
    "https://[fd00::1]:6443",
    ["fd00::2", "[fd00::1]:443", "[fd00::1]", "fe00::/8", "10.0.0.0/8"],
    "http://p.example:3128/",
  ),
];

function exempt(server: string, lists: readonly string[], proxy: string | undefined) {
  return lists.map((list) => [server, { ...HTTPS, NO_PROXY: list }, proxy] as const);
}

for (const [server, env, proxy] of CASES) {
  test(`${server} with ${JSON.stringify(env)}`, () => {
    assert.equal(findProxy(new URL(server), "", "cluster", env)?.href, proxy);
  });
}

test("proxy-url takes precedence over the environment, and has no exemptions", () => {
  const found = findProxy(new URL("https://localhost"), "socks5://u:p@p.example:1080", "cluster", {
    ...HTTPS,
    NO_PROXY: "*",
  });
  assert.equal(found?.href, "socks5://u:p@p.example:1080");
});

test("an invalid proxy is rejected; the message has no URL, which may contain a password", () => {
  const server = new URL("https://k.example");
  const find = (env: Variables) => () => findProxy(server, "", "cluster", env);
  assert.throws(
    find({ HTTPS_PROXY: "ftp://u:hunter2@p" }),
    /^UserError: HTTPS_PROXY: unsupported scheme, must be http/,
  );
  assert.throws(find({ HTTPS_PROXY: "http://u:hunter2@:x" }), /^UserError: HTTPS_PROXY: no URL of a proxy$/);
  assert.throws(() => findProxy(server, "p.example:3128", "cluster", {}), /^UserError: cluster: proxy-url: /);
});
