import type { ExitCode } from "./exit-codes.ts";

/** How a command hands over its exit code. */
export type Finish = (code: ExitCode) => void;
