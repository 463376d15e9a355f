import { createFieldPathFormatter, type FieldPath } from "../api/field-path.ts";

/** Keeps each text of a report once: the words for the same fault are the same in thousands of workloads, and so are its fields. */
export interface Intern {
  /** Gives back the first string that was equal to this one. */
  text(text: string): string;
  /** What formatFieldPath makes of a path. */
  path(path: FieldPath): string;
}

/** An Intern that knows no text yet. */
export function createIntern(): Intern {
  const known = new Map<string, string>();
  return {
    text(text) {
      const first = known.get(text);
      if (first === undefined) known.set(text, text);
      return first ?? text;
    },
    path: createFieldPathFormatter(),
  };
}
