/** The parts that the tables of namespaces share. */
/** @import { Namespace } from "./data.js" */
import { button, make, untrusted } from "../../../../page/script/elements.js";
import { showWorkloads } from "./show.js";
import { changeState, state } from "./state.js";

/** The orders in which the first namespace is the least of all. */
const ASCENDING = new Set(["name", "level", "worst"]);

/**
 * Makes the head of a row: a button that shows the namespace's workloads.
 * @param {Namespace} namespace
 */
export function namespaceHead({ name, key }) {
  const show = button("", "", () => showWorkloads(key, ""));
  show.append(untrusted(name === "" ? "(no name)" : name));
  show.title = name;
  show.tabIndex = -1;
  const head = make("th", "name", show);
  head.setAttribute("scope", "row");
  return head;
}

/**
 * Makes a table one tab stop; arrow keys move between its buttons.
 * @param {HTMLTableElement} table
 */
export function focusable(table) {
  const [first] = table.querySelectorAll("tbody button");
  if (first instanceof HTMLElement) first.tabIndex = 0;
}

/** @param {HTMLTableElement} table */
export function startArrowKeys(table) {
  table.addEventListener("keydown", (event) => moveFocus(table, event));
}

/**
 * @param {HTMLTableElement} table
 * @param {KeyboardEvent} event
 */
function moveFocus(table, event) {
  const from = event.target;
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const step = Object.entries(steps).find(([key]) => key === event.key)?.[1];
  if (step === undefined || !(from instanceof HTMLElement) || from.closest("tbody") === null) return;
  event.preventDefault();
  const cell = from.closest("th, td");
  const row = from.closest("tr");
  if (!(cell instanceof HTMLTableCellElement) || row === null) return;
  const [down = 0, right = 0] = step;
  for (let y = row.rowIndex + down, x = cell.cellIndex + right; ; y += down, x += right) {
    const next = table.rows[y]?.cells[x];
    if (next === undefined || next.closest("tbody") === null) return;
    const target = next.querySelector("button");
    if (target === null) continue;
    from.tabIndex = -1;
    target.tabIndex = 0;
    return target.focus();
  }
}

/**
 * Makes a table head with a button that sorts the namespaces.
 * @param {HTMLTableElement} table
 * @param {string} label
 * @param {string} sort
 * @param {string} className
 */
export function sortableHead(table, label, sort, className) {
  const isSorted = state.sort === sort;
  const head = make(
    "th",
    className,
    button(label, "sort", () => sortBy(table, sort)),
  );
  head.setAttribute("scope", "col");
  if (isSorted) head.setAttribute("aria-sort", ASCENDING.has(sort) ? "ascending" : "descending");
  head.dataset["sort"] = sort;
  return head;
}

/**
 * @param {HTMLTableElement} table
 * @param {string} sort
 */
function sortBy(table, sort) {
  changeState({ sort, page: 1 });
  // The table was rebuilt with new heads.
  const heads = [...table.querySelectorAll("th")];
  heads
    .find((head) => head.dataset["sort"] === sort)
    ?.querySelector("button")
    ?.focus();
}
