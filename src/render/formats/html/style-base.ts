/** Colours, type, and what stands at the head of the page. Part of the page's style (style.ts). */
export const BASE_STYLE = String.raw`:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #0f1216);
  --card: light-dark(#ffffff, #171b21);
  --raised: light-dark(#eef0f3, #20252d);
  --line: light-dark(#d8dce2, #2d343e);
  --text: light-dark(#1b2027, #e4e8ee);
  --faint: light-dark(#57606c, #9aa5b3);
  --accent: light-dark(#1f5fbf, #7fb2ff);
  --bad: light-dark(#b3261e, #ff8f85);
  --caution: light-dark(#8a5300, #f0b75a);
  --good: light-dark(#1a6b3c, #6fd195);
  --bad-back: light-dark(#fdeceb, #3a1b1a);
  --caution-back: light-dark(#fdf2de, #372a12);
  --good-back: light-dark(#e5f5ea, #14301f);
  --heat-1: light-dark(#fff0df, #33241a);
  --heat-2: light-dark(#ffdcb8, #51301c);
  --heat-3: light-dark(#ffbe85, #79401d);
  --heat-4: light-dark(#f4914d, #a3521f);
  --heat-5: light-dark(#b8410f, #f0a067);
  --heat-text: light-dark(#1b2027, #f4f6f9);
  --heat-5-text: light-dark(#ffffff, #1b1206);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
:root[data-theme="light"] {
  color-scheme: light;
}
:root[data-theme="dark"] {
  color-scheme: dark;
}
* {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font:
    15px/1.5 system-ui,
    -apple-system,
    "Segoe UI",
    Roboto,
    "Noto Sans",
    "DejaVu Sans",
    sans-serif;
  font-variant-numeric: tabular-nums;
}
code,
h4,
.name bdi,
.card h3 {
  font-family: var(--mono);
  font-size: 0.88em;
}
bdi,
code {
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
h1,
h2,
h3,
h4,
p,
ul,
dl,
dd {
  margin: 0;
  padding: 0;
}
ul {
  list-style: none;
}
h1 {
  font-size: 1.35rem;
  line-height: 1.25;
}
h2 {
  font-size: 1.1rem;
  margin: 2.25rem 0 0.5rem;
  scroll-margin-top: 12rem;
}
h3 {
  font-size: 1rem;
}
.faint,
footer {
  color: var(--faint);
}
.sr {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.hidden {
  font-size: 0;
  unicode-bidi: isolate;
  white-space: nowrap;
}
.hidden::before {
  content: attr(data-code);
  font-size: 0.75rem;
  font-family: var(--mono);
  color: var(--bad);
  background: var(--bad-back);
  border-radius: 3px;
  padding: 0 2px;
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}
.skip {
  position: absolute;
  left: -99rem;
}
.skip:focus {
  left: 1rem;
  top: 1rem;
  z-index: 9;
  background: var(--card);
  padding: 0.5rem 1rem;
}
.banner,
main,
footer {
  max-width: 96rem;
  margin: 0 auto;
  padding: 0 1.5rem;
}
.banner {
  display: flex;
  justify-content: space-between;
  align-items: start;
  gap: 1rem;
  padding-top: 1.5rem;
}
.banner p {
  color: var(--faint);
}
footer {
  padding-top: 2.5rem;
  padding-bottom: 2.5rem;
  font-size: 0.88rem;
}
button,
input,
select {
  font: inherit;
  color: inherit;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 6px;
  padding: 0.2rem 0.6rem;
  height: 2.1rem;
}
button,
summary,
select {
  cursor: pointer;
}
button:hover,
select:hover,
input:hover {
  border-color: var(--faint);
}
[aria-disabled="true"] {
  color: var(--faint);
  cursor: default;
  border-style: dashed;
}
.numbers {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
  gap: 1px;
  margin-top: 1.25rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 8px;
  overflow: hidden;
}
.figure {
  box-shadow: 0 0 0 1px var(--line);
  padding: 0.75rem 1rem;
}
.figure dt {
  color: var(--faint);
  font-size: 0.88rem;
}
.figure strong {
  display: block;
  font-size: 1.6rem;
  line-height: 1.2;
  font-weight: 600;
}
.figure dd span {
  color: var(--faint);
  font-size: 0.82rem;
}
.figure.bad strong,
.denied {
  color: var(--bad);
}
.figure.caution strong {
  color: var(--caution);
}
.figure.good strong {
  color: var(--good);
}
.held {
  margin-top: 1.25rem;
}
.held h3 {
  font-size: 0.88rem;
  font-weight: 400;
  color: var(--faint);
}
.bar {
  display: block;
  border-radius: 4px;
  margin: 0.35rem 0;
}
.fill-restricted {
  fill: var(--good);
}
.fill-baseline {
  fill: var(--caution);
}
.fill-privileged {
  fill: var(--bad);
}
.fill-exempt {
  fill: var(--faint);
}
.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
  font-size: 0.88rem;
}
`;
