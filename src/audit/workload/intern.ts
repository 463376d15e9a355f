import { createFieldPathFormatter, type FieldPath } from "../../api/field-path.ts";
import type { Pod } from "../../api/pod.ts";
import { createAddSentences, type AddSentences } from "./sentences.ts";
import { formatStablePath } from "./stable-path.ts";

/** Keeps each text of a report once: thousands of workloads have the same violations in the same fields. */
export interface Intern {
  /** Returns the first string that was equal to this one. */
  text(text: string): string;
  /** Formats a path like formatFieldPath. */
  path(path: FieldPath): string;
  /** Whether fields need a stable path. */
  readonly identifies: boolean;
  /** Formats a path below a pod like formatStablePath. */
  stablePath(pod: Pod, path: FieldPath): string;
  /** Adds the sentences of the API server to all results of a workload. */
  readonly addSentences: AddSentences;
}

/** Half of the largest number of entries in a Map. */
const MAX_KNOWN = 2 ** 23;

/**
 * Creates an empty Intern.
 *
 * @param identify whether fields need a stable path, which takes a little time for each
 */
export function createIntern(identify: boolean): Intern {
  const known = new Map<string, string>();
  const text = (value: string): string => {
    const first = known.get(value);
    if (first === undefined && known.size < MAX_KNOWN) known.set(value, value);
    return first ?? value;
  };
  return {
    text,
    path: createFieldPathFormatter(),
    identifies: identify,
    stablePath: (pod, path) => text(formatStablePath(pod, path)),
    addSentences: createAddSentences(),
  };
}
