import { openFilter, type Filter } from "./go-filter.ts";

/** A series that Prometheus has read. */
export interface ReadSample {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The value in digits, or `NaN`. */
  readonly value: string;
}

/** The result of reading a file of metrics. */
export interface ReadMetrics {
  /** The reason why node_exporter's textfile collector would reject it. */
  readonly error?: string;
  /** The problems that `promtool check metrics` finds. */
  readonly problems: readonly string[];
  readonly samples: readonly ReadSample[];
}

/** Reads files of metrics with Prometheus' own code; undefined if Go is not installed. */
export async function openMetricsReader(): Promise<Filter<string, ReadMetrics> | undefined> {
  return await openFilter("promtext", "Prometheus' own reader of metrics");
}
