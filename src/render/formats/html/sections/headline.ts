import type { Report } from "../../../../report/report.ts";
import { banner } from "../../../page/banner.ts";
import { untrusted, type Content } from "../../../page/markup.ts";
import { dryRunHeadline } from "../../../words/dry-run/headline.ts";
import { askedLevels } from "../../../words/overview.ts";

const HEADINGS: Readonly<Record<Report["kind"], string>> = {
  LintReport: "Pod Security lint",
  AuditReport: "Pod Security audit",
  DryRunReport: "Pod Security dry run",
};

/** The heading of the page: its command. */
export function headingOf({ kind }: Pick<Report, "kind">): string {
  return HEADINGS[kind];
}

/** The head of the page: the command, its target, the meaning of `latest`, and who made it when. */
export function reportBanner(report: Report): Content {
  const levels = askedLevels(report);
  const by = levels.length === 0 ? "" : `; judged by ${levels.join(", ")}, without the labels of namespaces`;
  const tried = report.kind === "DryRunReport" ? untrusted(dryRunHeadline(report)) : undefined;
  return banner(headingOf(report), report, by, tried);
}
