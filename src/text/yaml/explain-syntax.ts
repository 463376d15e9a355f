/** The beginning of a line up to the value: dashes and a key. */
const BEFORE_VALUE = /^\s*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#[\]{},&*!|>%@`-][^#]*?):[ \t]+)?(?:- +)*/;
/** go-yaml's messages for text in a wrong place. */
const STRAY_TEXT: ReadonlySet<string> = new Set([
  "did not find expected key",
  "did not find expected '-' indicator",
  "did not find expected node content",
]);
const CLOSING = /^[\],}]/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?=[^\s#,\]}:])/;
const PLAIN_WITH_COLON = /^[^\s"'[{|>&*!#].*?:(?:\s|$)/;

/**
 * Explains why a line is not YAML and how to fix it, if the line tells more than the parser's message. Most often a
 * value needs quotes.
 *
 * @param reason the message of go-yaml (go.yaml.in/yaml/v2 v2.4.4)
 * @param line the line with the fault
 */
export function explainSyntax(reason: string, line: string): string {
  const start = line.trimStart();
  const value = line
    .slice(BEFORE_VALUE.exec(line)?.[0].length ?? 0)
    .replace(/\s#.*/, "")
    .trimEnd();
  // A glob, or the schedule of a CronJob: the name of an alias consists of letters and digits.
  if (value.startsWith("*") && reason === "did not find expected alphabetic or numeric character") {
    return "* begins an alias in YAML; put the value in quotes";
  }
  if (reason === "mapping values are not allowed in this context") {
    const hasColon = PLAIN_WITH_COLON.test(value) && value !== start;
    return hasColon ? "found a colon and white space inside a value; put it in quotes" : reason;
  }
  if (reason.startsWith("found a tab character")) return `${reason}; indent with spaces`;
  if (!STRAY_TEXT.has(reason)) return reason;
  if (CLOSING.test(value)) return `a value cannot begin with ${value.charAt(0)} in YAML; put it in quotes`;
  return QUOTED.test(value) ? "found text behind a closing quote; put the whole value in quotes" : reason;
}

/** Returns the line of a text that contains an offset. */
export function lineAt(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end);
}
