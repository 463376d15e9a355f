import { ObjectFault } from "../../api/failure.ts";
import { BEYOND_LIMIT } from "../../api/words/not-judged.ts";
import type { Result } from "../../report/report.ts";

/** The bytes of memory that each part of a report takes, as measured with heap snapshots of Node 26. */
const WORKLOAD = 800;
const RESULT = 500;
const VIOLATION = 300;
const FIELD = 120;
/** A verdict of a ValidatingAdmissionPolicy without its texts. */
const VERDICT = 700;
/** An edit of a manifest: its place in the text, and its entries in both patches. */
const EDIT = 1100;
/** What an edit takes besides, while its document is edited and read again; and what each key, value and collection of the document takes. */
const EDITING = 4300;
const NODE = 340;
/** A violation without its fields. */
const CHECK = 100;
/** A message is also in the details and, while it is printed, in up to three sentences. */
const CHARACTER = 3;

const MEGABYTE = 1024 * 1024;
/** The most memory of a report. The inputs, the garbage collector and the output take more than that again, and the whole must be below 1 GB. */
const MAX_LINT = 448 * MEGABYTE;
/** That of a fix, with the document that is edited. */
const MAX_FIX = 768 * MEGABYTE;
/** An inventory reads a dump twice, and keeps the verdicts of a workload until it has all its pods. */
const MAX_INVENTORY = 320 * MEGABYTE;

/** The size of the report of a lint, with the verdicts of admission policies. */
export function sizeOfLint(): ReportSize {
  return new ReportSize("name fewer files", MAX_LINT);
}

/** The size of the report of a fix. */
export function sizeOfFix(): ReportSize {
  return new ReportSize("name fewer files, or write these edits (--write) and run this again", MAX_FIX);
}

/** The size of what all consumers of an inventory keep of a cluster or a dump. */
export function sizeOfInventory(): ReportSize {
  return new ReportSize("select fewer namespaces with -n", MAX_INVENTORY);
}

/**
 * Estimates the memory that a report takes, and ends the judging at a limit. The number of workloads alone is no limit: one may have a violation, and
 * another 10,000 fields that violate.
 */
export class ReportSize {
  readonly #most: number;
  readonly #advice: string;
  #bytes = 0;
  /** The bytes of the document that is edited. */
  #document = 0;

  /**
   * @param advice how the user gets a smaller report, in the imperative
   * @param most the limit in bytes
   */
  constructor(advice: string, most: number) {
    this.#advice = advice;
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#bytes + this.#document >= this.#most;
  }

  /** @throws ObjectFault if the report may not become larger */
  check(): void {
    if (!this.isFull) return;
    const limit = `${this.#most / MEGABYTE} MiB`;
    throw new ObjectFault(`${BEYOND_LIMIT}the objects before it take ${limit} already; ${this.#advice}`);
  }

  /** The estimate so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes back all that was added since an earlier estimate, because the report does not keep it. */
  takeBack(bytes: number): void {
    this.#bytes = bytes;
  }

  /** @param results those that are known already */
  addWorkload(results: readonly Result[] = []): void {
    this.#bytes += WORKLOAD;
    this.addResults(results);
  }

  /** Adds results of an object. They may share violations. */
  addResults(results: readonly Result[]): void {
    this.#bytes += results.length * RESULT;
    const distinct = new Set(results.flatMap(({ violations }) => violations));
    for (const { fields } of distinct) this.#bytes += VIOLATION + fields.length * FIELD;
  }

  /** Adds violated checks with their details. Several lists may contain one. */
  addChecks(lists: readonly { readonly checks: readonly { readonly detail: string }[] }[]): void {
    for (const { detail } of new Set(lists.flatMap(({ checks }) => checks))) {
      this.#bytes += CHECK;
      this.addText(detail);
    }
  }

  /** Adds a document that is edited. @param nodes the number of its keys, values and collections */
  openDocument(nodes: number): void {
    this.#document = nodes * NODE;
  }

  /** Takes back what only the editing of the document needed. */
  closeDocument(): void {
    this.#document = 0;
  }

  /**
   * Adds a workload of the document with its edits.
   *
   * @param edits the number of edits, and of violations that are left
   */
  addEdited(edits: number): void {
    this.#bytes += WORKLOAD + edits * EDIT;
    this.#document += edits * EDITING;
  }

  /** Adds the text of a file, which is kept as it is. */
  addFile({ length }: string): void {
    this.#bytes += length;
  }

  /** Adds the verdict of a ValidatingAdmissionPolicy. @param texts all of them, which no other verdict has */
  addVerdict(texts: Iterable<string>): void {
    this.#bytes += VERDICT;
    for (const { length } of texts) this.#bytes += length;
  }

  /** Adds a text that the report did not contain. */
  addText({ length }: string): void {
    this.#bytes += length * CHARACTER;
  }
}
