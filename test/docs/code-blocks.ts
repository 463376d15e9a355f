/** A block of code of a Markdown document. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

/** The blocks of code of a Markdown document, in their order. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({ language, code }));
}
