import { compareBytes } from "../../api/words/byte-order.ts";
import { ObjectFault, describeFailure } from "../../api/failure.ts";
import { LONGEST_NAME, cutText, shorten } from "../../api/words/quoted.ts";
import type { ObjectMeta } from "../../api/pod.ts";
import { count } from "../../api/words/plural.ts";
import type { MissingList } from "../../workloads/cluster-item.ts";
import type { NamespaceObject, SourceItem, WorkloadObject } from "../../workloads/object.ts";
import { listedUnreadable } from "./notes/listed.ts";
import type { NoteBook } from "./notes/notes.ts";
import { compareSources } from "../../report/workload.ts";
import type { Source, Unreadable } from "../../report/report.ts";

/** The most characters in all names of an object: far more than the 253 that an API server accepts, and few enough to be repeated in each result. */
const MAX_NAMES = 1024 * 1024;

/** Counts the files and objects of a report, and collects the inputs that could not be read. */
export class Inputs {
  files = 0;
  /** The number of objects that could be read, of any kind. An object that the input contains more than once counts once. */
  objects = 0;
  readonly #notes: NoteBook;
  readonly #hasSources: boolean;
  readonly #unreadable = listedUnreadable();

  /** @param hasSources whether the items are from files, and not from a cluster */
  constructor(notes: NoteBook, hasSources: boolean) {
    this.#notes = notes;
    this.#hasSources = hasSources;
  }

  /**
   * Adds an item.
   *
   * @returns the item if it must be judged
   * @throws ObjectFault if its names are too long for a report
   */
  add(item: SourceItem): NamespaceObject | WorkloadObject | undefined {
    switch (item.type) {
      case "file":
        this.files++;
        return undefined;
      case "other":
        this.objects++;
        return undefined;
      case "rejection":
      case "managed-namespace":
        return undefined;
      case "namespace":
      case "workload":
        if (lengthOfNames(item) > MAX_NAMES) throw new ObjectFault("too large: its name alone is more than 1 MiB");
        this.objects++;
        return item;
      case "remark":
        this.#notes.add(this.#hasSources ? item : { ...item, source: null });
        return undefined;
      case "unreadable":
        this.#addUnreadable(item.message, this.#hasSources ? item.source : null);
        return undefined;
    }
  }

  /** Subtracts the last object, because the same one was counted before. */
  discount(): void {
    this.objects--;
  }

  /**
   * Judges an item. If that fails, only this item is lost, and the report has an entry for it.
   *
   * @param judge must finish all steps that can fail before it changes anything
   * @returns whether it succeeded
   */
  isolate(item: NamespaceObject | WorkloadObject, judge: () => void): boolean {
    try {
      judge();
      return true;
    } catch (error) {
      const message = describeFailure(error);
      const source = this.#hasSources ? sourceOf(item) : null;
      this.#addUnreadable(source === null ? `${titleOf(item)}: ${message}` : message, source);
      return false;
    }
  }

  #addUnreadable(message: string, source: Source | null): void {
    this.#unreadable.add({ message: cutText(message), source, list: null });
  }

  /** Adds a list, or a namespace, that the API server refused. */
  addMissingList({ message, resource, namespace, rule }: MissingList): void {
    this.#unreadable.add({ message: cutText(message), source: null, list: { resource, namespace, rule } });
  }

  /** Reports that the input changed between the two passes, so that objects may be missing. */
  addChange({ from, to }: { readonly from: number; readonly to: number }): void {
    const what =
      from === to
        ? `${count(from, "object")}, and then others`
        : `${count(from, "object")}, and then ${count(to, "object")}`;
    const message = `the input changed while it was read: it held ${what}; run this again`;
    this.#unreadable.add({ message, source: null, list: null });
  }

  /** Sorted by file, document and line. */
  get unreadable(): readonly Unreadable[] {
    return this.#unreadable.all().toSorted(
      // Namespaces that are not in a dump come in the order of their objects.
      (a, b) => compareSources(a.source, b.source) || compareBytes(a.list?.namespace ?? "", b.list?.namespace ?? ""),
    );
  }
}

/** Whether an item is an object that is judged. */
export function isJudged(item: SourceItem): item is NamespaceObject | WorkloadObject {
  return item.type === "namespace" || item.type === "workload";
}

/** The place of an object; null if the look-up fails, which may be the failure that is reported here. */
function sourceOf(item: NamespaceObject | WorkloadObject): Source | null {
  try {
    return item.source;
  } catch {
    return null;
  }
}

function namesOf(item: NamespaceObject | WorkloadObject): ObjectMeta {
  return item.type === "namespace" ? { name: item.name } : item.metadata;
}

function lengthOfNames(item: NamespaceObject | WorkloadObject): number {
  const { name = "", namespace = "", generateName = "" } = namesOf(item);
  return name.length + namespace.length + generateName.length;
}

/** The name of an object in a message that has no file and line. */
function titleOf(item: NamespaceObject | WorkloadObject): string {
  const parts =
    item.type === "namespace" ? ["Namespace", item.name] : [item.kind, item.metadata.namespace, item.metadata.name];
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => shorten(part ?? "", LONGEST_NAME))
    .join("/");
}
