import { InvalidArgumentError } from "commander";
import { MODES } from "../../api/mode.ts";
import * as standards from "../../app/standards.ts";
import type { LevelVersion, Parsed } from "../../app/standards.ts";
import type { AskedFailOn } from "../../report/report.ts";

/** Parses `LEVEL[:VERSION]`; without a version it means `latest`. */
export function parseLevelVersion(text: string): LevelVersion {
  return valueOf(standards.parseLevelVersion(text));
}

/** Adds one more `--level` to those before it. */
export function collectLevels(text: string, previous: readonly LevelVersion[]): readonly LevelVersion[] {
  return standards.withLevel(previous, parseLevelVersion(text));
}

/** Parses `v1.N` of `--server-version`, and returns N. */
export function parseServerMinor(text: string): number {
  return valueOf(standards.parseServerMinor(text));
}

/** Parses the version of `plan --pin`. */
export function parseLabelVersion(text: string): string {
  return valueOf(standards.parseLabelVersion(text));
}

function valueOf<Value>(parsed: Parsed<Value>): Value {
  if ("fault" in parsed) throw new InvalidArgumentError(parsed.fault);
  return parsed.value;
}

const FAIL_ON: readonly AskedFailOn[] = [...MODES, "any", "none"];

/** Parses the mode of `--fail-on`. */
export function parseFailOn(text: string): AskedFailOn {
  const known = FAIL_ON.find((mode) => mode === text);
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${FAIL_ON.join(", ")}.`);
  return known;
}

/** Parses kubectl's `-v`: a whole number. A higher one means more messages. */
export function parseVerbosity(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError("It is a whole number, as for kubectl.");
  return Number(text);
}
