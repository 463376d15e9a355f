import assert from "node:assert/strict";
import { RandomJson } from "../../conformance/random.ts";
import { READING, type ReadingCommand } from "../program-commands.ts";
import { runCli, type CliResult, type CliSetting } from "../run-cli.ts";

const LETTERS = "abcdefghijkmnopqrstuvwxyz";
const CHARACTERS = `${LETTERS}ABCDEFGHJKLMNPQRSTUVWXYZ23456789`;
const DIGITS = "123456789";
const LENGTH = 16;
/** The length of a part of a secret that counts as a leak, since messages may cut texts anywhere. */
const PIECE = 8;

/** Random words for inputs. The tests search outputs for them: unchanged, in upper or lower case, and in base64. */
export class Secrets {
  readonly random: RandomJson;
  /** Each piece of a secret, in lower case, and the secret. */
  readonly #pieces = new Map<string, string>();
  readonly #made = new Set<string>();

  constructor(seed: number) {
    this.random = new RandomJson(seed);
  }

  /** The number of secrets so far. */
  get count(): number {
    return this.#made.size;
  }

  /** A password. It begins with a lower-case letter, so that it does not look like a kind. */
  make(): string {
    return this.#add(this.#pick(LETTERS) + this.#text(CHARACTERS, LENGTH - 1));
  }

  /** A number that may be a secret. */
  makeNumber(): string {
    return this.#add(this.#text(DIGITS, LENGTH - 1));
  }

  #add(secret: string): string {
    this.#made.add(secret);
    for (const text of [secret, ...base64Of(secret)]) {
      for (let at = 0; at + PIECE <= text.length; at++) {
        this.#pieces.set(text.slice(at, at + PIECE).toLowerCase(), secret);
      }
    }
    return secret;
  }

  #pick(characters: string): string {
    return characters.charAt(this.random.below(characters.length));
  }

  #text(characters: string, length: number): string {
    return Array.from({ length }, () => this.#pick(characters)).join("");
  }

  /** The secrets with a piece in a text. */
  foundIn(text: string): Set<string> {
    const lower = text.toLowerCase();
    const found = new Set<string>();
    for (let at = 0; at + PIECE <= lower.length; at++) {
      const secret = this.#pieces.get(lower.slice(at, at + PIECE));
      if (secret !== undefined) found.add(secret);
    }
    return found;
  }
}

/** The characters of a text in base64, at each of the three offsets where it can begin. */
function base64Of(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from("=".repeat(before) + text).toString("base64");
    return encoded.slice(before === 0 ? 0 : before + 1, encoded.length - 3);
  });
}

/** A run with an output that must not contain secrets, except those in `shown`. */
export interface SilentRun extends CliSetting {
  readonly args: readonly string[];
  /** Secrets in places of names, which outputs show. */
  readonly shown?: ReadonlySet<string>;
  /** The text that the run writes to files, read after its end. */
  written?(): string;
}

/** Runs a command line and asserts that no stream and no file that it wrote contains a secret. */
export async function runSilently(secrets: Secrets, run: SilentRun): Promise<CliResult> {
  const { args, shown, written, ...setting } = run;
  const result = await runCli(args, setting);
  for (const [where, text] of [
    // A diff has lines of the user's file around each edit, as `git diff` has.
    ["standard output", args[0] === "fix" && args.includes("diff") ? "" : result.stdout],
    ["standard error", result.stderr],
    ["a file", written?.() ?? ""],
  ] as const) {
    const leaked = [...secrets.foundIn(text)].filter((secret) => shown?.has(secret) !== true);
    if (leaked.length > 0) assert.fail(`${where} of ${JSON.stringify(args)} tells ${leaked.join(", ")}:\n${text}`);
  }
  // Unforeseen code may write a secret elsewhere.
  assert.doesNotMatch(result.stderr, /this is a bug of kubectl pss/);
  return result;
}

/** All formats of a command at all levels of -v, one after the other. */
export class Rotation {
  readonly #runs = new Map<string, number>();

  /** The words for the next run of a command, without its input. */
  next({ name, args, formats }: ReadingCommand): readonly string[] {
    const run = this.#runs.get(name) ?? 0;
    this.#runs.set(name, run + 1);
    const verbosity = Math.floor(run / formats.length) % VERBOSITIES;
    return [...args, "-o", formats[run % formats.length] ?? "table", "-v", String(verbosity)];
  }
}

/** One of the commands that read objects, at random. */
export function pickReading(random: RandomJson, commands: readonly ReadingCommand[] = READING): ReadingCommand {
  const command = commands[random.below(commands.length)];
  assert.ok(command !== undefined);
  return command;
}

/** From 0 up to 9. */
const VERBOSITIES = 10;
