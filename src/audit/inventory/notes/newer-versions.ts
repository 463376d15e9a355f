/** The notes on versions that are newer than the newest one that is judged. The API server evaluates them as `latest`, and prints them as they are. */
import type { ResolvedPolicy } from "../../../admission/labels.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { cutText, quote } from "../../../api/words/quoted.ts";
import { formatLevelVersion, type LevelVersion } from "../../../policy/evaluator.ts";
import { NEWEST_MINOR } from "../../../policy/version.ts";
import type { NamespaceReport, Note } from "../../../report/report.ts";
import type { PolicyChange } from "../../dry-run/change.ts";

/**
 * The notes on levels that `--level` asks for.
 *
 * @param maxMinor the newest minor that is judged: of the server, or the newest known
 */
export function newerLevelNotes(levels: readonly LevelVersion[], maxMinor: number): readonly Note[] {
  const newer = levels.filter(({ version }) => isNewer(version.text, maxMinor));
  return newer.map((level) => noteOn(`level ${formatLevelVersion(level)} is ${outcome(maxMinor)}`));
}

/** The notes on labels that a dry run sets. */
export function newerChangeNotes(changes: PolicyChange, maxMinor: number): readonly Note[] {
  return MODES.flatMap((mode) => {
    const change = changes[mode];
    if (change?.type !== "set" || change.version === undefined || !isNewer(change.version, maxMinor)) return [];
    return noteOn(`${pinText(mode, change.level, change.version)} is ${outcome(maxMinor)}`);
  });
}

/** The notes on the defaults of an admission configuration. */
export function newerDefaultNotes(defaults: ResolvedPolicy | undefined, maxMinor: number): readonly Note[] {
  if (defaults === undefined) return [];
  return MODES.filter((mode) => isNewer(defaults[mode].version.text, maxMinor)).map((mode) => {
    const { level, version } = defaults[mode];
    return noteOn(`the default ${pinText(mode, level, version.text)} of the configuration is ${outcome(maxMinor)}`);
  });
}

/**
 * The notes on namespaces whose labels pin a version. A default of the configuration has a note of its own.
 *
 * @param changes the labels that a dry run sets, which have a note of their own
 */
export function newerPinNotes(
  namespaces: Iterable<Pick<NamespaceReport, "name" | "policy">>,
  maxMinor: number,
  changes: PolicyChange = {},
): readonly Note[] {
  const noted = new Set(Object.values(changes).map((change) => (change.type === "set" ? change.version : undefined)));
  return Array.from(namespaces).flatMap(({ name, policy }) => {
    if (policy === null) return [];
    const newer = MODES.filter(
      (mode) =>
        policy[mode].from !== "configuration" &&
        isNewer(policy[mode].version, maxMinor) &&
        !noted.has(policy[mode].version),
    );
    if (newer.length === 0) return [];
    const pins = newer.map((mode) => pinText(mode, policy[mode].level, policy[mode].version)).join(" ");
    return noteOn(`namespace ${quote(name)} pins ${pins}, ${outcome(maxMinor)}`);
  });
}

function pinText(mode: Mode, level: string, version: string): string {
  return `${mode}=${level}:${version}`;
}

function isNewer(version: string, maxMinor: number): boolean {
  return version !== "latest" && Number(version.slice("v1.".length)) > maxMinor;
}

function outcome(maxMinor: number): string {
  const limit = maxMinor < NEWEST_MINOR ? "the server" : `v1.${maxMinor}, the newest known version`;
  return `newer than ${limit}: judged as v1.${maxMinor}`;
}

function noteOn(message: string): Note {
  return { severity: "info", code: "newer-version", message: cutText(message), source: null };
}
