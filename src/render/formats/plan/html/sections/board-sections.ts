import { markup, type Content, type Markup } from "../../../../page/markup.ts";
import { COLUMNS, columnOf, type BoardNamespace, type Column } from "../board.ts";

/** The filters, and the columns that the script fills. They are hidden until the script runs. */
export function boardSections(board: readonly BoardNamespace[], checks: readonly string[]): Content {
  const present = new Set(board.map((namespace) => columnOf(namespace).id));
  const kept = COLUMNS.filter(({ state, id }) => state === "kept" && present.has(id));
  const typed = markup`autocomplete="off" spellcheck="false"`;
  return markup`<div id="explorer" hidden>
<div class="controls" role="search" aria-label="Filters">
<label class="grow">Search
<input type="search" id="query" placeholder="Namespace, workload, check or tool" ${typed} aria-keyshortcuts="/"></label>
<label>Check to fix
<select id="check"><option value="">All</option>${checks.map((check) => markup`<option>${check}</option>`)}</select></label>
<button type="button" id="clear">Clear</button>
<p id="status" class="status" role="status">Reading the plan\u2026</p>
</div>
<h2>Where each namespace is</h2>
<div class="board">
${COLUMNS.filter(({ state }) => state !== "kept").map(column)}</div>
${kept.length === 0 ? undefined : markup`<h2>Kept as they are</h2>\n${kept.map(column)}`}</div>
<p id="copied" class="sr" role="status"></p>
`;
}

function column({ id, state, title, text }: Column): Markup {
  return markup`<section class="column ${id}${id === state ? "" : ` ${state}`}" aria-labelledby="column-${id}">
<h3 id="column-${id}">${title} <span class="count"></span></h3>
<p class="faint">${text}</p>
<div class="stack"></div>
<button type="button" class="more" hidden></button>
</section>
`;
}
