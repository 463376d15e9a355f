import type { RolloutPlan } from "../../../../../report/plan/rollout-plan.ts";
import { figureItem, type Figure } from "../../../../page/figures.ts";
import { untrusted, markup, type Markup } from "../../../../page/markup.ts";
import { keptText } from "../board.ts";
import { pinText, summaryText } from "../../words.ts";

/** Namespaces to observe first may get other labels now, so they are not counted apart from those that change. */
function changedNote(observeFirst: number): string {
  return observeFirst === 0 ? "by steps 1 to 3" : "by steps 1 to 3, also those to observe";
}

/** The numbers of a plan, and its result in a sentence. */
export function figuresSection(plan: RolloutPlan): Markup {
  const { summary, target, pin } = plan;
  const { namespaces, changed, observeFirst, blocked, kept, enforcing } = summary;
  const figures: Figure[] = [
    { name: "Namespaces", number: namespaces },
    { name: "Change", number: changed, note: changedNote(observeFirst) },
    ...(observeFirst === 0
      ? []
      : [
          {
            name: "Observe first",
            number: observeFirst,
            note: "of those that change, before enforce in step 3",
            tone: "caution" as const,
          },
        ]),
    { name: "Fix first", number: blocked, note: "in step 4", tone: "caution" },
    { name: "Kept", number: kept, note: kept === 0 ? "enforce is not raised" : keptText(plan.namespaces) },
    { name: `Enforce ${target}`, number: enforcing[target], note: "after steps 1 to 3" },
  ];
  return markup`<section aria-labelledby="totals-heading">
<h2 id="totals-heading" class="sr">Totals</h2>
<dl class="numbers">
${figures.map(figureItem)}</dl>
<p class="note">${summaryText(plan)}</p>
${pin === null ? undefined : markup`<p class="caution note">${untrusted(pinText(pin))}</p>\n`}</section>
`;
}
