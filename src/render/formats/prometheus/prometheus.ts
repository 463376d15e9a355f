import manifest from "../../../../package.json" with { type: "json" };
import type { Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { renderFamily, tally, type Family } from "../../words/prometheus/exposition.ts";
import { isPolicyKnown, namespaceFamilies } from "./namespaces.ts";

/**
 * Renders the report of an audit or a lint as metrics for Prometheus, by namespace, mode and check. Their number does not depend on the number of
 * workloads. Unreadable lists are a metric too, so that the audit of half a cluster does not look clean. It is written metric by metric.
 */
export function* renderPrometheus(
  report: Report,
  { finished }: Pick<PaintedStyle, "finished">,
): Generator<string, undefined> {
  for (const family of runFamilies(report, finished)) yield renderFamily(family);
  for (const family of namespaceFamilies(report)) yield renderFamily(family);
}

function runFamilies(report: Report, finished: number | undefined): Family[] {
  const { source, serverVersion, namespaces, notes, unreadable, summary } = report;
  const lists = unreadable.flatMap(({ list }) => (list === null ? [] : [list]));
  return [
    {
      name: "kubectl_pss_build_info",
      help: "The kubectl pss that wrote these metrics; always 1.",
      samples: [{ labels: { version: `v${manifest.version}` }, value: 1 }],
    },
    {
      name: "kubectl_pss_cluster_info",
      help: "The API server, unless files were read, and the version that latest is evaluated as; always 1.",
      samples: [
        { labels: { ...(source.type === "cluster" && { server: source.server }), latest: serverVersion }, value: 1 },
      ],
    },
    {
      name: "kubectl_pss_last_run_timestamp_seconds",
      help: "The time when the last run had read and judged everything; not with --no-timestamp.",
      samples: finished === undefined ? [] : [{ labels: {}, value: finished }],
    },
    one(
      "kubectl_pss_last_run_complete",
      "1 if everything could be read, and the labels of every namespace are known; 0 if the other metrics are incomplete.",
      unreadable.length === 0 && namespaces.every((namespace) => isPolicyKnown(report, namespace)) ? 1 : 0,
    ),
    {
      name: "kubectl_pss_unreadable_lists",
      help: "Lists that could not be read, by resource and namespace; namespace is empty for the whole cluster. resource=namespaces with a namespace means its labels.",
      // Without the label, Prometheus would attach the namespace of the exporter, even with honor_labels.
      samples: tally(lists.map(({ resource, namespace }) => ({ resource, namespace: namespace ?? "" }))),
    },
    one(
      "kubectl_pss_unreadable_objects",
      "Objects and documents that could not be read, besides whole lists.",
      unreadable.length - lists.length,
    ),
    {
      name: "kubectl_pss_notes",
      help: "Notes on what was read, by code and severity.",
      samples: tally(notes.map(({ code, severity }) => ({ code, severity }))),
    },
    one("kubectl_pss_failing_violations", "Violations that make the exit code 1 (--fail-on).", summary.failing),
    one("kubectl_pss_accepted_violations", "Accepted violations (--accept).", summary.accepted),
    one(
      "kubectl_pss_partly_accepted_violations",
      "Other violations with some accepted fields.",
      summary.partlyAccepted,
    ),
  ];
}

function one(name: string, help: string, value: number): Family {
  return { name, help, samples: [{ labels: {}, value }] };
}
