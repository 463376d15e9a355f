/** The data of the page, read and filtered. Part of the page's script (script.ts). */
export const DATA_SCRIPT = String.raw`// The rows are those of rows.ts and namespace.ts.
/** @typedef {[path: number, value: number, line: number, column: number]} Field */
/** @typedef {[check: number, reason: number, detail: number, modes: number, newIn: number, accepted: number, levels: number, share: number, fields: Field[]]} Violation */
/** @typedef {[title: number, pods: number, file: number, line: number, exempt: number, violations: Violation[]]} Workload */
/** @typedef {[level: string, from: string]} Part */
/** @typedef {{ from: Part[], labels: string[], denied: string, warnings: string[], silent: string }} Change */
/** @typedef {{ name: string, exempt: boolean, policy: Part[], strictest: string, planned?: string, workloads: number, pods: number, findings: [string, string][], change?: Change }} Head */
/** @typedef {Head & { index: number, key: string, lowered: string, rows: Workload[] }} Namespace */
/** @typedef {{ kind: string, hasBaseline: boolean, isPolicyAsked: boolean, hasPlan: boolean, checks: { id: string, level: string, title: string }[], hidden: string }} About */

const MODES = ["enforce", "audit", "warn"];
const LEVELS = ["privileged", "baseline", "restricted"];
/** How long the script works before it lets the browser breathe, in milliseconds. */
const SLICE = 30;

/** @type {About} */
const about = JSON.parse(document.querySelector("script.about")?.textContent ?? "");
const strings = [""];
const loweredStrings = [""];
/** @type {Namespace[]} */
const namespaces = [];
/** @type {Set<string>} */
const keys = new Set();

/** Reads the blocks of data, a slice at a time. */
async function readData() {
  let since = performance.now();
  for (const block of document.querySelectorAll("script.data")) {
    /** @type {{ strings: string[], records: (Head | Workload)[] }} */
    const { strings: added, records } = JSON.parse(block.textContent ?? "");
    for (const text of added) {
      strings.push(text);
      loweredStrings.push(text.toLowerCase());
    }
    for (const record of records) {
      if (Array.isArray(record)) namespaces.at(-1)?.rows.push(record);
      else addNamespace(record);
    }
    if (performance.now() - since < SLICE) continue;
    await breathe();
    since = performance.now();
  }
}

/** Lets the browser show what there is, and take what was typed. */
function breathe() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** @param {Head} head */
function addNamespace(head) {
  // An address holds no half characters.
  const key = head.name.toWellFormed();
  keys.add(key);
  namespaces.push({ ...head, index: namespaces.length, key, lowered: key.toLowerCase(), rows: [] });
}

/** @param {number} number */
function textOf(number) {
  return strings[number] ?? "";
}
`;
