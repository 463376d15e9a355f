import { MEGABYTE, ReportSize, WORKLOAD } from "../audit/workload/report-size.ts";
import type { DocumentText } from "../api/text-layout.ts";
import type { WrittenObject } from "../workloads/object.ts";

/** A violation that is left. In bytes, as measured with Node 26. */
const LEFT = 250;
/** An edit: its place in the text, and its entries in both patches. */
const EDIT = 1100;
/** An edit takes this besides, while its document is edited and read again. */
const EDITING = 4300;
/** A violation that is left takes this besides, while its document is open: the edits that were not made. */
const LEAVING = 2500;
/** A character of a JSON value: the text, its part of the value, and a string. */
const JSON_CHARACTER = 3;
/** Each key, value and collection of an edited document takes this. YAML is read in smaller steps. */
const NODE = { json: 140, yaml: 340 };
/** The most memory of a report of a fix, with the document that is edited. */
const MAX_FIX = 640 * MEGABYTE;

/** The size of the report of a fix. */
export function sizeOfFix(): ReportSize {
  const advice = "name fewer files, divide the document, or write these edits (--write) and run this again";
  return new ReportSize(advice, MAX_FIX, "its document and the objects before it take");
}

/** Estimates the memory of a fix: that of its report, and of the document that is edited. */
export class FixSize {
  readonly #size: ReportSize;
  /** The document that is edited, and its bytes. */
  #document: DocumentText | undefined;
  #isEdited = false;
  #bytes = 0;

  constructor(size: ReportSize) {
    this.#size = size;
  }

  /**
   * Adds an object that should be edited, and its document before the first one.
   *
   * @param edits the number of its edits
   * @param left the number of its violations that are left
   * @throws ObjectFault if the report may not become larger
   */
  addObject({ text, value }: WrittenObject, edits: number, left: number): void {
    if (this.#document !== text) {
      this.#document = text;
      this.#isEdited = false;
      if (text.isJson) this.#hold((text.end - text.start) * JSON_CHARACTER);
    }
    // A document without edits is not read again.
    if (edits > 0 && !this.#isEdited) {
      this.#isEdited = true;
      this.#hold(countNodes(value) * (text.isJson ? NODE.json : NODE.yaml));
    }
    this.#size.check();
    this.#size.add(WORKLOAD + edits * EDIT + left * LEFT);
    this.#hold(edits * EDITING + left * LEAVING);
  }

  /** Takes back what only the editing of the document needed. */
  closeDocument(): void {
    this.#size.takeBack(this.#size.bytes - this.#bytes);
    this.#bytes = 0;
    this.#document = undefined;
  }

  /** Adds the text of a file, which is kept as it is. */
  addFile({ length }: string): void {
    this.#size.add(length);
  }

  #hold(bytes: number): void {
    this.#bytes += bytes;
    this.#size.add(bytes);
  }
}

/** Counts the keys, values and collections of a value. */
function countNodes(value: unknown): number {
  const open = [value];
  let nodes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    nodes++;
    if (typeof next !== "object" || next === null) continue;
    for (const child of Object.values(next)) {
      if (typeof child === "object" && child !== null) open.push(child);
      else nodes++;
    }
    if (!Array.isArray(next)) nodes += Object.keys(next).length;
  }
  return nodes;
}
