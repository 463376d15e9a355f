import type { SourceItem } from "../../workloads/object.ts";
import { isLoss } from "../../report/losses.ts";

/** Whether an item says that an object was not read, or not judged as what it was meant to be. */
export function isGap(item: SourceItem): boolean {
  return item.type === "unreadable" || (item.type === "remark" && isLoss(item.code));
}

/** Records the namespaces in which something was not read or not judged. Such a namespace may not meet a level, whatever the rest of it meets. */
export class Gaps {
  readonly #namespaces = new Set<string>();
  #isAnywhere = false;

  /** @param namespace where the gap is; undefined where nothing tells, as then it may be in any namespace */
  add(namespace: string | undefined): void {
    if (namespace === undefined) this.#isAnywhere = true;
    else this.#namespaces.add(namespace);
  }

  /** Whether there is a gap in a namespace, or may be. */
  areIn(namespace: string): boolean {
    return this.#isAnywhere || this.#namespaces.has(namespace);
  }
}
