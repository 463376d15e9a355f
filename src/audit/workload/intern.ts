import { createFieldPathFormatter, type FieldPath } from "../../api/field-path.ts";
import type { Pod } from "../../api/pod.ts";
import { createAddSentences, type AddSentences } from "./sentences.ts";
import { formatStablePath } from "./stable-path.ts";

/** Keeps each text of a report once: the words for the same fault are the same in thousands of workloads, and so are its fields. */
export interface Intern {
  /** Gives back the first string that was equal to this one. */
  text(text: string): string;
  /** As formatFieldPath makes it of a path. */
  path(path: FieldPath): string;
  /** Whether fields are to be told apart wherever they stand. */
  readonly identifies: boolean;
  /** As formatStablePath makes it of a path below a pod. */
  stablePath(pod: Pod, path: FieldPath): string;
  /** Adds the sentences of the API server to all results of a workload. */
  readonly addSentences: AddSentences;
}

/** Half of what a Map can hold. */
const MAX_KNOWN = 2 ** 23;

/**
 * An Intern that knows no text yet.
 *
 * @param identify whether fields are to be told apart wherever they stand, which costs a little for each
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
