/** Reads the data of the page. The rows are declared in data/rows.ts and data/namespace.ts. */
/** @typedef {[path: number, value: number, line: number, column: number, isAccepted: number]} Field */
/** @typedef {[check: number, reason: number, detail: number, modes: number, newIn: number, status: number, levels: number, share: number, acceptance: number, fields: Field[]]} Violation */
/** @typedef {[title: number, pods: number, file: number, line: number, exempt: number, violations: Violation[], patch?: number[]]} Workload */
/** @typedef {[level: string, from: string]} Part */
/** @typedef {{ from: Part[], labels: string[], denied: string, warnings: string[], silent: string, admitted: string[] }} Change */
/** @typedef {{ rank: number, modes: string[], rejected: number, counted: number, blocks: [number, number[]][] }} Readiness */
/** @typedef {{ name: string, exempt: boolean, policy: Part[], readyFor: string, readiness?: Readiness, planned?: string, workloads: number, pods: number, findings: [string, string][], change?: Change }} Head */
/** @typedef {Head & { index: number, key: string, lowered: string, rows: Workload[] }} Namespace */
/** @typedef {{ kind: string, hasAccepted: boolean, isPolicyAsked: boolean, hasPlan: boolean, checks: { id: string, level: string, title: string }[] }} About */

import { readBlocks } from "../../../../page/script/blocks.js";

export const MODES = ["enforce", "audit", "warn"];
/** The status of a violation (data/rows.ts). */
export const STATUS = { open: 0, accepted: 1, unasked: 2 };
export const LEVELS = ["privileged", "baseline", "restricted"];
/** @type {About} */
export const about = JSON.parse(document.querySelector("script.about")?.textContent ?? "");
const strings = [""];
export const loweredStrings = [""];
/** @type {Namespace[]} */
export const namespaces = [];
/** @type {Set<string>} */
export const keys = new Set();

/** Reads the blocks of data, a slice at a time. */
export async function readData() {
  await readBlocks(
    (text) => {
      strings.push(text);
      loweredStrings.push(text.toLowerCase());
    },
    (record) => {
      if (Array.isArray(record)) namespaces.at(-1)?.rows.push(/** @type {Workload} */ (record));
      else addNamespace(record);
    },
  );
}

/** @param {Head} head */
function addNamespace(head) {
  // An address cannot contain half of a surrogate pair.
  const key = head.name.toWellFormed();
  keys.add(key);
  namespaces.push({ ...head, index: namespaces.length, key, lowered: key.toLowerCase(), rows: [] });
}

/** @param {number} number */
export function textOf(number) {
  return strings[number] ?? "";
}
