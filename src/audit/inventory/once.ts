import { identityOf } from "../../workloads/identity.ts";
import type { Source, SourceItem, WorkloadObject } from "../../workloads/object.ts";
import { identityIn, namespaceOf, type ObjectItem } from "./item-identity.ts";
import type { NoteBook, Named } from "./notes.ts";
import { Repeats, type Reading } from "./repeats.ts";
import { nameOf } from "../workload/stable-name.ts";

/**
 * Takes care that what a dump holds more than once counts once, and is noted once.
 *
 * `learn` is told of every object in the first pass, and `counts` in the second.
 */
export class Once {
  readonly #notes: NoteBook;
  readonly #read: (item: WorkloadObject) => Reading | undefined;
  readonly #repeats = new Repeats();
  /** The notes that each object has so far. */
  readonly #said = new Set<string>();
  /** The object that has a uid, in the first pass. */
  readonly #uids = new Map<string, string>();
  /** The objects that share a uid, by that. */
  readonly #sharing = new Map<string, (Named & { readonly source: Source })[]>();

  /** @param read what a place says of an object that is judged; undefined where it is not judged */
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

  /** Whether an object counts at this place. Objects outside of the scope have no notes. */
  counts(item: ObjectItem, isOutside: boolean): boolean {
    // They are of no use after the first pass.
    if (this.#uids.size > 0) this.#uids.clear();
    const isJudged = !isOutside && item.type === "workload";
    const place = this.#repeats.next(identityIn(item), () => (isJudged ? this.#read(item) : undefined));
    if (place.type === "earlier") return false;
    if (place.type === "last" && !isOutside) this.#notes.addRepeat(item, place.here, place.before);
    if (isJudged) this.#keepSharing(item);
    return true;
  }

  #keepSharing(item: WorkloadObject): void {
    const { kind, source, metadata } = item;
    this.#sharing.get(metadata.uid ?? "")?.push({ kind, namespace: namespaceOf(item), name: nameOf(item), source });
  }

  /** Whether the same was said of the same object before: overlapping dumps hold what is wrong with it twice as well. */
  wasSaid(item: Exclude<SourceItem, ObjectItem>): boolean {
    if (item.type === "file") return false;
    const { object, message } = item;
    const identity = object && identityOf(object.namespace ?? "", object);
    if (identity === undefined) return false;
    const count = this.#said.size;
    const code = item.type === "remark" ? item.code : item.type;
    return this.#said.add(`${identity} ${code} ${message}`).size === count;
  }

  /**
   * Notes what only the end shows.
   *
   * @returns how many objects each pass met, where the input changed in between
   */
  end(): Repeats["change"] {
    for (const [first, second, ...others] of this.#sharing.values()) {
      if (first !== undefined && second !== undefined) this.#notes.addSharedUid(second, first, others.length);
    }
    return this.#repeats.change;
  }
}
