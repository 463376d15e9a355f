import { InvalidArgumentError } from "commander";
import { LEVELS } from "../../../api/level.ts";
import * as parsers from "../../../app/values/levels-and-versions.ts";
import type { LevelVersion, Parsed } from "../../../app/values/levels-and-versions.ts";
import type { FailOn } from "../../../report/report.ts";
import { didYouMean } from "./choices.ts";
import { FAIL_ON } from "../../../report/violations.ts";

/** Parses `LEVEL[:VERSION]`; without a version it means `latest`. */
export function parseLevelVersion(text: string): LevelVersion {
  const parsed = parsers.parseLevelVersion(text);
  if (!("fault" in parsed)) return parsed.value;
  const [level = "", ...version] = text.split(":");
  const isKnown = LEVELS.some((known) => known === level);
  throw new InvalidArgumentError(parsed.fault + (isKnown ? "" : didYouMean(level, LEVELS, ["", ...version].join(":"))));
}

/** Adds a `--level` to the earlier ones. */
export function collectLevels(text: string, previous: readonly LevelVersion[]): readonly LevelVersion[] {
  return parsers.withLevel(previous, parseLevelVersion(text));
}

/** Parses `v1.N` of `--server-version`, and returns N. */
export function parseServerMinor(text: string): number {
  return valueOf(parsers.parseServerMinor(text));
}

/** Parses the version of `plan --pin`. */
export function parseLabelVersion(text: string): string {
  return valueOf(parsers.parseLabelVersion(text));
}

/** The value of a parsed text. @throws InvalidArgumentError for a text that has none */
export function valueOf<Value>(parsed: Parsed<Value>): Value {
  if ("fault" in parsed) throw new InvalidArgumentError(parsed.fault);
  return parsed.value;
}

/** Parses the mode of `--fail-on`. */
export function parseFailOn(text: string): FailOn {
  const known = FAIL_ON.find((mode) => mode === text);
  if (known === undefined) {
    const severity =
      text === "error"
        ? " Errors are violations of enforce."
        : text === "warning"
          ? " Warnings are violations of warn."
          : "";
    const suggestion = text === "error" ? " Did you mean enforce?" : didYouMean(text, FAIL_ON);
    throw new InvalidArgumentError(`It is one of ${FAIL_ON.join(", ")}.${severity}${suggestion}`);
  }
  return known;
}

/** Parses the name of a file. */
export function parseFile(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty; a variable of the shell may be empty.");
  return text;
}

/** Parses kubectl's `-v`: a whole number. A higher one means more messages. */
export function parseVerbosity(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError("It is a whole number, as for kubectl.");
  return Number(text);
}

/**
 * Collects names from repeated flags and lists with commas.
 *
 * @throws InvalidArgumentError without any name, as from an empty variable of the shell
 */
export function collectNames(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(",").filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("It is empty; a variable of the shell may be empty.");
  return [...previous, ...names];
}
