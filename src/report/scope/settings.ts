/** The settings of a run, and the origin of each (`--print-config`). */
export interface SettingsReport {
  /** The configuration file; null without one. */
  readonly file: string | null;
  readonly settings: readonly Setting[];
}

/** A setting of a run. */
export interface Setting {
  /** Its name in the configuration. */
  readonly name: string;
  /** Its value, as a configuration would have it. */
  readonly value: unknown;
  /** A flag, a file and a line, or the default. */
  readonly from: string;
}
