import type { Command, Option } from "commander";

/** The use of a flag on a command line. */
export interface FlagUse {
  readonly option: Option;
  /** Undefined if the flag takes none. */
  readonly value: string | undefined;
  /** The positions of its words, without those of further values. */
  readonly positions: readonly number[];
}

/** The words of a command line, divided by the declarations of the flags. */
export interface DividedWords {
  /** The command that the first operand names, or one of its own commands that the second operand names; undefined if there is no operand, or no such command. */
  readonly command: Command | undefined;
  /** The positions of the operands: the words that are neither flags nor values of flags. The first one names the command. */
  readonly operands: readonly number[];
  readonly flags: readonly FlagUse[];
  /** The flag whose value is the next word. */
  readonly open: Option | undefined;
  /** Whether the open flag already has a value, so that the next word is another value or a flag. */
  readonly hasValue: boolean;
  /** Whether the words contain `--`, so that all following words are operands. */
  readonly isEnded: boolean;
}

/**
 * Divides the words of a command line into flags, values of flags, and operands, as commander does.
 *
 * @param words the words after the program's name, in the forms that normalizeArguments returns
 */
export function divideWords(program: Command, words: readonly string[]): DividedWords {
  const operands: number[] = [];
  const flags: FlagUse[] = [];
  let command: Command | undefined;
  let open: Option | undefined;
  let hasValue = false;
  let isEnded = false;
  for (const [position, word] of words.entries()) {
    if (open !== undefined && !(hasValue && looksLikeFlag(word))) {
      flags.push({ option: open, value: word, positions: hasValue ? [position] : [position - 1, position] });
      hasValue = true;
      if (!open.variadic) open = undefined;
      continue;
    }
    open = undefined;
    hasValue = false;
    if (isEnded || !looksLikeFlag(word)) {
      if (operands.length === 0) command = program.commands.find((known) => known.name() === word);
      // A command may have commands of its own.
      else if (operands.length === 1) command = command?.commands.find((known) => known.name() === word) ?? command;
      operands.push(position);
    } else if (word === "--") isEnded = true;
    else {
      const options = [...(command?.options ?? []), ...program.options];
      for (const { option, value } of readFlag(word, options)) {
        if (takesValue(option) && value === undefined) open = option;
        else flags.push({ option, value, positions: [position] });
      }
    }
  }
  return { command, operands, flags, open, hasValue: open !== undefined && hasValue, isEnded };
}

/** Whether a flag takes a value. */
export function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** `-` alone is a value: standard input. */
function looksLikeFlag(word: string): boolean {
  return word.length > 1 && word.startsWith("-");
}

type Flag = Pick<FlagUse, "option" | "value">;

/** The flags of a word: one long flag, or several short ones. The word may also contain the value of the last one. */
function readFlag(word: string, options: readonly Option[]): readonly Flag[] {
  if (word.startsWith("--")) {
    const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    const option = options.find(({ long }) => long === name);
    return option === undefined ? [] : [{ option, value }];
  }
  const flags: Flag[] = [];
  for (let at = 1; at < word.length; at++) {
    const option = options.find(({ short }) => short === `-${word.charAt(at)}`);
    if (option === undefined) break;
    const rest = word.slice(at + 1);
    if (takesValue(option)) return [...flags, { option, value: rest === "" ? undefined : rest }];
    flags.push({ option, value: undefined });
  }
  return flags;
}
