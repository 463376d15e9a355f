import { isUserError } from "../../api/user-error.ts";

/** A value that is read from files, and read again when they change. */
export class Reloaded<T> {
  readonly #read: () => T;
  readonly #say: (line: string) => void;
  #value: T;
  /** The value as text, to notice a change. */
  #text: string;
  #fault = "";
  #time: number;

  /**
   * Reads the value for the first time.
   *
   * @param say prints a line when a changed value is read or refused
   * @throws UserError if the files are wrong
   */
  constructor(read: () => T, say: (line: string) => void) {
    this.#read = read;
    this.#say = say;
    this.#value = read();
    this.#text = JSON.stringify(this.#value);
    this.#time = Date.now();
  }

  /** The last valid value. */
  get value(): T {
    return this.#value;
  }

  /** When it was read, in seconds since 1970. */
  get time(): number {
    return this.#time / 1000;
  }

  /**
   * Reads the value again. A wrong one does not count, and its fault is printed once.
   *
   * @returns whether there is a new value, or a new fault
   */
  check(): "unchanged" | "changed" | "refused" {
    try {
      const value = this.#read();
      const text = JSON.stringify(value);
      const isRepaired = this.#fault !== "";
      this.#fault = "";
      if (text === this.#text && !isRepaired) return "unchanged";
      this.#value = value;
      this.#text = text;
      this.#time = Date.now();
      return "changed";
    } catch (error) {
      const fault = error instanceof Error && isUserError(error) ? error.message : "it cannot be read";
      if (fault === this.#fault) return "unchanged";
      this.#fault = fault;
      this.#say(`${fault}; the last valid contents stay in force`);
      return "refused";
    }
  }
}
