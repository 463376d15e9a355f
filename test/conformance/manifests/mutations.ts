import { RandomJson } from "../random.ts";

/** Texts to insert into a file: indicators of YAML, white space, and characters that YAML refuses or that end its lines. */
const INSERTED: readonly string[] = [
  ...[
    ":",
    ": ",
    "-",
    "- ",
    "?",
    "? ",
    "#",
    " #",
    ",",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "|",
    ">",
    "|-\n",
    ">+2\n",
    "%",
    "@",
    "`",
    "!",
    "&",
    "*",
  ],
  ...[
    "&x ",
    "*x",
    "&x|-",
    "&a.b ",
    "*x,",
    "!t ",
    "!!str ",
    "!!int ",
    "!!binary ",
    "!<tag:yaml.org,2002:str> ",
    "!a!b ",
    "<<: *x\n",
    "\\",
    "\\/",
  ],
  ...[
    "\t",
    " ",
    "  ",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "---",
    "\n---\n",
    "\n--- \n",
    "\n...\n",
    "\n--- a\n",
    "%YAML 1.1\n---\n",
    "%TAG ! x\n---\n",
  ],
  ...[
    "\uFEFF",
    "\0",
    "\u0007",
    "\u001B",
    "\u007F",
    "\u0080",
    "\u0085",
    "\u00A0",
    "\u2028",
    "\u2029",
    "\uFFFD",
    "\uFFFE",
    "\u{1F600}",
  ],
  ...[
    "\\ud800",
    "\\ufffd",
    "\\u0041",
    "\\x41",
    "\\N",
    "null",
    "~",
    "yes",
    "0x1F",
    "1_000",
    "a: b",
    "a: b, ",
    "::",
    "fd00::",
    "80:",
  ],
];

/** Invalid UTF-8: a single byte, a truncated sequence, an overlong one, a surrogate, a value beyond Unicode. */
const INVALID: readonly [readonly number[], ...(readonly number[])[]] = [
  [0xe9],
  [0xff],
  [0x80, 0x80],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
];

/** The longest piece of a file that is mutated, in lines. */
const MAX_LINES = 150;

/** Changes real files in ways in which editors, templates and transports damage them. */
export class Mutator {
  readonly #random: RandomJson;
  readonly #texts: readonly string[];

  constructor(seed: number, texts: readonly string[]) {
    this.#random = new RandomJson(seed);
    this.#texts = texts;
  }

  /** The bytes of a file with one to three changes. */
  next(): Buffer {
    const random = this.#random;
    let text = this.#piece();
    const changes = random.pick([1, 1, 1, 2, 2, 3]);
    for (let change = 0; change < changes; change++) text = this.#change(text);
    return this.#encode(text);
  }

  /** Some whole documents of a file, if they are short. */
  #piece(): string {
    const text = this.#texts[this.#random.below(this.#texts.length)] ?? "";
    const lines = text.split(/^/m);
    if (lines.length <= MAX_LINES) return text;
    const starts = lines.flatMap((line, index) => (line.startsWith("---") ? index : []));
    const start = starts[this.#random.below(starts.length + 1)] ?? 0;
    return lines.slice(start, start + MAX_LINES).join("");
  }

  #change(text: string): string {
    const random = this.#random;
    switch (random.below(12)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const at = this.#place(text);
        return text.slice(0, at) + random.one(INSERTED) + text.slice(at);
      }
      case 4: {
        const at = this.#place(text);
        return text.slice(0, at) + text.slice(at + 1 + random.below(3));
      }
      case 5:
        return this.#lines(text, (lines, at) => lines.splice(at, 1));
      case 6:
        return this.#lines(text, (lines, at) => lines.splice(at, 0, lines[at] ?? ""));
      case 7:
        return this.#lines(text, (lines, at) => lines.splice(at, 2, lines[at + 1] ?? "", lines[at] ?? ""));
      case 8:
        return this.#lines(text, (lines, at) => {
          const line = lines[at] ?? "";
          lines[at] = random.pick([
            ` ${line}`,
            `  ${line}`,
            `\t${line}`,
            line.slice(1),
            line.slice(2),
            line.trimStart(),
          ]);
        });
      case 9:
        return random.chance(0.2) ? text.slice(0, this.#place(text)) : text;
      case 10: {
        const other = this.#piece();
        if (random.chance(0.7)) return text;
        return text.slice(0, this.#place(text)) + other.slice(this.#place(other));
      }
      default:
        return this.#toFlow(text);
    }
  }

  /** A random position, mostly the start or the end of a token. */
  #place(text: string): number {
    const at = this.#random.below(text.length + 1);
    if (this.#random.chance(0.3)) return at;
    const offset = text
      .slice(at)
      .search(this.#random.pick([/\n/, /: /, /:$/m, /\b/, /^ *-/m, /["']/, /^/m, /[[\]{},]/]));
    return offset === -1 ? at : at + offset + this.#random.below(2);
  }

  #lines(text: string, change: (lines: string[], at: number) => void): string {
    const lines = text.split(/^/m);
    change(lines, this.#random.below(lines.length));
    return lines.join("");
  }

  /** Turns a block list into a flow list in brackets, one item a line, with some indentation. */
  #toFlow(text: string): string {
    const indent = " ".repeat(this.#random.below(3));
    const end = this.#random.pick(["", ",", "\n"]);
    return text.replace(/:\n((?: *- [^\n:{}[\]]*\n)+)/, (_all, items: string) => {
      const flow = items
        .trimEnd()
        .split("\n")
        .map((line) => indent + line.trim().slice(2));
      return `: [\n${flow.join(",\n")}${end}]\n`;
    });
  }

  #encode(text: string): Buffer {
    const random = this.#random;
    if (random.chance(0.04)) return utf16(text, random.chance(0.5), random.chance(0.3));
    const bytes = Buffer.from(random.chance(0.03) ? `\uFEFF${text}` : text);
    if (!random.chance(0.06) || bytes[0] === 0xef) return bytes;
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(INVALID)), bytes.subarray(at)]);
  }
}

/** UTF-16 with a byte order mark. The damaged form has a lone surrogate and an extra byte. */
function utf16(text: string, isBigEndian: boolean, isDamaged: boolean): Buffer {
  const half = text.length >> 1;
  const bytes = Buffer.from(
    `\uFEFF${isDamaged ? `${text.slice(0, half)}\uDC00\uDC00\uD800${text.slice(half)}` : text}`,
    "utf16le",
  );
  if (isBigEndian) bytes.swap16();
  return isDamaged ? Buffer.concat([bytes, Buffer.from([0x20])]) : bytes;
}
