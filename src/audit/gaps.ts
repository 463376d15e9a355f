import type { NoteCode } from "./report.ts";

/** The notes that say that an object is lost, or that something stands in its place which no API server takes. */
const LOSSES: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "items-in-object",
  "lost-document",
  "missing-kind",
  "unknown-kind",
]);

/** Whether a note says that something was not judged as what it was meant to be. */
export function isLoss(code: NoteCode): boolean {
  return LOSSES.has(code);
}

/** Where something was not read or not judged, so that nobody can say that all of a namespace meets a level. */
export class Gaps {
  readonly #namespaces = new Set<string>();
  #isAnywhere = false;

  /** @param namespace where the gap is; undefined where nothing tells, as then it may be in any namespace */
  add(namespace: string | undefined): void {
    if (namespace === undefined) this.#isAnywhere = true;
    else this.#namespaces.add(namespace);
  }

  /** Whether there is a gap in a namespace, or may be. */
  areIn(namespace: string): boolean {
    return this.#isAnywhere || this.#namespaces.has(namespace);
  }

  /** Whether there is no gap at all. */
  get areNone(): boolean {
    return !this.#isAnywhere && this.#namespaces.size === 0;
  }
}
