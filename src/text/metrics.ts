/** A number of a metric, with its labels. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a text, or the first line that is none. */
export type ReadMetrics =
  | { readonly samples: readonly MetricSample[]; readonly families: ReadonlySet<string> }
  | { readonly faultAt: number };

const NAME = /^[A-Za-z_:][\w:]*/;
const LABEL = /^\s*([A-Za-z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/;
/** A value, and a timestamp, an exemplar or both of OpenMetrics after it. */
const VALUE = /^\s*([-+]?(?:\d[\d.eE+-]*|Inf|NaN))(?:\s.*)?$/i;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };
/** The first word of a name, up to the first underscore. */
const FAMILY = /^[a-z]+_/;

/**
 * Reads metrics in Prometheus' text format 0.0.4 or in OpenMetrics (prometheus/docs, exposition_formats.md).
 *
 * @param isWanted whether the samples of a metric are returned
 * @returns the samples, and the first words of the names of all metrics: `apiserver_`; or the number of the first line that is not in that format, from 1
 */
export function readMetrics(text: string, isWanted: (name: string) => boolean): ReadMetrics {
  const samples: MetricSample[] = [];
  const families = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const name = NAME.exec(trimmed)?.[0];
    if (name === undefined) return { faultAt: index + 1 };
    families.add(FAMILY.exec(name)?.[0] ?? name);
    if (!isWanted(name)) continue;
    const sample = sampleOf(name, trimmed.slice(name.length));
    if (sample === undefined) return { faultAt: index + 1 };
    samples.push(sample);
  }
  return { samples, families };
}

function sampleOf(name: string, text: string): MetricSample | undefined {
  let rest = text.trimStart();
  const labels: Record<string, string> = Object.create(null);
  if (rest.startsWith("{")) {
    rest = rest.slice(1);
    for (let label = LABEL.exec(rest); label !== null; label = LABEL.exec(rest)) {
      const [whole, key = "", value = ""] = label;
      labels[key] = value.replace(/\\(.)/g, (escaped, character: string) => ESCAPES[character] ?? escaped);
      rest = rest.slice(whole.length);
    }
    rest = rest.trimStart();
    if (!rest.startsWith("}")) return undefined;
    rest = rest.slice(1);
  }
  const value = VALUE.exec(rest)?.[1];
  const number = value === undefined ? NaN : Number(value.replace(/inf/i, "Infinity"));
  return Number.isNaN(number) ? undefined : { name, labels, value: number };
}
