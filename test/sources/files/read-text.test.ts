import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { decodeText, readTextFile } from "../../../src/sources/files/read-text.ts";

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-read-text-"));
after(() => rmSync(directory, { recursive: true }));

const TEXTS: readonly (readonly [name: string, bytes: string | readonly number[], text: string])[] = [
  ["nothing", "", ""],
  ["text", "a: 1\n", "a: 1\n"],
  ["characters of every length", "aé€😀", "aé€😀"],
  ["a byte order mark is no text", "\uFEFFa", "a"],
  ["a second byte order mark is", "\uFEFF\uFEFFa", "\uFEFFa"],
  ["a replacement character that is really there", "a\uFFFDb", "a\uFFFDb"],
  ["NUL bytes", [0x61, 0, 0x62], "a\0b"],
];

for (const [name, bytes, text] of TEXTS) {
  test(name, () => {
    const buffer = typeof bytes === "string" ? Buffer.from(bytes) : Buffer.from(bytes);
    assert.deepEqual(decodeText(buffer), { text });
    const file = join(directory, "text.yaml");
    writeFileSync(file, buffer);
    assert.deepEqual(readTextFile(file), { text });
  });
}

const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part]))));

const INVALID: readonly (readonly [name: string, content: Buffer, byte: string, line: number])[] = [
  ["Latin-1", bytes("a: 1\nb: caf", 0xe9, "\nc"), "0xe9", 2],
  ["Latin-1 before a line break", bytes("a\n\nb", 0xe4, "\n"), "0xe4", 3],
  ["UTF-16", bytes(0xff, 0xfe, "a", 0), "0xff", 1],
  ["a lone continuation", bytes("é", 0x80), "0x80", 1],
  ["a character cut off at the end", bytes("a\n", 0xf0, 0x9f, 0x98), "0xf0", 2],
  ["a character cut off by a line break", bytes("a", 0xe2, 0x82, "\nb"), "0xe2", 1],
  ["an overlong form", bytes("a", 0xc0, 0xaf), "0xc0", 1],
  ["a surrogate", bytes("a\n€", 0xed, 0xa0, 0x80), "0xed", 2],
  ["beyond Unicode", bytes(0xf4, 0x90, 0x80, 0x80), "0xf4", 1],
  ["after a replacement character that is really there", bytes("\uFFFD\n\uFFFD", 0xff), "0xff", 2],
  ["a replacement character cut off", bytes("\n\n", 0xef, 0xbf), "0xbf", 3],
];

for (const [name, content, byte, line] of INVALID) {
  test(`no UTF-8: ${name}`, () => {
    assert.deepEqual(decodeText(content), {
      fault: `no valid UTF-8: found the byte ${byte}; save the file as UTF-8`,
      line,
    });
  });
}

test("a file that is not there, and one that is a directory", () => {
  assert.deepEqual(readTextFile(join(directory, "none.yaml")), { fault: "no such file or directory", line: 1 });
  assert.deepEqual(readTextFile(directory), { fault: "is a directory", line: 1 });
});

test("a file larger than 256 MiB is not read", () => {
  const file = join(directory, "large.yaml");
  writeFileSync(file, "");
  truncateSync(file, 256 * 1024 * 1024 + 1024 * 1024);
  const fault = "too large: more than 256 MiB; split it";
  assert.deepEqual(readTextFile(file), { fault, line: 1 });
  assert.deepEqual(decodeText(Buffer.alloc(257 * 1024 * 1024)), { fault, line: 1 });
});
