import { ObjectFault } from "../../api/failure.ts";
import { BEYOND_LIMIT } from "../../api/words/not-judged.ts";
import type { Result } from "../../report/report.ts";

/** The bytes of memory that each part of a report takes, as measured with heap snapshots of Node 26. */
export const WORKLOAD = 800;
const RESULT = 500;
const VIOLATION = 300;
const FIELD = 120;
/** A violation without its fields. */
const CHECK = 100;
/** A message is also in the details and, while it is printed, in up to three sentences. */
const CHARACTER = 3;

export const MEGABYTE = 1024 * 1024;
/** The most memory of a report. The inputs, the garbage collector and the output take more than that again, and the whole must be below 1 GB. */
const MAX_LINT = 448 * MEGABYTE;
/** An inventory reads a dump twice, and keeps the verdicts of a workload until it has all its pods. */
const MAX_INVENTORY = 320 * MEGABYTE;

/** The size of the report of a lint, with the verdicts of admission policies. */
export function sizeOfLint(): ReportSize {
  return new ReportSize("name fewer files", MAX_LINT);
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
  readonly #taking: string;
  #bytes = 0;

  /**
   * @param advice how the user gets a smaller report, in the imperative
   * @param most the limit in bytes
   * @param taking the words for what takes the memory, with their verb
   */
  constructor(advice: string, most: number, taking = "the objects before it take") {
    this.#taking = taking;
    this.#advice = advice;
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#most;
  }

  /** @throws ObjectFault if the report may not become larger */
  check(): void {
    if (!this.isFull) return;
    const limit = `${this.#most / MEGABYTE} MiB`;
    throw new ObjectFault(`${BEYOND_LIMIT}${this.#taking} ${limit} already; ${this.#advice}`);
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
    const [first, ...others] = results.filter(({ violations }) => violations.length > 0);
    if (first === undefined) return;
    const violations = others.length === 0 ? first.violations : new Set([first, ...others].flatMap(allViolations));
    for (const { fields } of violations) this.#bytes += VIOLATION + fields.length * FIELD;
  }

  /** Adds violated checks with their details. Several lists may contain one. */
  addChecks(lists: readonly { readonly checks: readonly { readonly detail: string }[] }[]): void {
    for (const { detail } of new Set(lists.flatMap(({ checks }) => checks))) {
      this.#bytes += CHECK;
      this.addText(detail);
    }
  }

  /** Adds bytes that the caller has estimated. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Adds a text that the report did not contain. */
  addText({ length }: string): void {
    this.#bytes += length * CHARACTER;
  }
}

function allViolations({ violations }: Result): Result["violations"] {
  return violations;
}
