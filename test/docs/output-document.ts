/** docs/output.md: its tables of codes, and its examples of documents. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { codeBlocks } from "./code-blocks.ts";

const TEXT = readFileSync(new URL("../../docs/output.md", import.meta.url), "utf8");

/** The cells of the rows of the table below a heading; the first cell is a code, without its backticks. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section] = TEXT.split(`\n## ${heading}\n`);
  assert.ok(section !== undefined, heading);
  const [text = ""] = section.split("\n## ");
  return [...text.matchAll(/^\| `([\w-]+)` \|(.*)\|$/gm)].map(([, code = "", cells = ""]) => [
    code,
    ...cells.split("|").map((cell) => cell.trim()),
  ]);
}

/** A row for each code of a note: the code, its meaning, and its severity with `--strict`. */
export const NOTES = rowsBelow("Notes");
/** A row for each code of a finding: the code, its meaning and its severity. */
export const FINDINGS = rowsBelow("Findings of an audit");

/** An example of a document. The example has `…` in place of omitted parts. */
export interface Example {
  readonly code: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const ALL: readonly Example[] = codeBlocks(TEXT)
  .filter(({ language }) => language === "jsonc")
  .map(({ code }) => ({ code, value: parseExample(code) }));

/** The examples of documents in JSON, in their order. */
export const EXAMPLES: readonly Example[] = ALL.filter(({ value }) => "kind" in value);
/** The example of the field `compared`, for an audit and a plan together. */
export const COMPARED: readonly Example[] = ALL.filter(({ value }) => "compared" in value && !("kind" in value));

/**
 * Parses an example. A comment with an object is another value of the null before it: `"owner": null }],  // or { "manager": "…" }`. An object or
 * list with only `…` is empty, and a name without a value gets the value `…`.
 */
function parseExample(code: string): Readonly<Record<string, unknown>> {
  const lines = code.split("\n").map((line) => {
    const [, before = line, comment = ""] = /^((?:[^"/]|"(?:[^"\\]|\\.)*")*)\/\/(.*)$/.exec(line) ?? [];
    const [other] = /\{.*\}/.exec(comment) ?? [];
    return other === undefined ? before : before.replace(/null(?=[\s\]},]*$)/, () => other);
  });
  const json = lines
    .join("\n")
    .replaceAll(/("\w+")(?: \| "\w+")+/g, "$1")
    .replaceAll(/([{[]) … ([}\]])/g, "$1$2")
    .replaceAll(/([{,]\s*"\w+")(?=\s*[,}])/g, '$1: "…"')
    .replaceAll(/,(?=\s*[}\]])/g, "");
  return JSON.parse(json);
}
