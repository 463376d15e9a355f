import { PassThrough, Readable } from "node:stream";
import { run } from "../../src/main.ts";

/** The output of a run, and its exit code. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both in the order in which they were written, as a terminal shows them. */
  readonly screen: string;
}

/** The settings of a run: its standard input, its environment, and the width of its terminal, if it has one. */
export interface CliSetting {
  /** A function is called once the run reads its standard input. */
  readonly stdin?: string | Buffer | (() => string);
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** In milliseconds since 1970; {@link NOW} by default. */
  readonly now?: number;
}

/** The time of a run in a test. */
export const NOW = Date.UTC(2026, 10, 30, 12);

/** Runs a command line in this process. */
export async function runCli(args: readonly string[], setting: CliSetting = {}): Promise<CliResult> {
  const screen: Buffer[] = [];
  const stdout = new Capture(setting.columns, screen);
  const stderr = new Capture(setting.columns, screen);
  const stdin = Readable.from(chunksOf(setting));
  const code = await run(args, { stdin, stdout, stderr, env: setting.env ?? {}, now: () => setting.now ?? NOW });
  return { code, stdout: stdout.text(), stderr: stderr.text(), screen: Buffer.concat(screen).toString("utf8") };
}

function* chunksOf({ stdin }: CliSetting): Generator<Buffer> {
  if (stdin !== undefined) yield Buffer.from(typeof stdin === "function" ? stdin() : stdin);
}

class Capture extends PassThrough {
  readonly isTTY: boolean;
  declare readonly columns: number;
  readonly #chunks: Buffer[] = [];

  constructor(columns: number | undefined, screen: Buffer[]) {
    super();
    this.isTTY = columns !== undefined;
    if (columns !== undefined) this.columns = columns;
    this.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      screen.push(chunk);
    });
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}
