import { hasSamePolicyLabels, type Labels } from "../../../admission/labels.ts";
import type { NamespaceObject } from "../../../workloads/object.ts";

/** The namespaces that were read. Of several with one name, the last one counts. */
export class KnownNamespaces implements Iterable<NamespaceObject> {
  readonly #byName = new Map<string, NamespaceObject>();

  /** Returns the labels of a namespace; undefined if the namespace was not read. */
  labelsOf(name: string): Labels | undefined {
    return this.#byName.get(name)?.labels;
  }

  /**
   * Adds a namespace.
   *
   * @returns the earlier one with this name, if its pod-security labels differ
   */
  add(namespace: NamespaceObject): NamespaceObject | undefined {
    const { name, labels } = namespace;
    const earlier = this.#byName.get(name);
    // Only some dumps have managedFields, and those of an earlier copy are still true.
    const isInherited = namespace.labelManagers === undefined && earlier?.labelManagers !== undefined;
    this.#byName.set(name, isInherited ? withManagersOf(namespace, earlier) : namespace);
    return earlier === undefined || hasSamePolicyLabels(earlier.labels, labels) ? undefined : earlier;
  }

  [Symbol.iterator](): Iterator<NamespaceObject> {
    return this.#byName.values();
  }
}

/** Takes all from the last copy but the managers. The spread lacks the getters of a namespace of a file, which are on its class. */
function withManagersOf(namespace: NamespaceObject, { labelManagers, watchedSince }: NamespaceObject): NamespaceObject {
  return {
    ...namespace,
    ...(labelManagers !== undefined && { labelManagers }),
    ...(watchedSince !== undefined && { watchedSince }),
    source: namespace.source,
    written: namespace.written,
    locate: (path) => namespace.locate(path),
  };
}
