import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "../../../src/text/documents.ts";
import { itemsOfDocument } from "../../../src/objects/stream/read-stream.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import { randomStream, type RandomStream } from "./random-streams.ts";
import { repeats } from "../../seed.ts";

const STREAMS = repeats(5_000, 200_000);

/** The items of a stream, read like a file: a byte order mark at its beginning is not part of the text. */
function itemsOf(text: string): SourceItem[] {
  return [...readDocuments(text.replace(/^\uFEFF/, ""))].flatMap((document) => [...itemsOfDocument(document, "a")]);
}

/** The line numbers at which chunks begin. For all readers, a chunk begins at a line that begins with `---`. */
function chunkStarts(text: string): readonly number[] {
  return text.split("\n").flatMap((line, index) => (index === 0 || line.startsWith("---") ? [index + 1] : []));
}

/** The lost pods of a stream: they have no workload, and their chunk has no message. */
function vanished({ text, pods }: RandomStream): string[] {
  const items = itemsOf(text);
  const read = new Set(items.map((item) => (item.type === "workload" ? item.metadata.name : undefined)));
  const told = items.flatMap((item) =>
    item.type === "unreadable" || item.type === "remark" ? (item.source?.line ?? 0) : [],
  );
  const starts = chunkStarts(text);
  // A syntax error counts a lone carriage return as the end of a line.
  const returns = text.split(/\r(?!\n)/).length - 1;
  return pods
    .filter(({ name }) => !read.has(name))
    .filter(({ line }) => {
      const start = starts.findLast((each) => each <= line) ?? 1;
      const next = starts.find((each) => each > line) ?? Infinity;
      return !told.some((each) => each >= start && each <= next + returns);
    })
    .map(({ name }) => name);
}

test(`${STREAMS} random streams lose no document without a message`, () => {
  let lost = 0;
  for (let seed = 0; seed < STREAMS; seed++) {
    const stream = randomStream(seed);
    assert.deepEqual(vanished(stream), [], `seed ${seed}: ${JSON.stringify(stream.text)}`);
    lost += stream.pods.length;
  }
  assert.ok(lost > STREAMS, `only ${lost} pods in ${STREAMS} streams`);
});
