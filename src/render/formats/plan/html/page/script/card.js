/** Makes the card of a namespace. */
/** @import { Namespace, Step } from "./data.js" */
import { code, count, levelBadge, make, untrusted } from "../../../../../page/script/elements.js";
import { copyButton } from "../../../../../page/script/copy.js";
import { about, textOf } from "./data.js";

/** The checks that a card names, and the workloads that it lists at once. */
const CHECKS = 3;
const WORKLOADS = 50;

/**
 * @param {Namespace} namespace
 * @param {boolean} isOpen whether its workloads and commands are shown
 */
export function card(namespace, isOpen) {
  const { name, levels, labels, because, steps, needs } = namespace;
  const [now, planned] = levels;
  const item = make("article", "ns", make("h4", "", untrusted(name)));
  const level = make("p", "levels", now === undefined ? make("span", "level none", "labels unknown") : levelBadge(now));
  if (planned !== undefined && planned !== now) level.append(" \u2192 ", levelBadge(planned));
  item.append(level);
  if (labels !== 0) item.append(make("p", "labels faint", untrusted(textOf(labels))));
  item.append(...remarks(namespace));
  if (because !== 0) item.append(make("p", "because", untrusted(textOf(because))));
  if (needs.length > 0) item.append(make("p", "needs", ...needsText(namespace)));
  const [next] = steps;
  const unmet = steps.find((step) => step[6] !== 0);
  if (unmet !== undefined && unmet !== next) item.append(...actions(unmet, name));
  if (next !== undefined) item.append(...actions(next, name));
  if (steps.length + needs.length > 0) item.append(more(namespace, isOpen));
  return item;
}

/** @param {Namespace} namespace */
function remarks({ column, rejectedNow, observe, over, cautions, tool, advice, history }) {
  const items = [];
  if (rejectedNow > 0) items.push(make("p", "bad", count(rejectedNow, "workload") + " rejected now"));
  if (observe > 0) {
    const start =
      over === 1
        ? "the " + observe + " days of observation are over: "
        : column === "ready"
          ? "ready after " + observe + " days of observation: "
          : "observe " + observe + " days first: ";
    const why = make("span", "", start, untrusted(textOf(cautions)));
    items.push(make("p", "caution", why));
  }
  if (tool !== 0) {
    // The advice begins with the name of the tool.
    const managed = advice === 0 ? "managed by " + textOf(tool) : textOf(advice);
    items.push(make("p", "caution", untrusted(managed)));
  }
  if (history !== 0) items.push(make("p", "", untrusted(textOf(history))));
  return items;
}

/**
 * The checks to fix, the most frequent first: `To fix: 2 of 3 workloads: runAsNonRoot 2`.
 * @param {Namespace} namespace
 */
function needsText({ needs, workloads }) {
  const counts = new Map();
  for (const [, checks] of needs) for (const check of checks) counts.set(check, (counts.get(check) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const named = sorted
    .slice(0, CHECKS)
    .flatMap(([check, number], index) => [
      index === 0 ? ": " : ", ",
      make("span", "nowrap", code(about.checks[check] ?? ""), " " + number),
    ]);
  const others = sorted.length - CHECKS;
  return ["To fix: " + needs.length + " of " + count(workloads, "workload"), ...named, others > 0 ? " +" + others : ""];
}

/**
 * The buttons of a step. If it changes no label, because first something must be fixed: what must be fixed, and the button that relaxes enforce instead.
 * @param {Step} step
 * @param {string} name the namespace
 */
function actions([number, safe, labels, command, dryRun, undo, unmet, relax], name) {
  if (command === "") {
    const parts = unmet === 0 ? [] : [make("p", "caution", untrusted(textOf(unmet)))];
    if (relax !== "") {
      const button = copyButton("Copy the command that relaxes enforce", "relaxing enforce in " + name, relax);
      parts.push(make("div", "actions", make("span", "buttons", button)));
    }
    return parts;
  }
  const title = safe === 1 ? "Step " + number : "After the fix";
  const what = " step " + number + " in " + name;
  return [
    make(
      "div",
      "actions",
      make("span", "faint", title + ": "),
      code(textOf(labels)),
      make(
        "span",
        "buttons",
        copyButton("Copy apply", "apply" + what, command),
        copyButton("Copy dry run", "dry run of" + what, dryRun),
        copyButton("Copy undo", "undo" + what, undo),
      ),
    ),
  ];
}

/**
 * The workloads to fix, and all commands, which are made when the reader opens them.
 * @param {Namespace} namespace
 * @param {boolean} isOpen
 */
function more({ name, steps, needs }, isOpen) {
  const parts = [...(needs.length > 0 ? ["workloads"] : []), ...(steps.length > 0 ? ["commands"] : [])];
  const title = parts.join(" and ");
  const details = document.createElement("details");
  details.append(make("summary", "", title.charAt(0).toUpperCase() + title.slice(1)));
  const fill = () => {
    if (details.childElementCount > 1) return;
    if (needs.length > 0) details.append(workloadList(needs));
    for (const step of steps.slice(1)) if (step[6] === 0) details.append(...actions(step, name));
    for (const [, , , command, , undo, , relax] of steps) {
      for (const text of [command, undo, relax]) if (text !== "") details.append(make("p", "whole", code(text)));
    }
  };
  details.addEventListener("toggle", fill);
  if (isOpen) {
    fill();
    details.open = true;
  }
  return details;
}

/** @param {Namespace["needs"]} needs */
function workloadList(needs) {
  const items = needs.slice(0, WORKLOADS).map(([workload, checks, rejected]) => {
    const item = make(
      "li",
      "",
      untrusted(textOf(workload)),
      ": ",
      checks.map((check) => about.checks[check]).join(", "),
    );
    if (rejected !== 0) item.append(make("p", "reported", untrusted(textOf(rejected))));
    return item;
  });
  const others = needs.length - WORKLOADS;
  if (others > 0) items.push(make("li", "faint", "and " + count(others, "more workload") + ": the audit lists them"));
  return make("ul", "workloads", ...items);
}
