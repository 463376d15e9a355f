import type { Acceptance, AcceptedEntry } from "../report/acceptance.ts";
import { compileGlob, type Glob } from "./glob.ts";

/** The workload that a rule may be about. */
export interface RuleSubject {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** An entry that can be compared with the violations of a report. */
export interface AcceptedRule {
  readonly entry: AcceptedEntry;
  readonly acceptance: Acceptance;
  /** The pattern of the name, for an index. */
  readonly name: Glob;
  /** The pattern of the namespace. */
  readonly namespace: Glob;
  isAbout(workload: RuleSubject): boolean;
  /** Whether it accepts a field of a check; an empty container is none. */
  accepts(check: string, container: string): boolean;
}

const EVERYTHING = compileGlob("*");

function globOf(pattern: string | undefined): Glob {
  return pattern === undefined ? EVERYTHING : compileGlob(pattern);
}

/** Makes a rule of an entry. This is the only meaning of an entry, wherever it was written. */
export function ruleOf(entry: AcceptedEntry, place: Omit<Acceptance, "reason" | "until">): AcceptedRule {
  const namespace = globOf(entry.namespace);
  const kind = globOf(entry.kind);
  const name = globOf(entry.name);
  const check = compileGlob(entry.check);
  const container = globOf(entry.container);
  // A pattern is about containers, so it does not match the empty name of a field without a container.
  const hasPod = entry.container === undefined || container.literal === "";
  return {
    entry,
    acceptance: { reason: entry.reason, until: entry.until ?? null, ...place },
    name,
    namespace,
    isAbout: (workload) =>
      namespace.matches(workload.namespace) && kind.matches(workload.kind) && name.matches(workload.name),
    accepts: (id, of) => check.matches(id) && (of === "" ? hasPod : container.matches(of)),
  };
}

/**
 * Finds the rules about a workload. Rules are found by the name, or by the namespace and the beginning of the name before the first special character, since a
 * list can have thousands of them.
 */
export class RuleIndex {
  readonly #byName = new Map<string, AcceptedRule[]>();
  /** By the namespace, if there is only one that matches, and the beginning of the name. */
  readonly #byPrefix = new Map<string, AcceptedRule[]>();
  /** The lengths of the beginnings, each once. */
  readonly #lengths = new Set<number>();
  readonly #order = new Map<AcceptedRule, number>();

  constructor(rules: Iterable<AcceptedRule>) {
    for (const rule of rules) {
      const { literal, prefix } = rule.name;
      if (literal === undefined) {
        this.#order.set(rule, this.#order.size);
        this.#lengths.add(prefix.length);
      }
      const index = literal === undefined ? this.#byPrefix : this.#byName;
      const key = literal ?? keyOf(rule.namespace.literal, prefix);
      const same = index.get(key);
      if (same === undefined) index.set(key, [rule]);
      else same.push(rule);
    }
  }

  about(workload: RuleSubject): readonly AcceptedRule[] {
    // Most runs have no rules, and a look-up costs the hash of a name.
    if (this.#byName.size + this.#byPrefix.size === 0) return [];
    const { name, namespace } = workload;
    const isAbout = (rule: AcceptedRule): boolean => rule.isAbout(workload);
    const named = (this.#byName.get(name) ?? []).filter(isAbout);
    const patterns: AcceptedRule[] = [];
    for (const length of this.#lengths) {
      if (length > name.length) continue;
      const prefix = name.slice(0, length);
      for (const key of [keyOf(namespace, prefix), keyOf(undefined, prefix)])
        for (const rule of this.#byPrefix.get(key) ?? []) if (isAbout(rule)) patterns.push(rule);
    }
    const orderOf = (rule: AcceptedRule): number => this.#order.get(rule) ?? 0;
    return [...named, ...patterns.toSorted((a, b) => orderOf(a) - orderOf(b))];
  }
}

function keyOf(namespace: string | undefined, prefix: string): string {
  return JSON.stringify([namespace ?? null, prefix]);
}
