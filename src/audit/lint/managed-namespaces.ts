import {
  BUILTIN_POLICY,
  hasSamePolicyLabels,
  resolvePolicy,
  type Labels,
  type ResolvedPolicy,
} from "../../admission/labels.ts";
import { compareLevels } from "../../api/level.ts";
import { MODES, type Mode } from "../../api/mode.ts";
import { levelLabel, POLICY_LABELS, policyLabelsKey, versionLabel } from "../../api/policies/policy-labels.ts";
import type { ManagedNamespaceLabels, NamespaceObject } from "../../workloads/object.ts";

/**
 * The namespaces to which Applications of Argo CD give pod-security labels, by name. Several Applications may have one: in several clusters, which a lint does not tell apart, or in
 * one cluster, where the last sync counts. So the strictest level of each mode counts.
 */
export class ManagedNamespaces {
  readonly #byName = new Map<string, ManagedNamespaceLabels[]>();
  readonly #defaults: ResolvedPolicy;

  /** @param defaults the policy for missing labels */
  constructor(defaults: ResolvedPolicy = BUILTIN_POLICY) {
    this.#defaults = defaults;
  }

  /** The Applications with a namespace, in the order of the inputs. */
  of(name: string): readonly ManagedNamespaceLabels[] {
    return this.#byName.get(name) ?? [];
  }

  /**
   * Adds the namespace of an Application, if it has pod-security labels.
   *
   * @returns whether it has some
   */
  add(item: ManagedNamespaceLabels): boolean {
    const { name, labels } = item.namespace;
    if (policyLabelsKey(labels) === "") return false;
    this.#byName.set(name, [...this.of(name), item]);
    return true;
  }

  /** Each Application that gives its namespace other pod-security labels than an earlier one, and that one. */
  *conflicts(): Generator<readonly [later: ManagedNamespaceLabels, earlier: ManagedNamespaceLabels], undefined> {
    for (const all of this.#byName.values()) {
      for (const [index, later] of all.entries()) {
        const { labels } = later.namespace;
        const other = all.slice(0, index).find(({ namespace }) => !hasSamePolicyLabels(namespace.labels, labels));
        if (other !== undefined) yield [later, other];
      }
    }
  }

  /** The namespace with the strictest labels of its Applications; undefined without any. */
  namespace(name: string): NamespaceObject | undefined {
    const [first, ...others] = this.of(name).map(({ namespace }) => namespace);
    if (first === undefined || others.length === 0) return first;
    const all = [first, ...others].map(({ labels }) => labels);
    const plain = Object.entries(first.labels).filter(([label]) => !POLICY_LABELS.includes(label));
    const labels = Object.fromEntries([...plain, ...MODES.flatMap((mode) => this.#strictest(mode, all))]);
    return { type: "namespace", name, labels, source: first.source, locate: (field) => first.locate(field) };
  }

  /** The labels of a mode where its level is the strictest. */
  #strictest(mode: Mode, all: readonly Labels[]): (readonly [label: string, value: string])[] {
    const levelOf = (labels: Labels) => resolvePolicy(labels, this.#defaults).policy[mode].level;
    const strictest = all.reduce((best, labels) => (compareLevels(levelOf(labels), levelOf(best)) > 0 ? labels : best));
    return [levelLabel(mode), versionLabel(mode)].flatMap((label) => {
      const value = strictest[label];
      return value === undefined ? [] : [[label, value] as const];
    });
  }
}
