import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { escapeUnits } from "../../words/escape.ts";
import { explainCheck } from "./check.ts";
import { explanationData } from "./data.ts";
import { explainChanges, explainChecks, explainLevel } from "./list.ts";
import { explanationMarkdown } from "./markdown.ts";
import { explainKinds } from "./kinds.ts";
import { mappingLines } from "./mapping/lines.ts";
import { explainMatches } from "./matches.ts";
import { explainMessages } from "./messages/messages.ts";
import { ADVICE } from "./messages/message-words.ts";
import { explainNext } from "./next.ts";
import { paragraph } from "../../words/lines.ts";
import { nextLines } from "../../words/next-step.ts";
import type { Explanation, SeveralTopics } from "../../../report/explanation.ts";
import type { ExplainStyle } from "./explain-style.ts";

/** The formats of an explanation. */
export type ExplainFormat = "table" | "markdown" | "json" | "yaml";

/** Renders an explanation for standard output. */
export async function renderExplanation(
  explanation: Explanation,
  format: ExplainFormat,
  style: ExplainStyle,
): Promise<Iterable<string>> {
  switch (format) {
    case "table":
      return (await tableLines(explanation, style)).map((line) => `${line}\n`);
    case "markdown":
      return explanationMarkdown(explanation);
    case "json":
      return [...jsonPieces(explanationData(explanation), "", escapeUnits), "\n"];
    case "yaml": {
      // Loaded late, with js-yaml.
      const { stringifyBlockYaml } = await import("../../words/documents/yaml.ts");
      return [stringifyBlockYaml(explanationData(explanation))];
    }
  }
}

async function tableLines(explanation: Explanation, style: ExplainStyle): Promise<string[]> {
  const lines = await explanationLines(explanation, style);
  const next = nextLines(() => explainNext(explanation), style);
  return [...lines, ...(next.length > 0 ? [""] : []), ...next];
}

async function explanationLines(explanation: Explanation, style: ExplainStyle): Promise<string[]> {
  switch (explanation.topic) {
    case "checks":
      return explainChecks(explanation.checks, style);
    case "check":
      return explainCheck(explanation.check, explanation.checks, style);
    case "level":
      return explainLevel(explanation, style);
    case "versions":
      return explainChanges(explanation, style);
    case "matches":
      return explainMatches(explanation, style);
    case "messages":
      return explainMessages(explanation, style);
    case "missing-pods":
    case "implied":
      return paragraph(ADVICE[explanation.topic], style.width, 0);
    case "pod-security-policy":
      return mappingLines(explanation.mapping, style);
    case "kinds":
      return explainKinds(explanation.kinds, style);
    case "topics":
      return topicsLines(explanation, style);
  }
}

/** Explains topics in turn. Two empty lines separate them, since one separates the sections of a check. */
async function topicsLines({ topics }: SeveralTopics, style: ExplainStyle): Promise<string[]> {
  const lines: string[] = [];
  for (const [index, topic] of topics.entries()) {
    if (index > 0) lines.push("", "");
    for (const line of await explanationLines(topic, style)) lines.push(line);
  }
  return lines;
}
