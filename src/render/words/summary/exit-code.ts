/** ` (exit code 1)`, at the end of a part of a sentence, for the reader who runs the command. */
export function exitCodeText(code: number): string {
  return ` (exit code ${code})`;
}

/** The texts without exit codes: for a document, whose reader does not run the command, and if the exit code is another one. */
export function withoutExitCodes(texts: readonly string[]): string[] {
  return texts.map((text) => text.replaceAll(/ \(exit code \d\)/g, ""));
}
