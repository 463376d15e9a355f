import type { Note, Report, Source, Unreadable } from "../../../report/report.ts";
import { ruleWanted } from "../../words/unreadable.ts";
import { foreign, markup, type Content, type Markup } from "./markup.ts";

/** How many entries of a list are shown: no reader gets to the end of more. */
const LONGEST = 1000;

/** What could not be read, what else there is to say of the inputs, and what a baseline holds that is gone; nothing where there is none. */
export function notesSections({ unreadable, notes, baseline }: Report): Markup {
  const gone = baseline?.gone ?? [];
  return markup`${section("unreadable", "What could not be read", unreadable.slice(0, LONGEST).map(unreadableItem), unreadable.length)}${section(
    "notes",
    "Notes on the inputs",
    notes.slice(0, LONGEST).map(noteItem),
    notes.length,
  )}${section("gone", "Gone since the baseline", gone.slice(0, LONGEST).map(goneItem), gone.length)}`;
}

function section(id: string, title: string, items: readonly Markup[], all: number): Content {
  if (all === 0) return undefined;
  const rest = all - items.length;
  return markup`<section aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>
<details${id === "unreadable" ? markup` open` : undefined}>
<summary>${all === 1 ? "1 entry" : `${all} entries`}</summary>
<ul class="notes">
${items}</ul>
${rest === 0 ? undefined : markup`<p class="faint">and ${rest} more, which -o json lists</p>`}</details>
</section>
`;
}

function unreadableItem(unreadable: Unreadable): Markup {
  const { source, message } = unreadable;
  const rule = ruleWanted(unreadable);
  const needed = rule === "" ? undefined : markup`<br>It needs <code>${foreign(rule)}</code>`;
  return markup`<li>${place(source)}${foreign(message)}${needed}</li>
`;
}

function noteItem({ severity, code, message, source }: Note): Markup {
  const label = markup`<span class="severity ${severity}">${severity}</span>`;
  return markup`<li>${label} ${place(source)}${foreign(message)} <code class="faint">${code}</code></li>
`;
}

function goneItem(text: string): Markup {
  return markup`<li>${foreign(text)}</li>
`;
}

function place(source: Source | null): Content {
  return source === null ? undefined : markup`<code>${foreign(`${source.file}:${source.line}`)}</code> `;
}
