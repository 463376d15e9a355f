import { openFilter, type Filter } from "./go-filter.ts";

/** A target that Prometheus has scraped, and expressions to evaluate. */
export interface Scrape {
  readonly metrics: string;
  /** The labels that discovery gives the target. */
  readonly target: Readonly<Record<string, string>>;
  readonly honorLabels: boolean;
  /** The time of the scrape and of the evaluation, in seconds since 1970. */
  readonly time: number;
  readonly expressions: readonly string[];
}

/** The value of an expression. */
export interface Answer {
  /** The reason for having no series. */
  readonly error?: string;
  /** The labels of each series. */
  readonly series: readonly Readonly<Record<string, string>>[];
}

/** Evaluates expressions with Prometheus' own parsers and engine; undefined if Go is not installed. */
export async function openPromql(): Promise<Filter<Scrape, readonly Answer[]> | undefined> {
  return await openFilter("promql", "Prometheus' own evaluation of alerts");
}
