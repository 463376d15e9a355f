import type { MatchingChecks } from "../../../report/explanation.ts";
import { escapeText } from "../../words/escape.ts";
import { count } from "../../../api/words/plural.ts";
import { paragraph } from "../../words/lines.ts";
import type { ExplainStyle } from "./explain-style.ts";

/** Lists the checks that a field or other words belong to, and their requirements. */
export function explainMatches({ words, checks }: MatchingChecks, style: ExplainStyle): string[] {
  const { width, headers, paint } = style;
  return [
    ...(headers
      ? paragraph(`${count(checks.length, "check")} for ${escapeText(words)}`, width, 0).map(paint.heading)
      : []),
    ...checks.flatMap(({ id, level, requirement }) => paragraph(`${id}, ${level}: ${requirement}`, width, 0)),
  ];
}
