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

const EVERYTHING = "*";

/** Makes a rule of an entry. This is the only meaning of an entry, wherever it was written. */
export function ruleOf(entry: AcceptedEntry, place: Omit<Acceptance, "reason" | "until">): AcceptedRule {
  const namespace = compileGlob(entry.namespace ?? EVERYTHING);
  const kind = compileGlob(entry.kind ?? EVERYTHING);
  const name = compileGlob(entry.name ?? EVERYTHING);
  const check = compileGlob(entry.check);
  const container = compileGlob(entry.container ?? EVERYTHING);
  // A pattern is about containers, so it does not match the empty name of a field without a container.
  const hasPod = entry.container === undefined || container.literal === "";
  return {
    entry,
    acceptance: { reason: entry.reason, until: entry.until ?? null, ...place },
    name,
    namespace,
    isAbout: (workload) =>
      name.matches(workload.name) && namespace.matches(workload.namespace) && kind.matches(workload.kind),
    accepts: (id, of) => check.matches(id) && (of === "" ? hasPod : container.matches(of)),
  };
}

/** Finds the rules about a workload. Rules with a whole name are found at once, since a list can have thousands of them. */
export class RuleIndex {
  readonly #byName = new Map<string, AcceptedRule[]>();
  readonly #others: AcceptedRule[] = [];

  constructor(rules: Iterable<AcceptedRule>) {
    for (const rule of rules) {
      const { literal } = rule.name;
      if (literal === undefined) {
        this.#others.push(rule);
        continue;
      }
      const same = this.#byName.get(literal);
      if (same === undefined) this.#byName.set(literal, [rule]);
      else same.push(rule);
    }
  }

  about(workload: RuleSubject): readonly AcceptedRule[] {
    // Most runs have no rules, and a look-up costs the hash of a name.
    if (this.#byName.size + this.#others.length === 0) return [];
    const candidates = [...(this.#byName.get(workload.name) ?? []), ...this.#others];
    return candidates.filter((rule) => rule.isAbout(workload));
  }
}
