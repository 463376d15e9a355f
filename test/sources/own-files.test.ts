/** The files of settings and of earlier reports have the limits of a YAML document. A larger one ends the run with words, before its value takes memory. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it, test } from "node:test";
import { isUserError } from "../../src/api/user-error.ts";
import { readAcceptedFile } from "../../src/sources/accepted-file.ts";
import { readAdmissionConfiguration } from "../../src/sources/configuration-file.ts";
import { readKubeconfigFiles } from "../../src/sources/cluster/kubeconfig/kubeconfig-files.ts";
import { readComparedFile } from "../../src/sources/reports/compared-file.ts";

const directory = mkdtempSync(join(tmpdir(), "pss-own-"));
after(() => rmSync(directory, { recursive: true }));

/** The readers of files, by what they read. */
const READERS: Readonly<Record<string, (file: string) => unknown>> = {
  "a list of accepted violations": readAcceptedFile,
  "an admission configuration": (file) => readAdmissionConfiguration(file),
  "a kubeconfig": (file) => readKubeconfigFiles(file, {}, "linux"),
  "an earlier report": (file) => readComparedFile(file, "audit", () => assert.fail("it is not consumed")),
};

const write = (name: string, text: string): string => {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
};

function refuses(read: () => unknown, message: RegExp): void {
  assert.throws(read, (error: unknown) => isUserError(error) && message.test(error.message));
}

describe("a file of more than 32 MiB is refused", () => {
  const file = write("long.yaml", `a: ${"x".repeat(32 * 1024 * 1024)}\n`);
  for (const [name, read] of Object.entries(READERS)) {
    it(name, () => refuses(() => read(file), /one document of 33 MiB, and at most 32 are read/));
  }
});

test("a file of more than 3 million values is refused", () => {
  const file = write("many.yaml", `a: [${"b,".repeat(3_000_000)}]\n`);
  refuses(() => readAcceptedFile(file), /more than 3 million/);
});
