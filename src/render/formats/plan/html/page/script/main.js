/** Starts the page. */
/** @import { Namespace } from "./data.js" */
import { pause } from "../../../../../page/script/blocks.js";
import { count, find, grouped, make, replaceAll } from "../../../../../page/script/elements.js";
import { startTheme } from "../../../../../page/script/theme.js";
import { card } from "./card.js";
import { startCopying } from "../../../../../page/script/copy.js";
import { namespaces, readData } from "./data.js";
import { matching } from "./filter.js";
import { startState, state } from "./state.js";

/** The number of cards of a column that are shown at first, and added by each press of the button. */
const AT_ONCE = 20;
/** The approximate limit of printed cards. */
const PRINTED = 500;

const columns = [...document.querySelectorAll(".column")].map(columnOf);

/**
 * A column of the board.
 * @param {Element} element
 */
function columnOf(element) {
  const name = [...element.classList].find((one) => one !== "column") ?? "";
  const [stack] = element.getElementsByClassName("stack");
  const [number] = element.getElementsByClassName("count");
  const [more] = element.getElementsByClassName("more");
  if (!(more instanceof HTMLButtonElement) || stack === undefined || number === undefined)
    throw new Error("the page has no column " + name);
  /** @type {Namespace[]} */
  let left = [];
  const add = () => {
    const added = left.splice(0, AT_ONCE).map((namespace) => card(namespace, false));
    for (const item of added) stack.append(item);
    more.hidden = left.length === 0;
    more.textContent = "Show " + Math.min(AT_ONCE, left.length) + " of " + grouped(left.length) + " more";
    return added[0];
  };
  more.addEventListener("click", () => {
    const first = add();
    if (first === undefined) return;
    first.tabIndex = -1;
    first.focus();
  });
  return {
    name,
    /** @param {Namespace[]} all */
    show(all) {
      number.textContent = grouped(all.length);
      stack.replaceChildren();
      left = all;
      if (all.length === 0) stack.append(make("p", "none faint", "No namespace"));
      add();
    },
    /** @param {Namespace[]} all */
    showWhole(all) {
      replaceAll(
        stack,
        all.map((namespace) => card(namespace, true)),
      );
      more.hidden = true;
    },
  };
}

/** Shows the part of the plan that the state asks for. */
function render() {
  const found = matching(state);
  const byColumn = Map.groupBy(found, (namespace) => namespace.column);
  for (const column of columns) column.show([...(byColumn.get(column.name) ?? [])]);
  const all = count(namespaces.length, "namespace");
  find("status", HTMLElement).textContent =
    (found.length === namespaces.length ? "" : grouped(found.length) + " of ") + all;
}

/** Shows all matching cards open, up to the limit for paper. */
function renderForPrint() {
  const byColumn = Map.groupBy(matching(state).slice(0, PRINTED), (namespace) => namespace.column);
  for (const column of columns) column.showWhole(byColumn.get(column.name) ?? []);
}

startTheme();
startCopying();
const explorer = document.getElementById("explorer");
// A page that says why there is no plan has no board.
if (explorer !== null) {
  explorer.hidden = document.querySelector("script.data") === null;
  await readData();
  await pause();
  startState(render);
  addEventListener("beforeprint", renderForPrint);
  addEventListener("afterprint", render);
}
document.documentElement.dataset["ready"] = "";
