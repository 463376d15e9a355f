/** What is asked for: in the controls, and in the address. Part of the page's script (script.ts). */
export const STATE_SCRIPT = String.raw`/** How long to wait for the next key before what was typed is looked for, in milliseconds. */
const TYPING = 120;

/** @type {State} */
let state = { ...INITIAL };
const query = find("query", HTMLInputElement);
const namespace = find("namespace", HTMLInputElement);
const check = find("check", HTMLSelectElement);
/** Where --level asked, there are no modes. */
const mode = document.getElementById("mode");
/** Where nothing was before, nothing is new. */
const onlyNew = document.getElementById("new");

/** The state that the address names: #ns=payments&check=hostPorts; it may be anything. */
function stateOfHash() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const ids = about.checks.map(({ id }) => id);
  const page = Number(fields.get("page") ?? 1);
  return {
    query: fields.get("q") ?? "",
    namespace: fields.get("ns") ?? "",
    check: known(fields.get("check"), ids),
    mode: known(fields.get("mode"), mode === null ? [] : MODES),
    onlyNew: onlyNew !== null && (fields.get("new") ?? String(Number(INITIAL.onlyNew))) === "1",
    sort: known(fields.get("sort"), ["name", "level", ...ids]) || INITIAL.sort,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/**
 * @param {string | null} word
 * @param {string[]} words
 */
function known(word, words) {
  return word !== null && words.includes(word) ? word : "";
}

/** Writes the state to the address. To go there instead would take the focus from the control. */
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
 * Shows another part of the report.
 * @param {Partial<State>} changed
 */
function ask(changed) {
  state = { ...state, ...changed };
  showState();
  render();
  writeHash();
}

function showState() {
  query.value = state.query;
  namespace.value = state.namespace;
  check.value = state.check;
  if (mode instanceof HTMLSelectElement) mode.value = state.mode;
  if (onlyNew instanceof HTMLInputElement) onlyNew.checked = state.onlyNew;
}

function readControls() {
  ask({
    query: query.value,
    namespace: namespace.value,
    check: check.value,
    mode: mode instanceof HTMLSelectElement ? mode.value : "",
    onlyNew: onlyNew instanceof HTMLInputElement && onlyNew.checked,
    page: 1,
  });
}

/** The names to choose from; of thousands only who asks shall wait for them. */
function offerNames() {
  const options = namespaces.map(({ name }) => Object.assign(document.createElement("option"), { value: name }));
  replaceAll(find("namespaces", HTMLDataListElement), options);
}

function listenToControls() {
  let typing = 0;
  for (const control of [query, namespace]) {
    control.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(readControls, TYPING);
    });
  }
  namespace.addEventListener("focus", offerNames, { once: true });
  for (const control of [check, mode, onlyNew]) control?.addEventListener("change", readControls);
  find("clear", HTMLButtonElement).addEventListener("click", () => ask({ ...INITIAL, sort: state.sort }));
  addEventListener("hashchange", () => {
    // The link that skips the map names an element.
    if (/^#[\w-]+$/u.test(location.hash)) return;
    state = stateOfHash();
    showState();
    render();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.matches("input, select");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    query.focus();
  });
}
`;
