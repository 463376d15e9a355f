import { MEGABYTE, ReportSize, WORKLOAD } from "../audit/workload/report-size.ts";
import type { DocumentText } from "../api/text-layout.ts";
import type { WrittenObject } from "../workloads/object.ts";

/** An edit, or a violation that is left: its place in the text, and its entries in both patches. In bytes, as measured with Node 26. */
const EDIT = 1100;
/** What an edit takes besides, while its document is edited and read again. */
const EDITING = 4300;
/** What each key, value and collection of a document takes that is edited. */
const NODE = 340;
/** The most memory of a report of a fix, with the document that is edited. */
const MAX_FIX = 768 * MEGABYTE;

/** The size of the report of a fix. */
export function sizeOfFix(): ReportSize {
  return new ReportSize("name fewer files, or write these edits (--write) and run this again", MAX_FIX);
}

/** Estimates the memory of a fix: that of its report, and of the document that is edited. */
export class FixSize {
  readonly #size: ReportSize;
  /** The document that is edited, and what it takes. */
  #document: DocumentText | undefined;
  #bytes = 0;

  constructor(size: ReportSize) {
    this.#size = size;
  }

  /**
   * Adds the document of an object that should be edited, if it is not open already.
   *
   * @throws ObjectFault if the report may not become larger
   */
  openDocument({ text, value }: WrittenObject): void {
    if (this.#document !== text) this.#hold(countNodes(value) * NODE);
    this.#document = text;
    this.#size.check();
  }

  /** Whether the document with this text is open, or none is. */
  isOpen(text: DocumentText): boolean {
    return this.#document === undefined || this.#document === text;
  }

  /** Takes back what only the editing of the document needed. */
  closeDocument(): void {
    this.#size.takeBack(this.#size.bytes - this.#bytes);
    this.#bytes = 0;
    this.#document = undefined;
  }

  /** Adds a workload of the document. @param edits the number of its edits, and of its violations that are left */
  addWorkload(edits: number): void {
    this.#size.add(WORKLOAD + edits * EDIT);
    this.#hold(edits * EDITING);
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
