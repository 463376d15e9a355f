/** A chart of the days of a history. */
import { count } from "../../../../api/words/plural.ts";
import { dayNumber, dayText, timeOfUtc } from "../../../../api/words/utc-time.ts";
import type { HistoryDay } from "../../../../report/audit-history/history-report.ts";
import { grouped } from "../../../page/figures.ts";
import { markup, type Content, type Markup } from "../../../page/markup.ts";

/** The size of the drawing, in its own units. */
const [WIDTH, HEIGHT] = [960, 140];
/** The space below the bars for the days, and above them for the largest number. */
const [BELOW, ABOVE] = [18, 14];
/** The most days that have bars; of a longer time, the last ones. */
const MOST_DAYS = 120;
/** The most days with their names below. */
const MOST_NAMES = 8;

/** A number of each day, with its name and its class of the page. */
const SERIES: readonly (readonly [key: Exclude<keyof HistoryDay, "day">, name: string])[] = [
  ["pods", "Pods created"],
  ["violations", "Violations"],
  ["denied", "Rejected pods"],
];

/** The chart of days, and the same numbers as a table. Days without events have no bars, and their place. */
export function daysSection(days: readonly HistoryDay[]): Content {
  if (days.length === 0) return undefined;
  const shown = withEmptyDays(days).slice(-MOST_DAYS);
  const cut = shown.length < MOST_DAYS ? "" : ` The chart has the last ${MOST_DAYS} days.`;
  return markup`<section aria-labelledby="days-heading">
<h2 id="days-heading">Days</h2>
<p class="faint">In UTC.${cut}</p>
${chart(shown)}<p class="legend">${SERIES.map(([key, name]) => markup`<span><svg class="key" viewBox="0 0 1 1" aria-hidden="true"><rect class="bar-${key}" width="1" height="1"/></svg>${name}</span>\n`)}</p>
<details><summary>${count(days.length, "day")} as a table</summary>
<div class="table" tabindex="0" role="region" aria-label="Days as a table"><table>
<thead><tr><th scope="col">Day</th>${SERIES.map(([, name]) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${days.map((day) => markup`<tr><th scope="row">${day.day}</th>${SERIES.map(([key]) => markup`<td class="number">${grouped(day[key])}</td>`)}</tr>\n`)}</tbody>
</table></div>
</details>
</section>
`;
}

/** Adds the days without events between others. */
function withEmptyDays(days: readonly HistoryDay[]): readonly HistoryDay[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const [first = 0, last = 0] = [days[0], days.at(-1)].map((one) => dayNumber(timeOfUtc(one?.day ?? "")));
  const size = Math.min(MOST_DAYS, last - first + 1);
  return Array.from({ length: size }, (_, index) => {
    const day = dayText(last - size + 1 + index);
    return known.get(day) ?? { day, pods: 0, violations: 0, denied: 0 };
  });
}

function chart(days: readonly HistoryDay[]): Markup {
  const most = Math.max(1, ...days.flatMap((day) => SERIES.map(([key]) => day[key])));
  const slot = WIDTH / days.length;
  const bar = Math.min(24, (slot * 0.8) / SERIES.length);
  const room = HEIGHT - BELOW - ABOVE;
  const every = Math.ceil(days.length / MOST_NAMES);
  const [first, last] = [days[0]?.day ?? "", days.at(-1)?.day ?? ""];
  const label = `${sum(days, "pods")} pods created, ${sum(days, "violations")} violations and ${sum(days, "denied")} rejected pods from ${first} to ${last}`;
  return markup`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
<text class="tick" x="0" y="10">${grouped(most)}</text>
<line class="axis" x1="0" y1="${HEIGHT - BELOW}" x2="${WIDTH}" y2="${HEIGHT - BELOW}"/>
${days.map((day, index) => [
  ...SERIES.map(([key], at) =>
    bars(day[key], { key, x: index * slot + at * bar, bar, height: (day[key] / most) * room }),
  ),
  index % every === 0
    ? markup`<text class="tick" x="${fixed(index * slot)}" y="${HEIGHT - 4}">${day.day.slice(5)}</text>\n`
    : undefined,
])}</svg>
`;
}

interface Bar {
  readonly key: string;
  readonly x: number;
  readonly bar: number;
  readonly height: number;
}

/** A bar; a small number has one that can be seen. */
function bars(value: number, { key, x, bar, height }: Bar): Content {
  if (value === 0) return undefined;
  const shown = Math.max(2, height);
  return markup`<rect class="bar-${key}" x="${fixed(x)}" y="${fixed(HEIGHT - BELOW - shown)}" width="${fixed(bar)}" height="${fixed(shown)}"/>\n`;
}

function sum(days: readonly HistoryDay[], key: Exclude<keyof HistoryDay, "day">): string {
  return grouped(days.reduce((total, day) => total + day[key], 0));
}

function fixed(number: number): string {
  return number.toFixed(1);
}
