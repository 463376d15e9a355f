/** What stands before a value in a line: dashes, and a key. */
const BEFORE_VALUE = /^\s*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#[\]{},&*!|>%@`-][^#]*?):[ \t]+)?(?:- +)*/;
/** Indicators that YAML 1.1 reserves (5.3), or has for directives: no plain scalar begins with one. */
const RESERVED = /^[@`%]/;
const RESERVED_IN_FLOW = /[[{,:]\s*([@`])/;
const CLOSING = /^[\],}]/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?=[^\s#,\]}:])/;
const PLAIN_WITH_COLON = /^[^\s"'[{|>&*!#].*?:(?:\s|$)/;

/**
 * Why a line is no YAML and what to do about it, where a look at the line tells more than the parser's own words. Most often a value that
 * should stand in quotes does not.
 *
 * @param reason the parser's words
 * @param line the line with the fault
 */
export function explainSyntax(reason: string, line: string): string {
  if (reason.startsWith("tab characters")) return `${reason}; use spaces`;
  const start = line.trimStart();
  const value = line
    .slice(BEFORE_VALUE.exec(line)?.[0].length ?? 0)
    .replace(/\s#.*/, "")
    .trimEnd();
  const reserved =
    RESERVED.exec(start)?.[0] ??
    RESERVED.exec(value)?.[0] ??
    (/^[[{]/.test(value) ? RESERVED_IN_FLOW.exec(value)?.[1] : undefined);
  if (reserved !== undefined) return `nothing begins with ${reserved} in YAML; put it in quotes`;
  // A glob, or the schedule of a CronJob: the names of aliases are letters and digits.
  if (/^\*(?![\w-]+\s*(?:[,\]}]|$))/.test(value)) return "* begins an alias in YAML; put the value in quotes";
  if (!reason.startsWith("bad indentation")) return reason;
  if (CLOSING.test(value)) return `a value cannot begin with ${value.charAt(0)} in YAML; put it in quotes`;
  if (QUOTED.test(value)) return "found text behind a closing quote; put the whole value in quotes";
  return PLAIN_WITH_COLON.test(value) && value !== start
    ? "found a colon and white space inside a value; put it in quotes"
    : reason;
}

/** The line of a text that an offset is in. */
export function lineAt(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end);
}
