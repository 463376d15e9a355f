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
  /** Scrapes of the same target before. */
  readonly earlier?: readonly { readonly metrics: string; readonly time: number }[];
}

/** A file of rules, whose faults are the answers. */
interface RulesFile {
  readonly rules: string;
}

/** The value of an expression. */
export interface Answer {
  /** The reason for having no series. */
  readonly error?: string;
  /** The labels of each series. */
  readonly series: readonly Readonly<Record<string, string>>[];
}

/** Evaluates expressions and checks files of rules, with Prometheus' own parsers and engine; undefined if Go is not installed. */
export async function openPromql(): Promise<Filter<Scrape | RulesFile, readonly Answer[]> | undefined> {
  return await openFilter("promql", "Prometheus' own evaluation of alerts");
}
