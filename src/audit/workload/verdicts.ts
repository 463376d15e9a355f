import { bigintAsText } from "../../report/json-text.ts";
import type { Source, WorkloadReport } from "../../report/report.ts";

/** The earlier verdict on an object that is in the input again. */
interface EarlierVerdict {
  /** Where: the first place at which the same was said, else the first of all. */
  readonly source: Source;
  /** Whether the same was said there. */
  readonly isSame: boolean;
}

interface Known {
  readonly first: WorkloadReport;
  /** Where each thing was said first. Only an object that comes twice has one. */
  places?: Map<string, Source | null>;
}

/** Tells where an object was judged before, and whether the same was said of it. */
export class Verdicts {
  /** By identity. */
  readonly #known = new Map<string, Known>();

  /**
   * Takes what is said of an object.
   *
   * @param identity undefined where nothing identifies the object
   * @returns undefined where it was not judged before
   */
  add(identity: string | undefined, report: WorkloadReport): EarlierVerdict | undefined {
    if (identity === undefined) return undefined;
    const known = this.#known.get(identity);
    if (known === undefined) {
      this.#known.set(identity, { first: report });
      return undefined;
    }
    const places = (known.places ??= new Map([[textOf(known.first), known.first.source]]));
    const text = textOf(report);
    const isSame = places.has(text);
    const source = isSame ? places.get(text) : known.first.source;
    if (!isSame) places.set(text, report.source);
    return source ? { source, isSame } : undefined;
  }
}

/** Places in files, and what only repeats the other fields. */
const LEFT_OUT: ReadonlySet<string> = new Set(["line", "column", "sentences"]);

/** All that is said of a workload, but for places in files. */
function textOf({ exempt, pods, static: isStatic, results }: WorkloadReport): string {
  return JSON.stringify([exempt, pods, isStatic, results], (name, value: unknown) =>
    LEFT_OUT.has(name) ? undefined : bigintAsText(name, value),
  );
}
