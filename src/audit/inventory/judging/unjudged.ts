import { compareBytes } from "../../../api/words/byte-order.ts";
import { groupKindOf, type WorkloadRef } from "../../../workloads/identity.ts";
import type { OtherObject } from "../../../workloads/object.ts";

/** Collects the objects of other kinds that make pods, by namespace. Their templates are not judged, so their next pods are unknown. */
export class UnjudgedObjects {
  readonly #byNamespace = new Map<string, Map<string, WorkloadRef>>();

  /** Adds an object. One without a namespace may belong to the whole cluster, so no namespace has it; a note reports it. */
  add({ object, makesPods }: OtherObject): void {
    if (makesPods !== true || object?.namespace === undefined || object.namespace === "") return;
    const { apiVersion, kind, namespace, name = "" } = object;
    const some = this.#byNamespace.get(namespace) ?? new Map<string, WorkloadRef>();
    this.#byNamespace.set(namespace, some.set(`${groupKindOf(object)}/${name}`, { apiVersion, kind, name }));
  }

  /** Sorted by kind and name. */
  in(namespace: string): readonly WorkloadRef[] {
    return [...(this.#byNamespace.get(namespace)?.values() ?? [])].toSorted(
      (a, b) => compareBytes(a.kind, b.kind) || compareBytes(a.name, b.name),
    );
  }
}
