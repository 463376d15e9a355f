import type { AccessObject } from "../../workloads/access/access-object.ts";
import { observeItems } from "../inputs/observe-items.ts";
import type { Items } from "../inputs/opened-objects.ts";
import type { ClusterItem } from "../../workloads/cluster-item.ts";

/** The ValidatingAdmissionPolicies and bindings among the inputs, as they were read. */
export class FoundPolicies {
  /** By their places in files: everything may be read twice. */
  readonly #found = new Map<string, AccessObject>();
  readonly #isFromFiles: boolean;

  /** @param isFromFiles whether the objects are from files, and not from a cluster */
  constructor(isFromFiles: boolean) {
    this.#isFromFiles = isFromFiles;
  }

  /** Adds an object if it is a policy or a binding. */
  add(item: ClusterItem): void {
    const policy = item.type === "other" ? item.policy : undefined;
    if (policy === undefined) return;
    const { file, document } = policy.source([]);
    const key = this.#isFromFiles ? JSON.stringify([file, document, policy.path]) : String(this.#found.size);
    this.#found.set(key, policy);
  }

  /** Adds the policies among items while these are read first. */
  observe(items: Items): Items {
    return observeItems(items, (item) => {
      this.add(item);
      return true;
    });
  }

  get areAny(): boolean {
    return this.#found.size > 0;
  }

  /** In the order in which they were read first. */
  get objects(): readonly AccessObject[] {
    return [...this.#found.values()];
  }

  get isFromFiles(): boolean {
    return this.#isFromFiles;
  }
}
