import { commandOpening, isPrintableText, unprintable } from "./output-text.ts";

/** No shell sees anything in these characters. zsh expands a word that begins with `=`. */
const PLAIN = /^(?!=)[\w./:=@%+,-]+$/;

/**
 * A word of a command that people copy, or that sh runs: a POSIX shell reads it back unchanged, and it has no line break and no unprintable
 * character. Quotes keep everything but those as it is. Those characters take the `$'…'` of bash, zsh and ksh (POSIX.1-2024, 2.2.4); an older sh
 * reads another word, and runs nothing. Half of a character becomes U+FFFD, as in every output.
 *
 * Quotes do not keep a command from taking a word for a flag: see `shellPath`.
 */
export function shellWord(text: string): string {
  const word = text.toWellFormed();
  if (PLAIN.test(word)) return word;
  if (isPrintableText(word)) {
    const quoted = `'${word.replaceAll("'", String.raw`'\''`)}'`;
    // The shell joins both halves again. The runner of a CI job that prints the command sees no `##vso[`.
    return quoted.replace(commandOpening(), "#''");
  }
  const escaped = word.replaceAll(/[\\']/g, String.raw`\$&`).replace(unprintable(), octal);
  return `$'${escaped.replace(commandOpening(), octal)}'`;
}

/** A path as `shellWord` has it. A leading dash gets `./` before it, so that no command takes the path for a flag. */
export function shellPath(path: string): string {
  return shellWord(path.startsWith("-") ? `./${path}` : path);
}

/** The bytes of a character in UTF-8, always three digits each, so that what follows is no part of them. */
function octal(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
