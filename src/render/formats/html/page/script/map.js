/** Shows the map of namespaces and checks. */
/** @import { Namespace, Part } from "./data.js" */
/** @import { Entry } from "./filter.js" */
import { readyBadge } from "./badges.js";
import { about, LEVELS } from "./data.js";
import { button, count, find, grouped, levelBadge, make } from "../../../../page/script/elements.js";
import { hasReadiness } from "./readiness.js";
import { showWorkloads } from "./show.js";
import { state } from "./state.js";
import { focusable, namespaceHead, sortableHead, startArrowKeys } from "./table.js";

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
  focusable(map);
  find("map-legend", HTMLElement).replaceChildren(...legend(bounds, most));
}

/** @param {Entry[]} entries */
function mapHead(entries) {
  const groups = LEVELS.map((level) => ({ level, size: about.checks.filter((check) => check.level === level).length }));
  const top = [
    sortableHead(map, "Namespace", "name", "name"),
    // The table of readiness has these.
    ...(hasReadiness ? [] : [enforceHead(), sortableHead(map, "Ready for", "level", "")]),
    sortableHead(map, "Violating workloads", "count", "number"),
  ];
  for (const head of top) head.setAttribute("rowspan", "2");
  for (const { level, size } of groups) {
    if (size === 0) continue;
    const head = make("th", "group", levelBadge(level));
    head.setAttribute("colspan", String(size));
    head.setAttribute("scope", "colgroup");
    top.push(head);
  }
  const checks = about.checks.map(({ id, title }) => {
    const head = sortableHead(map, title, id, "check" + (state.check === id ? " chosen" : ""));
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
    ...(hasReadiness ? [] : [make("td", "enforce"), make("td", "")]),
    make("td", "number", grouped(violating)),
    ...cells,
  );
}

/**
 * @param {Entry} entry
 * @param {number[]} bounds
 */
function mapRow({ namespace, byCheck, violating }, bounds) {
  const cells = about.checks.map((check, index) => heatCell(namespace, check, byCheck[index] ?? 0, bounds));
  const policy = hasReadiness
    ? []
    : [make("td", "enforce", inForce(namespace)), make("td", "", readyBadge(namespace.readyFor))];
  return make("tr", "", namespaceHead(namespace), ...policy, numberCell(violating), ...cells);
}

/** @param {Namespace} namespace */
function inForce({ exempt, policy, change }) {
  if (exempt) return make("span", "faint", "exempt");
  if (!about.isPolicyAsked) return "";
  const [now] = policy;
  const before = change?.from[0];
  if (before === undefined || before[0] === now?.[0]) return levelText(now);
  return make("span", "", levelText(before), " \u2192 ", levelText(now));
}

/** @param {Part | undefined} part */
function levelText(part) {
  const [level = "", version = ""] = (part?.[0] ?? "").split(":");
  return make("span", "", level, make("span", "faint", version === "" || version === "latest" ? "" : ":" + version));
}

function enforceHead() {
  // A head must have a text. With --level there is a text only if a namespace is exempt.
  if (!about.isPolicyAsked) return make("td", "enforce");
  const head = make("th", "enforce", "Enforce");
  head.setAttribute("scope", "col");
  return head;
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

startArrowKeys(map);
