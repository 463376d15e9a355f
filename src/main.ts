import { CommanderError, type Command } from "commander";
import { isUserError } from "./api/user-error.ts";
import { normalizeArguments } from "./cli/argv/arguments.ts";
import { describeError } from "./cli/errors.ts";
import { EXIT, type ExitCode } from "./cli/exit-codes.ts";
import { createSuggestions } from "./cli/options/suggestions.ts";
import { say, sayCommand, widthOf, type Io, type OutputStream } from "./cli/terminal/io.ts";
import { createProgram } from "./cli/program.ts";
import { NO_PAINT } from "./render/terminal/paint.ts";
import { nextLines, pssStep } from "./render/words/next-step.ts";

/**
 * Runs a command line. This is the only error boundary: it prints a UserError in a line or two, and any other error as a bug of this program.
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
  const program = await createProgram(guarded, finish, args);
  const drained = rejectWhenDrained();
  try {
    await Promise.race([program.parseAsync(args, { from: "user" }), drained.promise]);
    return exitCode;
  } catch (error) {
    // Commander has printed the fault itself. Help and the like end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrong;
    const { v: verbosity = 0 } = program.opts<{ v?: number }>();
    say(guarded.stderr, ...describeError(error, verbosity));
    sayCommand(guarded.stderr, nextCommand(error, program, args, guarded));
    return EXIT.wrong;
  } finally {
    drained.stop();
  }
}

/** The lines with the next command after an error. Without a terminal, only a whole command has one. */
function nextCommand(error: unknown, program: Command, args: readonly string[], { stderr, env }: Io): string[] {
  if (!isUserError(error) || error.next === undefined) return [];
  if (typeof error.next === "string") return [`  ${error.next}`];
  if (stderr.isTTY !== true) return [];
  const { words, effect } = error.next;
  const style = { suggestions: createSuggestions(program, args, env), width: widthOf(stderr), paint: NO_PAINT };
  return nextLines(() => pssStep(words, effect), style);
}

/**
 * Rejects when Node has nothing left to do and the run has not ended, for example because a server never answers. Without this, Node would end the
 * process with code 13 and without a message.
 */
function rejectWhenDrained(): { readonly promise: Promise<never>; stop(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(new Error("nothing is left to be done, and the run has not ended"));
  process.once("beforeExit", end);
  return { promise, stop: () => void process.off("beforeExit", end) };
}

/** Wraps streams so that their failures do not end the process. A stream is still created only when it is first used. */
function guardOutput(io: Io): Io {
  const guarded = new Set<OutputStream>();
  const guard = (stream: OutputStream): OutputStream => {
    // A write reports its failure to its caller (writeAll). An error event without a listener would end the process.
    if (!guarded.has(stream)) stream.on("error", () => {});
    guarded.add(stream);
    return stream;
  };
  return {
    env: io.env,
    ...(io.now !== undefined && { now: io.now }),
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
