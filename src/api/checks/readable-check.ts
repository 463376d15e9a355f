import type { CheckDeclaration } from "./check-declaration.ts";
import type { FieldChange } from "./field-change.ts";

/** The meaning of a violation's detail. */
export interface DetailMeaning {
  /** The names of the containers that it names, in the order of the text. */
  readonly containers: readonly string[];
  /** The changes of the pod that fix the violation. */
  readonly changes: readonly FieldChange[];
}

/** Reads a detail of a check; undefined if the text is no detail of it. */
export type ReadDetail = (text: string) => DetailMeaning | undefined;

/** The declaration of a check that can also read the details of its violations. */
export interface ReadableCheck extends CheckDeclaration {
  /** Reads the details of all revisions. */
  readonly readDetail: ReadDetail;
}
