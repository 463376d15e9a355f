import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanMessage } from "../../../../src/sources/rendering/run/messages.ts";

for (const [name, stderr, expected, options] of [
  ["nothing", "", "", {}],
  ["the error of Helm, in one line", "Error: a:\n  b\n\nUse --debug flag to render out invalid YAML\n", "a: b", {}],
  ["only the error, after warnings", "walk.go:74: found symbolic link\nlevel=WARN msg=x\nError: no\n", "no", {}],
  ["the error of kubectl", "error: accumulating resources: no such file\n", "accumulating resources: no such file", {}],
  ["a message that names no error", "panic: x\ngoroutine 1\n", "panic: x goroutine 1", {}],
  ["the directory as the user writes it", "Error: /home/me/web/a.yaml: no\n", "charts/web/a.yaml: no", {}],
  [
    "no value of --set",
    'Error: wrong "hunter22" and s3cr,et in web\n',
    'wrong "…" and … in web',
    { set: ["a.b=hunter22,c=web"], setString: [String.raw`d=s3cr\,et`] },
  ],
  [
    "no item of a list of --set",
    "Error: wrong: [supersecret another] and third\n",
    "wrong: [… …] and …",
    { set: ["a={supersecret,another},b={third}"] },
  ],
  [
    "no value of --set between quotes",
    String.raw`Error: got "su\"persecret" in {"a":"\u003csecret\u003e"} and "{\"b\":\"su\\\"persecret\"}"`,
    String.raw`got "…" in {"a":"…"} and "{\"b\":\"…\"}"`,
    { set: ['a=su"persecret,b=<secret>'] },
  ],
  [
    "no value of --set with backslashes",
    'Error: su"per=sec,ret and keys\n',
    "… and …",
    { set: [String.raw`a\=b=su\"per\=sec\,ret,k=\k\e\y\s`] },
  ],
  ["nothing of a longer value", "Error: hunter22extra\n", "…", { set: ["a=hunter22,b=hunter22extra"] }],
  [
    "the error of klog without its header",
    'E1201 13:27:24.860796   23955 run.go:72] "command failed" err="no \\"a\\""\n',
    'no "a"',
    {},
  ],
  [
    "the lines of an error of klog",
    'E1201 13:27:24.860796   23955 run.go:72] "command failed" err=<\n\terror: a\n\tb\n >\n',
    "a b",
    {},
  ],
  ["a line of klog without its header", "W1201 13:27:24.860796       1 a.go:7] old\n", "old", {}],
  ["no password in an address", "Error: get https://me:pw@a.org/x: no\n", "get https://a.org/x: no", {}],
  ["no control character", "Error: a\u001b[31mb\u202ec\n", String.raw`a\x1b[31mb\u202ec`, {}],
] as const) {
  test(`a message shows ${name}`, () => {
    assert.equal(cleanMessage(stderr, [["/home/me/web", "charts/web"]], options), expected);
  });
}

test("a long message is cut", () => {
  assert.ok(cleanMessage(`Error: ${"x".repeat(1_000_000)}`, []).length < 1100);
});
