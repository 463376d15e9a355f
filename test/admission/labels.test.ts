import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MODES } from "../../src/api/mode.ts";
import { levelLabel, versionLabel } from "../../src/api/policies/policy-labels.ts";
import {
  BUILTIN_POLICY,
  defaultsOn,
  formatLabelErrors,
  resolvePolicy,
  type Labels,
  type ResolvedPolicy,
} from "../../src/admission/labels.ts";
import { formatLevelVersion } from "../../src/policy/evaluator.ts";
import { minorVersion } from "../../src/policy/version.ts";

/** Possible defaults of an administrator. */
const CONFIGURED: ResolvedPolicy = {
  enforce: { level: "baseline", version: minorVersion(20), from: "configuration" },
  audit: { level: "restricted", version: minorVersion(21), from: "configuration" },
  warn: { level: "baseline", version: minorVersion(22), from: "configuration" },
};

const LEVEL_ERROR = "must be one of privileged, baseline, restricted";
const VERSION_ERROR = 'must be "latest" or "v1.x"';

/** `{ enforce: "baseline" }` with the prefix of the labels. */
function prefixed(labels: Readonly<Record<string, string>>): Labels {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value]));
}

/** `enforce audit warn`, and the sources of their levels. */
function resolve(labels: Readonly<Record<string, string>>, defaults = BUILTIN_POLICY): [policy: string, from: string] {
  const { policy } = resolvePolicy(prefixed(labels), defaults);
  const levels = MODES.map((mode) => formatLevelVersion(policy[mode])).join(" ");
  return [levels, MODES.map((mode) => policy[mode].from).join(" ")];
}

describe("the names of the labels", () => {
  it("follow the prefix, and the version's label has a suffix", () => {
    assert.deepEqual(
      MODES.flatMap((mode) => [levelLabel(mode), versionLabel(mode)]),
      [
        "pod-security.kubernetes.io/enforce",
        "pod-security.kubernetes.io/enforce-version",
        "pod-security.kubernetes.io/audit",
        "pod-security.kubernetes.io/audit-version",
        "pod-security.kubernetes.io/warn",
        "pod-security.kubernetes.io/warn-version",
      ],
    );
  });
});

describe("resolvePolicy", () => {
  const cases: readonly {
    labels: Readonly<Record<string, string>>;
    defaults?: ResolvedPolicy;
    policy: string;
    from: string;
  }[] = [
    { labels: {}, policy: "privileged:latest privileged:latest privileged:latest", from: "builtin builtin builtin" },
    {
      labels: {},
      defaults: CONFIGURED,
      policy: "baseline:v1.20 restricted:v1.21 baseline:v1.22",
      from: "configuration configuration configuration",
    },
    {
      labels: { enforce: "baseline" },
      policy: "baseline:latest privileged:latest baseline:latest",
      from: "label builtin implied",
    },
    {
      labels: { enforce: "baseline", "enforce-version": "v1.25" },
      policy: "baseline:v1.25 privileged:latest baseline:v1.25",
      from: "label builtin implied",
    },
    {
      labels: { enforce: "baseline", "enforce-version": "v1.25", "warn-version": "v1.26" },
      policy: "baseline:v1.25 privileged:latest baseline:v1.26",
      from: "label builtin implied",
    },
    {
      labels: { enforce: "baseline", "enforce-version": "v1.25", "warn-version": "bogus" },
      policy: "baseline:v1.25 privileged:latest baseline:latest",
      from: "label builtin implied",
    },
    {
      labels: { enforce: "baseline", warn: "privileged" },
      policy: "baseline:latest privileged:latest privileged:latest",
      from: "label builtin label",
    },
    {
      labels: { enforce: "baseline", warn: "bogus" },
      policy: "baseline:latest privileged:latest privileged:latest",
      from: "label builtin label",
    },
    {
      labels: { enforce: "bogus", "enforce-version": "v1.20" },
      policy: "restricted:v1.20 privileged:latest privileged:latest",
      from: "label builtin builtin",
    },
    {
      labels: { audit: "bogus", "audit-version": "v1.20" },
      policy: "privileged:latest privileged:v1.20 privileged:latest",
      from: "builtin label builtin",
    },
    {
      labels: { enforce: "restricted" },
      defaults: CONFIGURED,
      policy: "restricted:v1.20 restricted:v1.21 restricted:v1.20",
      from: "label configuration implied",
    },
    {
      labels: { enforce: "privileged" },
      defaults: CONFIGURED,
      policy: "privileged:v1.20 restricted:v1.21 baseline:v1.22",
      from: "label configuration configuration",
    },
    {
      labels: { enforce: "baseline" },
      defaults: CONFIGURED,
      policy: "baseline:v1.20 restricted:v1.21 baseline:v1.22",
      from: "label configuration configuration",
    },
    {
      labels: { "audit-version": "bogus" },
      defaults: CONFIGURED,
      policy: "baseline:v1.20 restricted:latest baseline:v1.22",
      from: "configuration configuration configuration",
    },
    {
      labels: { "enforce-version": "v1.9223372036854775807" },
      policy: "privileged:v1.9223372036854775807 privileged:latest privileged:latest",
      from: "builtin builtin builtin",
    },
  ];
  for (const { labels, defaults, policy, from } of cases) {
    it(`${JSON.stringify(labels)} on ${defaults === undefined ? "the API server's" : "configured"} defaults`, () => {
      assert.deepEqual(resolve(labels, defaults), [policy, from]);
    });
  }

  it("raises warn for a label only, never for a configured default", () => {
    const defaults = { ...BUILTIN_POLICY, enforce: { ...CONFIGURED.enforce, level: "restricted" as const } };
    assert.deepEqual(resolve({}, defaults), [
      "restricted:v1.20 privileged:latest privileged:latest",
      "configuration builtin builtin",
    ]);
  });

  it("distinguishes a labelled namespace from one with only other labels", () => {
    const labelled = (labels: Labels): boolean => resolvePolicy(labels, BUILTIN_POLICY).isLabelled;
    assert.equal(labelled({}), false);
    assert.equal(
      labelled({ "kubernetes.io/metadata.name": "a", "pod-security.kubernetes.io/other": "baseline" }),
      false,
    );
    for (const mode of MODES) {
      assert.equal(labelled({ [levelLabel(mode)]: "bogus" }), true);
      assert.equal(labelled({ [versionLabel(mode)]: "latest" }), true);
    }
  });
});

describe("the errors of labels", () => {
  const errorsOf = (labels: Readonly<Record<string, string>>): readonly string[] =>
    resolvePolicy(prefixed(labels), BUILTIN_POLICY).errors.map(({ message }) => message);

  for (const value of ["", "Baseline", "privileged ", "bogus"]) {
    it(`no level: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(errorsOf({ warn: value }), [
        `metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: "${value}": ${LEVEL_ERROR}`,
      ]);
    });
  }

  for (const value of ["Latest", "1.24", "v1", "v1.01", "v1.24.0", "v2.0", "V1.24", "", "v1.9223372036854775808"]) {
    it(`no version: ${JSON.stringify(value)}`, () => {
      assert.deepEqual(errorsOf({ "warn-version": value }), [
        `metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "${value}": ${VERSION_ERROR}`,
      ]);
    });
  }

  it("are in the order of the modes, level before version, and quote values like Go", () => {
    assert.deepEqual(
      errorsOf({
        "warn-version": "a",
        warn: "b",
        "audit-version": "c",
        audit: "d",
        "enforce-version": "e",
        enforce: 'f"\u00a0',
      }),
      [
        String.raw`metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "f\"\u00a0": ${LEVEL_ERROR}`,
        `metadata.labels[pod-security.kubernetes.io/enforce-version]: Invalid value: "e": ${VERSION_ERROR}`,
        `metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "d": ${LEVEL_ERROR}`,
        `metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid value: "c": ${VERSION_ERROR}`,
        `metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: "b": ${LEVEL_ERROR}`,
        `metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "a": ${VERSION_ERROR}`,
      ],
    );
  });

  it("are one text: several errors are in brackets, a single one is not", () => {
    const errors = ["a", "b", "c"].map((message) => ({ label: "x", message }));
    assert.equal(formatLabelErrors(errors.slice(0, 1)), "a");
    assert.equal(formatLabelErrors(errors), "[a, b, c]");
  });

  it("name their labels", () => {
    const labels = prefixed({ "warn-version": "a", enforce: "b", audit: "baseline" });
    assert.deepEqual(
      resolvePolicy(labels, BUILTIN_POLICY).errors.map(({ label }) => label),
      ["pod-security.kubernetes.io/enforce", "pod-security.kubernetes.io/warn-version"],
    );
  });
});

describe("an API server before v1.26", () => {
  it("does not raise warn to the level of enforce", () => {
    const warnOn = (minor: number) =>
      resolvePolicy(prefixed({ enforce: "restricted" }), defaultsOn(minor, BUILTIN_POLICY)).policy.warn.level;
    assert.equal(warnOn(25), "privileged");
    assert.equal(warnOn(26), "restricted");
  });
});
