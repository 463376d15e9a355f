/** Filters and sorts the report. */
/** @import { Namespace, Violation, Workload } from "./data.js" */
/** @import { State } from "./state.js" */
import { about, keys, LEVELS, loweredStrings, MODES, namespaces, STATUS } from "./data.js";

/**
 * A word of the query, and which strings and checks contain it.
 * @typedef {{ word: string, inString: Uint8Array, inCheck: boolean[] }} Term
 */
/** @type {{ query: string, terms: Term[] }} */
let searched = { query: "", terms: [] };

/**
 * Splits the query into words. A workload must match all of them. Each string is searched once, however many workloads share it.
 * @param {string} query
 */
function termsOf(query) {
  if (searched.query === query) return searched.terms;
  const words = query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const terms = words.map((word) => ({
    word,
    inString: Uint8Array.from(loweredStrings, (text) => (text.includes(word) ? 1 : 0)),
    inCheck: about.checks.map(({ id, title }) => (id + " " + title).toLowerCase().includes(word)),
  }));
  searched = { query, terms };
  return terms;
}

/** Selects the part of the report that the controls ask for. */
export class Filter {
  /** @param {State} state */
  constructor({ query, namespace, check, mode, onlyNew }) {
    this.terms = termsOf(query);
    this.namespace = namespace.toLowerCase();
    this.key = namespace !== "" && keys.has(namespace) ? namespace : undefined;
    this.check = about.checks.findIndex(({ id }) => id === check);
    this.mode = 1 << MODES.indexOf(mode);
    this.asksForViolations = this.check !== -1 || mode !== "" || onlyNew;
    this.hasMode = mode !== "";
    this.onlyNew = onlyNew;
    this.isNarrow = this.asksForViolations || this.terms.length > 0;
  }

  /** @param {Namespace} namespace */
  matchesNamespace({ key, lowered }) {
    return this.key === undefined ? lowered.includes(this.namespace) : key === this.key;
  }

  /**
   * Returns the matching violations of a workload; undefined if the workload does not match.
   * @param {Namespace} namespace
   * @param {Workload} workload
   */
  violationsOf(namespace, workload) {
    const all = workload[5];
    if (!this.isNarrow) return all;
    const found = all.filter((violation) => this.matches(namespace, workload, violation));
    if (found.length > 0) return found;
    const isFound = !this.asksForViolations && this.terms.every((term) => isFoundIn(term, namespace, workload));
    return isFound ? all : undefined;
  }

  /**
   * @param {Namespace} namespace
   * @param {Workload} workload
   * @param {Violation} violation
   */
  matches(namespace, workload, violation) {
    const [check, reason, detail, modes, , , , , acceptance, fields] = violation;
    if (this.check !== -1 && check !== this.check) return false;
    if (this.hasMode && (modes & this.mode) === 0) return false;
    if (this.onlyNew && !isNew(violation)) return false;
    return this.terms.every(
      (term) =>
        term.inCheck[check] === true ||
        term.inString[reason] === 1 ||
        term.inString[detail] === 1 ||
        term.inString[acceptance] === 1 ||
        fields.some(([path, value]) => term.inString[path] === 1 || term.inString[value] === 1) ||
        isFoundIn(term, namespace, workload),
    );
  }
}

/**
 * @param {Term} term
 * @param {Namespace} namespace
 * @param {Workload} workload
 */
function isFoundIn({ word, inString }, { lowered }, [title, , file, , exempt]) {
  return inString[title] === 1 || inString[file] === 1 || inString[exempt] === 1 || lowered.includes(word);
}

/**
 * Whether a violation is new: in a dry run because of the change, otherwise because it is not accepted.
 * @param {Violation} violation
 */
function isNew([, , , , newIn, status]) {
  return about.kind === "DryRunReport" ? newIn !== 0 : status !== STATUS.accepted;
}

/**
 * The counts of a namespace after filtering: workloads that violate each check, workloads that violate any, violations, and workloads shown.
 * @typedef {{ namespace: Namespace, byCheck: Uint32Array, violating: number, violations: number, shown: number }} Entry
 */

/**
 * Returns the matching namespaces, sorted.
 * @param {Filter} filter
 * @param {string} sort
 */
export function entriesOf(filter, sort) {
  /** @type {Entry[]} */
  const entries = [];
  for (const namespace of namespaces) {
    if (!filter.matchesNamespace(namespace)) continue;
    const entry = entryOf(namespace, filter);
    if (entry.shown > 0 || !filter.isNarrow || isFoundInName(filter, namespace)) entries.push(entry);
  }
  return entries.sort((a, b) => rankOf(b, sort) - rankOf(a, sort) || a.namespace.index - b.namespace.index);
}

/**
 * @param {Namespace} namespace
 * @param {Filter} filter
 */
function entryOf(namespace, filter) {
  const entry = { namespace, byCheck: new Uint32Array(about.checks.length), violating: 0, violations: 0, shown: 0 };
  for (const workload of namespace.rows) {
    const found = filter.violationsOf(namespace, workload);
    if (found === undefined) continue;
    entry.shown++;
    entry.violations += found.length;
    if (found.length > 0) entry.violating++;
    for (const check of new Set(found.map(([number]) => number)))
      entry.byCheck[check] = (entry.byCheck[check] ?? 0) + 1;
  }
  return entry;
}

/**
 * @param {Filter} filter
 * @param {Namespace} namespace
 */
function isFoundInName({ asksForViolations, terms }, { lowered }) {
  return !asksForViolations && terms.every(({ word }) => lowered.includes(word));
}

/**
 * Returns the sort key of a namespace; the largest comes first. In the report's own order all keys are equal.
 * @param {Entry} entry
 * @param {string} sort
 */
function rankOf({ namespace, byCheck, violating }, sort) {
  if (sort === "name") return 0;
  if (sort === "worst") return -(namespace.readiness?.rank ?? 0);
  if (sort === "count") return violating;
  if (sort === "level") return levelRank(namespace);
  return byCheck[about.checks.findIndex(({ id }) => id === sort)] ?? 0;
}

/**
 * Returns a rank by which the least strict level comes first, and a namespace that is ready for no known level comes last.
 * @param {Namespace} namespace
 */
function levelRank({ readyFor }) {
  const index = LEVELS.indexOf(readyFor);
  return index === -1 ? -LEVELS.length : -index;
}
