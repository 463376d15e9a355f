import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import * as fc from "../../property.ts";
import {
  cutText,
  describeKind,
  isKind,
  listNames,
  quote,
  shorten,
  showPath,
  typeOf,
  withoutCredentials,
  withoutQuotations,
  withoutUserInfo,
} from "../../../src/api/words/quoted.ts";

const LONGEST_TEXT = 4096;

describe("a name in a message", () => {
  const cases: readonly (readonly [name: string, quoted: string])[] = [
    ["web", '"web"'],
    ["", '""'],
    ['a"b', String.raw`"a\"b"`],
    ["a\nb\r\t", String.raw`"a\nb\r\t"`],
    ["\u001b[31m\u202e\u2028\u0085", String.raw`"\x1b[31m\u202e\u2028\u0085"`],
    ["a\ud800", String.raw`"a\ud800"`],
    ["\u{e0001}", String.raw`"\U000e0001"`],
    ["日本語 😀", '"日本語 😀"'],
    ["a".repeat(100), `"${"a".repeat(100)}"`],
    ["a".repeat(101), `"${"a".repeat(100)}…"`],
    ["😀".repeat(100), `"${"😀".repeat(100)}"`],
    ["😀".repeat(101), `"${"😀".repeat(100)}…"`],
  ];
  for (const [name, quoted] of cases) it(quoted, () => assert.equal(quote(name), quoted));

  it("is one line of well-formed text, for names of any length and content", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.nat(3000), (text, times) => {
        const shown = shorten(text.repeat(times));
        assert.ok(shown.isWellFormed());
        assert.doesNotMatch(shown, /[\p{Cc}\p{Zl}\p{Zp}]/u);
        assert.ok(shown.length <= 101 * 10);
      }),
    );
  });

  it("in a list", () => {
    assert.equal(listNames(["a", "b\n"], 2), String.raw`a, b\n`);
    assert.equal(listNames(["a", "b", "c"], 1), "a and 2 more");
  });
});

describe("a long text", () => {
  it("a text slightly above the limit is not cut", () => {
    for (const text of ["", "a", "a".repeat(LONGEST_TEXT), "a".repeat(LONGEST_TEXT + 64)])
      assert.equal(cutText(text), text);
  });

  it("a long text keeps its beginning, and the length of the rest", () => {
    assert.equal(cutText("a".repeat(200), 100), `${"a".repeat(100)}… (100 more characters)`);
    const long = cutText("b".repeat(10_000_000));
    assert.equal(long, `${"b".repeat(LONGEST_TEXT)}… (${10_000_000 - LONGEST_TEXT} more characters)`);
  });

  it("no character is cut in half", () => {
    const text = "😀".repeat(100);
    assert.equal(cutText(text, 101), `${"😀".repeat(50)}… (100 more characters)`);
    assert.equal(cutText(text, 100), `${"😀".repeat(50)}… (100 more characters)`);
    assert.ok(cutText(`a${text}`, 100).isWellFormed());
  });
});

describe("the type of a value", () => {
  const cases: readonly (readonly [value: unknown, type: string])[] = [
    [null, "null"],
    [undefined, "null"],
    ["hunter2", "a string"],
    ["", "an empty string"],
    [80.5, "a number"],
    [1n, "a number"],
    [false, "a boolean"],
    [["hunter2"], "a list"],
    [{ hunter2: "hunter2" }, "an object"],
  ];
  for (const [value, type] of cases) it(type, () => assert.equal(typeOf(value), type));
});

describe("a kind", () => {
  it("is shown if it looks like a kind, and its version like a version", () => {
    for (const version of ["v1", "apps/v1", "batch/v1beta1", "a.b-c.io/v2alpha12", "a/__internal"]) {
      assert.equal(describeKind(version, "ConfigMap"), `kind ConfigMap of ${version}`);
    }
  });

  it("is not shown otherwise", () => {
    const others: readonly (readonly [apiVersion: unknown, kind: unknown])[] = [
      [undefined, "Pod"],
      ["v1", undefined],
      ["v1", 5],
      ["v1", "pod"],
      ["v1", "Pod\n"],
      ["v1", "P".repeat(64)],
      ["v1", "abc.DEF"],
      ["hunter2", "Pod"],
      ["hunter2/x", "Pod"],
      ["Hunter/v1", "Pod"],
      ["a/b/v1", "Pod"],
      ["v1 ", "Pod"],
    ];
    for (const [apiVersion, kind] of others) {
      assert.equal(isKind(apiVersion, kind), false, `${String(kind)} of ${String(apiVersion)}`);
      assert.equal(describeKind(apiVersion, kind), "another kind");
    }
  });
});

describe("a path", () => {
  const there = new Set(["/", "/home/", "/home/u/", "/home/u/.kube/", "/home/u/.kube/Token1", "C:\\", "C:\\Users\\"]);
  const exists = (path: string): boolean => there.has(path);
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.${"Abc-_123".repeat(20)}`;
  const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const cases: readonly (readonly [path: string, shown: string])[] = [
    ["/home/u/.minikube/profiles/a/client.crt", "/home/u/.minikube/profiles/a/client.crt"],
    ["/home/u/.kube/Token1", "/home/u/.kube/Token1"],
    ["/home/u/.kube/token", "/home/u/.kube/token"],
    ["/home/u/.kube/keys/token", "/home/u/.kube/…"],
    [String.raw`C:\Users\u\ca.pem`, String.raw`C:\Users\u\ca.pem`],
    [String.raw`C:\Users\u\Hunter2`, String.raw`C:\Users\…`],
    ["/home/u/.kube/Hunter2Hunter2", "/home/u/.kube/…"],
    [`/home/u/.kube/${jwt}`, "/home/u/.kube/…"],
    [`/home/u/${jwt}/ca.crt`, "…ca.crt"],
    [`/home/u/-----BEGIN PRIVATE KEY-----\nMIIE${"x".repeat(64)}/abc\n-----END`, "/home/u/…"],
    ["/home/u/a\nb.txt", String.raw`/home/u/a\nb.txt`],
    [key, "…"],
    [`/home/u/.kube/${key}`, "/home/u/.kube/…"],
    [`/${key}/abc`, "/…"],
    [`${key}/`, "…"],
    ["", "…"],
  ];
  for (const [path, shown] of cases) it(`${path} is ${shown}`, () => assert.equal(showPath(path, exists), shown));

  it("hides a key that contains slashes", () => {
    const part = fc.stringMatching(/^[A-Z0-9][A-Za-z0-9+]{0,30}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        assert.equal(showPath(`/home/u/${parts.join("/")}`, exists), "/home/u/…");
      }),
    );
  });
});

describe("a URL", () => {
  const cases: readonly (readonly [url: string, shown: string])[] = [
    ["https://host:6443/a", "https://host:6443/a"],
    ["https://user:hunter2@host:6443", "https://host:6443"],
    ["https://user:hun@ter2@host", "https://host"],
    ["https://user:hun/ter2@host", "https://host"],
    ["user:hunter2@host", "host"],
    ["https://host/a?token=hunter2#hunter2", "https://host/a"],
  ];
  for (const [url, shown] of cases) it(shown, () => assert.equal(withoutCredentials(url), shown));

  it("may be part of a sentence", () => {
    assert.equal(withoutUserInfo("no https://u:hunter2@a, no ftp://h:x@b/c"), "no https://a, no ftp://b/c");
    assert.equal(withoutUserInfo("user@host, https://host/a@b"), "user@host, https://host/a@b");
  });
});

describe("V8's messages about JSON, which quote the text", () => {
  it("occur in only a few files, which do not pass them on", () => {
    const files = globSync("src/**/*.ts").filter((file) => readFileSync(file, "utf8").includes("JSON.parse("));
    // json.ts replaces each error of deep.ts by its own; page/assets.ts runs in a browser; image-evidence.ts reads its own text; the other files have an answer or a message for text that
    // is not JSON.
    assert.deepEqual(files.map((file) => file.replaceAll("\\", "/")).toSorted(), [
      "src/admission/messages/introduction.ts",
      "src/cli/files/lock.ts",
      "src/export/annotation.ts",
      "src/fixes/evidence/image-evidence.ts",
      "src/render/formats/history/html/page/assets.ts",
      "src/render/formats/html/page/assets.ts",
      "src/render/formats/plan/html/page/assets.ts",
      "src/rollout/inputs/label-owner.ts",
      "src/sources/cluster/auth/oidc.ts",
      "src/sources/cluster/client/protobuf/reader.ts",
      "src/sources/cluster/watch/namespace-cache.ts",
      "src/sources/kubectl-namespaces.ts",
      "src/sources/logs/decode-record.ts",
      "src/sources/logs/envelopes/log-analytics.ts",
      "src/sources/rendering/run/messages.ts",
      "src/text/json.ts",
      "src/text/json/deep.ts",
      "src/text/json/parts.ts",
    ]);
  });
});

describe("a message of a library", () => {
  const cases: readonly (readonly [message: string, shown: string])[] = [
    ["nothing was read", "nothing was read"],
    [`Unexpected token 'h', "hunter2" is not valid JSON`, "Unexpected token … is not valid JSON"],
    [`"a": "hunter2 "b" hunter2" is not`, "… is not"],
    ["Cannot read properties of undefined (reading 'hunter2')", "Cannot read properties of undefined (reading …)"],
    ["must be of type string. Received hunter2", "must be of type string. …"],
    ["a\nb", String.raw`a\nb`],
    ["a".repeat(201), `${"a".repeat(200)}…`],
  ];
  for (const [message, shown] of cases) it(shown, () => assert.equal(withoutQuotations(message), shown));
});
