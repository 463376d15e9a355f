import { NoteBook } from "../audit/inventory/notes/notes.ts";
import type { Evaluator } from "../policy/evaluator.ts";
import type { Remark, WorkloadObject } from "../workloads/object.ts";
import type { Server } from "./options.ts";
import type { Note } from "./types.ts";

/** The words of notes that name an option in place of a flag. */
export const WORDING = {
  aside: "the option namespace chooses another",
  configure: () => "the option configuration applies them, with a value of parseConfiguration",
};

/** Collects the notes of an answer about single objects. They are the same as those of a lint. */
export class AnswerNotes {
  readonly #book = new NoteBook(false, WORDING);
  readonly #evaluator: Evaluator;

  constructor({ evaluator, minor }: Server) {
    this.#evaluator = evaluator;
    if (minor !== undefined) this.#book.addServer(minor, evaluator.maxMinor);
  }

  /** @param place the object that the remarks are about, if there are several: `pods[0]: ` */
  add(remarks: readonly Pick<Remark, "severity" | "code" | "message">[], place = ""): void {
    for (const remark of remarks) this.#book.add({ ...remark, message: place + remark.message, source: null });
  }

  /** Notes the fields of a pod that the server drops. */
  addDroppedFields(workload: WorkloadObject): void {
    this.#book.addDroppedFields(workload, this.#evaluator);
  }

  list(): readonly Note[] {
    return this.#book.sorted().map(({ severity, code, message }) => ({ severity, code, message }));
  }
}
