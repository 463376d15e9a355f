import { InvalidArgumentError, type Argument, type Option } from "commander";
import { nearestName } from "../../../api/words/nearest-name.ts";

/** The shortest beginning of a word that names it: `warn` for `warning`. */
const SHORTEST_START = 3;

/** Lets an option or an argument take one of some words, and suggests the nearest one. Help and completion show them all. */
export function withChoices<Target extends Option | Argument>(target: Target, choices: readonly string[]): Target {
  target.choices(choices).argParser((text: string) => {
    if (choices.includes(text)) return text;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.${didYouMean(text, choices)}`);
  });
  return target;
}

/**
 * ` Did you mean restricted?`; empty if no word is near.
 *
 * @param rest what follows the word: `:v1.30`
 */
export function didYouMean(text: string, words: readonly string[], rest: string = ""): string {
  const meant = nearestName(text, words) ?? sameStart(text.toLowerCase(), words);
  return meant === undefined ? "" : ` Did you mean ${meant}${rest}?`;
}

function sameStart(text: string, words: readonly string[]): string | undefined {
  if (text.length < SHORTEST_START) return undefined;
  const found = words.filter(
    (word) => word.startsWith(text) || (word.length >= SHORTEST_START && text.startsWith(word)),
  );
  return found.length === 1 ? found[0] : undefined;
}
