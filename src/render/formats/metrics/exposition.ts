import { escapeCodePoint } from "../../../api/output-text.ts";
import { escapeDocument } from "../../words/escape.ts";

/** A metric with all its series. */
export interface Family {
  readonly name: string;
  /** What it counts, in a sentence. */
  readonly help: string;
  /** No two have the same labels. */
  readonly samples: Iterable<Sample>;
}

/** The value of one series. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN for what is not known. */
  readonly value: number;
}

/**
 * A metric in Prometheus' text format 0.0.4 (prometheus/docs, exposition_formats.md). All of ours are gauges: each run counts anew. There are no
 * timestamps, since the textfile collector refuses a file that has any. A metric without series is left out.
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
 * The value of a label, without the quotes around it. The format escapes backslash, quote and line feed. What else is unprintable would reach
 * the terminal of whoever looks at the file, so a reader gets it as Go's `%q` has it, `\x1b`, and a backslash twice: no two values become one.
 *
 * @internal exported for its test
 */
export function labelValue(text: string): string {
  const visible = escapeDocument(text.replaceAll("\\", "\\\\"), escapeCodePoint);
  return visible.replace(/[\\"\n]/g, (character) => ESCAPES[character] ?? character);
}

/** A series for each set of labels that items have, with how many have it, in the order in which they come. */
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
