/** ` (exit code 1)`, at the end of a part of a sentence, for the reader who runs the command. */
export function exitCodeText(code: number): string {
  return ` (exit code ${code})`;
}

/** The texts for a document, whose reader does not run the command: without exit codes. */
export function withoutExitCodes(texts: readonly string[]): string[] {
  return texts.map((text) => text.replaceAll(/ \(exit code \d\)/g, ""));
}
