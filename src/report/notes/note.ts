import type { Source } from "../../workloads/object.ts";
import type { NoteCode } from "./note-code.ts";

/** A remark about an input that is not a violation. */
export interface Note {
  readonly severity: "error" | "warning" | "info";
  readonly code: NoteCode;
  readonly message: string;
  /** Null if it is not about a file. */
  readonly source: Source | null;
  /** The namespace that the note is about, if the run names it and it does not exist. */
  readonly absent?: string;
}

/** A document, object or list that could not be read, with the reason and advice. */
export interface Unreadable {
  readonly message: string;
  /** Null if it is not about a file. */
  readonly source: Source | null;
  /** The list that the API server refused, with the name of its resource and the RBAC rule that it needs; null for other inputs. */
  readonly list: { readonly resource: string; readonly namespace: string | null; readonly rule: string } | null;
  /** Whether it is a chart or a kustomization that `lint --render` would render. */
  readonly isUnrendered?: true;
}
