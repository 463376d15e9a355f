import manifest from "../../../../package.json" with { type: "json" };
import { timeOfUtc } from "../../../api/words/utc-time.ts";
import type { HistoryNamespace, HistoryReport } from "../../../report/audit-history/history-report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { renderFamily, type Family, type Sample } from "../../words/prometheus/exposition.ts";

const START = "kubectl_pss_history_";

/**
 * Renders a history as metrics for Prometheus, by namespace and check. Their number does not depend on the number of workloads. They are gauges: the numbers
 * are those of the logs that this run has read.
 */
export function* renderHistoryPrometheus(
  report: HistoryReport,
  { finished }: Pick<PaintedStyle, "finished">,
): Generator<string, undefined> {
  for (const family of [...runFamilies(report, finished), ...namespaceFamilies(report.namespaces)])
    yield renderFamily(family);
}

function runFamilies({ coverage, unreadable }: HistoryReport, finished: number | undefined): Family[] {
  const { first, last, events, bad, truncated, cut, nameless } = coverage;
  return [
    {
      name: `${START}build_info`,
      help: "The kubectl pss that wrote these metrics; always 1.",
      samples: [{ labels: { version: `v${manifest.version}` }, value: 1 }],
    },
    one(
      "last_run_timestamp_seconds",
      "The time when the last run had read everything; not with --no-timestamp.",
      finished,
    ),
    one("last_run_complete", "1 if all logs could be read; else 0.", Number(unreadable.length === 0)),
    one("first_event_timestamp_seconds", "The time of the first event in the logs.", seconds(first)),
    one("last_event_timestamp_seconds", "The time of the last event in the logs.", seconds(last)),
    one("events", "Events in the logs.", events),
    one("bad_records", "Records that cannot be read.", bad),
    one("lost_events", "Events that the API server truncated, or that the log service cut off.", truncated + cut),
    one("nameless_pods", "Created pods for which the logs name neither the pod nor its owner.", nameless),
  ];
}

function namespaceFamilies(namespaces: readonly HistoryNamespace[]): Family[] {
  const gauge = (name: string, help: string, valueOf: (namespace: HistoryNamespace) => number): Family => ({
    name: `${START}namespace_${name}`,
    help,
    samples: namespaces.map((namespace) => ({ labels: { namespace: namespace.name }, value: valueOf(namespace) })),
  });
  return [
    {
      name: `${START}namespace_verdict_info`,
      help: "The verdict about the namespace, with the level that it is about or the reason why it is unknown; always 1.",
      samples: namespaces.map(verdictSample),
    },
    gauge(
      "pods",
      "Pods that were created and judged while the audit policy was known.",
      ({ evidence }) => evidence.pods,
    ),
    gauge("violations", "Requests with a violation of the audit policy.", ({ violations }) => violations),
    gauge("rejected_pods", "Pods that enforce rejected.", ({ denied }) => denied),
    gauge("exempt_requests", "Requests that an exemption hides from Pod Security Admission.", ({ exempt }) => exempt),
    gauge("errors", "Requests for which the policy could not be read.", ({ errors }) => errors),
    gauge("blocking_workloads", "Workloads that keep the namespace from the level of the verdict.", ({ verdict }) =>
      verdict.type === "blocked" ? verdict.workloads : 0,
    ),
    {
      name: `${START}namespace_check_violations`,
      help: "Violations and rejections by check; only if there are any.",
      samples: namespaces.flatMap(checkSamples),
    },
  ];
}

function verdictSample({ name, verdict }: HistoryNamespace): Sample {
  const { type } = verdict;
  const about =
    type === "unknown"
      ? { level: "", version: "", reason: verdict.reason }
      : { level: verdict.level, version: verdict.version, reason: "" };
  return { labels: { namespace: name, verdict: type, ...about }, value: 1 };
}

function checkSamples({ name, workloads }: HistoryNamespace): readonly Sample[] {
  const sums = new Map<string, number>();
  for (const { check, times } of workloads.flatMap(({ checks }) => checks))
    sums.set(check, (sums.get(check) ?? 0) + times);
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([check, value]) => ({ labels: { namespace: name, check }, value }));
}

function one(name: string, help: string, value: number | undefined): Family {
  return { name: START + name, help, samples: value === undefined ? [] : [{ labels: {}, value }] };
}

function seconds(time: string | null): number | undefined {
  return time === null ? undefined : timeOfUtc(time) / 1000;
}
