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
