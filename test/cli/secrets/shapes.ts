import type { Secrets } from "./secrets.ts";

/**
 * Ways to write a secret in YAML, right or wrong: a password without quotes may begin with a character that makes it an alias, a
 * tag, a comment or the beginning of an unterminated value.
 */
export const SHAPES: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `"${secret}"`,
  (secret) => `"${secret}`,
  (secret) => `'${secret}`,
  (secret) => `"\\q${secret}"`,
  (secret) => `"${secret}\\ud800"`,
  (secret) => `*${secret}`,
  (secret) => `&${secret} *${secret}`,
  (secret) => `!${secret}`,
  (secret) => `!${secret} x`,
  (secret) => `!${secret}!${secret} x`,
  (secret) => `!<${secret}`,
  (secret) => `!<${secret}> "x`,
  (secret) => `!${secret}{ x`,
  (secret) => `!!int ${secret}`,
  (secret) => `!!bool "${secret}"`,
  (secret) => `!!binary ${secret}-`,
  (secret) => `!!float x${secret}`,
  (secret) => `@${secret}`,
  (secret) => `\`${secret}`,
  (secret) => `%${secret}`,
  (secret) => `{${secret}`,
  (secret) => `[${secret}`,
  (secret) => `[${secret}, "${secret}`,
  (secret) => `{"a": "${secret}" b}`,
  (secret) => `]${secret}`,
  (secret) => `|${secret}`,
  (secret) => `>${secret}\n`,
  (secret) => `- ${secret}`,
  (secret) => `x: ${secret}`,
  (secret) => `? ${secret}`,
  (secret) => `x\n--- ${secret}\n`,
  (secret) => `x\n... ${secret}\n`,
  (secret) => `x\n%TAG !${secret}! x\n---\n`,
  (secret) => `x\n${secret}\n`,
  (secret) => `x\n\t${secret}\n`,
  (secret) => `${secret}\u0007`,
  (secret) => `${secret}\u2028${secret}`,
  (secret) => `{{ ${secret} }}`,
  (secret) => `[${secret}]`,
  (secret) => `{a: ${secret}}`,
  (secret) => `x # ${secret}`,
];

const INSERTED = [
  ...[
    "\t",
    ":",
    ": ",
    "\n",
    '"',
    "'",
    "*",
    "&",
    "!",
    "{",
    "}",
    "[",
    "]",
    "#",
    "@",
    "`",
    "%",
    "|",
    ">",
    "\\",
    ",",
    "? ",
  ],
  ...[
    "\n---\n",
    "\n--- ",
    "- ",
    "\u0000",
    "\u0007",
    "\u2028",
    "\u0085",
    "\ud800",
    "<<: ",
    "!!int ",
    "\r",
    "  ",
    "{{",
    "=",
    "0",
  ],
] as const;

/** A text with a few characters removed or added. */
export function mutate(text: string, { random }: Secrets): string {
  let mutated = text;
  for (let edits = 1 + random.below(3); edits > 0; edits--) {
    const offset = random.below(mutated.length + 1);
    const inserted = random.chance(0.6) ? random.pick(INSERTED as unknown as readonly [string, ...string[]]) : "";
    const removed = inserted === "" || random.chance(0.3) ? 1 + random.below(4) : 0;
    mutated = mutated.slice(0, offset) + inserted + mutated.slice(offset + removed);
  }
  return mutated;
}
