import type { Command } from "commander";
import type { Suggestions } from "../render/terminal/style.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./terminal/io.ts";

/** Sets the exit code of the run. A command calls it once, at its end. */
export type Finish = (code: ExitCode) => void;

/** Adds a command with its flags to the program. */
export type AddCommand = (program: Command, io: Io, finish: Finish, suggestions: Suggestions) => void;
