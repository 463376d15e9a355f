/** Verifies the section "A Pod on its way" of docs/architecture.md. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const MOST_FILES = 28;

/** The files that do not count: the YAML parser, texts, the checks, and code that prints texts without a Pod. */
const LEAVES: readonly string[] = [
  "text/",
  "api/",
  "policy/checks/",
  "policy/fields/",
  "policy/words/",
  "render/terminal/",
  "render/words/escape.ts",
];

const isLeaf = (file: string): boolean => LEAVES.some((prefix) => file.startsWith(prefix));

const document = readFileSync(new URL("../docs/architecture.md", import.meta.url), "utf8");
const section = /^## A Pod on its way$(.*?)^## /ms.exec(document)?.[1] ?? "";
const listed = Array.from(section.matchAll(/^\d+\. `([^`]+)`/gm), ([, file = ""]) => file);

test("a Pod passes the listed files on its way from a file to its row in the table, and no others", () => {
  const program = fileURLToPath(new URL("files-per-pod.ts", import.meta.url));
  // The coverage of a whole run of tests counts calls as well, and would disturb this count.
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8", env });
  assert.equal(status, 0, stderr);
  const passed = JSON.parse(stdout) as string[];
  assert.deepEqual(passed.filter((file) => !isLeaf(file)).toSorted(), listed.toSorted());
  for (const prefix of LEAVES)
    assert.ok(
      passed.some((file) => file.startsWith(prefix)),
      `${prefix} is no leaf`,
    );
});

test(`the list has at most ${MOST_FILES} files, and says which ones do not count`, () => {
  assert.ok(listed.length > 0 && listed.length <= MOST_FILES, `${listed.length} files`);
  assert.deepEqual(
    LEAVES.filter((prefix) => !section.includes(`\`${prefix}\``)),
    [],
  );
});
