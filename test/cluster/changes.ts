import { NEWEST_MINOR } from "../../src/policy/version.ts";

/** Changes of a namespace's labels to try, without `pod-security.kubernetes.io/`; null removes a label. */
export type Change = Readonly<Record<string, string | null>>;

/** Changes that `kubectl pss dry-run` supports, with its arguments. */
export const ASKED: readonly (readonly [words: string, change: Change])[] = [
  ["--enforce privileged", { enforce: "privileged" }],
  ["--enforce baseline", { enforce: "baseline" }],
  ["--enforce restricted", { enforce: "restricted" }],
  ["--enforce baseline:latest", { enforce: "baseline", "enforce-version": "latest" }],
  ["--enforce restricted:latest", { enforce: "restricted", "enforce-version": "latest" }],
  ["--enforce baseline:v1.0", { enforce: "baseline", "enforce-version": "v1.0" }],
  ["--enforce restricted:v1.18", { enforce: "restricted", "enforce-version": "v1.18" }],
  ["--enforce restricted:v1.24", { enforce: "restricted", "enforce-version": "v1.24" }],
  ["--enforce baseline:v1.33", { enforce: "baseline", "enforce-version": "v1.33" }],
  ["--enforce restricted:v1.34", { enforce: "restricted", "enforce-version": "v1.34" }],
  [`--enforce baseline:v1.${NEWEST_MINOR}`, { enforce: "baseline", "enforce-version": `v1.${NEWEST_MINOR}` }],
  ["--enforce restricted:v1.99", { enforce: "restricted", "enforce-version": "v1.99" }],
  ["--enforce privileged:v1.20", { enforce: "privileged", "enforce-version": "v1.20" }],
  ["--audit restricted --warn baseline:v1.30", { audit: "restricted", warn: "baseline", "warn-version": "v1.30" }],
  [
    "--enforce restricted --audit restricted:v1.36 --warn privileged",
    { enforce: "restricted", audit: "restricted", "audit-version": "v1.36", warn: "privileged" },
  ],
  ["--remove enforce", { enforce: null, "enforce-version": null }],
  ["--remove audit --remove warn", { audit: null, "audit-version": null, warn: null, "warn-version": null }],
  [
    "--remove enforce --remove audit --remove warn",
    {
      enforce: null,
      "enforce-version": null,
      audit: null,
      "audit-version": null,
      warn: null,
      "warn-version": null,
    },
  ],
  ["--enforce restricted --remove warn", { enforce: "restricted", warn: null, "warn-version": null }],
];

/** Changes that it does not support: labels that are invalid, versions without a level, labels of others. */
export const OTHERS: readonly Change[] = [
  { team: "a" },
  { "enforce-version": "v1.20" },
  { "enforce-version": null },
  { "enforce-version": "latest" },
  { "warn-version": "v1.20" },
  { enforce: "Baseline" },
  { enforce: "" },
  { enforce: "restricted", "enforce-version": "v1.030" },
  { enforce: "bogus", audit: "bogus", warn: "bogus" },
  { "audit-version": "1.30", "warn-version": "v2.0" },
  { enforce: "Restricted" },
  { warn: "", "warn-version": "v1.030", enforce: "restricted" },
  { audit: null, "audit-version": null },
];
