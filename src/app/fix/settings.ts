import { findSettings, requireNamedFile } from "../../sources/settings-file.ts";
import type { LintSettings, SettableFlags } from "../settings/lint-settings.ts";

/** The settings of a configuration that decide about a fix. */
export type FixSettings = Pick<
  LintSettings,
  "levels" | "levelOf" | "serverVersion" | "admissionConfig" | "includeHidden" | "exclude" | "podTemplate" | "rules"
> & {
  /** The configuration; null without one. */
  readonly file: string | null;
};

/**
 * Finds the configuration of a fix as a lint of the same inputs does, and decides what counts.
 *
 * @param config the file of `--config`; absent to search for one
 * @throws UserError if it is wrong
 */
export async function settleFix(
  config: string | undefined,
  paths: readonly string[],
  flags: SettableFlags,
): Promise<FixSettings> {
  const file = config ?? findSettings(paths[0] ?? "-");
  if (file === undefined) {
    const { levels, includeHidden = false, podTemplate = [], serverVersion, admissionConfig } = flags;
    return {
      ...{ levels, includeHidden, podTemplate, rules: [], file: null },
      ...(serverVersion !== undefined && { serverVersion }),
      ...(admissionConfig !== undefined && { admissionConfig }),
    };
  }
  // Loaded late, since many runs have no configuration.
  const { settleLint } = await import("../settings/lint-settings.ts");
  const settings = settleLint(file, flags);
  for (const [place, named] of settings.named) requireNamedFile(place, named);
  return { ...settings, file };
}
