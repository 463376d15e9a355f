/**
 * The data of a page, in blocks of JSON, so that neither side holds or parses the whole. A block is `{ strings, records }`: its new
 * strings, and records whose texts are numbers of strings.
 */
import { jsonBlock, toJson } from "./json.ts";
import type { Markup } from "./markup.ts";
import type { Strings } from "./strings.ts";

/** The size of a block at which it is closed, in characters. */
const BLOCK = 100_000;

/** Yields the records as elements of the page. */
export function* dataBlocks(all: Iterable<unknown>, strings: Strings): Generator<Markup, undefined> {
  let records: string[] = [];
  let size = 0;
  for (const record of all) {
    const json = toJson(record);
    records.push(json);
    size += json.length;
    if (size + strings.size < BLOCK) continue;
    yield blockOf(strings, records);
    records = [];
    size = 0;
  }
  if (records.length > 0) yield blockOf(strings, records);
}

function blockOf(strings: Strings, records: readonly string[]): Markup {
  return jsonBlock("data", `{"strings":${toJson(strings.takeUnwritten())},"records":[\n${records.join(",\n")}\n]}`);
}
