/** A command and its arguments. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** The longest time that a candidate may take, as a multiple of its peer's time. */
export interface Comparison {
  /** The peer's name in the same table. */
  readonly peer: string;
  readonly atMost?: number;
}

/** A command that is measured. */
export interface Candidate extends Command {
  readonly name: string;
  readonly against?: readonly Comparison[];
  /** The exit code that it must have; 0 if left out. A run that fails early would be the fastest of all. */
  readonly exitCode?: number;
  /** The number of violations that it reports. All candidates of a table that report a number must agree: a program that does less is no peer. */
  readonly violations?: (output: string) => number;
  /** Whether it has done its work, if its exit code does not show it. */
  readonly isWhole?: (output: string, errors: string) => boolean;
}

/** The result of a candidate's runs. */
export interface Measured {
  readonly candidate: Candidate;
  /** The median. */
  readonly milliseconds: number;
  /** The mean CPU time of its process and those that it starts, in milliseconds; absent except on Linux. */
  readonly cpu?: number;
  readonly violations?: number;
  /** The peak, in MB. */
  readonly memory?: number;
  /** Its difference from the others in the table. */
  readonly note?: string;
}
