/**
 * Characters and texts that must not reach a terminal or the log of a CI job unescaped. Each pattern is a function,
 * because a run that meets none of these characters does not pay for compiling it.
 */

/**
 * Matches one character that must not reach a terminal: a control character, which can move the cursor or hide text; a
 * mark that reverses or isolates the direction of text; a character that has no width or looks like a space; half of a
 * character; a code point that Unicode has not assigned.
 */
export const unprintable = (): RegExp => /[[^\p{L}\p{M}\p{N}\p{P}\p{S} ]\p{Default_Ignorable_Code_Point}]/gv;

const PLAIN = /^[ -~]*$/;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Whether a text can go to a terminal unescaped. */
export function isPrintableText(text: string): boolean {
  return PLAIN.test(text) || text.search(unprintable()) === -1;
}

/**
 * Shows a text on one line: line feed, carriage return and tab as `
 * `, `\r`, `\t`, other unprintable characters as `escapeCodePoint` escapes them. It is for people: a backslash is not
 * escaped, so the original text cannot be restored.
 */
export function showUnprintable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(unprintable(), (character) => NAMED[character] ?? escapeCodePoint(character));
}

/** Escapes a character (one code point) as Go's `%q` and YAML do: `\x1b`, `\u202e`, `\U000e0001`. */
export function escapeCodePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x80) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/**
 * The printable characters that ICU ignores in a comparison, as a character class. GitHub's runner compares with ICU,
 * so they may be between the characters of a command. All other characters that ICU ignores are unprintable.
 */
export const WEIGHTLESS = String.raw`[\p{M}\u0640\u07fa\u180a\u1cd3\ufe73]`;

/**
 * Matches the first `#` of the beginning of a CI runner's command, anywhere in a line: `##[` for GitHub
 * (ActionCommand.cs of actions/runner 2.336.0) and the colours of Azure Pipelines, `##vso[` for Azure Pipelines
 * (Command.cs of microsoft/azure-pipelines-agent), `##teamcity[`, `##octopus[` and the like.
 */
export const commandOpening = (): RegExp => new RegExp(String.raw`#(?=${WEIGHTLESS}*#[${WEIGHTLESS}\w.\-]*\[)`, "gv");
