import { hasSamePolicyLabels } from "../../admission/labels.ts";
import { compareLevels, parseLevel } from "../../api/level.ts";
import { MODES, type Mode } from "../../api/mode.ts";
import { levelLabel, versionLabel } from "../../api/policy-labels.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { FieldPlace, ManagedNamespaceLabels, NamespaceObject, Source } from "../../workloads/object.ts";
import { cutText } from "../../api/words/quoted.ts";

/**
 * The namespaces of the Applications of Argo CD, by name. Several Applications may have one: in several clusters, which are not known here, or in one
 * cluster, where the last sync counts. So the strictest level of each mode counts.
 */
export class ManagedNamespaces {
  readonly #byName = new Map<string, ManagedNamespaceLabels[]>();

  /** The Applications with a namespace, in the order of the inputs. */
  of(name: string): readonly ManagedNamespaceLabels[] {
    return this.#byName.get(name) ?? [];
  }

  /**
   * Adds the namespace of an Application.
   *
   * @returns the earlier Application that gives it other labels; undefined if there is none
   */
  add(item: ManagedNamespaceLabels): ManagedNamespaceLabels | undefined {
    const { name, labels } = item.namespace;
    const all = this.#byName.get(name) ?? [];
    this.#byName.set(name, [...all, item]);
    return all.find(({ namespace }) => !hasSamePolicyLabels(namespace.labels, labels));
  }

  /** The namespace with the labels of all its Applications; undefined without any. */
  namespace(name: string): NamespaceObject | undefined {
    const [first, ...others] = this.of(name).map(({ namespace }) => namespace);
    return first === undefined || others.length === 0 ? first : new StrictestNamespace(first, others);
  }
}

/** A namespace with the strictest level of each mode. */
class StrictestNamespace implements NamespaceObject {
  readonly type = "namespace";
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: Source;
  /** The namespace that has the label of each mode. */
  readonly #owners = new Map<string, NamespaceObject>();
  readonly #first: NamespaceObject;

  constructor(first: NamespaceObject, others: readonly NamespaceObject[]) {
    this.name = first.name;
    this.source = first.source;
    this.#first = first;
    const labels: Record<string, string> = {};
    for (const mode of MODES) {
      const owner = strictestIn(mode, [first, ...others]);
      if (owner === undefined) continue;
      for (const label of [levelLabel(mode), versionLabel(mode)]) {
        const value = owner.labels[label];
        if (value !== undefined) labels[label] = value;
        this.#owners.set(label, owner);
      }
    }
    this.labels = { ...first.labels, ...labels };
  }

  locate(field: FieldPath): FieldPlace {
    const owner = this.#owners.get(String(field.at(-1))) ?? this.#first;
    return owner.locate(field);
  }
}
