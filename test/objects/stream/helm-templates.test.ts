import assert from "node:assert/strict";
import { test } from "node:test";
import { templatesIn } from "../../../src/objects/stream/helm-templates.ts";

/** The names of the templates of each line, from the first. */
function namesOf(text: string): readonly (string | undefined)[] {
  const templateAt = templatesIn(text);
  return text.split("\n").map((_, index) => templateAt(index + 1));
}

for (const [name, lines, expected] of [
  [
    "each object has the template of its comment",
    ["---", "# Source: web/templates/a.yaml", "kind: Pod", "---", "# Source: web/templates/b.yaml", "kind: Pod"],
    [
      undefined,
      "web/templates/a.yaml",
      "web/templates/a.yaml",
      undefined,
      "web/templates/b.yaml",
      "web/templates/b.yaml",
    ],
  ],
  [
    "an object without a comment has no template, although the one before has",
    ["# Source: web/templates/a.yaml", "kind: Pod", "---", "kind: Pod"],
    ["web/templates/a.yaml", "web/templates/a.yaml", undefined, undefined],
  ],
  [
    "a comment after the first line of an object is a comment of its author",
    ["---", "kind: Pod", "# Source: web/templates/a.yaml"],
    [undefined, undefined, undefined],
  ],
  [
    "subcharts, CRDs, and lines that end in CR LF",
    ["# Source: web/charts/db/templates/sub/a.yaml\r", "---\r", "\r", "# Source: web/crds/b.yaml\r"],
    ["web/charts/db/templates/sub/a.yaml", undefined, undefined, "web/crds/b.yaml"],
  ],
] as const) {
  test(name, () => assert.deepEqual(namesOf(lines.join("\n")), expected));
}

for (const name of [
  "https://example.org/templates/a.yaml",
  "../web/templates/a.yaml",
  "web/templates/../../secret.yaml",
  "web/templates/./a.yaml",
  "/etc/templates/a.yaml",
  "web/values.yaml",
  String.raw`web/templates/..\a.yaml`,
]) {
  test(`${name} is no template`, () => assert.deepEqual(namesOf(`# Source: ${name}`), [undefined]));
}

test("the last line of one object is before the separator of the next", () => {
  const at = templatesIn("# Source: a/templates/a.yaml\nkind: Pod\n\n\n---\n# Source: a/templates/b.yaml\nkind: Pod\n");
  assert.deepEqual(
    [at(4), at(5), at(6), at(1000)],
    ["a/templates/a.yaml", undefined, "a/templates/b.yaml", "a/templates/b.yaml"],
  );
});
