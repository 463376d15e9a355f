/** A line of advice: a sentence, or a command, which is never wrapped. It is not escaped. */
export interface Advice {
  readonly text: string;
  readonly isCommand: boolean;
}

/** A line of advice in words. */
export function sentence(text: string): Advice {
  return { text, isCommand: false };
}

/** A line of advice that a user can paste into a shell. */
export function command(text: string): Advice {
  return { text, isCommand: true };
}

/** Advice as one line: a semicolon ends each command, as in a shell, unless it is the last one. */
export function adviceLine(advice: readonly Advice[]): string {
  return advice
    .map(({ text, isCommand }, index) => (isCommand && index < advice.length - 1 ? `${text};` : text))
    .join(" ");
}
