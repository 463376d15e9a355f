import { commandOpening, isPrintableText, unprintable } from "./output-text.ts";

/** Characters without a meaning to any shell. zsh expands a word that begins with `=`. */
const PLAIN = /^(?!=)[\w./:=@%+,-]+$/;

/**
 * Quotes a word for a command that people copy or that sh runs: a POSIX shell reads it back unchanged, and it has no
 * line break and no unprintable character. A word with such characters is written as `$'…'` of bash, zsh and ksh
 * (POSIX.1-2024, 2.2.4); an older sh reads a different word, and runs nothing. All other words are written between
 * plain quotes. Half of a character becomes U+FFFD, as in every output.
 *
 * Quotes do not keep a command from reading a word as a flag: see `shellPath`.
 */
export function shellWord(text: string): string {
  const word = text.toWellFormed();
  if (PLAIN.test(word)) return word;
  if (isPrintableText(word)) {
    const quoted = `'${word.replaceAll("'", String.raw`'\''`)}'`;
    // The shell joins both halves again. The runner of a CI job that prints the command finds no `##vso[`.
    return quoted.replace(commandOpening(), "#''");
  }
  const escaped = word.replaceAll(/[\\']/g, String.raw`\$&`).replace(unprintable(), octal);
  return `$'${escaped.replace(commandOpening(), octal)}'`;
}

/** Quotes a path as `shellWord` does, with `./` before a leading dash, so that no command reads the path as a flag. */
export function shellPath(path: string): string {
  return shellWord(path.startsWith("-") ? `./${path}` : path);
}

/** The bytes of a character in UTF-8, each with three digits, so that a following digit is not part of them. */
function octal(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
