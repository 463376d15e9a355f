import { ANONYMOUS, forbiddenOf, isNothingRead, type Extent } from "../../../report/gaps/forbidden.ts";
import type { Report } from "../../../report/report.ts";
import { escapeText } from "../escape.ts";
import { missingRights } from "./missing-rights.ts";

/** The first line of a report or plan of a cluster in which the user may read nothing; empty if anything could be read. */
export function nothingReadText(report: Extent): string {
  const forbidden = isNothingRead(report) ? forbiddenOf(report) : null;
  if (forbidden === null) return "";
  return `Nothing could be read: ${forbidden.user === ANONYMOUS ? "not logged in" : missingRights(forbidden.rights)}`;
}

/** The same line, with the name of the cluster: `Nothing could be read: 12 rights are missing in prod-eu1` */
export function nothingReadLine(report: Extent & Pick<Report, "source">): string {
  const text = nothingReadText(report);
  const { source } = report;
  if (text === "" || source.type === "files") return text;
  const preposition = forbiddenOf(report)?.user === ANONYMOUS ? "to" : "in";
  return `${text} ${preposition} ${escapeText(source.context ?? source.server)}`;
}
