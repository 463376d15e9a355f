import { explainCheck } from "./check.ts";
import { explanationData } from "./data.ts";
import { explainChanges, explainChecks, explainLevel } from "./list.ts";
import { explanationMarkdown } from "./markdown.ts";
import type { Explanation } from "../../../report/explanation.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

/** The formats of an explanation. */
export type ExplainFormat = "table" | "markdown" | "json" | "yaml";

/** The part of a style that an explanation uses. Texts are wrapped at its width, which is finite. */
export type ExplainStyle = Pick<PaintedStyle, "width" | "headers" | "paint">;

/** Renders an explanation for standard output. */
export async function renderExplanation(
  explanation: Explanation,
  format: ExplainFormat,
  style: ExplainStyle,
): Promise<Iterable<string>> {
  switch (format) {
    case "table":
      return (await explanationLines(explanation, style)).map((line) => `${line}\n`);
    case "markdown":
      return explanationMarkdown(explanation);
    case "json":
      return [`${JSON.stringify(explanationData(explanation), null, 2)}\n`];
    case "yaml": {
      // Loaded late, with js-yaml.
      const { stringifyYaml } = await import("../../words/documents/yaml.ts");
      return [stringifyYaml(explanationData(explanation))];
    }
  }
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
  }
}
