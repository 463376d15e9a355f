import type { CheckDeclaration } from "../../../../api/checks/check-declaration.ts";
import type { Report } from "../../../../report/report.ts";
import { markup, type Content, type Markup } from "../../../page/markup.ts";
import type { Totals } from "./totals.ts";
import { MODES } from "../../../../api/mode.ts";

/**
 * The filters, and the elements that the script fills: the map, and the namespaces with their workloads. They are hidden until the script
 * runs.
 *
 * @param checks the violated checks
 */
export function explorer(report: Report, checks: readonly CheckDeclaration[], totals: Totals): Markup {
  return markup`<div id="explorer" hidden>
${controls(report, checks, totals)}<a class="skip" href="#workloads-heading">Skip to the workloads</a>
${report.kind === "AuditReport" ? readiness : undefined}<section aria-labelledby="map-heading">
<h2 id="map-heading">Namespaces and checks</h2>
<p class="faint" id="map-legend"></p>
<div class="frame" role="region" aria-label="Map of namespaces and checks" tabindex="0"><table id="map" class="grid"></table></div>
<nav class="pager" id="map-pager" aria-label="Pages of the map"></nav>
</section>
<section aria-labelledby="workloads-heading">
<h2 id="workloads-heading" tabindex="-1">Workloads</h2>
<p id="copied" class="sr" role="status"></p>
<div id="cards"></div>
<nav class="pager" id="cards-pager" aria-label="Pages of workloads"></nav>
</section>
</div>
`;
}

const readiness = markup`<section aria-labelledby="readiness-heading">
<h2 id="readiness-heading">Which level is each namespace ready for?</h2>
<p class="faint">A namespace is ready for the strictest level that all its workloads meet. The worst comes first.</p>
<div class="frame" role="region" aria-label="Readiness of namespaces" tabindex="0"><table id="readiness" class="grid"></table></div>
<nav class="pager" id="readiness-pager" aria-label="Pages of the readiness"></nav>
</section>
`;

function controls(report: Report, checks: readonly CheckDeclaration[], totals: Totals): Markup {
  const typed = markup`autocomplete="off" spellcheck="false"`;
  return markup`<div class="controls" role="search" aria-label="Filters">
<label class="grow">Search
<input type="search" id="query" placeholder="Workload, message, field or file" ${typed} aria-keyshortcuts="/"></label>
<label>Namespace
<input type="text" id="namespace" list="namespaces" placeholder="All" ${typed}></label>
<datalist id="namespaces"></datalist>
<label>Check
<select id="check"><option value="">All</option>${checkGroup("baseline", checks)}${checkGroup("restricted", checks)}</select></label>
${totals.hasModes ? modeControl : undefined}${newControl(report)}<button type="button" id="clear">Clear</button>
<p id="status" class="status" role="status">Reading the report\u2026</p>
</div>
`;
}

function checkGroup(level: string, checks: readonly CheckDeclaration[]): Content {
  const group = checks.filter((check) => check.level === level);
  if (group.length === 0) return undefined;
  const options = group.map(({ id, title }) => markup`<option value="${id}">${title}</option>`);
  return markup`<optgroup label="${level}">${options}</optgroup>`;
}

const modeControl = markup`<label>Mode
<select id="mode"><option value="">All</option>${MODES.map((mode) => markup`<option>${mode}</option>`)}</select></label>
`;

/** The filter for new violations: new because of the change in a dry run, otherwise not accepted. */
function newControl({ kind, accepts }: Report): Content {
  if (kind !== "DryRunReport" && !accepts) return undefined;
  return markup`<label class="box"><input type="checkbox" id="new"> Only new violations</label>
`;
}
