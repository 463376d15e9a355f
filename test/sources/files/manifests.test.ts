import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { UserError } from "../../../src/api/user-error.ts";
import type { Discovered } from "../../../src/sources/files/discover.ts";
import { itemsOfDocument } from "../../../src/objects/stream/read-stream.ts";
import { readManifests } from "../../../src/sources/files/manifests.ts";

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-manifests-"));
after(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string | Buffer): Discovered & { type: "file" } {
  const path = join(directory, name);
  writeFileSync(path, text);
  return { type: "file", path };
}

/** The items, a line each. */
function read(inputs: readonly Discovered[], stdin = { text: "" }): string[] {
  return [...readManifests(inputs, stdin)].map((item) => {
    if (item.type === "file") return `file ${item.file}`;
    if (item.type === "other" || item.type === "rejection" || item.type === "managed-namespace") return item.type;
    const place = item.source === null ? "-" : `${item.source.file} ${item.source.document} ${item.source.line}`;
    if (item.type === "workload") return `${item.kind} ${item.metadata.name} ${place}`;
    if (item.type === "namespace") return `Namespace ${item.name} ${place}`;
    return item.type === "remark"
      ? `${item.severity} ${item.code} ${place}: ${item.message}`
      : `unreadable ${place}: ${item.message}`;
  });
}

const pod = (name: string): string =>
  `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "${name}"}, "spec": {"containers": [{}]}}\n`;

test("nothing", () => {
  assert.deepEqual(read([]), []);
});

test("files are read in order, and each is reported when it is opened", () => {
  const a = file("a.yaml", `---\n${pod("a")}---\napiVersion: v1\nkind: Service\n---\n${pod("b")}`);
  const b = file("b.json", pod("c"));
  const empty = file("empty.yaml", "# nothing\n");
  assert.deepEqual(read([a, empty, b]), [
    `file ${a.path}`,
    `Pod a ${a.path} 0 2`,
    "other",
    `Pod b ${a.path} 2 7`,
    `file ${empty.path}`,
    `info empty-file ${empty.path} 0 1: contains only comments`,
    `file ${b.path}`,
    `Pod c ${b.path} 0 1`,
  ]);
});

test("files in the encodings that kubectl reads", () => {
  const utf16 = file("utf16.yaml", Buffer.from(`\uFEFF${pod("a")}`, "utf16le"));
  const latin1 = file(
    "latin1.yaml",
    Buffer.concat([Buffer.from("---\n# caf"), Buffer.from([0xe9, 0x0a]), Buffer.from(pod("b"))]),
  );
  assert.deepEqual(read([utf16, latin1]), [
    `file ${utf16.path}`,
    `Pod a ${utf16.path} 0 1`,
    `file ${latin1.path}`,
    `warning replaced-bytes ${latin1.path} 0 2: is not valid Unicode: found the byte 0xe9, which kubectl replaces with U+FFFD; save the file as UTF-8`,
    `Pod b ${latin1.path} 0 3`,
  ]);
});

/** The error of a run that read nothing. */
function nothing(inputs: readonly Discovered[], stdin = { text: "" }): [message: string, hint: string] {
  let ended: [string, string] = ["", ""];
  assert.throws(
    () => [...readManifests(inputs, stdin, { mayBeEmpty: false })],
    (error) => {
      assert.ok(error instanceof UserError);
      ended = [error.message, error.hint];
      return true;
    },
  );
  return ended;
}

const LEAVE_OUT = "Look at what writes the file, or leave it out.";
const LOOK_BEFORE = "Look at the command before the pipe: it printed no manifests.";
const pipe = (text: string): Discovered => ({ type: "pipe", path: "/dev/fd/63", content: { text } });

test("inputs without any document end the run", () => {
  const empty = file("nothing.yaml", "");
  const comments = file("comments.yaml", "# a\n---\n# b\n");
  const both = "no document in any of 2 files: they are empty or have only comments";
  assert.deepEqual(nothing([empty]), [`${empty.path} is empty`, LEAVE_OUT]);
  assert.deepEqual(nothing([{ ...empty, isNamed: true }]), [`${empty.path} is empty`, LEAVE_OUT]);
  assert.deepEqual(nothing([comments]), [`${comments.path} contains only comments`, LEAVE_OUT]);
  assert.deepEqual(nothing([empty, comments]), [both, "Check the paths, and the program that writes these files."]);
  assert.deepEqual(nothing([{ type: "stdin" }]), ["nothing came in on standard input", LOOK_BEFORE]);
  assert.deepEqual(nothing([{ type: "stdin" }], { text: "---\n# a\n" }), [
    "nothing but comments came in on standard input",
    LOOK_BEFORE,
  ]);
  assert.deepEqual(nothing([pipe(" \n")]), ["nothing came in by /dev/fd/63", LOOK_BEFORE]);
  assert.deepEqual(nothing([{ type: "hidden", manifests: 2, directories: 1 }, empty]), [
    `${empty.path} is empty`,
    LEAVE_OUT,
  ]);
});

test("an input without a document has a note if there are others", () => {
  const a = file("a.yaml", pod("a"));
  const empty = file("nothing.yaml", " \n");
  const comments = file("comments.yaml", "# a\n");
  const notesOn = (...inputs: readonly Discovered[]): string[] =>
    read([...inputs, a]).filter((line) => !line.startsWith("file ") && !line.startsWith("Pod "));
  const leaveOut = "look at what writes the file, or leave it out";
  assert.deepEqual(notesOn(empty), [`info empty-file ${empty.path} 0 1: is empty`]);
  assert.deepEqual(notesOn(comments), [`info empty-file ${comments.path} 0 1: contains only comments`]);
  assert.deepEqual(notesOn({ ...comments, isNamed: true }), [
    `info empty-file ${comments.path} 0 1: contains only comments`,
  ]);
  assert.deepEqual(notesOn({ ...empty, isNamed: true }), [`info empty-input ${empty.path} 0 1: is empty; ${leaveOut}`]);
  const lookBefore = "look at the command before the pipe: it printed no manifests";
  assert.deepEqual(notesOn(pipe("")), [`info empty-input /dev/fd/63 0 1: nothing came in; ${lookBefore}`]);
  assert.deepEqual(notesOn({ type: "stdin" }), [`info empty-input <stdin> 0 1: nothing came in; ${lookBefore}`]);
});

test("a file with only null has a document, and no object", () => {
  const nulls = file("null.yaml", "null\n---\n~\n");
  assert.deepEqual(read([nulls]), [
    `file ${nulls.path}`,
    `info not-an-object ${nulls.path} 0 1: not a Kubernetes object but null; skipped`,
    `info not-an-object ${nulls.path} 0 3: not a Kubernetes object but null; skipped`,
  ]);
});

for (const [manifests, directories, message] of [
  [1, 0, "1 manifest in hidden files and directories skipped; --include-hidden reads them"],
  [12, 0, "12 manifests in hidden files and directories skipped; --include-hidden reads them"],
  [0, 1, "1 hidden directory skipped that cannot be listed; --include-hidden reads it"],
  [0, 2, "2 hidden directories skipped that cannot be listed; --include-hidden reads them"],
  [
    3,
    1,
    "3 manifests in hidden files and directories skipped, and 1 hidden directory that cannot be listed; --include-hidden reads them",
  ],
] as const) {
  test(`hidden: ${manifests} manifests, ${directories} directories that cannot be listed`, () => {
    const items = read([file("a.yaml", pod("a")), { type: "hidden", manifests, directories }]);
    assert.deepEqual(items.slice(2), [`info hidden-files -: ${message}`]);
  });
}

test("lost text has a note, and the next document is read", () => {
  const a = file("a.yaml", `---\n${pod("a")}...\n${pod("b")}---\n${pod("c")}`);
  const message =
    "kubectl reads nothing from here up to the next line that begins with `---`: the document before has ended; " +
    "put a line `---` here, or remove this";
  assert.deepEqual(read([a]).slice(1), [
    `Pod a ${a.path} 0 2`,
    `warning lost-document ${a.path} 0 4: ${message}`,
    `Pod c ${a.path} 1 6`,
  ]);
});

test("standard input", () => {
  assert.deepEqual(read([{ type: "stdin" }], { text: pod("a") }), ["file <stdin>", "Pod a <stdin> 0 1"]);
});

test("a pipe can be iterated twice", () => {
  const pipe: Discovered = { type: "pipe", path: "/dev/fd/63", content: { text: pod("a") } };
  for (const _pass of [1, 2]) assert.deepEqual(read([pipe]), ["file /dev/fd/63", "Pod a /dev/fd/63 0 1"]);
});

test("standard input that is not text", () => {
  const stdin = { fault: "not valid UTF-8", line: 3 };
  assert.deepEqual(
    [...readManifests([{ type: "stdin" }], stdin)],
    [
      { type: "file", file: "<stdin>" },
      { type: "unreadable", message: "not valid UTF-8", source: { file: "<stdin>", document: 0, line: 3 } },
    ],
  );
});

test("inputs that discovery could not read or left out", () => {
  const inputs: Discovered[] = [
    { type: "unreadable", path: "a", reason: "permission denied" },
    { type: "skipped", path: "b", reason: "is a link" },
  ];
  assert.deepEqual(read(inputs), ["unreadable a 0 1: permission denied", "info skipped-file b 0 1: is a link"]);
});

test("a file that was deleted after discovery", () => {
  const path = join(directory, "gone.yaml");
  assert.deepEqual(read([{ type: "file", path }]), [
    `file ${path}`,
    `unreadable ${path} 0 1: no such file or directory`,
  ]);
});

test("an unreadable document does not hide other documents or the next file", () => {
  const a = file("faulty.yaml", `${pod("a")}---\nb: [\n---\n${pod("c")}---\na: *x\n`);
  const b = file("fine.yaml", pod("d"));
  assert.deepEqual(read([a, b]), [
    `file ${a.path}`,
    `Pod a ${a.path} 0 1`,
    `unreadable ${a.path} 1 4: not valid YAML: found the end before a closing ] or }`,
    `Pod c ${a.path} 2 5`,
    `unreadable ${a.path} 3 7: not valid YAML: unknown anchor referenced; text that begins with * needs quotes`,
    `file ${b.path}`,
    `Pod d ${b.path} 0 1`,
  ]);
});

const HINT = "; this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`";

const COMPLAINT = "; this looks like what the command before the pipe says on standard error: leave out its `2>&1`";

for (const [name, text, hint] of [
  ["a Helm template", "a: [\n{{ .Values.b }}\n", HINT],
  ["a Helm template that trims", "{{- if .Values.x }}\na: {\n{{- end }}\n", HINT],
  ["a call of a template", '{{ include "x" . }}: {\n', HINT],
  ["a template of Jinja", "a: [\n{% if b %}\n", HINT],
  ["text in a template", "a: [\n{{ 'b' }}\n", HINT],
  ["braces in braces", "a: [ {{}: 1}\n", ""],
  ["a template in a comment", "# {{ .Values.b }}\na: [ # {{ .c }}\n", ""],
  ["a template in quotes", "a: \"{{ .b }}\"\nb: '{{ .c }}'\nd: [\n", ""],
  ["a template in a block scalar", "a: |\n  {{ .b }}\n\n  {{ .c }}\nd: [\n", ""],
  ["a template behind a block scalar", "a: |\n  {{ .b }}\n{{ .c }}\nd: [\n", HINT],
  ["no template", "a: [\n", ""],
  ["an error of helm's", "Error: INSTALLATION FAILED: no such chart {{ .x }}\n", COMPLAINT],
  ["a warning before manifests", "WARNING: file: is group-readable\n---\n", COMPLAINT],
  ["an error of kubectl's", "error: a: b\n", COMPLAINT],
  ["klog", "W0102 03:04:05.0 1 warnings.go:70] a: b: c\n", COMPLAINT],
  ["an object of errors", "errors: [\n", ""],
] as const) {
  test(`${name}: ${hint === "" ? "no hint" : "a hint"}`, () => {
    const [, item] = [...readManifests([{ type: "stdin" }], { text })];
    assert.ok(item?.type === "unreadable");
    assert.ok(item.message.startsWith("not valid YAML: ") || item.message.startsWith("not valid JSON: "), item.message);
    const hints = [HINT, COMPLAINT].filter((each) => item.message.endsWith(each));
    assert.deepEqual(hints, hint === "" ? [] : [hint]);
  });
}

test("the message of a failed command in place of manifests is an error, even if it is valid YAML", () => {
  const readPipe = (text: string): readonly string[] =>
    [...readManifests([{ type: "stdin" }], { text })].map((item) =>
      item.type === "unreadable" ? item.message : item.type,
    );
  assert.deepEqual(readPipe("Error: INSTALLATION FAILED\n"), ["file", `no manifest but an object${COMPLAINT}`]);
  assert.deepEqual(readPipe("warning: x\n---\n{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}]}}\n"), [
    "file",
    `no manifest but an object${COMPLAINT}`,
    "workload",
  ]);
  assert.deepEqual(readPipe("a: 1\n"), ["file", "remark", "remark"]);
});

test("a file is not read as the message of a command, because it is no pipe", () => {
  const error = file("error.yaml", "Error: a: b\n");
  assert.deepEqual(read([error]), [
    `file ${error.path}`,
    `unreadable ${error.path} 0 1: not valid YAML: found a colon and white space inside a value; put it in quotes`,
  ]);
});

test("an unreadable input does not affect others, and does not count as empty", () => {
  const failing: Discovered = {
    type: "pipe",
    path: "/dev/fd/7",
    get content(): never {
      throw new TypeError("injected");
    },
  };
  const empty = file("comments.yaml", "# nothing\n");
  const items = [...readManifests([failing, empty], { text: "" }, { mayBeEmpty: false })];
  const [, unreadable, , remark] = items;
  assert.ok(unreadable?.type === "unreadable" && remark?.type === "remark" && items.length === 4);
  assert.equal(
    unreadable.message,
    "cannot be judged: this is a bug of kubectl pss (TypeError: injected); please report it",
  );
  assert.equal(unreadable.source.file, "/dev/fd/7");
  assert.equal(remark.code, "empty-file");
});

test("an error about a whole document does not affect other documents", () => {
  const duplicate = { path: [], key: "kind", line: 3, column: 1, valueLine: 3, earlier: "Service" };
  const locate = (path: readonly (string | number)[]): { line: number; column: number } => {
    if (path[0] === "kind") throw new RangeError("Maximum call stack size exceeded");
    return { line: 1, column: 1 };
  };
  const document = { index: 2, value: JSON.parse(pod("a")), duplicates: [duplicate, duplicate], locate };
  const items = [...itemsOfDocument(document, "a.yaml")];
  assert.deepEqual(
    items.map((item) => (item.type === "unreadable" ? item : item.type)),
    [
      "workload",
      {
        type: "unreadable",
        message: "cannot be judged: it nests too deep",
        source: { file: "a.yaml", document: 2, line: 1 },
      },
    ],
  );
});
