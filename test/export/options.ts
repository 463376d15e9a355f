import type { ExportOptions, PolicyExemptions } from "../../src/export/options.ts";
import { LATEST, NEWEST_MINOR } from "../../src/policy/version.ts";

export const NO_EXEMPTIONS: PolicyExemptions = {
  users: [],
  groups: [],
  runtimeClasses: [],
  serviceAccounts: [],
  namespaces: [],
  labels: [],
  images: [],
};

/** The options of `kubectl pss export` without flags. */
export const OPTIONS: ExportOptions = {
  levels: [{ level: "restricted", version: LATEST }],
  allVersions: false,
  binding: { type: "default" },
  actions: ["Warn"],
  controllers: false,
  exemptions: NO_EXEMPTIONS,
  defaults: undefined,
  without: [],
  messagePerCheck: false,
  prefix: "pss",
  maxMinor: NEWEST_MINOR,
};

export const BOTH = [
  { level: "baseline", version: LATEST },
  { level: "restricted", version: LATEST },
] as const;
