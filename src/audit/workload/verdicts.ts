import { bigintAsText } from "../../api/record.ts";
import type { Source, WorkloadReport } from "../../report/report.ts";

/** The earlier verdict on an object that appears again. */
interface EarlierVerdict {
  /** The first place with the same verdict, or otherwise the first of all places. */
  readonly source: Source;
  /** Whether the verdict there was the same. */
  readonly isSame: boolean;
}

interface Known {
  readonly first: WorkloadReport;
  /** The first place of each verdict; only for an object that appears twice. */
  places?: Map<string, Source | null>;
}

/** Remembers the places and verdicts of objects that were judged. */
export class Verdicts {
  /** By identity. */
  readonly #known = new Map<string, Known>();

  /**
   * Adds the verdict on an object.
   *
   * @param identity undefined for an object without an identity
   * @returns undefined if it was not judged before
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

/** Fields that do not make a verdict different: places in files, and sentences, which repeat other fields. */
const LEFT_OUT: ReadonlySet<string> = new Set(["line", "column", "endLine", "endColumn", "renderedLine", "sentences"]);

/** The whole verdict on a workload, without places in files. */
function textOf({ exempt, pods, static: isStatic, results, otherResults }: WorkloadReport): string {
  return JSON.stringify([exempt, pods, isStatic, results, otherResults], (name, value: unknown) =>
    LEFT_OUT.has(name) ? undefined : bigintAsText(name, value),
  );
}
