/** Shows namespaces with their workloads. */
/** @import { Change, Field, Namespace, Violation, Workload } from "./data.js" */
/** @import { Entry, Filter } from "./filter.js" */
import { about, MODES, namespaces, STATUS, textOf } from "./data.js";
import {
  button,
  code,
  count,
  find,
  levelBadge,
  make,
  replaceAll,
  untrusted,
} from "../../../../page/script/elements.js";
import { modesIn, readyBadge } from "./badges.js";
import { patchItem } from "./patch.js";
import { toggleButton } from "./toggle.js";

/** The number of workloads of a namespace that are shown at first, and added by each press of the button. */
const WORKLOADS_AT_ONCE = 50;
/** With at most this many workloads on a page, all cards are open. */
const MOST_OPEN = 25;
/**
 * Whether the reader opened or closed a card, by the namespace's key.
 * @type {Map<string, boolean>}
 */
const opened = new Map();

/**
 * Opens the card of a namespace the next time that it is shown.
 * @param {string} key the namespace's key
 */
export function openCard(key) {
  opened.set(key, true);
}

/**
 * Shows the namespaces of the page, each as a summary that opens to its workloads.
 * @param {Entry[]} shown
 * @param {Filter} filter
 * @param {number} [mostWorkloads] of a namespace, for print, where no button can add more
 */
export function renderCards(shown, filter, mostWorkloads) {
  const isSmall = shown.reduce((sum, entry) => sum + entry.shown, 0) <= MOST_OPEN;
  const cards = shown.map((entry) => card(entry, filter, isSmall, mostWorkloads));
  const none = make("p", "empty", "Nothing in the report matches the filters.");
  replaceAll(find("cards", HTMLElement), cards.length === 0 && namespaces.length > 0 ? [none] : cards);
}

/**
 * @param {Entry} entry
 * @param {Filter} filter
 * @param {boolean} isSmall
 * @param {number} [mostWorkloads]
 */
function card({ namespace, violating, violations, shown: size }, filter, isSmall, mostWorkloads) {
  const { name, key, exempt, readyFor, planned, policy, change } = namespace;
  const details = document.createElement("details");
  details.className = "card";
  const found =
    violations === 0 ? "no violations" : count(violations, "violation") + " in " + count(violating, "workload");
  const facts = exempt
    ? [make("span", "tag", "exempt")]
    : [
        ...(change === undefined
          ? [make("span", "faint", about.isPolicyAsked ? "enforce " + (policy[0]?.[0] ?? "") : "")]
          : changedModes(namespace).map((text) => make("span", "", text))),
        make("span", "", "ready for ", readyBadge(readyFor)),
        ...(planned === undefined ? [] : [make("span", "", "after the plan ", levelBadge(planned))]),
      ];
  const title = make("h3", "", untrusted(name === "" ? "(no name)" : name));
  details.append(make("summary", "", title, make("span", "facts", ...facts, make("span", "found", found))));
  const fill = () => {
    if (details.childElementCount === 1)
      details.append(...cardContent(namespace, filter, mostWorkloads ?? WORKLOADS_AT_ONCE));
  };
  details.open = mostWorkloads !== undefined || (opened.get(key) ?? (isSmall && size > 0));
  if (details.open) fill();
  details.firstElementChild?.addEventListener("click", () => opened.set(key, !details.open));
  details.addEventListener("toggle", fill);
  return details;
}

/**
 * @param {Namespace} namespace
 * @param {Filter} filter
 * @param {number} most
 */
function cardContent(namespace, filter, most) {
  const { findings, change, rows, workloads, pods } = namespace;
  const clean = workloads - rows.length;
  const others = (rows.length === 0 ? "" : "and ") + count(clean, "workload") + " without violations";
  return [
    ...(about.isPolicyAsked ? [policyTable(namespace)] : []),
    ...(pods === 0 ? [] : [make("p", "faint", count(pods, "pod"))]),
    ...(change === undefined ? [] : changeItems(change)),
    ...findings.map(([severity, message]) => {
      return make("p", "finding", make("span", "severity " + severity, severity), " ", untrusted(message));
    }),
    ...workloadList(namespace, filter, most),
    ...(clean === 0 ? [] : [make("p", "faint", others)]),
  ];
}

/**
 * Makes a list of the matching workloads: the first of them at once, the others when the reader presses a button.
 * @param {Namespace} namespace
 * @param {Filter} filter
 * @param {number} most
 */
function workloadList(namespace, filter, most) {
  const left = namespace.rows.flatMap((workload) => {
    const violations = filter.violationsOf(namespace, workload);
    return violations === undefined ? [] : [{ workload, violations }];
  });
  const list = make("div", "");
  /** @param {number} size */
  const add = (size) => {
    const added = left.splice(0, size).map(({ workload, violations }) => workloadItem(workload, violations));
    for (const item of added) list.append(item);
    more.textContent =
      "Show " + Math.min(WORKLOADS_AT_ONCE, left.length) + " of " + count(left.length, "more workload");
    more.hidden = left.length === 0;
    return added[0];
  };
  const more = button("", "more", () => {
    const first = add(WORKLOADS_AT_ONCE);
    if (first === undefined) return;
    first.tabIndex = -1;
    first.focus();
  });
  add(most);
  return [list, more];
}

/** @param {Namespace} namespace */
function policyTable({ policy, change, exempt }) {
  const heads = change === undefined ? ["Mode", "Level", "From"] : ["Mode", "Now", "From", "With the labels", "From"];
  const head = make("tr", "", ...heads.map((text) => make("th", "", text)));
  for (const cell of head.children) cell.setAttribute("scope", "col");
  const rows = MODES.map((mode, index) => {
    const [level = "", from = ""] = policy[index] ?? [];
    const [before, beforeFrom = ""] = change?.from[index] ?? [];
    const texts = before === undefined ? [level, from] : [before, beforeFrom, level, from];
    const name = make("th", "", mode);
    name.setAttribute("scope", "row");
    const isChanged = before !== undefined && before !== level;
    return make("tr", isChanged ? "changed" : "", name, ...texts.map((text) => make("td", "", text)));
  });
  const caption = exempt
    ? make("caption", "faint", "Exempt: this policy is not in force")
    : make("caption", "sr", "Policy in force");
  return make("table", "policy", caption, make("thead", "", head), make("tbody", "", ...rows));
}

/**
 * The modes that a change of labels gives another level: `enforce baseline:latest → restricted:latest`.
 * @param {Namespace} namespace
 */
function changedModes({ policy, change }) {
  return MODES.flatMap((mode, index) => {
    const [before = "", now = ""] = [change?.from[index]?.[0], policy[index]?.[0]];
    return before === now ? [] : [mode + " " + before + " \u2192 " + now];
  });
}

/** @param {Change} change */
function changeItems({ labels, denied, warnings, silent, admitted }) {
  const answers = denied === "" ? warnings.map((text) => ["Warning: ", text]) : [["Denied: ", denied]];
  const lines = answers.map(([prefix = "", text = ""]) =>
    make("div", denied === "" ? "" : "denied", make("strong", "", prefix), untrusted(text)),
  );
  return [
    make("p", "labels", "kubectl label: ", ...labels.flatMap((label) => [code(label), " "])),
    ...(lines.length === 0 ? [] : [make("div", "answer", ...lines)]),
    ...(silent === "" ? [] : [make("p", "faint", silent)]),
    ...(admitted.length === 0 ? [] : [make("p", "", "No longer rejected: ", untrusted(admitted.join(", ")))]),
  ];
}

/**
 * @param {Workload} workload
 * @param {Violation[]} violations
 */
function workloadItem([title, pods, file, line, exempt, , patch], violations) {
  const heading = make("div", "heading", make("h4", "", untrusted(textOf(title))));
  if (exempt !== 0) heading.append(make("span", "tag", "exempt: ", untrusted(textOf(exempt))));
  if (pods !== 0) heading.append(make("span", "faint", textOf(pods)));
  if (file !== 0) heading.append(placeText(textOf(file), line, 0));
  const list = make("ul", "violations", ...violations.map((violation) => violationItem(violation, textOf(file))));
  const parts = patch === undefined ? [] : [patchItem(patch, textOf(title))];
  return make("article", "workload", heading, ...(violations.length === 0 ? [] : [list]), ...parts);
}

/**
 * @param {Violation} violation
 * @param {string} file
 */
function violationItem([number, reason, detail, modes, newIn, status, levels, share, acceptance, fields], file) {
  const check = about.checks[number];
  const line = make("div", "line", make("strong", "", check?.title ?? ""), make("code", "faint", check?.id ?? ""));
  for (const mode of modesIn(modes)) line.append(make("span", "tag " + mode, mode));
  if (status === STATUS.unasked) line.append(levelBadge(check?.level ?? "", "blocks " + (check?.level ?? "")));
  else line.append(make("span", "faint", textOf(levels)));
  if (newIn !== 0) line.append(make("span", "tag new", "new in " + modesIn(newIn).join(", ")));
  if (status === STATUS.accepted) line.append(make("span", "tag", "accepted"));
  else if (about.hasAccepted && status === STATUS.open) line.append(make("span", "tag new", "new"));
  if (share !== 0) line.append(make("span", "faint", textOf(share)));
  const words = detail === 0 ? textOf(reason) : textOf(reason) + " (" + textOf(detail) + ")";
  const item = make("li", "violation", line, make("p", "message", untrusted(words)));
  if (acceptance !== 0) item.append(make("p", "faint", "Accepted: ", untrusted(textOf(acceptance))));
  item.append(make("ul", "fields", ...fields.map((field) => fieldItem(field, file))));
  item.append(howButton(check?.id ?? "", item));
  return item;
}

/**
 * @param {Field} field
 * @param {string} file
 */
function fieldItem([path, value, line, column, isAccepted], file) {
  const item = make("li", "", code(textOf(path)), value === 0 ? " is not set" : " is ");
  if (value !== 0) item.append(code(textOf(value)));
  if (line > 0 && file !== "") item.append(" ", placeText(file, line, column));
  if (isAccepted === 1) item.append(" ", make("span", "tag", "accepted"));
  return item;
}

/**
 * @param {string} file
 * @param {number} line
 * @param {number} column 0 for none
 */
function placeText(file, line, column) {
  return make("code", "place", untrusted(file), ":" + line + (column === 0 ? "" : ":" + column));
}

/**
 * Makes a button that copies the instructions for meeting a check from the end of the page.
 * @param {string} id
 * @param {HTMLElement} item
 */
function howButton(id, item) {
  return toggleButton("How to meet it", item, () =>
    document
      .getElementById("check-" + id)
      ?.querySelector(".instructions")
      ?.cloneNode(true),
  );
}
