/**
 * Phrases of the API server's details. A check declares each phrase once: it writes the phrase into its detail, and
 * `kubectl pss explain` reads it from a message.
 */

/** A part of a phrase that differs from pod to pod. */
export interface Slot<Value> {
  /** A regular expression without capturing groups that matches every text of the slot. */
  readonly pattern: string;
  write(value: Value): string;
  /** Reads a text that the pattern matches as a whole. */
  read(text: string): Value;
  /** Lists the names of the containers in a value, in the order of the text; absent for a slot that names none. */
  containersOf?(value: Value): readonly string[];
}

/** A text with slots. It can be a slot of another phrase. */
export interface Phrase<Values extends readonly unknown[]> extends Slot<Values> {
  /** Reads a whole text; undefined if it is another text. */
  parse(text: string): Values | undefined;
  containersOf(values: Values): readonly string[];
}

/** Declares a phrase. Its value is the tuple of the values of its slots. */
export function phrase<Values extends readonly unknown[]>(
  texts: TemplateStringsArray,
  ...slots: { readonly [Index in keyof Values]: Slot<Values[Index]> }
): Phrase<Values> {
  const [first = "", ...rest] = texts;
  const patternOf = (open: string, close: string): string =>
    slots.reduce<string>(
      (joined, { pattern }, index) => joined + open + pattern + close + escapePattern(rest[index] ?? ""),
      escapePattern(first),
    );
  // Compiled late: only `explain` reads phrases, and every command loads the checks.
  let compiled: RegExp | undefined;
  const parse = (text: string): Values | undefined => {
    compiled ??= new RegExp(`^${patternOf("(", ")")}$`, "su");
    const captured = compiled.exec(text);
    // A tuple that is built item by item has no other type.
    if (captured !== null) return slots.map((slot, index) => slot.read(captured[index + 1] ?? "")) as unknown as Values;
    return undefined;
  };
  return {
    get pattern() {
      return patternOf("", "");
    },
    write(values) {
      let text = first;
      for (let index = 0; index < slots.length; index++)
        text += (slots[index]?.write(values[index]) ?? "") + (rest[index] ?? "");
      return text;
    },
    parse,
    // A slot reads only texts that its pattern matches.
    read: (text) => parse(text) as Values,
    containersOf: (values) => slots.flatMap((slot, index) => slot.containersOf?.(values[index]) ?? []),
  };
}

function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}
