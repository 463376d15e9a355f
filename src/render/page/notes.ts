import { placeText } from "../../report/place.ts";
import { count } from "../../api/words/plural.ts";
import { isForbidden, type Extent } from "../../report/gaps/forbidden.ts";
import type { Note, Source, Unreadable } from "../../report/report.ts";
import { forbiddenText, type ForbiddenText } from "../words/rights/forbidden.ts";
import { untrusted, markup, type Content, type Markup } from "./markup.ts";

/** The limit of shown entries of a list. No reader reaches the end of a longer one. */
const LONGEST = 1000;

/** The sections about unreadable inputs and notes; empty if there are none. */
export function notesSections(report: Extent): Markup {
  const { notes } = report;
  const forbidden = forbiddenText(report);
  const unreadable = report.unreadable.filter((one) => !isForbidden(one));
  const items = [
    ...(forbidden === null ? [] : [forbiddenItem(forbidden)]),
    ...unreadable.slice(0, LONGEST).map(unreadableItem),
  ];
  const all = unreadable.length + (forbidden === null ? 0 : 1);
  return markup`${section("unreadable", "Unreadable inputs", items, all)}${section(
    "notes",
    "Notes on the inputs",
    notes.slice(0, LONGEST).map(noteItem),
    notes.length,
  )}`;
}

function section(id: string, title: string, items: readonly Markup[], all: number): Content {
  if (all === 0) return undefined;
  const rest = all - items.length;
  return markup`<section aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>
<details${id === "unreadable" ? markup` open` : undefined}>
<summary>${count(all, "item")}</summary>
<ul class="notes">
${items}</ul>
${rest === 0 ? undefined : markup`<p class="faint">and ${count(rest, "more item")}: -o json lists them</p>`}</details>
</section>
`;
}

function forbiddenItem({ fault, advice, wayOut }: ForbiddenText): Markup {
  const lines = [...advice, ...wayOut].map(({ text, isCommand }) =>
    isCommand ? markup`<br><code>${untrusted(text)}</code>` : markup`<br>${untrusted(text)}`,
  );
  return markup`<li>${untrusted(fault)}.${lines}</li>
`;
}

function unreadableItem({ source, message }: Unreadable): Markup {
  return markup`<li>${place(source)}${untrusted(message)}</li>
`;
}

function noteItem({ severity, code, message, source }: Note): Markup {
  const label = markup`<span class="severity ${severity}">${severity}</span>`;
  return markup`<li>${label} ${place(source)}${untrusted(message)} <code class="faint">${code}</code></li>
`;
}

function place(source: Source | null): Content {
  return source === null ? undefined : markup`<code>${untrusted(placeText(source))}</code> `;
}
