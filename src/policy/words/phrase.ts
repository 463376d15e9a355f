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
  const last = rest.at(-1) ?? first;
  let compiled: RegExp | undefined;
  const parse = (text: string): Values | undefined => {
    // Searches come first, and many phrases have only one slot with a common pattern: each compilation of a regular expression takes a
    // hundredth of a start.
    if (!texts.every((part) => text.includes(part)) || !text.startsWith(first) || !text.endsWith(last))
      return undefined;
    const [slot] = slots;
    if (slot !== undefined && slots.length === 1 && text.length >= first.length + last.length) {
      const value = text.slice(first.length, text.length - last.length);
      return compiledOnce(slot.pattern).test(value) ? ([slot.read(value)] as unknown as Values) : undefined;
    }
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

const COMPILED = new Map<string, RegExp>();

/** Compiles the pattern of a whole text, once. */
function compiledOnce(pattern: string): RegExp {
  let compiled = COMPILED.get(pattern);
  if (compiled === undefined) {
    compiled = new RegExp(`^(?:${pattern})$`, "su");
    COMPILED.set(pattern, compiled);
  }
  return compiled;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}
