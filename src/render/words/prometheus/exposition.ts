import { escapeCodePoint } from "../../../api/words/output-text.ts";
import { escapeDocument } from "../escape.ts";

/** A metric with all its series. */
export interface Family {
  readonly name: string;
  /** Describes the metric in a sentence. */
  readonly help: string;
  /** Each sample has different labels. */
  readonly samples: Iterable<Sample>;
}

/** The value of one series. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN for an unknown value. */
  readonly value: number;
}

/**
 * Renders a metric in Prometheus' text format 0.0.4 (prometheus/docs, exposition_formats.md). All metrics are gauges, since each run counts
 * again. There are no timestamps, since the textfile collector refuses a file with any. A metric without series is left out.
 */
export function renderFamily({ name, help, samples }: Family): string {
  const lines = Array.from(samples, ({ labels, value }) => `${name}${labelsText(labels)} ${value}\n`);
  return lines.length === 0 ? "" : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${labelValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/**
 * Escapes the value of a label, without its quotes. The format escapes backslash, quote and line feed. Other unprintable characters, which
 * would reach the reader's terminal, are escaped like Go's `%q`, `\x1b`, and a backslash is doubled, so that different values stay
 * different.
 *
 * @internal exported for its test
 */
export function labelValue(text: string): string {
  const visible = escapeDocument(text.replaceAll("\\", "\\\\"), escapeCodePoint);
  return visible.replace(/[\\"\n]/g, (character) => ESCAPES[character] ?? character);
}

/** Counts the items of each set of labels, in the order of the first item. */
export function tally(items: Iterable<Sample["labels"]>): Sample[] {
  const counts = new Map<string, { readonly labels: Sample["labels"]; value: number }>();
  for (const labels of items) {
    const key = JSON.stringify(Object.values(labels));
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { labels, value: 1 });
    else known.value++;
  }
  return [...counts.values()];
}
