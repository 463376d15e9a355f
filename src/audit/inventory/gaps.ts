import type { SourceItem } from "../../workloads/object.ts";
import { isLoss } from "../../report/gaps/losses.ts";

/** Whether an item reports an object that was not read, or was not judged as the object that its author meant. */
export function isGap(item: SourceItem): boolean {
  return item.type === "unreadable" || (item.type === "remark" && isLoss(item.code));
}

/** Records the namespaces with objects that were not read or not judged. The level that such a namespace meets is unknown. */
export class Gaps {
  readonly #namespaces = new Set<string>();
  #isAnywhere = false;

  /** @param namespace the namespace of the gap; undefined if it is unknown, since then it may be any */
  add(namespace: string | undefined): void {
    if (namespace === undefined) this.#isAnywhere = true;
    else this.#namespaces.add(namespace);
  }

  /** Whether a namespace has a gap, or may have one. */
  areIn(namespace: string): boolean {
    return this.#isAnywhere || this.#namespaces.has(namespace);
  }
}
