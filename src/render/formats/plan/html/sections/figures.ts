import { plural } from "../../../../../api/words/plural.ts";
import { isObservedEnough } from "../../../../../report/plan/caution.ts";
import type { RolloutPlan } from "../../../../../report/plan/rollout-plan.ts";
import { figureItem, type Figure } from "../../../../page/figures.ts";
import { untrusted, markup, type Markup } from "../../../../page/markup.ts";
import { keptText } from "../board.ts";
import { pinText, summaryText } from "../../words.ts";

/** The namespaces that are not kept, by what has to happen before enforce can be raised. Each namespace counts once. A single step (`--step`) does not tell. */
function needFigures({ namespaces, steps, kept }: RolloutPlan): readonly Figure[] {
  if (steps.length === 1) return [];
  const raised = steps.find(({ id }) => id === "enforce")?.namespaces ?? [];
  const observed = raised.filter(({ observeDays }) => observeDays !== null).length;
  const over = raised.filter(isObservedEnough).length;
  const counted = new Set([...raised, ...kept].map(({ name }) => name));
  const blocked = steps.find(({ id }) => id === "fix")?.namespaces ?? [];
  const fixed = blocked.filter(({ name }) => !counted.has(name)).length;
  const later = blocked.length - fixed;
  return [
    { name: "Enforce more now", number: raised.length - observed, note: "in step 3" },
    { name: "Observe first", number: observed - over, note: "before step 3", tone: "caution" },
    ...(over === 0
      ? []
      : [
          {
            name: "Observation over",
            number: over,
            note: "check the audit log before step 3",
            tone: "caution" as const,
          },
        ]),
    {
      name: "Fix first",
      number: fixed,
      note:
        later === 0
          ? "in step 4"
          : `in step 4; ${later} of the others ${plural(later, "has", "have")} more to fix there`,
      tone: "caution",
    },
    { name: "Nothing to do", number: namespaces.length - counted.size - fixed, note: "enforce stays as it is" },
  ];
}

/** The numbers of a plan, and its result in a sentence. */
export function figuresSection(plan: RolloutPlan): Markup {
  const { summary, pin } = plan;
  const { namespaces, changed, kept } = summary;
  const figures: Figure[] = [
    {
      name: "Namespaces",
      number: namespaces,
      note: changed === 0 ? "no new labels" : `new labels for ${changed} in steps 1 to 3`,
    },
    ...needFigures(plan),
    { name: "Kept", number: kept, note: kept === 0 ? "enforce is not raised" : keptText(plan.namespaces) },
  ];
  return markup`<section aria-labelledby="totals-heading">
<h2 id="totals-heading" class="sr">Totals</h2>
<dl class="numbers">
${figures.map(figureItem)}</dl>
<p class="note">${summaryText(plan)}</p>
${pin === null ? undefined : markup`<p class="caution note">${untrusted(pinText(pin))}</p>\n`}</section>
`;
}
