/** Reads what kubectl and the API server write before a sentence: the pod, and the file that it was read from. */
import { concatenated, doubleQuoted, spaced } from "./unfold.ts";
import { QUOTED } from "./patterns.ts";

/** The words before a sentence. */
export interface Introduction {
  readonly pod: string | undefined;
  /** The file that kubectl names; undefined for standard input. */
  readonly file: string | undefined;
  /** The position of its first line in the text before the sentence. */
  readonly start: number;
}

const FORBIDDEN = new RegExp(`\\bpods ${QUOTED} is forbidden:\\s*$`);
const READ_FROM = new RegExp(`\\berror when [a-z]+ ${QUOTED}: pods (?:${QUOTED} )?is forbidden:\\s*$`);
/** The end of an introduction without its spaces, and a length that it has at most with them. */
const END = "isforbidden:";
const END_LENGTH = 160;
/** The largest number of lines that an introduction is wrapped into. */
const MAX_LINES = 16;

/** Reads the introduction at the end of the text before a sentence. It may be wrapped. */
export function readIntroduction(before: string): Introduction {
  const lastLine = before.lastIndexOf("\n") + 1;
  const none = { pod: undefined, file: undefined, start: lastLine };
  if (
    !before
      .slice(-END_LENGTH)
      .replaceAll(/[\s\\]/g, "")
      .endsWith(END)
  )
    return none;
  let found: Introduction = none;
  let start = before.length;
  for (let count = 0; count < MAX_LINES && start > 0; count++) {
    const next = before.lastIndexOf("\n", start - 2) + 1;
    // An empty line ends the text that belongs together.
    if (count > 0 && before.slice(next, start).trim() === "") break;
    start = next;
    const text = before.slice(start);
    for (const unfold of text.includes('\\"') ? [doubleQuoted] : [spaced, concatenated]) {
      const line = unfold(text);
      const pod = unquote(FORBIDDEN.exec(line)?.[1]);
      if (pod !== undefined && found.pod === undefined) found = { pod, file: undefined, start };
      const file = unquote(READ_FROM.exec(line)?.[1]);
      if (file !== undefined) return { pod: found.pod, file: file === "STDIN" ? undefined : file, start };
    }
  }
  return found;
}

/** The value of a quoted text; undefined if it is none. */
export function unquote(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return undefined;
  }
}
