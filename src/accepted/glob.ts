/** A pattern: `*` is any text, also none, `?` is one character, and a backslash takes the special meaning from the next character. */
export interface Glob {
  /** The only text that matches; undefined if there may be several. */
  readonly literal: string | undefined;
  /** The beginning of all texts that match; the literal itself if there is one. */
  readonly prefix: string;
  matches(text: string): boolean;
}

/** A part of a pattern: a character, `any` for `?`, or `some` for `*`. */
type Token = { readonly character: string } | "any" | "some";

/** Reads a pattern. Every text is a valid one. */
export function compileGlob(pattern: string): Glob {
  const tokens = tokensOf(pattern);
  if (tokens.every((token) => typeof token === "object")) {
    const literal = tokens.map(({ character }) => character).join("");
    return { literal, prefix: literal, matches: (text) => text === literal };
  }
  const first = tokens.findIndex((token) => typeof token === "string");
  const prefix = tokens.slice(0, first).map((token) => (typeof token === "object" ? token.character : ""));
  return { literal: undefined, prefix: prefix.join(""), matches: (text) => matchTokens(tokens, [...text]) };
}

/** Writes a text as the pattern that only it matches. */
export function escapeGlob(text: string): string {
  return text.replaceAll(/[*?\\]/g, String.raw`\$&`);
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    const next = characters[index + 1];
    if (character === "\\" && next !== undefined) {
      tokens.push({ character: next });
      index++;
    } else if (character === "*") tokens.push("some");
    else tokens.push(character === "?" ? "any" : { character });
  }
  return tokens;
}

/** Goes back only to the last `*`, so that the time is at most the product of the two lengths. */
function matchTokens(tokens: readonly Token[], characters: readonly string[]): boolean {
  let at = 0;
  let star: { readonly token: number; from: number } | undefined;
  let token = 0;
  while (at < characters.length) {
    const wanted = tokens[token];
    if (wanted === "some") {
      star = { token: token + 1, from: at };
      token++;
    } else if (wanted === "any" || (wanted !== undefined && wanted.character === characters[at])) {
      at++;
      token++;
    } else if (star !== undefined) {
      at = ++star.from;
      token = star.token;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === "some");
}
