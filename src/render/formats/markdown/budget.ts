/** The remaining characters of a part of a document. GitHub refuses a comment that exceeds its limit. */
export class Budget {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  /** Spends the characters of a text if they are left, and returns whether they were. */
  spend(text: string): boolean {
    if (text.length > this.#left) return false;
    this.#left -= text.length;
    return true;
  }
}

/**
 * Joins the lines that the budget allows, and a line about the others.
 *
 * @param rest makes the last line from the number of omitted lines
 */
export function linesWithin(lines: Iterable<string>, budget: Budget, rest: (left: number) => string): string {
  const kept: string[] = [];
  let left = 0;
  for (const line of lines) {
    if (budget.spend(line)) kept.push(line);
    else left++;
  }
  return kept.join("") + (left === 0 ? "" : rest(left));
}
