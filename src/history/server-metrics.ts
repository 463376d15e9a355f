import { compareBytes } from "../api/words/byte-order.ts";
import { utcText } from "../api/words/utc-time.ts";
import type { MetricsRise, ServerMetrics } from "../report/audit-history/server-metrics.ts";

/** A sample of the metrics that {@link isCounted} names. */
export interface CountedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The metrics of k8s.io/pod-security-admission v0.37.2 (metrics/metrics.go), and the start of the server's process. */
const EVALUATIONS = "pod_security_evaluations_total";
const EXEMPTIONS = "pod_security_exemptions_total";
const ERRORS = "pod_security_errors_total";
const STARTED = "process_start_time_seconds";
const COUNTED: ReadonlySet<string> = new Set([EVALUATIONS, EXEMPTIONS, ERRORS, STARTED]);
const KINDS: Readonly<Record<string, MetricsRise["kind"]>> = {
  [EVALUATIONS]: "violation",
  [EXEMPTIONS]: "exemption",
  [ERRORS]: "error",
};
const KNOWN_LABELS: ReadonlySet<string> = new Set([
  "decision",
  "fatal",
  "mode",
  "policy_level",
  "policy_version",
  "request_operation",
  "resource",
  "subresource",
]);
/** A start that differs by less is the same one: the clock of a server may be corrected. */
const SAME_START_SECONDS = 5;

/** Whether a history needs a metric. */
export function isCounted(name: string): boolean {
  return COUNTED.has(name);
}

/**
 * Tells what rose between two times. A counter begins at 0 when the server starts.
 *
 * @param before the earlier metrics of the same server; undefined to count since its start
 */
export function serverMetrics(
  now: readonly CountedSample[],
  before: readonly CountedSample[] | undefined,
): Pick<ServerMetrics, "started" | "isRestarted" | "evaluated" | "rises"> {
  const started = startOf(now);
  const isRestarted = before !== undefined && isOtherStart(now, before);
  const base = before === undefined || isRestarted ? [] : before;
  const earlier = new Map(base.map((sample) => [keyOf(sample), sample.value]));
  const risen = now.map((sample) => ({ ...sample, rise: sample.value - (earlier.get(keyOf(sample)) ?? 0) }));
  const rises = new Map<string, MetricsRise>();
  let evaluated = 0;
  for (const { name, labels, rise } of risen) {
    const kind = KINDS[name];
    if (kind === undefined || rise <= 0) continue;
    const { mode = "", decision = "", policy_level: level = "", policy_version: version = "", resource = "" } = labels;
    if (kind === "violation" && mode === "enforce" && resource === "pod") evaluated += rise;
    if (kind === "violation" && decision !== "deny") continue;
    const about = kind === "violation" ? { mode, policy: `${level}:${version}` } : { mode: "", policy: "" };
    const rest = { kind, ...about, resource, others: othersOf(labels) };
    const key = JSON.stringify(rest);
    rises.set(key, { ...rest, rise: (rises.get(key)?.rise ?? 0) + rise });
  }
  return {
    started: started === undefined ? null : utcText(started * 1000),
    isRestarted,
    evaluated,
    rises: sorted(rises),
  };
}

/** Whether the counters began at 0 since: the start is another one, or a counter fell. */
function isOtherStart(now: readonly CountedSample[], before: readonly CountedSample[]): boolean {
  const [start, old] = [startOf(now), startOf(before)];
  if (start !== undefined && old !== undefined && Math.abs(start - old) > SAME_START_SECONDS) return true;
  const values = new Map(now.map((sample) => [keyOf(sample), sample.value]));
  return before.some((sample) => sample.name !== STARTED && (values.get(keyOf(sample)) ?? 0) < sample.value);
}

/** The name of a metric that is there twice with the same labels, as in the metrics of several servers together; undefined if there is none. */
export function repeatedMetric(samples: readonly CountedSample[]): string | undefined {
  const seen = new Set<string>();
  return samples.find((sample) => {
    const key = keyOf(sample);
    return seen.size === seen.add(key).size;
  })?.name;
}

function startOf(samples: readonly CountedSample[]): number | undefined {
  return samples.find(({ name }) => name === STARTED)?.value;
}

function keyOf({ name, labels }: CountedSample): string {
  return JSON.stringify([name, Object.entries(labels).toSorted(([a], [b]) => compareBytes(a, b))]);
}

function othersOf(labels: CountedSample["labels"]): string {
  const others = Object.entries(labels).filter(([label]) => !KNOWN_LABELS.has(label));
  return others
    .toSorted(([a], [b]) => compareBytes(a, b))
    .map(([label, value]) => `${label}=${value}`)
    .join(" ");
}

const ORDER: readonly string[] = ["violation", "exemption", "error"];
const MODES: readonly string[] = ["enforce", "audit", "warn", ""];

function sorted(rises: ReadonlyMap<string, MetricsRise>): readonly MetricsRise[] {
  return [...rises.values()].toSorted(
    (a, b) =>
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
      MODES.indexOf(a.mode) - MODES.indexOf(b.mode) ||
      b.rise - a.rise ||
      compareBytes(a.policy + a.resource + a.others, b.policy + b.resource + b.others),
  );
}
