import { identityOf, identityIn, namespaceOf, type ObjectItem, nameOf } from "../../../workloads/identity.ts";
import type { Source, SourceItem, WorkloadObject } from "../../../workloads/object.ts";
import type { NoteBook, Named } from "../notes/notes.ts";
import { Repeats, type Reading } from "./repeats.ts";

/**
 * Finds the objects that a dump contains more than once, so that each counts once and has one note.
 *
 * `learn` must be called with every object in the first pass, and `counts` in the second.
 */
export class RepeatedObjects {
  readonly #notes: NoteBook;
  readonly #read: (item: WorkloadObject) => Reading | undefined;
  readonly #repeats = new Repeats();
  /** The remarks and failures of objects that were reported. */
  readonly #reported = new Set<string>();
  /** The first object with each uid; only in the first pass. */
  readonly #uids = new Map<string, string>();
  /** The objects that share a uid, by uid. */
  readonly #sharing = new Map<string, (Named & { readonly source: Source })[]>();

  /** @param read reads one place of an object; returns undefined if the object is not judged */
  constructor(notes: NoteBook, read: (item: WorkloadObject) => Reading | undefined) {
    this.#notes = notes;
    this.#read = read;
  }

  learn(item: ObjectItem): void {
    const identity = identityIn(item);
    this.#repeats.learn(identity);
    if (item.type !== "workload" || identity === undefined || !item.metadata.uid) return;
    const { uid } = item.metadata;
    const known = this.#uids.get(uid);
    if (known === undefined) this.#uids.set(uid, identity);
    else if (known !== identity) this.#sharing.set(uid, []);
  }

  /** Whether this place of an object counts. Objects outside the scope get no notes. */
  counts(item: ObjectItem, isOutside: boolean): boolean {
    // The second pass does not need the uids.
    if (this.#uids.size > 0) this.#uids.clear();
    const isJudged = !isOutside && item.type === "workload";
    const place = this.#repeats.next(identityIn(item), () => (isJudged ? this.#read(item) : undefined));
    if (place.type === "earlier") return false;
    if (place.type === "last" && !isOutside) this.#notes.addRepeat(item, place.here, place.before);
    if (isJudged) this.#keepSharing(item);
    return true;
  }

  #keepSharing(item: WorkloadObject): void {
    const sharing = this.#sharing.get(item.metadata.uid ?? "");
    if (sharing === undefined) return;
    const { kind, source } = item;
    sharing.push({ kind, namespace: namespaceOf(item), name: nameOf(item), source });
  }

  /** Whether the same remark or failure of the same object was reported before: overlapping dumps contain faulty objects twice, too. */
  wasReported(item: Exclude<SourceItem, ObjectItem>): boolean {
    if (item.type === "file" || item.type === "rejection" || item.type === "managed-namespace") return false;
    const { object, message } = item;
    const identity = object && identityOf(object.namespace ?? "", object);
    if (identity === undefined) return false;
    const count = this.#reported.size;
    const code = item.type === "remark" ? item.code : item.type;
    return this.#reported.add(`${identity} ${code} ${message}`).size === count;
  }

  /**
   * Adds the notes about shared uids, which are complete only after the second pass.
   *
   * @returns the number of objects in each pass, if the input changed between them
   */
  finish(): Repeats["change"] {
    for (const [first, second, ...others] of this.#sharing.values()) {
      if (first !== undefined && second !== undefined) this.#notes.addSharedUid(second, first, others.length);
    }
    return this.#repeats.change;
  }
}
