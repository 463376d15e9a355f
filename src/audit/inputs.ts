import { plural } from "../policy/wording.ts";
import type { NamespaceObject, SourceItem, WorkloadObject } from "../workloads/object.ts";
import type { NoteBook } from "./notes.ts";
import { compareSources } from "./order.ts";
import type { Unreadable } from "./report.ts";

/** Counts what a report is made of, and collects what there is to say of it besides its namespaces and workloads. */
export class Inputs {
  files = 0;
  /** Those that could be read, whatever their kind. One that is in the input more than once counts once. */
  objects = 0;
  readonly #notes: NoteBook;
  readonly #hasSources: boolean;
  readonly #unreadable: Unreadable[] = [];

  /** @param hasSources whether places are those of files */
  constructor(notes: NoteBook, hasSources: boolean) {
    this.#notes = notes;
    this.#hasSources = hasSources;
  }

  /** @returns the item where it is one to be judged */
  take(item: SourceItem): NamespaceObject | WorkloadObject | undefined {
    switch (item.type) {
      case "file":
        this.files++;
        return undefined;
      case "other":
        this.objects++;
        return undefined;
      case "namespace":
      case "workload":
        this.objects++;
        return item;
      case "remark":
        this.#notes.add(item);
        return undefined;
      case "unreadable":
        this.#unreadable.push({ message: item.message, source: this.#hasSources ? item.source : null, list: null });
        return undefined;
    }
  }

  /** Says that the object that was taken last is one that was taken before. */
  discount(): void {
    this.objects--;
  }

  /** Notes a list, or a namespace, that the API server refused. */
  miss(message: string, list: NonNullable<Unreadable["list"]>): void {
    this.#unreadable.push({ message, source: null, list });
  }

  /** Notes that the input was not the same when it was read again, so that something of it may be missing. */
  addChange({ from, to }: { readonly from: number; readonly to: number }): void {
    const message = `the input changed while it was read: it held ${count(from)}, and then ${count(to)}; run this again`;
    this.#unreadable.push({ message, source: null, list: null });
  }

  /** By file, document and line. */
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable.toSorted((a, b) => compareSources(a.source, b.source));
  }
}

function count(objects: number): string {
  return `${objects} ${plural(objects, "object", "objects")}`;
}
