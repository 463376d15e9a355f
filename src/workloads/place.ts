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

/**
 * The place of a field in its file. Lines and columns count from 1; the end is after the last character, and absent if it is not known. In a
 * rendered object, line and column are 0, because only the line of the output is known.
 */
export interface FieldPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The line in the output of helm or kustomize, from 1; absent for other objects. */
  readonly renderedLine?: number;
}
