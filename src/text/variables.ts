/** The text after substitution, or a variable that has neither a value nor a default. */
export type Substitution =
  | {
      readonly value: string;
      /** The names of the variables whose defaults are in the value, in the order of the text. */
      readonly variables: readonly string[];
    }
  | { readonly unset: string };

/** A variable in braces, up to its operator or its closing brace. */
const OPENING = /^\$\{([\p{L}\p{Nd}_]+)(:=|:-|=|\})/u;
/** A variable in braces with any operator, such as `${A^^}`, `${#A}` or `${A:0:3}`. */
const ANY_VARIABLE = /^\$\{#?([\p{L}\p{Nd}_]+)[^{}]*\}/u;

/** More than the length of any name, version or number. A longer text is not substituted. */
const LONGEST = 1000;

/**
 * Replaces each variable in braces by its default, `${NAME:=default}`, `${NAME:-default}` and `${NAME=default}`, as the post-build substitution
 * of Flux does if the variable has no value (github.com/fluxcd/pkg/envsubst v1.6.0). A default may contain further variables. `$${NAME}` is no
 * variable, nor are `$NAME` and `$(NAME)`.
 *
 * @returns undefined if the text has no variable, or one that Flux cannot parse, or is too long for a name
 */
export function substituteDefaults(text: string): Substitution | undefined {
  if (text.length > LONGEST) return undefined;
  const variables: string[] = [];
  const read = readText(text, 0, variables, false);
  if (read === undefined) return undefined;
  if ("unset" in read) return read;
  return variables.length === 0 ? undefined : { value: read.value, variables };
}

type Part = { readonly value: string; readonly end: number } | { readonly unset: string } | undefined;

/** Reads up to the end of the text, or of a default: to its closing brace. */
function readText(text: string, start: number, variables: string[], isDefault: boolean): Part {
  let value = "";
  let at = start;
  while (at < text.length) {
    if (isDefault && text[at] === "}") return { value, end: at + 1 };
    if (!isDefault && text.startsWith("$$", at)) {
      value += "$";
      at += 2;
    } else if (text.startsWith("${", at)) {
      const part = readVariable(text, at, variables);
      if (part === undefined || "unset" in part) return part;
      value += part.value;
      at = part.end;
    } else {
      value += text[at];
      at++;
    }
  }
  return isDefault ? undefined : { value, end: at };
}

function readVariable(text: string, start: number, variables: string[]): Part {
  const rest = text.slice(start);
  const [opening = "", name = "", operator] = OPENING.exec(rest) ?? [];
  if (operator === undefined || operator === "}") {
    const unset = ANY_VARIABLE.exec(rest)?.[1];
    return unset === undefined ? undefined : { unset };
  }
  variables.push(name);
  const part = readText(text, start + opening.length, variables, true);
  // An empty default is no value that an API server accepts in place of a name.
  return part !== undefined && "value" in part && part.value === "" ? { unset: name } : part;
}
