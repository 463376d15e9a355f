import { shortenMessage, withoutUserInfo } from "../../../api/words/quoted.ts";
import type { RenderingOptions } from "../options.ts";

/** The advice of Helm that needs a flag which a run of this program does not have. */
const DEBUG_ADVICE = /Use --debug flag to render out invalid YAML/g;
/** A shorter value of `--set` is no secret, and may be a part of any word. */
const SHORTEST_SECRET = 4;

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
  const error = /^(?:Error|error|Error: error):[ ]?(.*)$/ms.exec(stderr)?.[1] ?? stderr;
  const named = shown.reduce((text, [path, name]) => text.replaceAll(path, name), error.replaceAll(DEBUG_ADVICE, ""));
  const secrets = [...(set ?? []), ...(setString ?? [])]
    .flatMap((assignment) => assignment.split(/(?<!\\),/))
    .map((assignment) => assignment.slice(assignment.indexOf("=") + 1).replaceAll(String.raw`\,`, ","))
    .filter((value) => value.length >= SHORTEST_SECRET);
  const hidden = secrets.reduce((text, value) => text.replaceAll(value, "…"), withoutUserInfo(named));
  return shortenMessage(hidden.replaceAll(/\s+/g, " ").trim());
}
