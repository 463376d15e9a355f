/** The characters that a part of a document may take, since GitHub refuses a comment that is longer than it allows. */
export class Room {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  /** Takes the room for a text, where there is enough, and says whether there was. */
  take(text: string): boolean {
    if (text.length > this.#left) return false;
    this.#left -= text.length;
    return true;
  }
}

/**
 * As many of some lines as there is room for, then how many there are besides.
 *
 * @param rest the last line, told how many were left out
 */
export function linesWithin(lines: Iterable<string>, room: Room, rest: (left: number) => string): string {
  const kept: string[] = [];
  let left = 0;
  for (const line of lines) {
    if (room.take(line)) kept.push(line);
    else left++;
  }
  return kept.join("") + (left === 0 ? "" : rest(left));
}
