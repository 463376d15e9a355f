import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { artifactLocation, physicalLocation, SOURCE_ROOT } from "../../../../src/render/formats/sarif/location.ts";
import { hostileText } from "../../hostile-text.ts";

const RELATIVE: readonly (readonly [file: string, uri: string])[] = [
  ["deploy.yaml", "deploy.yaml"],
  ["shop/over lays/web.yaml", "shop/over%20lays/web.yaml"],
  ["./shop/web.yaml", "shop/web.yaml"],
  [".//././web.yaml", "web.yaml"],
  ["../web.yaml", "../web.yaml"],
  ["a:b.yaml", "a%3Ab.yaml"],
  ["50%#?.yaml", "50%25%23%3F.yaml"],
  ["日本.yaml", "%E6%97%A5%E6%9C%AC.yaml"],
  ["half\ud800.yaml", "half%EF%BF%BD.yaml"],
  ["shop\\web.yaml", "shop/web.yaml"],
  [".\\web.yaml", "web.yaml"],
  ["shop/we\\b.yaml", "shop/we%5Cb.yaml"],
  ["stdin", "stdin"],
];
for (const [file, uri] of RELATIVE) {
  test(`${JSON.stringify(file)} is below the root of the sources`, () =>
    assert.deepEqual(artifactLocation(file), { uri, uriBaseId: SOURCE_ROOT }));
}

const ABSOLUTE: readonly (readonly [file: string, uri: string])[] = [
  ["/etc/kubernetes/a b.yaml", "file:///etc/kubernetes/a%20b.yaml"],
  ["/a\\b.yaml", "file:///a%5Cb.yaml"],
  ["C:\\shop\\web.yaml", "file:///C:/shop/web.yaml"],
  ["d:/shop/we b.yaml", "file:///d:/shop/we%20b.yaml"],
  ["\\\\server\\share\\web.yaml", "file://server/share/web.yaml"],
];
for (const [file, uri] of ABSOLUTE) {
  test(`${JSON.stringify(file)} has an absolute URI`, () => {
    assert.deepEqual(artifactLocation(file), { uri });
    assert.ok(URL.canParse(uri));
  });
}

test("standard input is not a file", () => {
  assert.deepEqual(artifactLocation("<stdin>"), { uri: "stdin", description: { text: "standard input" } });
});

test("a URI leads back to its file", () => {
  fc.assert(
    fc.property(
      hostileText.filter((file) => file.includes("/") && !/^[A-Za-z]:[\\/]|^\\\\|^(?:\.?\/)+/.test(file)),
      (file) => assert.equal(decodeURIComponent(artifactLocation(file).uri), file.toWellFormed()),
    ),
    { numRuns: 2000 },
  );
});

test("a place has the known parts only", () => {
  const artifact = { artifactLocation: { uri: "a.yaml", uriBaseId: SOURCE_ROOT } };
  const of = (line: number, place?: Parameters<typeof physicalLocation>[1]) =>
    physicalLocation({ file: "a.yaml", line }, place);
  const whole = { column: 5, endLine: 4, endColumn: 9 };
  assert.deepEqual(of(3, whole), {
    ...artifact,
    region: { startLine: 3, startColumn: 5, endLine: 4, endColumn: 9 },
  });
  assert.deepEqual(of(3, { column: 5 }), { ...artifact, region: { startLine: 3, startColumn: 5, endLine: 3 } });
  assert.deepEqual(of(3), { ...artifact, region: { startLine: 3, endLine: 3 } });
  assert.deepEqual(of(0, whole), artifact);
});
