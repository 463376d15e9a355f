/** The settings of a lint: those of its configuration, and the flags that override them. */
import { ruleOf, type AcceptedRule } from "../../accepted/rule.ts";
import type { FieldPath } from "../../api/field-path.ts";
import { formatLevelVersion, type LevelVersion } from "../../policy/evaluator.ts";
import type { FailOn } from "../../report/report.ts";
import type { Setting, SettingsReport } from "../../report/scope/settings.ts";
import type { SearchOptions } from "../../sources/files/discover.ts";
import type { RenderingOptions, RenderingRequest } from "../../sources/rendering/options.ts";
import { excludeMatcher, levelMatcher, type UnusedSetting } from "./matchers.ts";
import { directoryOfSettings, pathFromSettings, readSettings } from "../../sources/settings-file.ts";
import { decodeOwnFile } from "../inputs/own-file.ts";
import { settings as decoder, type SettingsFile } from "./decode-settings.ts";

/** The flags of a lint that a configuration can set as well; absent where the command line has none. */
export interface SettableFlags {
  readonly levels: readonly LevelVersion[];
  readonly serverVersion?: number;
  readonly admissionConfig?: string;
  readonly includeHidden?: boolean;
  readonly failOn?: FailOn;
  readonly rendering?: RenderingRequest;
  readonly podTemplate?: readonly string[];
}

/** The settings of a lint. */
export interface LintSettings {
  /** The levels of `--level`; empty without it. */
  readonly levels: readonly LevelVersion[];
  /** The level that the configuration sets for an object of a file and a namespace; absent if it sets none for any. */
  readonly levelOf?: (file: string, namespace: string) => LevelVersion | undefined;
  readonly serverVersion?: number;
  readonly admissionConfig?: string;
  readonly includeHidden: boolean;
  readonly failOn: FailOn;
  readonly exclude?: NonNullable<SearchOptions["exclude"]>;
  /** The places of pods in custom resources: `GROUP/KIND=PATH`. */
  readonly podTemplate: readonly string[];
  /** The charts and kustomizations to render, with the values of charts; absent if nothing is rendered. */
  readonly rendering?: RenderingRequest;
  /** The accepted violations of the configuration. */
  readonly rules: readonly AcceptedRule[];
  /** The settings of the configuration that had no effect so far. Called after the inputs were read. */
  readonly unused: () => readonly UnusedSetting[];
  /** The files that the configuration names and that count, each with the place that names it. */
  readonly named: readonly (readonly [place: string, file: string])[];
  /** The same for people. */
  readonly report: SettingsReport;
}

/**
 * Reads a configuration, and decides what counts.
 *
 * @param file the configuration; undefined without one
 * @throws UserError if it cannot be read, or is wrong
 */
export function settleLint(file: string | undefined, flags: SettableFlags): LintSettings {
  const { value: set, lineOf } =
    file === undefined ? { value: {}, lineOf: () => 0 } : decodeOwnFile(file, readSettings(file), decoder);
  const at = (...path: FieldPath): string => `${file}:${lineOf(path)}`;
  const directory = directoryOfSettings(file ?? "");
  const settled = new Settled(set, at);
  const failOn = settled.choose("failOn", flags.failOn, "--fail-on", set.failOn) ?? "enforce";
  const serverVersion = settled.choose("serverVersion", flags.serverVersion, "--server-version", set.serverVersion);
  const includeHidden = settled.choose("includeHidden", flags.includeHidden, "--include-hidden", set.includeHidden);
  const ownConfig = set.admissionConfig === undefined ? undefined : pathFromSettings(directory, set.admissionConfig);
  const admissionConfig = settled.choose("admissionConfig", flags.admissionConfig, "--admission-config", ownConfig);
  const podTemplate = settled.choose("podTemplates", flags.podTemplate, "--pod-template", set.podTemplates) ?? [];
  const rendering = settled.chooseRendering(flags.rendering, directory);
  const isByFlag = flags.levels.length > 0;
  const levels = set.levels ?? [];
  const exclude = excludeMatcher(set.exclude ?? [], directory);
  const matcher = levelMatcher(isByFlag ? [] : levels, directory);
  const rules = (set.accept ?? []).map((entry, index) =>
    ruleOf(entry, { by: "configuration", file: file ?? "", line: lineOf(["accept", index]) }),
  );
  return {
    levels: flags.levels,
    ...(!isByFlag && levels.length > 0 && { levelOf: matcher.levelOf }),
    ...(serverVersion !== undefined && { serverVersion }),
    ...(admissionConfig !== undefined && { admissionConfig }),
    includeHidden: includeHidden ?? false,
    failOn,
    ...(set.exclude !== undefined && {
      exclude: { file: file ?? "", line: lineOf(["exclude"]), matches: exclude.matches },
    }),
    podTemplate,
    ...(rendering !== undefined && { rendering }),
    rules,
    unused: () => [...matcher.unused(), ...exclude.unused()].map((one) => ({ ...one, line: lineOf(one.path) })),
    named: [
      ...(ownConfig !== undefined && admissionConfig === ownConfig
        ? [[`${at("admissionConfig")}: admissionConfig`, ownConfig] as const]
        : []),
      ...settled.ownValues(rendering, directory),
    ],
    report: { file: file ?? null, settings: settled.report(flags.levels, rendering) },
  };
}

/** Collects the settings and their origins. */
class Settled {
  readonly #file: SettingsFile;
  readonly #at: (...path: FieldPath) => string;
  readonly #chosen = new Map<string, Setting>();

  constructor(file: SettingsFile, at: (...path: FieldPath) => string) {
    this.#file = file;
    this.#at = at;
  }

  /** The value of a flag, or otherwise that of the configuration. */
  choose<T>(name: keyof SettingsFile, byFlag: T | undefined, flag: string, byFile: T | undefined): T | undefined {
    const value = byFlag ?? byFile;
    const from = byFlag !== undefined ? flag : byFile !== undefined ? this.#at(name) : "default";
    this.#chosen.set(name, { name, value, from });
    return value;
  }

  /** The values for charts: of each kind those of the flags, or otherwise those of the configuration. They count only with `--render`. */
  chooseRendering(flags: RenderingRequest | undefined, directory: string): RenderingRequest | undefined {
    const {
      values = [],
      set = [],
      setString = [],
      apiVersions = [],
      kubeVersion,
      releaseName,
    } = this.#file.render ?? {};
    if (flags?.render === undefined) return flags;
    const own = values.map((files) => files.map((file) => pathFromSettings(directory, file)));
    const { render } = flags;
    const firstOf = <T>(byFlag: readonly T[], byFile: readonly T[]): readonly T[] =>
      byFlag.length > 0 ? byFlag : byFile;
    const options: RenderingOptions = {
      ...(kubeVersion !== undefined && { kubeVersion }),
      ...(releaseName !== undefined && { releaseName }),
      ...render,
      values: firstOf(render.values, own),
      set: firstOf(render.set, set),
      setString: firstOf(render.setString, setString),
      apiVersions: firstOf(render.apiVersions, apiVersions),
    };
    return { ...flags, render: options };
  }

  /** The files of values of the configuration that charts get, each with the place that names it. */
  ownValues(rendering: RenderingRequest | undefined, directory: string): readonly (readonly [string, string])[] {
    const { values: own = [] } = this.#file.render ?? {};
    const counting = new Set(rendering?.render?.values.flat());
    return own.flatMap((files, set) =>
      files.flatMap((file) => {
        const path = pathFromSettings(directory, file);
        return counting.has(path) ? [[`${this.#at("render", "values", set)}: render.values`, path] as const] : [];
      }),
    );
  }

  /** The values that charts get with `--render`; without it, those of the configuration, which have no effect then. */
  #rendering(rendering: RenderingRequest | undefined): Setting {
    const { render } = this.#file;
    const from = render === undefined ? "default" : this.#at("render");
    if (rendering?.render === undefined) {
      return { name: "render", value: render ?? {}, from: render === undefined ? from : `${from}, without --render` };
    }
    const shown = Object.entries(rendering.render).filter(([name, value]) => name !== "namespace" && value.length > 0);
    return { name: "render", value: Object.fromEntries(shown), from: `--render, and ${from}` };
  }

  report(levels: readonly LevelVersion[], rendering: RenderingRequest | undefined): readonly Setting[] {
    const { levels: own = [], exclude = [], accept = [] } = this.#file;
    const chosen = (name: string, absent: unknown, shown = (value: unknown): unknown => value): Setting => {
      const { value, from } = this.#chosen.get(name) ?? { value: undefined, from: "default" };
      return { name, value: value === undefined ? absent : shown(value), from };
    };
    const list = (name: "exclude" | "accept", value: readonly unknown[]): Setting => ({
      name,
      value,
      from: value.length === 0 ? "default" : this.#at(name),
    });
    const asked = levels.length > 0 ? levels.map((level) => ({ level })) : own;
    return [
      {
        name: "levels",
        value: asked.map(({ level, ...where }) => ({ level: formatLevelVersion(level), ...where })),
        from: levels.length > 0 ? "--level" : own.length > 0 ? this.#at("levels") : "default",
      },
      chosen("serverVersion", null, (minor) => `v1.${String(minor)}`),
      chosen("admissionConfig", null),
      chosen("failOn", "enforce"),
      chosen("includeHidden", false),
      list("exclude", exclude),
      chosen("podTemplates", []),
      this.#rendering(rendering),
      list("accept", accept),
    ];
  }
}
