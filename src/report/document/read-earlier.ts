/** Reads the facts about an earlier report, or plan, that a comparison names (`--compare`). */
import { UserError } from "../../api/user-error.ts";
import type { EarlierReport } from "../comparison/comparison.ts";
import type { ReportScope } from "../scope/report-scope.ts";
import type { ReportSource } from "../report.ts";
import { DocumentFields, fault } from "./document-fields.ts";
import { refuseOthers, type ReadableReports } from "./document-kinds.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The document that `--compare` reads, by the command. */
export function comparableWith(command: "audit" | "plan"): ReadableReports {
  const kind = command === "audit" ? "AuditReport" : "RolloutPlan";
  return {
    kinds: [kind],
    noun: `a report of ${command}`,
    hint: `--compare reads an earlier report of \`kubectl pss ${command}\`: kubectl pss ${command} -o json > FILE writes one.`,
  };
}

/**
 * Decodes the head of an earlier report.
 *
 * @param fields all fields of the document except the list of namespaces
 * @param file its name, for messages
 * @throws UserError for another document, and for a report of some namespaces only (`--only`)
 */
export function decodeEarlier(fields: unknown, file: string, readable: ReadableReports): EarlierReport {
  refuseOthers(fields, file, readable);
  const document = new DocumentFields(fields, file, "report");
  if (document.has("only")) {
    throw new UserError(
      `${file} lists only some namespaces (--only ${document.text("only")}), so nothing can be compared with it`,
      "Compare with a report that was written without --only.",
    );
  }
  return {
    file,
    source: decodeSource(document.object("source")),
    scope: decodeScope(document.object("scope")),
    serverVersion: document.text("serverVersion"),
    generatedAt: decodeTime(document, file),
    complete: document.count("unreadable") === 0,
  };
}

function decodeScope(fields: DocumentFields): ReportScope {
  return {
    names: fields.has("names") ? fields.texts("names") : null,
    selector: fields.textOrNull("selector"),
    skipped: fields.texts("skipped"),
  };
}

function decodeTime(document: DocumentFields, file: string): string | null {
  const time = document.textOrNull("generatedAt");
  if (time === null || TIME.test(time)) return time;
  throw fault(file, "generatedAt", "a time such as 2026-11-30T12:00:00Z", time);
}

function decodeSource(fields: DocumentFields): ReportSource {
  const type = fields.word("type", ["files", "cluster"]);
  if (type === "files") return { type, files: fields.number("files") };
  return { type, context: fields.textOrNull("context"), server: fields.text("server") };
}
