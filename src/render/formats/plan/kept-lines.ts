import type { KeptNamespace } from "../../../report/rollout-plan.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeText } from "../../words/escape.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { indented, lines, someNames, workloadLines } from "./step-lines.ts";
import { checksInTheWay } from "./words.ts";

const SHOWN_REASONS = 10;
const SHOWN_CHECKS = 3;

/** Lists the namespaces in which enforce is not raised, by reason. Those where nothing runs are apart. */
export function* keptLines(kept: readonly KeptNamespace[], style: PaintedStyle): Generator<string, undefined> {
  const { paint, width, details } = style;
  const empty = kept.filter(({ reason }) => reason === "empty").map(({ name }) => name);
  if (empty.length > 0) {
    const title = `Nothing runs here, so nothing was tested: ${count(empty.length, "namespace")}`;
    yield `\n${paint.heading(title)}\n`;
    yield* lines(indented(`${someNames(empty, style)}. --include-empty raises enforce there, too.`, width));
  }
  const others = kept.filter(({ reason }) => reason !== "empty");
  if (others.length === 0) return;
  yield `\n${paint.heading(`No stricter enforce: ${count(others.length, "namespace")}`)}\n`;
  const reasons = [...Map.groupBy(others, reasonText)];
  const shown = details ? reasons : reasons.slice(0, SHOWN_REASONS);
  for (const [text, some] of shown) {
    const names = some.map(({ name }) => name);
    yield* lines(indented(`${someNames(names, style)}: ${text}`, width));
    if (details) yield* lines(workloadLines(some.flatMap(({ needs }) => needs)));
  }
  const more = reasons.slice(shown.length).reduce((sum, [, some]) => sum + some.length, 0);
  if (more > 0) yield* lines(indented(`and ${count(more, "more namespace")}: -o wide shows all of them.`, width));
}

function reasonText({ because, needs }: KeptNamespace): string {
  const checks = checksInTheWay(needs, SHOWN_CHECKS);
  return `${escapeText(because)}${checks === "" ? "" : ` (by check: ${checks})`}`;
}
