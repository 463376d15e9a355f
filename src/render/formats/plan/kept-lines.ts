import type { KeptNamespace, PlanStep } from "../../../report/plan/rollout-plan.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { paragraph } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { indented, lines, someNames, workloadLines } from "./plan-lines.ts";
import { checksInTheWay } from "./words.ts";

/** The limits of shown reasons, of namespaces with their checks, and of checks. */
const SHOWN_REASONS = 10;
const SHOWN_NAMESPACES = 10;
const SHOWN_CHECKS = 3;
const INDENT = 4;

/**
 * Lists the namespaces in which enforce is not raised, by reason. Those where nothing runs are apart.
 *
 * @param steps the steps of the plan, which may still set other labels there
 */
export function* keptLines(
  kept: readonly KeptNamespace[],
  steps: readonly PlanStep[],
  style: PaintedStyle,
): Generator<string, undefined> {
  const { paint, width, details } = style;
  const empty = kept.filter(({ reason }) => reason === "empty").map(({ name }) => name);
  if (empty.length > 0) {
    const title = `Nothing runs here, so nothing was tested: ${count(empty.length, "namespace")}`;
    yield `\n${paint.heading(title)}\n`;
    const names = new Set(empty);
    const labelling = steps.filter(({ safe, namespaces }) => safe && namespaces.some(({ name }) => names.has(name)));
    const numbers = labelling.map(({ number }) => number);
    const setting = numbers.length === 1 ? `Step ${numbers.join("")} sets` : `Steps ${numbers.join(" and ")} set`;
    const still = numbers.length === 0 ? "" : ` ${setting} audit and warn there, too: they reject nothing.`;
    yield* lines(indented(`${someNames(empty, style)}. --include-empty raises enforce there, too.${still}`, width));
  }
  const others = kept.filter(({ reason }) => reason !== "empty");
  if (others.length === 0) return;
  yield `\n${paint.heading(`No stricter enforce: ${count(others.length, "namespace")}`)}\n`;
  const reasons = [...Map.groupBy(others, ({ because }) => because)];
  const shown = details ? reasons : reasons.slice(0, SHOWN_REASONS);
  for (const [because, some] of shown) {
    const names = some.map(({ name }) => name);
    yield* lines(indented(`${someNames(names, style)}: ${escapeText(because)}`, width));
    yield* needsLines(some, style);
  }
  const more = reasons.slice(shown.length).reduce((sum, [, some]) => sum + some.length, 0);
  if (more > 0) yield* lines(indented(`and ${count(more, "more namespace")}: -o wide shows all of them.`, width));
}

/** The violations of the next level in each namespace that has some. */
function* needsLines(kept: readonly KeptNamespace[], style: PaintedStyle): Generator<string, undefined> {
  const { details, width } = style;
  const violating = kept.filter(({ needs }) => needs.length > 0);
  const shown = details ? violating : violating.slice(0, SHOWN_NAMESPACES);
  for (const { name, needs } of shown) {
    const checks = checksInTheWay(needs, details ? Infinity : SHOWN_CHECKS);
    yield* lines(paragraph(`${escapeName(name)}: workloads by check: ${checks}`, width, INDENT));
    if (details) yield* lines(workloadLines(needs, width));
  }
  const others = violating.length - shown.length;
  if (others > 0) yield* lines(paragraph(`and ${count(others, "more namespace")} with violations`, width, INDENT));
}
