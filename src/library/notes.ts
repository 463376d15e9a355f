import { NoteBook } from "../audit/inventory/notes/notes.ts";
import type { Remark } from "../workloads/object.ts";
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

  constructor({ evaluator, minor }: Server) {
    if (minor !== undefined && minor > evaluator.maxMinor) this.#book.addNewerServer(minor, evaluator.maxMinor);
  }

  /** @param place the object that the remarks are about, if there are several: `pods[0]: ` */
  add(remarks: readonly Pick<Remark, "severity" | "code" | "message">[], place = ""): void {
    for (const remark of remarks) this.#book.add({ ...remark, message: place + remark.message, source: null });
  }

  list(): readonly Note[] {
    return this.#book.sorted().map(({ severity, code, message }) => ({ severity, code, message }));
  }
}
