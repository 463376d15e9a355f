/** Metrics that are counted in memory, and their text in Prometheus' format 0.0.4 (prometheus/docs, exposition_formats.md). */
export interface Family {
  /** Renders the metric; empty without a series. */
  text(): string;
}

/** The series of a metric that requests can create. Requests come from everyone who reaches the port, and their words become labels. */
const MAX_SERIES = 1_000;

/** A number for each set of labels, which only grows. */
export class Counter<Label extends string> implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #labels: readonly Label[];
  readonly #values = new Map<string, number>();

  /** @param labels the names of the labels, in alphabetical order */
  constructor(name: string, help: string, labels: readonly Label[]) {
    this.#name = name;
    this.#help = help;
    this.#labels = labels;
  }

  /** Adds to a series. A series beyond the limit is dropped. */
  add(labels: Readonly<Record<Label, string>>, amount = 1): void {
    const key = this.#labels.map((label) => `${label}="${escapeValue(labels[label])}"`).join(",");
    const value = this.#values.get(key);
    if (value === undefined && this.#values.size >= MAX_SERIES) return;
    this.#values.set(key, (value ?? 0) + amount);
  }

  text(): string {
    if (this.#values.size === 0) return "";
    const series = Array.from(this.#values, ([labels, value]) => `${this.#name}{${labels}} ${value}\n`).toSorted();
    return `${headOf(this.#name, this.#help, "counter")}${series.join("")}`;
  }
}

/** A number that is read when it is printed. */
export class Gauge implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #read: () => number | undefined;

  /** @param read returns undefined while there is no value */
  constructor(name: string, help: string, read: () => number | undefined) {
    this.#name = name;
    this.#help = help;
    this.#read = read;
  }

  text(): string {
    const value = this.#read();
    return value === undefined ? "" : `${headOf(this.#name, this.#help, "gauge")}${this.#name} ${value}\n`;
  }
}

/** How often a value was in each range. */
export class Histogram implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  /** @param bounds the upper bounds of the ranges, ascending, without infinity */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const index = found < 0 ? this.#bounds.length : found;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  text(): string {
    let total = 0;
    const buckets = this.#counts.map((count, index) => {
      total += count;
      return `${this.#name}_bucket{le="${this.#bounds[index] ?? "+Inf"}"} ${total}\n`;
    });
    const sums = `${this.#name}_sum ${this.#sum}\n${this.#name}_count ${total}\n`;
    return `${headOf(this.#name, this.#help, "histogram")}${buckets.join("")}${sums}`;
  }
}

function headOf(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

function escapeValue(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => ESCAPES[character] ?? character);
}
