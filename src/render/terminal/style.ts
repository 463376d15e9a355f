import type { ReadableCheck } from "../../api/checks/readable-check.ts";
import type { RenderGrid } from "./grid.ts";
import type { Paint } from "./paint.ts";

/** A command, quoted for a shell. */
export interface SuggestedCommand {
  readonly text: string;
  /** Whether it runs without a change. If not, its word FILE replaces an input that can be read only once. */
  readonly isWhole: boolean;
}

/** Writes the commands that a report suggests. */
export interface Suggestions {
  /**
   * A command of this program, with the flags of this run that choose the same input and the same rules.
   *
   * @param words the command and its own arguments, which replace flags of this run with the same name
   * @param absent the namespaces that flags of this run name and that do not exist: they are left out
   */
  pss(words: readonly string[], absent?: readonly string[]): SuggestedCommand;
  /**
   * A command of kubectl for the cluster of this run.
   *
   * @param words the words after `kubectl`
   */
  kubectl(words: readonly string[]): SuggestedCommand;
  /** The first of `stem.sh`, `stem-2.sh`, … that does not exist, so that a suggested command replaces no file. Without it, `stem.sh`. */
  newFile?(stem: string, ending: string): string;
}

/** The abilities of the output stream, and the wanted parts of the report. */
export interface Style {
  /** The terminal's columns; Infinity if nothing is cut, as in a pipe. */
  readonly width: number;
  readonly colour: boolean;
  /** Whether our own marks may be other than ASCII; true by default. */
  readonly unicode?: boolean;
  /** Whether column headings and the summary are printed (`--no-headers`). */
  readonly headers: boolean;
  /** Whether an audit shows everything about each namespace, and not only its overview. */
  readonly details: boolean;
  /** Writes the next command; absent where none is printed: in a pipe, and without headings. */
  readonly suggestions?: Suggestions;
  /** Writes a command of this program with the flags of this run, for a text that names one in a pipe, too; absent where there are none. */
  readonly pss?: (words: readonly string[]) => SuggestedCommand;
  /** Writes a command of kubectl for the cluster of this run, for a format of commands; absent where there are none. */
  readonly kubectl?: (words: readonly string[]) => string;
  /** The file of accepted violations that the run updates (`--update-accept`); absent if it updates none. */
  readonly updateAccept?: string;
  /** Whether the text may name the exit code that the report leads to; true by default. It may not in a document, and if the run fails for another reason. */
  readonly hasExitCode?: boolean;
  /** Whether tables also print the API server's own texts (`--messages`); false by default. */
  readonly messages?: boolean;
  /** The time at which everything was read and judged, in seconds since 1970; absent with `--no-timestamp`. */
  readonly finished?: number;
  /** The declarations of the checks, for formats that explain them or say how to fix a violation. */
  readonly checks: readonly ReadableCheck[];
}

/** A style whose colours are loaded. */
export interface PaintedStyle extends Omit<Style, "colour" | "unicode"> {
  readonly paint: Paint;
  /** The mark in place of text that is cut. */
  readonly ellipsis: string;
  /** Whether everything is listed and nothing is cut, as in a pipe, although a terminal wraps the lines (`-o wide`); false by default. */
  readonly whole?: boolean;
  /** The mark between before and after. */
  readonly arrow: string;
}

/** A style for a format that prints a grid, whose layout is loaded late. */
export interface GridStyle extends PaintedStyle {
  readonly renderGrid: RenderGrid;
}
