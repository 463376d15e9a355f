import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { decodeManifest } from "../../../src/sources/files/decode-text.ts";
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
  ["NUL bytes", [0x61, 0x62, 0, 0x63], "ab\0c"],
];

for (const [name, bytes, text] of TEXTS) {
  test(name, () => {
    const buffer = typeof bytes === "string" ? Buffer.from(bytes) : Buffer.from(bytes);
    assert.deepEqual(decodeText(buffer), { text });
    const file = join(directory, "text.yaml");
    writeFileSync(file, buffer);
    assert.deepEqual(readTextFile(file), { text });
    assert.deepEqual(readTextFile(file, decodeManifest), { text });
  });
}

const bytes = (...parts: readonly (string | number | Buffer)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? Buffer.from(part) : typeof part === "number" ? Buffer.from([part]) : part,
    ),
  );

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

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
  test(`invalid UTF-8: ${name}`, () => {
    assert.deepEqual(decodeText(content), {
      fault: `not valid UTF-8: found the byte ${byte}; save the file as UTF-8`,
      line,
    });
  });
}

const REPLACED: readonly (readonly [name: string, content: Buffer, text: string, found: string, line: number])[] = [
  ["Latin-1", bytes("a: 1\nb: caf", 0xe9, "\nc"), "a: 1\nb: caf\uFFFD\nc", "the byte 0xe9", 2],
  ["a character cut off at the end", bytes("a\n", 0xf0, 0x9f, 0x98), "a\n\uFFFD", "the byte 0xf0", 2],
  ["a character cut off by another", bytes("a", 0xe2, 0x82, "é"), "a\uFFFDé", "the byte 0xe2", 1],
  ["an overlong form", bytes("a", 0xc0, 0xaf), "a\uFFFD\uFFFD", "the byte 0xc0", 1],
  ["a surrogate", bytes("a\n€", 0xed, 0xa0, 0x80), "a\n€\uFFFD\uFFFD\uFFFD", "the byte 0xed", 2],
  ["beyond Unicode", bytes(0xf4, 0x90, 0x80, 0x80), "\uFFFD\uFFFD\uFFFD\uFFFD", "the byte 0xf4", 1],
  ["half of a pair in UTF-16", utf16("\uFEFFa\n\uD800b"), "a\n\uFFFDb", "half of a surrogate pair", 2],
  ["two low halves in UTF-16", utf16("\uFEFF\uDC00\uDC00b\uDC00"), "\uFFFDb\uFFFD", "half of a surrogate pair", 1],
  ["half of a character", bytes(utf16("\uFEFFa\n"), 0x20), "a\n\uFFFD", "half of a character at the end", 2],
];

for (const [name, content, text, found, line] of REPLACED) {
  test(`invalid Unicode in a manifest: ${name}`, () => {
    assert.deepEqual(decodeManifest(content), { text, replaced: { found, line } });
  });
}

test("UTF-16 is an encoding of manifests if it has a byte order mark", () => {
  const text = "a: é😀\n";
  assert.deepEqual(decodeManifest(utf16(`\uFEFF${text}`)), { text });
  assert.deepEqual(decodeManifest(utf16(`\uFEFF${text}`).swap16()), { text });
  assert.deepEqual(decodeManifest(bytes(0xff, 0xfe)), { text: "" });
  const fault = "not UTF-8: found a zero byte, as in UTF-16 without a byte order mark; save the file as UTF-8";
  assert.deepEqual(decodeManifest(utf16("a: b")), { fault, line: 1 });
  assert.deepEqual(decodeManifest(utf16("a: b").swap16()), { fault, line: 1 });
});

test("nothing is replaced after a UTF-8 byte order mark", () => {
  assert.deepEqual(decodeManifest(bytes("\uFEFFa\n", 0xe9)), {
    fault: "not valid UTF-8: found the byte 0xe9; save the file as UTF-8",
    line: 2,
  });
});

test("a small file and a large file are decoded in the same way", () => {
  for (const size of [10, 1024 * 1024]) {
    const text = `# ${"x".repeat(size)}\né`;
    for (const [name, content] of [
      ["utf16.yaml", utf16(`\uFEFF${text}`)],
      ["utf8.yaml", bytes(text)],
    ] as const) {
      const file = join(directory, name);
      writeFileSync(file, content);
      assert.deepEqual(readTextFile(file, decodeManifest), { text });
    }
  }
});

test("a file that does not exist, and a directory", () => {
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

test("a file larger than 128 MiB is not read if it has other characters than ASCII, since each takes two bytes of memory", () => {
  const size = 128 * 1024 * 1024;
  const other = Buffer.alloc(size + 1, "a").fill("é", 0, 2);
  const fault = "too large: more than 128 MiB with other characters than ASCII; split it";
  assert.deepEqual(decodeText(other), { fault, line: 1 });
  assert.ok("text" in decodeText(other.subarray(0, size)));
  assert.ok("text" in decodeText(Buffer.alloc(size + 1, "a")));
});
