/**
 * The place where an object was read: `document` counts from 0 within the file, `line` from 1. `line` is 0 for an object that a program passed.
 * `file` is a path relative to the working directory, an absolute path, or `<stdin>`; in the library, the name of the text. Formats for
 * repositories (sarif, github) show a relative path as a file of the repository.
 */
export interface Source {
  readonly file: string;
  readonly document: number;
  readonly line: number;
  /**
   * The place in the output of helm or kustomize; absent for other objects. `file` is then the template, or the file of the chart or the
   * kustomization. No line of it is known, so `line` is 1.
   */
  readonly rendered?: RenderedPlace;
}

/** A place in the output of helm or kustomize. */
interface RenderedPlace {
  /** Counts from 1. */
  readonly line: number;
  /** The files of values that it was rendered with; empty without any, and if they are unknown. */
  readonly values: readonly string[];
}
