/** Reads the data of the page. The records are declared in data.ts. */
import { readBlocks } from "../../../../../page/script/blocks.js";

/** @typedef {[number: number, safe: number, labels: number, command: string, dryRun: string, undo: string, unmet: number, relax: string]} Step */
/** @typedef {[workload: number, checks: number[], rejected: number]} Need */
/** @typedef {{ name: string, column: string, levels: string[], labels: number, because: number, workloads: number, rejectedNow: number, observe: number, over: number, cautions: number, tool: number, advice: number, history: number, steps: Step[], needs: Need[] }} Head */
/** @typedef {Head & { lowered: string }} Namespace */
/** @typedef {{ checks: string[], steps: [number, string][] }} About */

/** @type {About} */
export const about = JSON.parse(document.querySelector("script.about")?.textContent ?? "");
const strings = [""];
export const loweredStrings = [""];
/** @type {Namespace[]} */
export const namespaces = [];

export async function readData() {
  await readBlocks(
    (text) => {
      strings.push(text);
      loweredStrings.push(text.toLowerCase());
    },
    (record) => namespaces.push({ ...record, lowered: record.name.toLowerCase() }),
  );
}

/** @param {number} number */
export function textOf(number) {
  return strings[number] ?? "";
}
