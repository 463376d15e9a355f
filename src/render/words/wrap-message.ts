import { widthOf } from "../terminal/width.ts";
import { wrap } from "./lines.ts";

/** A part of a message: prose, which may be divided at every space, or a command to paste, which may not. */
interface Part {
  readonly text: string;
  readonly isCommand: boolean;
}

/** The words that follow the name of a program in a command. In prose, other words follow: `kubectl rejects this`. */
const COMMANDS: Readonly<Record<string, RegExp>> = {
  kubectl:
    /^(?:-.+|annotate|api-resources|apply|auth|config|create|delete|describe|get|kustomize|label|logs|patch|pss|run|version)$/,
  kustomize: /^(?:build|create|edit)$/,
  helm: /^(?:dependency|get|pull|repo|template)$/,
  flux: /^(?:build|envsubst)$/,
  curl: /^\S/,
};

const INDENT = "  ";

/**
 * Wraps a message at `width` columns. A command in it stays on one line, so that it can be pasted: a line of its own if it does not fit
 * behind the text before it, unless that is only a word. A frame of a stack trace stays one line, too.
 */
export function wrapMessage(text: string, width: number): string[] {
  if (width === Infinity || text.startsWith(" ")) return [text];
  const lines: string[] = [];
  for (const part of partsOf(text)) {
    const last = lines.pop();
    const [word = ""] = part.isCommand ? [part.text] : part.text.split(" ", 1);
    // A word alone, such as `Next:`, stays before the command.
    const isFitting = last !== undefined && (!last.includes(" ") || widthOf(last) + 1 + widthOf(word) <= width);
    if (last !== undefined && !isFitting) lines.push(last);
    const first = last === undefined ? "" : isFitting ? `${last} ` : INDENT;
    lines.push(...(part.isCommand ? [first + part.text] : wrap(part.text, width, INDENT, first)));
  }
  return lines;
}

/** Divides a message before each command. A command ends at the next one, or with the message, because prose behind it looks like its arguments. */
function partsOf(text: string): readonly Part[] {
  const words = text.split(" ");
  const starts = words.flatMap((_, index) => (isStart(words, index) ? [index] : []));
  const parts = [0, ...starts].map((start, index): Part => {
    const end = starts[index] ?? words.length;
    return { text: words.slice(start, end).join(" "), isCommand: index > 0 };
  });
  return parts.filter((part) => part.isCommand || part.text !== "");
}

function isStart(words: readonly string[], index: number): boolean {
  // A command after a pipe is part of the command before it.
  if (words[index - 1] === "|") return false;
  const program = /^[(`"]?(\w+)$/.exec(words[index] ?? "")?.[1] ?? "";
  const next = words[index + 1];
  if (next === undefined || !Object.hasOwn(COMMANDS, program) || COMMANDS[program]?.test(next) !== true) return false;
  const argument = words[index + 2] ?? "";
  // `a bug of kubectl pss (TypeError)` names the program, and `kubectl apply sets them` the subcommand.
  if (next === "pss") return /^[a-z-]+[.,;)`"]*$/.test(argument);
  return next !== "apply" || /^[-\u2026]/.test(argument);
}
