import { comparedText, type ComparedGroup } from "../words/compared/compared-text.ts";
import { untrusted, markup, type Content, type Markup } from "./markup.ts";

/** The most items of a group. No reader reaches the end of a longer list. */
const MOST = 500;
/** Lists with at most this many items are open. */
const MOST_OPEN = 10;

/** The section about what moved since an earlier report; undefined if the run compares nothing. */
export function comparedPart(report: Parameters<typeof comparedText>[0]): Content {
  const text = comparedText(report, "\u2192");
  if (text === undefined) return undefined;
  return markup`<section aria-labelledby="compared-heading">
<h2 id="compared-heading">What moved</h2>
<p>${untrusted(text.headline)}</p>
${text.doubts.map((doubt) => markup`<p class="caution">${untrusted(doubt)}</p>\n`)}${
    text.groups.length === 0 ? undefined : markup`<div class="moves">\n${text.groups.map(groupPart)}</div>\n`
  }</section>
`;
}

function groupPart({ title, tone, items }: ComparedGroup): Markup {
  const others = items.length - MOST;
  return markup`<details class="move ${tone}"${items.length <= MOST_OPEN ? markup` open` : undefined}>
<summary>${title}</summary>
<ul>
${items.slice(0, MOST).map((item) => markup`<li>${untrusted(item)}</li>\n`)}${
    others > 0 ? markup`<li class="faint">and ${others} more: -o json lists them</li>\n` : undefined
  }</ul>
</details>
`;
}
