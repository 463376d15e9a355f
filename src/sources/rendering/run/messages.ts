import { shortenMessage, withoutUserInfo } from "../../../api/words/quoted.ts";
import type { RenderingOptions } from "../options.ts";

/** The advice of Helm that needs a flag which a run of this program does not have. */
const DEBUG_ADVICE = /Use --debug flag to render out invalid YAML/g;
/** A shorter value of `--set` is no secret, and may be a part of any word. */
const SHORTEST_SECRET = 4;
/** A header of klog, before the text of a line: k8s.io/klog/v2, formatHeader. */
const LOG_HEADER = /^[IWEF]\d{4} [\d:.]+ +\d+ [^\s\]]+:\d+\] /gm;
/** A line of klog with an error, which is quoted, or indented if it has several lines: k8s.io/klog/v2, KVFormat. */
const LOGGED_ERROR =
  /^[EF]\d{4} [\d:.]+ +\d+ [^\s\]]+:\d+\] "(?:[^"\\]|\\.)*" err=(?:<\n(.*?)\n >|("(?:[^"\\]|\\.)*")).*?$/gms;

/**
 * Makes one line of what a tool said on standard error: its error if it names one, otherwise everything. Values of `--set` and passwords in addresses
 * are left out.
 *
 * @param shown the names to show instead of paths: `/home/me/app/charts/web` to `charts/web`
 */
export function cleanMessage(
  stderr: string,
  shown: readonly (readonly [path: string, name: string])[],
  { set, setString }: Partial<Pick<RenderingOptions, "set" | "setString">> = {},
): string {
  const said = withoutLogHeaders(stderr);
  const error = /^(?:Error|error|Error: error):[ ]?(.*)$/ms.exec(said)?.[1] ?? said;
  const named = shown.reduce((text, [path, name]) => text.replaceAll(path, name), error.replaceAll(DEBUG_ADVICE, ""));
  const forms = [...(set ?? []), ...(setString ?? [])].flatMap(valuesOf).flatMap(formsOf);
  // A value may begin with another one, so the longest goes first.
  const secrets = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  const hidden = secrets.reduce((text, value) => text.replaceAll(value, "…"), withoutUserInfo(named));
  return shortenMessage(hidden.replaceAll(/\s+/g, " ").trim());
}

/** Replaces the lines of klog by their error or their text: `E1201 13:27:24.860796 23955 run.go:72] "command failed" err="no"`. */
function withoutLogHeaders(stderr: string): string {
  return stderr
    .replaceAll(
      LOGGED_ERROR,
      (_, block: string | undefined, quoted: string | undefined) =>
        block?.replaceAll(/^\t/gm, "") ?? unquote(quoted ?? ""),
    )
    .replaceAll(LOG_HEADER, "");
}

/** The text of a string that Go quoted. JSON does not know all of its escapes. */
function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

/** The values of `--set a=1,b={2,3}`, as they are written. The items of a list have no key. */
function valuesOf(assignments: string): string[] {
  const parts = assignments.match(/(?:[^\\,]|\\.|\\$)+/gs) ?? [];
  return parts.map((part) => part.slice(/^(?:[^\\=]|\\.)*?=/s.exec(part)?.[0].length ?? 0));
}

/** The forms of a value in a message: as it is written, and without backslashes, also between quotes of Go and JSON. */
function formsOf(written: string): string[] {
  const item = written
    .trim()
    .replaceAll(/^\{|\}$/g, "")
    .trim();
  const value = item.replaceAll(/\\(.)/gs, "$1");
  return [item, value]
    .flatMap((text) => [text, ...text.split("\n").map((line) => line.trim())])
    .flatMap((text) => [
      text,
      escaped(text),
      escaped(escaped(text)),
      htmlEscaped(escaped(text)),
      text.replaceAll("'", "''"),
    ])
    .filter((text) => text.length >= SHORTEST_SECRET);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Escapes the characters that Go's encoding/json escapes for HTML. */
function htmlEscaped(text: string): string {
  return text.replaceAll(/[<>&]/g, (sign) => String.raw`\u00${sign.charCodeAt(0).toString(16)}`);
}
