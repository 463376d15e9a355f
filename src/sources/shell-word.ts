const PLAIN = /^[\w@%+=:,./][\w@%+=:,./-]*$/;
// oxlint-disable-next-line no-control-regex -- these are what a shell's plain quotes would hand to the terminal
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * A path as one word of a POSIX shell, for commands that people copy. Control characters, which a terminal would not show as they are,
 * take the `$'…'` of bash, zsh and ksh (POSIX.1-2024, 2.2.4). A leading dash gets `./` before it, so that no command takes it for a flag.
 */
export function shellWord(path: string): string {
  const word = path.startsWith("-") ? `./${path}` : path;
  if (PLAIN.test(word)) return word;
  if (!CONTROL.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word.replaceAll(/[\\']/g, "\\$&").replaceAll(new RegExp(CONTROL, "g"), octal);
  return `$'${escaped}'`;
}

/** Always three digits, so that what follows is no part of it. */
function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}
