import { compareBytes } from "../../api/words/byte-order.ts";
import { compareSources } from "../workload.ts";
import type { Source } from "../report.ts";

/** The fields that decide the order of notes. */
interface OrderedNote {
  readonly source: Source | null;
  readonly code: string;
  readonly message: string;
}

/** By file, document and line, then code and message. */
export function compareNotes(a: OrderedNote, b: OrderedNote): number {
  return compareSources(a.source, b.source) || compareBytes(a.code, b.code) || compareBytes(a.message, b.message);
}
