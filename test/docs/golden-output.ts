import { readFileSync } from "node:fs";
import { codeBlocks } from "./code-blocks.ts";

/** The real output of a command, from its golden file: `lint/examples-80-columns`. */
export function goldenOutput(scenario: string): string {
  const golden = readFileSync(`test/golden/commands/${scenario}.md`, "utf8");
  const [, output = ""] = /## stdout\n\n```\n(.*?)```\n/s.exec(golden) ?? [];
  return output;
}

/** The blocks of output in a document that begin with a text. */
export function outputBlocks(document: string, start: string): readonly string[] {
  const blocks = codeBlocks(readFileSync(document, "utf8")).filter(({ language }) => language === "text");
  return blocks.map(({ code }) => code).filter((code) => code.startsWith(start));
}
