import { parseLevel } from "../../api/level.ts";
import { shownUrl } from "../../api/words/quoted.ts";
import { shellWord } from "../../api/words/shell-word.ts";
import { UserError } from "../../api/user-error.ts";

/**
 * The error about a URL in place of a file.
 *
 * @param pipedInto the command that reads standard input instead; undefined if it would need more flags
 */
export function refusedUrl(url: string, pipedInto: string | undefined): UserError {
  const shown = shownUrl(url);
  const word = shown === url ? shellWord(url) : "URL";
  const target = pipedInto === undefined ? "> fetched.yaml" : `| ${pipedInto}`;
  return new UserError(`${shown} is a URL, and only files are read`, [
    `Fetch it yourself: curl -sSfL ${word} ${target}`,
    `Or, if it is a kustomization: kubectl kustomize ${word} ${target}`,
  ]);
}

/** The advice on a path that does not exist. A level is easily written without its flag. */
export function adviceOn(arg: string): string {
  const [level = "", ...version] = arg.toLowerCase().split(":");
  if (parseLevel(level) === undefined) return "Check the path.";
  return `If you mean the level, write --level ${[level, ...version].join(":")}, and a PATH.`;
}
