import { ObjectFault } from "../../api/failure.ts";
import type { Result } from "../../report/report.ts";

/** The bytes of memory that each part of a report takes, as measured with heap snapshots of Node 26. */
const WORKLOAD = 800;
const RESULT = 500;
const VIOLATION = 300;
const FIELD = 120;
/** A message is also in the details and, while it is printed, in up to three sentences. */
const CHARACTER = 3;

const MEGABYTE = 1024 * 1024;
/** The most memory of a report. The inputs, the garbage collector and the output need as much again, and all of it must be below 1 GB. */
const MAX_REPORT = 512 * MEGABYTE;

/** The advice for a cluster and a dump. */
export const FEWER_NAMESPACES = "select fewer namespaces with -n";
/** The advice for manifests. */
export const FEWER_FILES = "name fewer files";

/**
 * Estimates the memory that a report takes, and ends the judging at a limit. The number of workloads alone is no limit: one may have a violation, and
 * another 10,000 fields that violate.
 */
export class ReportSize {
  readonly #most: number;
  readonly #advice: string;
  #bytes = 0;

  /**
   * @param advice how the user gets a smaller report, in the imperative
   * @param most the limit in bytes
   */
  constructor(advice: string, most = MAX_REPORT) {
    this.#advice = advice;
    this.#most = most;
  }

  /** @throws ObjectFault if the report may not become larger */
  check(): void {
    if (this.#bytes < this.#most) return;
    const limit = `${this.#most / MEGABYTE} MiB`;
    throw new ObjectFault(`not judged: the report on the objects before it takes ${limit} already; ${this.#advice}`);
  }

  /** @param results those that are known already */
  addWorkload(results: readonly Result[] = []): void {
    this.#bytes += WORKLOAD;
    this.addResults(results);
  }

  /** Adds results of an object. They may share violations. */
  addResults(results: readonly Result[]): void {
    this.#bytes += results.length * RESULT;
    this.addViolations(results);
  }

  /** Adds violations of an object. Several lists may contain one. */
  addViolations(lists: readonly { readonly violations: readonly { readonly fields: readonly unknown[] }[] }[]): void {
    const distinct = new Set(lists.flatMap(({ violations }) => violations));
    for (const { fields } of distinct) this.#bytes += VIOLATION + fields.length * FIELD;
  }

  /** Adds a text that the report did not contain. */
  addText({ length }: string): void {
    this.#bytes += length * CHARACTER;
  }
}
