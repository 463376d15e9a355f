import { count } from "../../../api/words/plural.ts";
import type { EvidenceSource, FixReport, FixedField, FixedWorkload } from "../../../report/fix/fix-report.ts";
import { placeText } from "../../../report/place.ts";
import { titleOf } from "../../../report/workload.ts";
import { escapeStart, escapeText } from "../../words/escape.ts";
import { wrap } from "../../words/lines.ts";

/** The marks of edits, the most important first. */
const MARKS = ["breaks", "unknown", "likely", "safe"] as const;

/** The lines about the pods that are evidence, and the mark of each edit with its reason; empty without evidence. */
export function evidenceLines({ evidence, workloads }: FixReport, width: number): string[] {
  if (evidence === undefined) return [];
  return [...wrap(sourceText(evidence), width), ...workloads.flatMap((one) => workloadLines(one, width))];
}

function sourceText({ cluster, files, namespaces, pods, isWhole }: EvidenceSource): string {
  const where = [
    ...(cluster === null ? [] : [clusterText(cluster, namespaces)]),
    ...files.map((file) => (file === "-" ? "standard input" : escapeText(file))),
  ].join(", ");
  if (pods === 0) {
    const fact = isWhole ? `no pod in ${where}` : `no pod of ${where} could be read`;
    return `Evidence: ${fact}, so the effect of each edit is as unknown as without evidence`;
  }
  return `Evidence: ${count(pods, "pod")} of ${where}${isWhole ? "" : "; the others could not be read"}`;
}

function clusterText(
  { context, server }: NonNullable<EvidenceSource["cluster"]>,
  namespaces: EvidenceSource["namespaces"],
): string {
  const of = context === null ? "" : ` (context ${escapeText(context)})`;
  const scope = namespaces === null ? "" : `, namespaces ${namespaces.map(escapeText).join(" ")}`;
  return `${escapeText(server)}${of}${scope}`;
}

function workloadLines({ source, edits, ...workload }: FixedWorkload, width: number): string[] {
  if (edits.length === 0) return [];
  const marked = MARKS.flatMap((mark) => {
    const byCheck = Map.groupBy(
      edits.filter(({ evidence }) => evidence === mark),
      ({ check }) => check,
    );
    const byFacts = Map.groupBy(byCheck, ([, group]) => factsOf(group));
    return [...byFacts].flatMap(([facts, checks]) => {
      const names = checks.map(([check]) => check).join(", ");
      const text = `${mark}: ${names}${facts === "" ? "" : `: ${escapeText(facts)}`}`;
      return wrap(text, width, "    ", "  ");
    });
  });
  return [...wrap(`${escapeStart(placeText(source))}: ${escapeText(titleOf(workload))}`, width), ...marked];
}

function factsOf(edits: readonly FixedField[]): string {
  return [...new Set(edits.flatMap(({ because }) => because))].join("; ");
}
