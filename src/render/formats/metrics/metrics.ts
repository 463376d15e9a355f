import type { Report } from "../../../report/report.ts";
import { renderFamily, tally, type Family } from "./exposition.ts";
import { namespaceFamilies } from "./namespaces.ts";

/** The facts about a run that are not in the report. */
export interface MetricsRun {
  /** The version of this program: `v0.1.0`. */
  readonly version: string;
  /** The time at which everything was read and judged, in seconds since 1970. */
  readonly finished: number;
}

/**
 * Renders an audit's report as metrics for Prometheus, by namespace, mode and check. Their number does not depend on the number of
 * workloads. Unreadable lists are a metric too, so that the audit of half a cluster does not look clean. It is written metric by metric.
 */
export function* renderMetrics(report: Report, run: MetricsRun): Generator<string, undefined> {
  for (const family of runFamilies(report, run)) yield renderFamily(family);
  for (const family of namespaceFamilies(report)) yield renderFamily(family);
}

function runFamilies(report: Report, run: MetricsRun): Family[] {
  const { source, serverVersion, namespaces, notes, unreadable, summary } = report;
  const lists = unreadable.flatMap(({ list }) => (list === null ? [] : [list]));
  return [
    {
      name: "kubectl_pss_build_info",
      help: "The kubectl pss that wrote these metrics; always 1.",
      samples: [{ labels: { version: run.version }, value: 1 }],
    },
    {
      name: "kubectl_pss_cluster_info",
      help: "The audited API server, and the version that latest is evaluated as; always 1.",
      samples: [
        { labels: { ...(source.type === "cluster" && { server: source.server }), latest: serverVersion }, value: 1 },
      ],
    },
    one("kubectl_pss_last_run_timestamp_seconds", "The time when the last audit was complete.", run.finished),
    one(
      "kubectl_pss_last_run_complete",
      "1 if everything could be read, and the labels of every namespace are known; 0 if the other metrics are incomplete.",
      unreadable.length === 0 && namespaces.every(({ labelsKnown }) => labelsKnown) ? 1 : 0,
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
  ];
}

function one(name: string, help: string, value: number): Family {
  return { name, help, samples: [{ labels: {}, value }] };
}
