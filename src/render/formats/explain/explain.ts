import { explainCheck } from "./check.ts";
import { explanationData } from "./data.ts";
import { explainChanges, explainChecks, explainLevel } from "./list.ts";
import { explanationMarkdown } from "./markdown.ts";
import type { Explanation } from "../../../report/explanation.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

/** How an explanation can be printed. */
export type ExplainFormat = "table" | "markdown" | "json" | "yaml";

/** What of a style an explanation reads. Texts are wrapped at its width, which ends somewhere. */
export type ExplainStyle = Pick<PaintedStyle, "width" | "headers" | "paint">;

/** The explanation, for standard output. */
export async function renderExplanation(
  explanation: Explanation,
  format: ExplainFormat,
  style: ExplainStyle,
): Promise<Iterable<string>> {
  switch (format) {
    case "table":
      return explanationLines(explanation, style).map((line) => `${line}\n`);
    case "markdown":
      return explanationMarkdown(explanation);
    case "json":
      return [`${JSON.stringify(explanationData(explanation), null, 2)}\n`];
    case "yaml": {
      // What brings a package along is loaded only when it is asked for.
      const { explanationYaml } = await import("./yaml.ts");
      return [explanationYaml(explanationData(explanation))];
    }
  }
}

function explanationLines(explanation: Explanation, style: ExplainStyle): string[] {
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
