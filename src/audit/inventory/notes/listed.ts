import type { Note, Unreadable } from "../../../report/report.ts";

/** The number of entries of a kind that a report lists: more than anyone reads, and little enough for the memory. */
const MAX_LISTED = 100_000;

/** The key of a note among the notes that are not listed. */
const keyOfNote = ({ severity, code }: Note): string => `${severity} ${code}`;

/** Creates the list of the notes of a report. The others are counted by their severity and code. */
export function listedNotes(): Listed<Note> {
  return new Listed<Note>(keyOfNote, ({ severity, code }, message) => ({ severity, code, message, source: null }));
}

/** Creates the list of the inputs of a report that could not be read. */
export function listedUnreadable(): Listed<Unreadable> {
  return new Listed<Unreadable>(
    () => "",
    (_, words) => ({ message: `inputs that could not be read: ${words}`, source: null, list: null }),
  );
}

/** Lists entries up to a limit, and counts the others by a key. */
class Listed<Entry> {
  readonly #entries: Entry[] = [];
  /** The first entry that is not listed, and the number of them, by key. */
  readonly #others = new Map<string, { readonly first: Entry; count: number }>();
  readonly #keyOf: (entry: Entry) => string;
  readonly #restOf: (first: Entry, words: string) => Entry;

  /**
   * @param keyOf the key by which the others are counted
   * @param restOf makes the entry for all others with a key; `words` say how many there are
   */
  constructor(keyOf: (entry: Entry) => string, restOf: (first: Entry, words: string) => Entry) {
    this.#keyOf = keyOf;
    this.#restOf = restOf;
  }

  add(entry: Entry): void {
    if (this.#entries.length < MAX_LISTED) {
      this.#entries.push(entry);
      return;
    }
    const key = this.#keyOf(entry);
    const known = this.#others.get(key);
    if (known === undefined) this.#others.set(key, { first: entry, count: 1 });
    else known.count++;
  }

  /** The listed entries, and one for the others of each key. */
  all(): readonly Entry[] {
    const rest = Array.from(this.#others.values(), ({ first, count }) =>
      this.#restOf(first, `${count} more; a report lists the first ${MAX_LISTED / 1000},000`),
    );
    return [...this.#entries, ...rest];
  }
}
