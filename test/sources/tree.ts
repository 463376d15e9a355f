import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-tree-"));
after(() => rmSync(root, { recursive: true }));

let trees = 0;

/** Creates a directory with files, and returns its path. It is removed when the test file ends. */
export function tree(files: Readonly<Record<string, string | Buffer>>): string {
  const directory = join(root, `tree-${trees++}`);
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return directory;
}
