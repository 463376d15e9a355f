/** Documents and comments name files of this repository. Each of them must exist. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const FOLDERS = [".github", "bin", "deploy", "docs", "examples", "helm-plugin", "release", "src", "test"];
const FILES = [...readdirSync("."), ...FOLDERS.flatMap(filesIn)];
const DOCUMENTS = FILES.filter((file) => /^(?:[^/]+|docs\/.+)\.md$/.test(file));
const CODE = FILES.filter((file) => /^(?:bin|release|src|test)\/.+\.[jt]s$/.test(file));

/** In a document: `src/policy/checks/<id>.ts`, `terminal/grid.ts`, `test/cli/`. */
const IN_DOCUMENTS = /`((?:[\w.<>*-]+\/)+(?:[\w.<>*-]+\.(?:ts|js|go|mod|ya?ml|md))?|[\w.-]+\.ts)`/g;
/** In a document without quotes, and in a comment: docs/output.md, `api/words/quoted.ts`. */
const ANYWHERE = /(?<![\w/.-])(?:[\w-]+\/)+[\w.-]+\.(?:ts|js|md)\b/g;
/** In a document, also in a picture: src/cli/. */
const FOLDER = /(?<![\w/.-])(?:src|test|release|deploy)\/[\w/-]*\//g;
/** Built files, and files of other repositories. */
const ELSEWHERE = /^(?:dist|plugins|crds|apps|charts)\/|\.d\.ts$|^src\/sbom\.ts$/;
const COMMENT = /^\s*(?:\/\*\*|\*|\/\/).*$/gm;

/** The files below a folder, and the folders with a slash at the end. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ parentPath }) => !parentPath.split(/[/\\]/).includes("node_modules"))
    .map((entry) => `${entry.parentPath}/${entry.name}${entry.isDirectory() ? "/" : ""}`.replaceAll("\\", "/"))
    .concat(`${folder}/`);
}

/** Whether a path, or the end of a path, is that of a file or a folder. `<name>` and `*` are any name. */
function exists(path: string): boolean {
  const pattern = path
    .split(/<[^>]*>|\*+/)
    .map((part) => part.replaceAll(/[.+]/g, String.raw`\$&`))
    .join("[^/]+");
  const end = new RegExp(`(?:^|/)${pattern}$`);
  return FILES.some((file) => end.test(file));
}

function missingIn(text: string, pattern: RegExp): string[] {
  const paths = Array.from(text.matchAll(pattern), ([whole, path = whole]) => path);
  return [...new Set(paths)].filter((path) => !ELSEWHERE.test(path) && !exists(path));
}

/** The targets of links to other files of the repository. */
function brokenLinks(file: string, text: string): string[] {
  const targets = Array.from(text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g), ([, target = ""]) => target);
  return targets.filter((target) => !existsSync(join(dirname(file), target)));
}

for (const file of DOCUMENTS) {
  test(`each path in ${file} exists`, () => {
    const text = readFileSync(file, "utf8");
    assert.deepEqual(brokenLinks(file, text), []);
    assert.deepEqual(
      [IN_DOCUMENTS, ANYWHERE, FOLDER].flatMap((pattern) => missingIn(text, pattern)),
      [],
    );
  });
}

test("each path in a comment exists", () => {
  const missing = CODE.flatMap((file) => {
    const comments = readFileSync(file, "utf8").match(COMMENT) ?? [];
    return missingIn(comments.join("\n"), ANYWHERE).map((path) => `${file}: ${path}`);
  });
  assert.deepEqual(missing, []);
});
