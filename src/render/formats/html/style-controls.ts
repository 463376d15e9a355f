/** The filters and the map. Part of the page's style (style.ts). */
export const CONTROLS_STYLE = String.raw`.controls {
  position: sticky;
  top: 0;
  z-index: 5;
  display: flex;
  flex-wrap: wrap;
  align-items: end;
  gap: 0.6rem 0.75rem;
  margin: 1.5rem -1.5rem 0;
  padding: 0.75rem 1.5rem;
  background: var(--page);
  border-bottom: 1px solid var(--line);
}
.controls label {
  display: grid;
  gap: 0.15rem;
  font-size: 0.82rem;
  color: var(--faint);
}
.controls input,
.controls select {
  color: var(--text);
  font-size: 0.94rem;
  min-width: 0;
}
.controls input::placeholder {
  color: var(--faint);
}
.controls select {
  max-width: 16rem;
}
.controls .grow {
  flex: 1 1 16rem;
}
.controls .box {
  display: flex;
  align-items: center;
  gap: 0.4rem;
  min-height: 2.1rem;
  font-size: 0.94rem;
  color: var(--text);
}
.box input {
  height: auto;
}
.status {
  flex-basis: 100%;
  color: var(--faint);
  font-size: 0.94rem;
}
.swatch {
  display: inline-block;
  padding: 0 0.5rem;
  color: var(--heat-text);
  font-size: 0.82rem;
}
.map-frame {
  margin-top: 0.6rem;
  max-height: min(40rem, 75vh);
  overflow: auto;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 8px;
  width: fit-content;
  max-width: 100%;
}
#map {
  border-collapse: separate;
  border-spacing: 0;
  font-size: 0.88rem;
}
#map th,
#map td {
  padding: 0.15rem 0.6rem;
  text-align: left;
  font-weight: 400;
  white-space: nowrap;
  border-bottom: 1px solid var(--line);
}
#map tbody tr:last-child > * {
  border-bottom: 0;
}
#map thead {
  position: sticky;
  top: 0;
  z-index: 2;
}
#map thead th,
#map thead td {
  background: var(--raised);
  vertical-align: bottom;
}
#map .name {
  position: sticky;
  left: 0;
  z-index: 1;
  background: var(--card);
  max-width: 18rem;
  border-right: 1px solid var(--line);
}
#map thead th[rowspan] {
  padding-bottom: 0.3rem;
}
#map thead .sort {
  min-height: 0;
}
#map thead .name {
  background: var(--raised);
}
#map .group,
#map .check,
#map .heat {
  border-left: 1px solid var(--line);
  text-align: center;
}
#map .number {
  text-align: right;
}
#map .number .sort {
  white-space: normal;
}
#map button {
  width: 100%;
  height: auto;
  min-height: 1.7rem;
  padding: 0;
  border: 0;
  border-radius: 0;
  background: none;
  text-align: inherit;
}
#map td button {
  padding: 0 0.3rem;
}
#map button:focus-visible {
  outline-offset: -2px;
}
#map tbody .name button {
  overflow: hidden;
  text-overflow: ellipsis;
}
#map tbody .name bdi {
  white-space: pre;
}
#map tbody .name button:hover,
#map .sort:hover {
  text-decoration: underline;
}
#map .check {
  padding: 0.4rem 0;
}
#map .check .sort {
  writing-mode: vertical-rl;
  transform: rotate(180deg);
  width: 2.6rem;
  height: auto;
  min-height: 5rem;
  display: inline-flex;
  align-items: center;
}
#map .heat {
  padding: 0;
  min-width: 2.6rem;
}
#map .sums .heat {
  padding: 0.15rem 0.3rem;
}
#map .sums > * {
  font-weight: 600;
}
#map .chosen {
  box-shadow:
    inset 2px 0 var(--accent),
    inset -2px 0 var(--accent);
}
[aria-sort="ascending"] .sort::after {
  content: "\a0\2191";
}
[aria-sort="descending"] .sort::after {
  content: "\a0\2193";
}
#map .check[aria-sort] .sort::after {
  content: "\a0\2190";
}
.heat-1 {
  background: var(--heat-1);
}
.heat-2 {
  background: var(--heat-2);
}
.heat-3 {
  background: var(--heat-3);
}
.heat-4 {
  background: var(--heat-4);
}
.heat-5 {
  background: var(--heat-5);
}
.heat button {
  color: var(--heat-text);
}
.heat-5,
.heat-5 button {
  color: var(--heat-5-text);
}
`;
