/**
 * Remembers the last answer, for equal questions in a row: the pods of a controller follow each other, and nearly all of them are judged alike. One object serves all
 * askers, since an answer for each namespace would keep a pod of each, and a WeakMap of all answers takes 150 MB for 150,000 pods.
 */
export class LastAnswer<Answer> {
  #about: readonly unknown[] | undefined;
  #answer: Answer | undefined;

  /**
   * Returns the last answer if it is about the same values, and makes it otherwise.
   *
   * @param about the asker, and the values that decide the answer
   */
  of(about: readonly unknown[], make: () => Answer): Answer {
    const last = this.#about;
    if (last !== undefined && this.#answer !== undefined && areSame(last, about)) return this.#answer;
    const answer = make();
    this.#about = about;
    this.#answer = answer;
    return answer;
  }
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
