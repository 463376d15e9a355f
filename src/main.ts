import { CommanderError } from "commander";
import { normalizeArguments } from "./cli/options/arguments.ts";
import { describeError } from "./cli/errors.ts";
import { EXIT, type ExitCode } from "./cli/exit-codes.ts";
import { say, type Io, type OutputStream } from "./cli/terminal/io.ts";
import { createProgram } from "./cli/program.ts";

/**
 * Runs a command line: the only place where errors end. What the user must correct is said in a line or two; anything else is a bug of
 * this program and says so.
 *
 * @param argv the arguments, without the name of the program
 * @returns the exit code
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const guarded = guardOutput(io);
  const args = normalizeArguments(argv);
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  const program = createProgram(guarded, finish, args);
  const drained = rejectWhenDrained();
  try {
    await Promise.race([program.parseAsync(args, { from: "user" }), drained.promise]);
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong itself; help and the like end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrong;
    const { v: verbosity = 0 } = program.opts<{ v?: number }>();
    say(guarded.stderr, ...describeError(error, verbosity));
    return EXIT.wrong;
  } finally {
    drained.stop();
  }
}

/**
 * Rejects when nothing is left that could go on: Node would end the process with code 13 then, and without a word of ours. Whatever a run waits for,
 * such as a server that says nothing more, has to end with an error.
 */
function rejectWhenDrained(): { readonly promise: Promise<never>; stop(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(new Error("nothing is left to be done, and the run has not ended"));
  process.once("beforeExit", end);
  return { promise, stop: () => void process.off("beforeExit", end) };
}

/** The same streams, still not made before they are asked for, whose failures end nothing by themselves. */
function guardOutput(io: Io): Io {
  const guarded = new Set<OutputStream>();
  const guard = (stream: OutputStream): OutputStream => {
    // A write tells its failure to its own caller (writeAll). An event without a listener would end the process.
    if (!guarded.has(stream)) stream.on("error", () => {});
    guarded.add(stream);
    return stream;
  };
  return {
    env: io.env,
    get stdin() {
      return io.stdin;
    },
    get stdout() {
      return guard(io.stdout);
    },
    get stderr() {
      return guard(io.stderr);
    },
  };
}
