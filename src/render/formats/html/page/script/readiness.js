/** Shows which level each namespace of an audit is ready for, and what blocks the next levels. */
/** @import { Namespace } from "./data.js" */
/** @import { Entry } from "./filter.js" */
import { code, count, levelBadge, make } from "../../../../page/script/elements.js";
import { readyBadge } from "./badges.js";
import { about } from "./data.js";
import { focusable, namespaceHead, sortableHead, startArrowKeys } from "./table.js";

/** The checks that a cell names. */
const CHECKS = 3;
/** Only in an audit. */
const found = document.getElementById("readiness");
const table = found instanceof HTMLTableElement ? found : undefined;
export const hasReadiness = table !== undefined;

/**
 * Shows the namespaces of the page.
 * @param {Entry[]} shown
 */
export function renderReadiness(shown) {
  if (table === undefined) return;
  const caption = make("caption", "sr", "The level that each namespace is ready for, and what blocks the next levels");
  const body = make("tbody", "", ...shown.map(({ namespace }) => row(namespace)));
  table.replaceChildren(caption, head(table), body);
  focusable(table);
}

/** @param {HTMLTableElement} table */
function head(table) {
  /** @param {string} text @param {string} [className] */
  const plain = (text, className = "") => {
    const cell = make("th", className, text);
    cell.setAttribute("scope", "col");
    return cell;
  };
  const cells = [
    sortableHead(table, "Namespace", "name", "name"),
    plain("Enforce"),
    plain("Audit", "wide"),
    plain("Warn", "wide"),
    sortableHead(table, "Ready for", "worst", ""),
    ...(about.hasPlan ? [plain("After the plan", "enforce")] : []),
    plain("Block baseline"),
    plain("Block restricted"),
  ];
  return make("thead", "", make("tr", "", ...cells));
}

/** @param {Namespace} namespace */
function row(namespace) {
  const { readiness, readyFor, planned, exempt } = namespace;
  const { modes = [], blocks = [], counted = 0, rejected = 0 } = readiness ?? {};
  const [enforce = "", audit = "", warn = ""] = modes;
  const ready = make("td", "", readyBadge(readyFor));
  if (rejected > 0) ready.append(" ", make("span", "tag enforce", count(rejected, "workload") + " rejected now"));
  return make(
    "tr",
    "",
    namespaceHead(namespace),
    make("td", "", enforce),
    make("td", "wide", audit),
    make("td", "wide", warn),
    ready,
    ...(about.hasPlan ? [make("td", "enforce", planned === undefined || exempt ? "" : levelBadge(planned))] : []),
    ...blocks.map((block) => make("td", "blocks", ...blockParts(block, counted))),
  );
}

/**
 * `2 of 3: privileged, hostPorts +4`, the most frequent check first.
 * @param {[number, number[]]} block
 * @param {number} counted
 */
function blockParts([blocking, checks], counted) {
  if (blocking === 0) return [make("span", "faint", "-")];
  const named = checks.slice(0, CHECKS).flatMap((check, index) => {
    return [index === 0 ? "" : ", ", code(about.checks[check]?.id ?? "")];
  });
  const others = checks.length - CHECKS;
  return [blocking + " of " + counted + ": ", ...named, others > 0 ? " +" + others : ""];
}

if (table !== undefined) startArrowKeys(table);
