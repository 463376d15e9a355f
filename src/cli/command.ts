import type { ExitCode } from "./exit-codes.ts";

/** Sets the exit code of the run. A command calls it once, at its end. */
export type Finish = (code: ExitCode) => void;
