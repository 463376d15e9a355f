/** What of the report is asked for. Part of the page's script (script.ts). */
export const FILTER_SCRIPT = String.raw`/**
 * What is asked for: check is an ID, sort is "count", "name", "level" or an ID.
 * @typedef {{ query: string, namespace: string, check: string, mode: string, onlyNew: boolean, sort: string, page: number }} State
 */
/**
 * As in every format, what a baseline accepts is left out until it is asked for.
 * @type {State}
 */
const INITIAL = { query: "", namespace: "", check: "", mode: "", onlyNew: about.hasBaseline, sort: "count", page: 1 };

/**
 * A word of the query, and whether each string and check holds it.
 * @typedef {{ word: string, inString: Uint8Array, inCheck: boolean[] }} Term
 */
/** @type {{ query: string, terms: Term[] }} */
let searched = { query: "", terms: [] };

/**
 * The query's words, all of which have to be found. Each string is looked at once, however many workloads share it.
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

/** What of the report is asked for. */
class Filter {
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
  takesNamespace({ key, lowered }) {
    return this.key === undefined ? lowered.includes(this.namespace) : key === this.key;
  }

  /**
   * The violations of a workload that are asked for; undefined where the workload is not to be shown.
   * @param {Namespace} namespace
   * @param {Workload} workload
   */
  violationsOf(namespace, workload) {
    const all = workload[5];
    if (!this.isNarrow) return all;
    const found = all.filter((violation) => this.takes(namespace, workload, violation));
    if (found.length > 0) return found;
    const isAskedFor = !this.asksForViolations && this.terms.every((term) => isNamed(term, namespace, workload));
    return isAskedFor ? all : undefined;
  }

  /**
   * @param {Namespace} namespace
   * @param {Workload} workload
   * @param {Violation} violation
   */
  takes(namespace, workload, violation) {
    const [check, reason, detail, modes, , , , , fields] = violation;
    if (this.check !== -1 && check !== this.check) return false;
    if (this.hasMode && (modes & this.mode) === 0) return false;
    if (this.onlyNew && !isNew(violation)) return false;
    return this.terms.every(
      (term) =>
        term.inCheck[check] === true ||
        term.inString[reason] === 1 ||
        term.inString[detail] === 1 ||
        fields.some(([path, value]) => term.inString[path] === 1 || term.inString[value] === 1) ||
        isNamed(term, namespace, workload),
    );
  }
}

/**
 * @param {Term} term
 * @param {Namespace} namespace
 * @param {Workload} workload
 */
function isNamed({ word, inString }, { lowered }, [title, , file, , exempt]) {
  return inString[title] === 1 || inString[file] === 1 || inString[exempt] === 1 || lowered.includes(word);
}

/**
 * In a dry run what did not violate before, else what the baseline does not hold.
 * @param {Violation} violation
 */
function isNew([, , , , newIn, accepted]) {
  return about.kind === "DryRunReport" ? newIn !== 0 : accepted === 0;
}

/**
 * A namespace as the filter leaves it: by check, how many workloads violate it; how many violate anything; how many are shown.
 * @typedef {{ namespace: Namespace, byCheck: Uint32Array, violating: number, violations: number, shown: number }} Entry
 */

/**
 * The namespaces that are asked for, in the order that is asked for.
 * @param {Filter} filter
 * @param {string} sort
 */
function entriesOf(filter, sort) {
  /** @type {Entry[]} */
  const entries = [];
  for (const namespace of namespaces) {
    if (!filter.takesNamespace(namespace)) continue;
    const entry = entryOf(namespace, filter);
    if (entry.shown > 0 || !filter.isNarrow || isNamedItself(filter, namespace)) entries.push(entry);
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
function isNamedItself({ asksForViolations, terms }, { lowered }) {
  return !asksForViolations && terms.every(({ word }) => lowered.includes(word));
}

/**
 * What an order counts, the first the most; all alike where the order is the report's own.
 * @param {Entry} entry
 * @param {string} sort
 */
function rankOf({ namespace, byCheck, violating }, sort) {
  if (sort === "name") return 0;
  if (sort === "count") return violating;
  if (sort === "level") return namespace.exempt ? -LEVELS.length : -LEVELS.indexOf(namespace.strictest);
  return byCheck[about.checks.findIndex(({ id }) => id === sort)] ?? 0;
}
`;
