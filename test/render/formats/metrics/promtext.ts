import { openFilter, type Filter } from "./go-filter.ts";

/** A series, as Prometheus has read it. */
export interface ReadSample {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  /** In digits, or `NaN`. */
  readonly value: string;
}

/** What became of a file of metrics. */
export interface ReadMetrics {
  /** Why node_exporter's textfile collector would take nothing of it. */
  readonly error?: string;
  /** What `promtool check metrics` has against it. */
  readonly problems: readonly string[];
  readonly samples: readonly ReadSample[];
}

/** Reads files of metrics with Prometheus' own code; undefined where Go is not installed. */
export async function openMetricsReader(): Promise<Filter<string, ReadMetrics> | undefined> {
  return await openFilter("promtext", "Prometheus' own reader of metrics");
}
