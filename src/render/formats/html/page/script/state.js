/** Keeps the state of the controls, and writes it to the address. */
import { about, MODES, namespaces } from "./data.js";
import { find, replaceAll } from "../../../../page/script/elements.js";

/** The delay between the last key and the search, in milliseconds. */
const TYPING = 120;

/**
 * The controls' values: check is an ID; sort is "worst", "count", "name", "level" or an ID.
 * @typedef {{ query: string, namespace: string, check: string, mode: string, onlyNew: boolean, sort: string, page: number }} State
 */
/**
 * As in every format, accepted violations are hidden at first, and the worst namespaces of an audit come first.
 * @type {State}
 */
const INITIAL = {
  query: "",
  namespace: "",
  check: "",
  mode: "",
  onlyNew: about.hasAccepted,
  sort: about.kind === "AuditReport" ? "worst" : "count",
  page: 1,
};

/** @type {State} */
export let state = { ...INITIAL };
/** Shows the part of the report that the state asks for. */
let render = () => {};
const query = find("query", HTMLInputElement);
const namespace = find("namespace", HTMLInputElement);
const check = find("check", HTMLSelectElement);
/** Not there in a report of --level, which has no modes. */
const mode = document.getElementById("mode");
/** Not there without --accept or a change of labels, since nothing is new then. */
const onlyNew = document.getElementById("new");

/** Reads the state from the address: #ns=payments&check=hostPorts. An unknown value is ignored. */
function stateOfHash() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const ids = about.checks.map(({ id }) => id);
  const page = Number(fields.get("page") ?? 1);
  return {
    query: fields.get("q") ?? "",
    namespace: fields.get("ns") ?? "",
    check: oneOf(fields.get("check"), ids),
    mode: oneOf(fields.get("mode"), mode === null ? [] : MODES),
    onlyNew: onlyNew !== null && (fields.get("new") ?? String(Number(INITIAL.onlyNew))) === "1",
    sort: oneOf(fields.get("sort"), ["worst", "count", "name", "level", ...ids]) || INITIAL.sort,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/**
 * @param {string | null} word
 * @param {string[]} words
 */
function oneOf(word, words) {
  return word !== null && words.includes(word) ? word : "";
}

/** Writes the state to the address. Navigating there would take the focus from the control. */
function writeHash() {
  const fields = new URLSearchParams();
  if (state.query !== "") fields.set("q", state.query);
  if (state.namespace !== "") fields.set("ns", state.namespace);
  if (state.check !== "") fields.set("check", state.check);
  if (state.mode !== "") fields.set("mode", state.mode);
  if (state.onlyNew !== INITIAL.onlyNew) fields.set("new", String(Number(state.onlyNew)));
  if (state.sort !== INITIAL.sort) fields.set("sort", state.sort);
  if (state.page !== 1) fields.set("page", String(state.page));
  if (fields.size > 0 || location.hash !== "") history.replaceState(null, "", "#" + fields.toString());
}

/**
 * Changes the state, and shows the part of the report that it asks for.
 * @param {Partial<State>} changed
 */
export function changeState(changed) {
  state = { ...state, ...changed };
  showState();
  render();
  writeHash();
}

function restoreState() {
  state = stateOfHash();
  showState();
  render();
}

function showState() {
  query.value = state.query;
  namespace.value = state.namespace;
  check.value = state.check;
  if (mode instanceof HTMLSelectElement) mode.value = state.mode;
  if (onlyNew instanceof HTMLInputElement) onlyNew.checked = state.onlyNew;
}

function readControls() {
  changeState({
    query: query.value,
    namespace: namespace.value,
    check: check.value,
    mode: mode instanceof HTMLSelectElement ? mode.value : "",
    onlyNew: onlyNew instanceof HTMLInputElement && onlyNew.checked,
    page: 1,
  });
}

/** Fills the list of names. There may be thousands, so this waits until the control has the focus. */
function offerNames() {
  const options = namespaces.map(({ name }) => Object.assign(document.createElement("option"), { value: name }));
  replaceAll(find("namespaces", HTMLDataListElement), options);
}

/**
 * Restores the state from the address, and follows the controls and the address from now on.
 * @param {() => void} listener shows the part of the report that the state asks for
 */
export function startState(listener) {
  render = listener;
  restoreState();
  let typing = 0;
  for (const control of [query, namespace]) {
    control.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(readControls, TYPING);
    });
  }
  namespace.addEventListener("focus", offerNames, { once: true });
  for (const control of [check, mode, onlyNew]) control?.addEventListener("change", readControls);
  find("clear", HTMLButtonElement).addEventListener("click", () => changeState({ ...INITIAL, sort: state.sort }));
  addEventListener("hashchange", () => {
    // The link that skips the map is the ID of an element.
    if (/^#[\w-]+$/u.test(location.hash)) return;
    restoreState();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    query.focus();
  });
}
