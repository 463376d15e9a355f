import type { Remark, Source } from "../../../workloads/object.ts";
import type { Note } from "../../../report/report.ts";

/** A remark, or a note that is not about a file. The NoteBook decides its severity. */
export type NewNote = Omit<Remark, "type" | "code" | "source"> & Pick<Note, "code" | "source">;

/** Counts events that are too common for a note each, and makes one note of each count. */
export class CountedNotes {
  readonly #missingNamespace = new Map<string, { source: Source; count: number }>();
  /** The number of objects by the name of a field that the server drops, and the first server that has it. */
  readonly #dropped = new Map<string, { since: number; count: number }>();
  #repeated = 0;
  #recreated = 0;

  /** An object names no namespace. Counted by file. */
  addMissingNamespace(source: Source): void {
    const known = this.#missingNamespace.get(source.file);
    if (known === undefined) this.#missingNamespace.set(source.file, { source, count: 1 });
    else known.count++;
  }

  /**
   * An object has a field that the server drops.
   *
   * @param since the first minor of a server that has it
   */
  addDropped(name: string, since: number): void {
    const known = this.#dropped.get(name);
    if (known === undefined) this.#dropped.set(name, { since, count: 1 });
    else known.count++;
  }

  /**
   * An object is in the input more than once.
   *
   * @param isRecreated whether its places have different uids
   */
  addRepeated(isRecreated: boolean): void {
    this.#repeated++;
    if (isRecreated) this.#recreated++;
  }

  /** @param aside a hint about objects that name no namespace */
  notes(aside: string): NewNote[] {
    return [...this.#missingNamespaces(aside), ...this.#droppedFields(), ...this.#repeatedObjects()];
  }

  #droppedFields(): NewNote[] {
    return Array.from(this.#dropped, ([name, { since, count }]) => {
      const objects = count === 1 ? "1 object sets" : `${count} objects set`;
      const message = `${objects} ${name}, which API servers before v1.${since} do not have: judged without it`;
      return { severity: "warning", code: "dropped-field", message, source: null };
    });
  }

  #missingNamespaces(aside: string): NewNote[] {
    return Array.from(this.#missingNamespace.values(), ({ source, count }) => {
      const objects = count === 1 ? "1 object has" : `${count} objects have`;
      const message = `${objects} no namespace; judged as in "default" (${aside})`;
      return { severity: "info", code: "missing-namespace", message, source };
    });
  }

  #repeatedObjects(): NewNote[] {
    if (this.#repeated === 0) return [];
    const objects =
      this.#repeated === 1
        ? "1 object is in the input more than once: it counts once"
        : `${this.#repeated} objects are in the input more than once: each counts once`;
    const some = this.#recreated === 1 ? "1 of them has" : `${this.#recreated} of them have`;
    const who = this.#recreated < this.#repeated ? some : this.#repeated === 1 ? "It has" : "They have";
    const recreated =
      this.#recreated === 0
        ? ""
        : `. ${who} more than one uid: the input is of several moments, or of several clusters`;
    const severity = this.#recreated === 0 ? "info" : "warning";
    return [{ severity, code: "repeated-object", message: objects + recreated, source: null }];
  }
}
