import manifest from "../../../../package.json" with { type: "json" };
import type { Report } from "../../../report/report.ts";
import { SOURCE_ROOT } from "./location.ts";
import { sarifNotifications } from "./notifications.ts";
import { sarifResults } from "./results.ts";
import { sarifRule } from "./rules.ts";
import { documentPieces } from "../../words/documents/json-document.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * Renders the report as a SARIF 2.1.0 log of one run, for GitHub's code scanning and editors: a rule for each check, a result for each
 * violation. Nothing is cut, whatever a reader's limits are (docs/output.md). It is written result by result.
 */
export function* renderSarif(report: Report, { checks }: PaintedStyle): Generator<string, undefined> {
  const isComplete = report.unreadable.length === 0 && report.notes.every(({ severity }) => severity !== "error");
  const document = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: manifest.name,
            version: manifest.version,
            semanticVersion: manifest.version,
            rules: checks.map((check) => sarifRule(check, checks)),
          },
        },
        // The unit of text/lines.ts.
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: "The folder that the command was run in." } } },
        properties: { serverVersion: report.serverVersion },
        invocations: [{ executionSuccessful: isComplete, toolExecutionNotifications: [] }],
        results: [],
      },
    ],
  };
  yield* documentPieces(document, {
    toolExecutionNotifications: sarifNotifications(report),
    results: sarifResults(report, new Map(checks.map(({ id }, index) => [id, index]))),
  });
}
