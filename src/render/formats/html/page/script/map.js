/** Shows the map of namespaces and checks. */
/** @import { Namespace, Part } from "./data.js" */
/** @import { Entry } from "./filter.js" */
import { openCard } from "./cards.js";
import { about, LEVELS } from "./data.js";
import { button, count, find, grouped, levelBadge, make, readyBadge, untrusted } from "./elements.js";
import { changeState, state } from "./state.js";

const HEAT_STEPS = 5;
const map = find("map", HTMLTableElement);

/**
 * Shows how many workloads of each namespace violate each check.
 * @param {Entry[]} entries all matching namespaces
 * @param {Entry[]} shown the namespaces of the page
 */
export function renderMap(entries, shown) {
  const most = entries.reduce((sofar, { byCheck }) => Math.max(sofar, ...byCheck), 0);
  const bounds = heatBounds(most);
  const caption = make("caption", "sr", "The number of workloads that violate each check, by namespace");
  const body = make("tbody", "", ...shown.map((entry) => mapRow(entry, bounds)));
  map.replaceChildren(caption, mapHead(entries), body);
  const [first] = map.querySelectorAll("tbody button");
  if (first instanceof HTMLElement) first.tabIndex = 0;
  find("map-legend", HTMLElement).replaceChildren(...legend(bounds, most));
}

/** @param {Entry[]} entries */
function mapHead(entries) {
  const groups = LEVELS.map((level) => ({ level, size: about.checks.filter((check) => check.level === level).length }));
  const top = [
    sortableHead("Namespace", "name", "name"),
    make("th", "enforce", about.isPolicyAsked ? "Enforce" : ""),
    sortableHead("Ready for", "level", ""),
    ...(about.hasPlan ? [make("th", "enforce", "After the plan")] : []),
    sortableHead("Violating workloads", "count", "number"),
  ];
  if (about.hasPlan) top[3]?.setAttribute("scope", "col");
  top[1]?.setAttribute("scope", "col");
  for (const head of top) head.setAttribute("rowspan", "2");
  for (const { level, size } of groups) {
    if (size === 0) continue;
    const head = make("th", "group", levelBadge(level));
    head.setAttribute("colspan", String(size));
    head.setAttribute("scope", "colgroup");
    top.push(head);
  }
  const checks = about.checks.map(({ id, title }) => {
    const head = sortableHead(title, id, "check" + (state.check === id ? " chosen" : ""));
    head.title = id;
    return head;
  });
  return make("thead", "", make("tr", "", ...top), make("tr", "", ...checks), totalsRow(entries));
}

/** @param {Entry[]} entries */
function totalsRow(entries) {
  const sums = about.checks.map((_check, index) =>
    entries.reduce((sum, { byCheck }) => sum + (byCheck[index] ?? 0), 0),
  );
  const violating = entries.reduce((sum, entry) => sum + entry.violating, 0);
  const head = make("th", "name", "All " + grouped(entries.length));
  head.setAttribute("scope", "row");
  const cells = sums.map((sum) => make("td", "heat", grouped(sum)));
  return make(
    "tr",
    "sums",
    head,
    make("td", "enforce"),
    make("td", ""),
    ...(about.hasPlan ? [make("td", "enforce")] : []),
    make("td", "number", grouped(violating)),
    ...cells,
  );
}

/**
 * @param {Entry} entry
 * @param {number[]} bounds
 */
function mapRow({ namespace, byCheck, violating }, bounds) {
  const { name, key, exempt, policy, readyFor, planned } = namespace;
  const show = button("", "", () => showWorkloads(key, ""));
  show.append(untrusted(name === "" ? "(no name)" : name));
  show.title = name;
  show.tabIndex = -1;
  const head = make("th", "name", show);
  head.setAttribute("scope", "row");
  const [enforce] = policy;
  const inForce = exempt ? make("span", "faint", "exempt") : levelText(about.isPolicyAsked ? enforce : undefined);
  const cells = about.checks.map((check, index) => heatCell(namespace, check, byCheck[index] ?? 0, bounds));
  const after = planned === undefined ? [] : [make("td", "enforce", exempt ? "" : levelBadge(planned))];
  return make(
    "tr",
    "",
    head,
    make("td", "enforce", inForce),
    make("td", "", readyBadge(readyFor)),
    ...after,
    numberCell(violating),
    ...cells,
  );
}

/** @param {Part | undefined} part */
function levelText(part) {
  const [level = "", version = ""] = (part?.[0] ?? "").split(":");
  return make("span", "", level, make("span", "faint", version === "latest" ? "" : ":" + version));
}

/** @param {number} number */
function numberCell(number) {
  return make("td", "number", number === 0 ? "" : grouped(number));
}

/**
 * @param {Namespace} namespace
 * @param {{ id: string, title: string }} check
 * @param {number} number
 * @param {number[]} bounds
 */
function heatCell({ name, key }, { id, title }, number, bounds) {
  const chosen = state.check === id ? " chosen" : "";
  if (number === 0) return make("td", "heat" + chosen);
  const show = button(grouped(number), "", () => showWorkloads(key, id));
  show.setAttribute("aria-label", count(number, "workload") + " of " + name + ": " + title);
  show.tabIndex = -1;
  return make("td", "heat heat-" + (bounds.findIndex((bound) => number <= bound) + 1) + chosen, show);
}

/**
 * Returns the largest number of each colour step. The scale is logarithmic, since a few namespaces have most violations.
 * @param {number} most
 */
function heatBounds(most) {
  // Small numbers never get the strongest colour.
  const top = Math.log1p(Math.max(most, HEAT_STEPS));
  const steps = Array.from({ length: HEAT_STEPS }, (_, index) => (index + 1) / HEAT_STEPS);
  return steps.map((share) => Math.floor(Math.expm1(share * top) + 1e-6));
}

/**
 * @param {number[]} bounds
 * @param {number} most
 */
function legend(bounds, most) {
  if (about.checks.length === 0) return ["Nothing violates any check."];
  const swatches = bounds.flatMap((bound, index) => {
    const from = (bounds[index - 1] ?? 0) + 1;
    const to = Math.min(bound, most);
    if (from > to) return [];
    const range = from === to ? grouped(to) : grouped(from) + "\u2013" + grouped(to);
    return [make("span", "swatch heat-" + (index + 1), range)];
  });
  const press = make("span", "screen", "Press a number to see them. ");
  return ["The number of workloads that violate each check; an empty cell means none. ", press, ...swatches];
}

// The map is one tab stop; arrow keys move between its buttons.
map.addEventListener("keydown", (event) => {
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
    const next = map.rows[y]?.cells[x];
    if (next === undefined || next.closest("tbody") === null) return;
    const target = next.querySelector("button");
    if (target === null) continue;
    from.tabIndex = -1;
    target.tabIndex = 0;
    return target.focus();
  }
});

/**
 * Makes a table head with a button that sorts the namespaces.
 * @param {string} label
 * @param {string} sort
 * @param {string} className
 */
function sortableHead(label, sort, className) {
  const isSorted = state.sort === sort;
  const head = make(
    "th",
    className,
    button(label, "sort", () => sortBy(sort)),
  );
  head.setAttribute("scope", "col");
  if (isSorted) head.setAttribute("aria-sort", sort === "name" || sort === "level" ? "ascending" : "descending");
  head.dataset["sort"] = sort;
  return head;
}

/**
 * Shows the workloads of a namespace, and moves the focus there.
 * @param {string} key the namespace's key
 * @param {string} id the ID of the check to filter by; empty to keep the filter
 */
function showWorkloads(key, id) {
  openCard(key);
  changeState({ namespace: key, check: id === "" ? state.check : id, page: 1 });
  const heading = find("workloads-heading", HTMLElement);
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}

/** @param {string} sort */
function sortBy(sort) {
  changeState({ sort, page: 1 });
  // The map was rebuilt with new heads.
  const heads = [...map.querySelectorAll("th")];
  heads
    .find((head) => head.dataset["sort"] === sort)
    ?.querySelector("button")
    ?.focus();
}
