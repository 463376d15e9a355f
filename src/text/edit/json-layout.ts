import type { TextEntry, TextNode } from "../../api/text-layout.ts";
import { endOfValue, parseJson } from "../json.ts";
import { endOfString } from "../json/strings.ts";
import { skipWhiteSpace } from "../json/white-space.ts";

/** Finds the places of the nodes in a JSON value, which must be valid. */
export function layoutJson(text: string): TextNode {
  return new JsonNode(text, skipWhiteSpace(text, 0));
}

class JsonNode implements TextNode {
  readonly type: "mapping" | "sequence" | "scalar";
  readonly isFlow: boolean;
  readonly start: number;
  readonly isEmpty = false;
  readonly anchor = "";
  readonly isShared = false;
  readonly hasTag = false;
  readonly #text: string;
  #end: number | undefined;
  #entries: readonly TextEntry[] | undefined;

  constructor(text: string, start: number) {
    this.#text = text;
    this.start = start;
    const first = text.charAt(start);
    this.type = first === "{" ? "mapping" : first === "[" ? "sequence" : "scalar";
    this.isFlow = this.type !== "scalar";
  }

  get end(): number {
    return (this.#end ??= endOfValue(this.#text, this.start) ?? this.#text.length);
  }

  get entries(): readonly TextEntry[] {
    return (this.#entries ??= this.isFlow ? [...this.#read()] : []);
  }

  *#read(): Generator<TextEntry, undefined> {
    const text = this.#text;
    let at = skipWhiteSpace(text, this.start + 1);
    while (at < text.length && text[at] !== "}" && text[at] !== "]") {
      const start = at;
      let keyEnd = at;
      let key: string | undefined;
      if (this.type === "mapping") {
        keyEnd = endOfString(text, at) ?? text.length;
        key = String(parseJson(text.slice(at, keyEnd)));
        at = skipWhiteSpace(text, skipWhiteSpace(text, keyEnd) + 1);
      }
      const value = new JsonNode(text, at);
      yield { key, start, keyEnd, value };
      at = skipWhiteSpace(text, value.end);
      if (text[at] === ",") at = skipWhiteSpace(text, at + 1);
    }
  }
}
