/** Keeps the state of the controls, and writes it to the address. */
import { find } from "../../../../../page/script/elements.js";
import { about } from "./data.js";

/** The delay between the last key and the search, in milliseconds. */
const TYPING = 120;

/** @typedef {{ query: string, check: string }} State */

/** @type {State} */
export let state = { query: "", check: "" };
/** Shows the part of the plan that the state asks for. */
let render = () => {};

/**
 * The controls. A page without a plan has none.
 * @typedef {{ query: HTMLInputElement, check: HTMLSelectElement }} Controls
 */

/**
 * Reads the state from the address: #q=shop&check=privileged. An unknown check is ignored.
 * @param {Controls} controls
 */
function restoreState({ query, check }) {
  const fields = new URLSearchParams(location.hash.slice(1));
  const id = fields.get("check") ?? "";
  state = { query: fields.get("q") ?? "", check: about.checks.includes(id) ? id : "" };
  query.value = state.query;
  check.value = state.check;
  render();
}

/** @param {Controls} controls */
function readControls({ query, check }) {
  state = { query: query.value, check: check.value };
  render();
  const fields = new URLSearchParams();
  if (state.query !== "") fields.set("q", state.query);
  if (state.check !== "") fields.set("check", state.check);
  // Navigating there would take the focus from the control.
  if (fields.size > 0 || location.hash !== "") history.replaceState(null, "", "#" + fields.toString());
}

/**
 * Restores the state from the address, and follows the controls and the address from now on.
 * @param {() => void} listener shows the part of the plan that the state asks for
 */
export function startState(listener) {
  render = listener;
  const query = find("query", HTMLInputElement);
  const check = find("check", HTMLSelectElement);
  const controls = { query, check };
  const read = () => readControls(controls);
  const restore = () => restoreState(controls);
  restore();
  let typing = 0;
  query.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(read, TYPING);
  });
  check.addEventListener("change", read);
  find("clear", HTMLButtonElement).addEventListener("click", () => {
    query.value = "";
    check.value = "";
    read();
  });
  addEventListener("hashchange", restore);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    query.focus();
  });
}
