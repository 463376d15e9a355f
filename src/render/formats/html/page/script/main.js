/** Starts the page. */
/** @import { Entry } from "./filter.js" */
import { renderCards } from "./cards.js";
import { namespaces, readData } from "./data.js";
import { pause } from "../../../../page/script/blocks.js";
import { button, count, find, grouped, make } from "../../../../page/script/elements.js";
import { startTheme } from "../../../../page/script/theme.js";
import { entriesOf, Filter } from "./filter.js";
import { renderMap } from "./map.js";
import { hasReadiness, renderReadiness } from "./readiness.js";
import { startLinks } from "./show.js";
import { changeState, startState, state } from "./state.js";

/** The number of namespaces on a page of the map and of the list. */
const PAGE = 50;
/** The approximate limit of printed workloads. */
const PRINTED = 2000;

/** @type {Entry[]} */
let entries = [];
const all = { namespaces: 0, violations: 0 };
const pagers = [...(hasReadiness ? [pager("readiness-pager")] : []), pager("map-pager"), pager("cards-pager")];

/** Shows the part of the report that the state asks for. */
function render() {
  const filter = new Filter(state);
  entries = entriesOf(filter, state.sort);
  state.page = Math.min(state.page, pageCount());
  const first = (state.page - 1) * PAGE;
  const shown = entries.slice(first, first + PAGE);
  renderReadiness(shown);
  renderMap(entries, shown);
  renderCards(shown, filter);
  for (const update of pagers) update(first, shown.length);
  find("status", HTMLElement).textContent = statusText();
}

function pageCount() {
  return Math.max(1, Math.ceil(entries.length / PAGE));
}

function statusText() {
  const violations = entries.reduce((sum, entry) => sum + entry.violations, 0);
  const violating = entries.reduce((sum, entry) => sum + entry.violating, 0);
  const parts = [partOf(entries.length, all.namespaces, "namespace"), partOf(violations, all.violations, "violation")];
  return parts.join(", ") + " in " + count(violating, "workload");
}

/**
 * @param {number} part
 * @param {number} whole
 * @param {string} noun
 */
function partOf(part, whole, noun) {
  return (part === whole ? "" : grouped(part) + " of ") + count(whole, noun);
}

/**
 * Makes buttons that turn the pages of the namespaces.
 * @param {string} id
 * @returns {(first: number, size: number) => void}
 */
function pager(id) {
  const place = make("span", "");
  /** @param {number} step */
  const turn = (step) => () => {
    const page = state.page + step;
    if (page >= 1 && page <= pageCount()) changeState({ page });
  };
  // A disabled button would lose the focus.
  const back = button("Previous", "", turn(-1));
  const on = button("Next", "", turn(1));
  const bar = find(id, HTMLElement);
  bar.replaceChildren(back, place, on);
  return (first, size) => {
    bar.hidden = pageCount() === 1;
    place.textContent = grouped(first + 1) + "\u2013" + grouped(first + size) + " of " + grouped(entries.length);
    back.setAttribute("aria-disabled", String(state.page === 1));
    on.setAttribute("aria-disabled", String(state.page === pageCount()));
  };
}

/** Shows all matching namespaces open, up to the limit for paper. */
function renderForPrint() {
  let left = PRINTED;
  const printed = entries.filter(({ shown }) => {
    left -= Math.max(1, shown);
    return left + shown > 0;
  });
  renderReadiness(printed);
  renderMap(entries, printed);
  renderCards(printed, new Filter(state), PRINTED);
  const others = entries.length - printed.length;
  if (others === 0) return;
  const note = make("p", "empty", "and " + count(others, "more namespace") + ", for which filter and print again");
  find("cards", HTMLElement).append(note);
}

startTheme();
find("explorer", HTMLElement).hidden = document.querySelector("script.data") === null;
await readData();
all.namespaces = namespaces.length;
for (const { rows } of namespaces) for (const [, , , , , violations] of rows) all.violations += violations.length;
await pause();
startState(render);
startLinks();
addEventListener("beforeprint", renderForPrint);
addEventListener("afterprint", render);
document.documentElement.dataset["ready"] = "";
