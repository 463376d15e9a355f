import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildGoProgram, goVersion } from "../../go-program.ts";

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

/** Reads files of metrics with Prometheus' own code. */
export type MetricsReader = (texts: readonly string[]) => readonly ReadMetrics[];

/**
 * Builds the reader where it has not been built.
 *
 * @returns undefined, having said so in one line, where Go is not installed
 */
export async function openMetricsReader(): Promise<MetricsReader | undefined> {
  const version = await goVersion();
  if (version === undefined) {
    console.log(
      "Prometheus' own reader of metrics is left out, because Go is not installed: see https://go.dev/doc/install",
    );
    return undefined;
  }
  const module = join(import.meta.dirname, "promtext");
  const program = await buildGoProgram({ module, package: ".", name: "promtext", flags: ["-ldflags=-s -w"] }, version);
  return (texts) => {
    const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
    const { status, stdout, stderr } = spawnSync(program, { input, encoding: "utf8", maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`promtext: ${stderr}`);
    return stdout
      .trimEnd()
      .split("\n")
      .map((line): ReadMetrics => JSON.parse(line));
  };
}
