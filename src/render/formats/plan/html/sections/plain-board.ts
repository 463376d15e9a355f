import { cautionsText } from "../../../../words/plan/cautions.ts";
import { evidenceText } from "../../../../words/history/evidence-text.ts";
import { isObservedEnough } from "../../../../../report/plan/caution.ts";
import { untrusted, untrustedWhole, markup, type Content, type Markup } from "../../../../page/markup.ts";
import { checksInTheWay, labelsText, unmetText, needText } from "../../words.ts";
import { COLUMNS, columnOf, type BoardNamespace } from "../board.ts";

/** The limit of namespaces for a browser without JavaScript. */
const MOST = 200;

/** The board for a browser without JavaScript: the whole of a small one; of a large one, only where else to find it. */
export function* plainBoard(board: readonly BoardNamespace[]): Generator<Content, undefined> {
  yield markup`<noscript>
`;
  if (board.length > MOST) {
    yield markup`<p class="empty">So many namespaces are shown only with JavaScript, which is off; -o wide prints them as text.</p>
`;
  } else {
    for (const { id, title, text } of COLUMNS) {
      const namespaces = board.filter((namespace) => columnOf(namespace).id === id);
      if (namespaces.length > 0) {
        yield markup`<section class="plain">
<h2>${title}: ${namespaces.length}</h2>
<p class="faint">${text}</p>
${namespaces.map(plainNamespace)}</section>
`;
      }
    }
  }
  yield markup`</noscript>
`;
}

function plainNamespace(namespace: BoardNamespace): Markup {
  const { name, enforce, labels, because, owner, observeDays, rejectedNow, needs, steps } = namespace;
  const now = labelsText(labels ?? {});
  const levels = enforce === null ? "labels unknown" : `enforces ${enforce.now}`;
  const planned = enforce === null || enforce.now === enforce.planned ? "" : `, then ${enforce.planned}`;
  const facts = [
    because,
    owner?.advice ?? "",
    rejectedNow === 0 ? "" : `${rejectedNow} rejected now`,
    observeDays === null ? "" : `${observation(namespace, observeDays)}: ${cautionsText(namespace)}`,
    evidenceText(namespace),
  ].filter((text) => text !== "");
  return markup`<h3>${untrusted(name)}</h3>
<p>${levels}${planned}${now === "" ? "" : markup`; <code>${untrusted(now)}</code>`}</p>
${facts.map((text) => markup`<p>${untrusted(text)}</p>\n`)}${
    needs.length === 0
      ? undefined
      : markup`<p>To fix: ${untrusted(checksInTheWay(needs, Infinity))}</p>
<ul>
${needs.map((need) => markup`<li>${untrusted(needText(need))}: ${need.checks.map(({ check }) => check).join(", ")}</li>\n`)}</ul>
`
  }${steps.map((step) => {
    const { number, safe, command, undo, relax } = step;
    const unmet = unmetText(step);
    if (command === null) {
      return markup`${unmet === undefined ? undefined : markup`<p>${untrusted(unmet)}</p>\n`}${
        relax === null ? undefined : markup`<p>Relaxes enforce: <code>${untrustedWhole(relax.command)}</code></p>\n`
      }`;
    }
    return markup`<p>${safe ? `Step ${number}` : "After the fix"}: <code>${untrustedWhole(command)}</code>${undo === null ? undefined : markup`<br>Undo: <code>${untrustedWhole(undo)}</code>`}</p>\n`;
  })}`;
}

function observation(namespace: BoardNamespace, days: number): string {
  if (isObservedEnough(namespace)) return `the ${days} days of observation are over`;
  return namespace.state === "ready"
    ? `ready after ${days} days of observation`
    : `observe ${days} days before a stricter enforce`;
}
