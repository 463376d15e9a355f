import { STDIN_NAME } from "../../../api/words/quoted.ts";
import { shellPath } from "../../../api/words/shell-word.ts";

/** The words of notes that differ between commands. */
export interface NoteWording {
  /** A hint about objects that name no namespace. */
  readonly aside: string;
  /** The treatment of an object that has different contents in another place. */
  readonly otherContents: string;
  /** Says how to apply the configuration in a file; null if the run has a configuration, and needs no such note. */
  readonly configure: ((file: string | undefined) => string) | null;
}

export const WORDING: NoteWording = {
  aside: "-n NAME chooses another",
  otherContents: "the later document counts",
  configure: (file) =>
    file === undefined || file === STDIN_NAME
      ? "--admission-config FILE applies them, if the text is saved as a file"
      : `--admission-config ${shellPath(file)} applies them`,
};

/**
 * The words of an audit, a dry run or a plan.
 *
 * @param isConfigured whether the run has an admission configuration
 * @param needsEveryPlace whether each place of an object counts
 */
export function inventoryWording(isConfigured: boolean, needsEveryPlace: boolean): Partial<NoteWording> {
  return {
    aside: "where kubectl would put them",
    ...(isConfigured && { configure: null }),
    ...(needsEveryPlace && { otherContents: "each of them is taken into account" }),
  };
}
