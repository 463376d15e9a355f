import { bigintAsText } from "../../api/record.ts";
import type { Source, WorkloadReport } from "../../report/report.ts";
import type { ReportSize } from "./report-size.ts";

/** An object that appears again. */
interface Repetition {
  /** The place that counts, and its source. If the verdict is different, the first of all places. */
  readonly counted: WorkloadReport & { readonly source: Source };
  /** The other place. It does not count if the verdict is the same. */
  readonly other: WorkloadReport;
  /** Whether the verdict, with the acceptance annotations, is the same. */
  readonly isSame: boolean;
}

interface Known {
  readonly first: WorkloadReport;
  /** The first report of each verdict; only for an object with several verdicts, since the texts of verdicts are long. */
  reports?: Map<string, WorkloadReport>;
}

/** Remembers the places and verdicts of objects that were judged. */
export class Verdicts {
  /** By identity. */
  readonly #known = new Map<string, Known>();
  /** By the first report of a verdict, the report at a preferred place that counts instead. */
  readonly #moved = new Map<WorkloadReport, WorkloadReport>();
  readonly #size: ReportSize;
  readonly #prefers: ((source: Source) => boolean) | undefined;

  /**
   * @param size the size of the report, which gets the texts that are kept here
   * @param prefers whether a place counts rather than an earlier one with the same verdict; undefined if the first place always counts
   */
  constructor(size: ReportSize, prefers?: (source: Source) => boolean) {
    this.#size = size;
    this.#prefers = prefers;
  }

  /**
   * Adds the verdict on an object.
   *
   * @param identity undefined for an object without an identity
   * @returns undefined if it was not judged before
   */
  add(identity: string | undefined, report: WorkloadReport): Repetition | undefined {
    if (identity === undefined) return undefined;
    const known = this.#known.get(identity);
    if (known === undefined) {
      this.#known.set(identity, { first: report });
      return undefined;
    }
    const same = this.#sameAs(report, known);
    const counted = this.counted(same ?? known.first);
    if (!hasSource(counted)) return undefined;
    if (same === undefined) return { counted, other: report, isSame: false };
    if (!this.#isPreferred(report, counted)) return { counted, other: report, isSame: true };
    this.#moved.set(same, report);
    return { counted: report, other: counted, isSame: true };
  }

  /** The first report with the same verdict; undefined if there was none. */
  #sameAs(report: WorkloadReport, known: Known): WorkloadReport | undefined {
    const text = textOf(report);
    if (known.reports === undefined) {
      const first = textOf(known.first);
      if (text === first) return known.first;
      known.reports = new Map([[first, known.first]]);
      this.#size.addText(first);
    }
    const same = known.reports.get(text);
    if (same !== undefined) return same;
    known.reports.set(text, report);
    this.#size.addText(text);
    return undefined;
  }

  /** The report that counts for the first report of a verdict. */
  counted(first: WorkloadReport): WorkloadReport {
    return this.#moved.get(first) ?? first;
  }

  #isPreferred(
    report: WorkloadReport,
    { source }: Repetition["counted"],
  ): report is WorkloadReport & { readonly source: Source } {
    return hasSource(report) && this.#prefers?.(source) === false && this.#prefers(report.source);
  }
}

function hasSource(report: WorkloadReport): report is WorkloadReport & { readonly source: Source } {
  return report.source !== null;
}

/** Fields that do not make a verdict different: places in files, and sentences, which repeat other fields. */
const LEFT_OUT: ReadonlySet<string> = new Set(["line", "column", "endLine", "endColumn", "renderedLine", "sentences"]);

/** The whole verdict on a workload and its acceptance annotations, without places in files. Another annotation may accept other violations. */
function textOf({ exempt, pods, static: isStatic, results, otherResults, annotations = [] }: WorkloadReport): string {
  const accepted = annotations.map(({ key, value, isInTemplate }) => [key, value, isInTemplate]);
  return JSON.stringify([exempt, pods, isStatic, results, otherResults, accepted], (name, value: unknown) =>
    LEFT_OUT.has(name) ? undefined : bigintAsText(name, value),
  );
}
