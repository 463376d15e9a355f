/** Namespaces, workloads, violations and how to mend them. Part of the page's style (style.ts). */
export const CARDS_STYLE = String.raw`.level,
.tag,
.severity {
  display: inline-block;
  font-size: 0.8rem;
  line-height: 1.35;
  padding: 0 0.4rem;
  border-radius: 4px;
  background: var(--raised);
  color: var(--faint);
  white-space: nowrap;
}
.level.restricted {
  background: var(--good-back);
  color: var(--good);
}
.level.baseline,
.severity.warning,
.tag.audit,
.tag.warn {
  background: var(--caution-back);
  color: var(--caution);
}
.level.privileged,
.severity.error,
.tag.enforce {
  background: var(--bad-back);
  color: var(--bad);
}
.tag.new {
  background: var(--text);
  color: var(--card);
}
.pager {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  margin-top: 0.6rem;
}
#cards {
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: 0.5rem;
}
.card,
.guide,
.empty {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 8px;
}
.empty {
  padding: 1rem;
  margin-top: 1rem;
}
details.card {
  content-visibility: auto;
  contain-intrinsic-size: auto 3rem;
  padding: 0 1rem;
}
details.card[open] {
  padding-bottom: 1rem;
}
summary {
  padding: 0.5rem 0;
}
.card summary {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.1rem 1.25rem;
  margin: 0 -1rem;
  padding: 0.55rem 1rem;
  list-style: none;
}
.card summary::before {
  content: "\25b8";
  width: 0.7rem;
  color: var(--faint);
}
.card[open] summary::before {
  content: "\25be";
}
.card summary:hover h3 {
  text-decoration: underline;
}
.card h3 {
  font-weight: 600;
  font-size: 0.95rem;
}
.facts {
  display: flex;
  flex-wrap: wrap;
  gap: 0 1.25rem;
  margin-left: auto;
  font-size: 0.88rem;
}
.policy {
  border-collapse: collapse;
  font-size: 0.88rem;
  margin: 0.25rem 0 0.75rem;
}
.policy caption {
  text-align: left;
}
.policy th,
.policy td {
  text-align: left;
  font-weight: 400;
  padding: 0.1rem 1.5rem 0.1rem 0;
}
.policy thead th {
  color: var(--faint);
}
.policy .changed td:nth-of-type(2) {
  font-weight: 600;
}
.finding,
.labels {
  margin: 0.3rem 0;
  font-size: 0.94rem;
}
.answer {
  margin: 0.5rem 0;
  padding: 0.5rem 0.75rem;
  background: var(--raised);
  border-radius: 6px;
  font-family: var(--mono);
  font-size: 0.82rem;
}
.workload {
  border-top: 1px solid var(--line);
  padding: 0.8rem 0 0.2rem;
  margin-top: 0.8rem;
}
.heading,
.line {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.15rem 0.75rem;
}
h4 {
  font-size: 0.94rem;
}
.place {
  color: var(--faint);
}
.violations {
  margin: 0.4rem 0 0;
  border-left: 3px solid var(--line);
  padding-left: 1rem;
}
.violation {
  padding: 0.45rem 0;
}
.line {
  font-size: 0.88rem;
}
.message {
  max-width: 100ch;
}
.fields {
  font-size: 0.88rem;
  color: var(--faint);
}
.fields code {
  color: var(--text);
}
.fields .place {
  color: var(--faint);
  margin-left: 0.5rem;
}
.how,
.more {
  height: auto;
  margin-top: 0.3rem;
  padding: 0.1rem 0.5rem;
  font-size: 0.82rem;
}
.how::after {
  content: " \25b8";
}
.how[aria-expanded="true"]::after {
  content: " \25be";
}
.mend {
  max-width: 80ch;
  font-size: 0.92rem;
}
.violation .mend {
  margin-top: 0.5rem;
  padding: 0.75rem 1rem;
  background: var(--raised);
  border-radius: 6px;
}
.mend p,
.mend dl {
  margin-top: 0.4rem;
}
.mend dt {
  color: var(--faint);
  font-size: 0.85rem;
  margin-top: 0.3rem;
}
.values {
  display: flex;
  flex-wrap: wrap;
  gap: 0.1rem 1rem;
}
.guides {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(30rem, 100%), 1fr));
  gap: 0.75rem;
}
.guide {
  padding: 1rem;
}
.guide h3 code {
  font-weight: 400;
  color: var(--faint);
}
.notes li {
  padding: 0.2rem 0;
}
.plain ul {
  list-style: disc;
  padding-left: 1.25rem;
}
`;
