import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BUILTIN_POLICY, type Labels, type ResolvedPolicy } from "../../src/admission/labels.ts";
import { reviewNamespaceCreate, reviewNamespaceUpdate } from "../../src/admission/namespaces.ts";
import type { ConfiguredAdmission } from "../../src/admission/response.ts";
import { privileged } from "../../src/policy/checks/privileged.ts";
import { createEvaluator, formatLevelVersion } from "../../src/policy/evaluator.ts";
import { LATEST, minorVersion } from "../../src/policy/version.ts";

const CONFIGURED: ResolvedPolicy = {
  enforce: { level: "baseline", version: LATEST, from: "configuration" },
  audit: { level: "restricted", version: minorVersion(30), from: "configuration" },
  warn: { level: "privileged", version: minorVersion(30), from: "configuration" },
};

const LEVELS = "must be one of privileged, baseline, restricted";
const VERSIONS = 'must be "latest" or "v1.x"';

function admission(defaults: ResolvedPolicy = BUILTIN_POLICY): ConfiguredAdmission {
  return {
    evaluator: createEvaluator([privileged]),
    exemptions: { usernames: [], namespaces: ["exempt"], runtimeClasses: [] },
    defaults,
  };
}

/**
 * Labels from `enforce=baseline audit-version=v1.30`, each with the prefix of pod-security labels; `team=a` gets no
 * prefix.
 */
function labelsOf(text: string): Labels {
  const labels = text.split(" ").filter((label) => label !== "");
  return Object.fromEntries(
    labels.map((label) => {
      const [key = "", value = ""] = label.split("=");
      return [key === "team" ? key : `pod-security.kubernetes.io/${key}`, value];
    }),
  );
}

function invalid(label: string, value: string, detail: string): string {
  return `metadata.labels[pod-security.kubernetes.io/${label}]: Invalid value: "${value}": ${detail}`;
}

function denied(name: string, errors: string): object {
  const message = `Namespace "${name}" is invalid: ${errors}`;
  return { type: "denied", status: { code: 422, reason: "Invalid", message } };
}

function ignored(policy: string): string {
  return `namespace "exempt" is exempt from Pod Security, and the policy (${policy}) will be ignored`;
}

describe("reviewNamespaceUpdate", () => {
  /** The answer: its reason, or the policy of the recheck. */
  const cases: readonly [rule: string, from: string, to: string, answer: string, defaults?: ResolvedPolicy][] = [
    ["other labels", "", "team=a", "unchanged"],
    ["a label with the value of the default", "", "enforce=privileged enforce-version=latest", "unchanged"],
    ["only audit and warn", "enforce=baseline", "enforce=baseline audit=restricted warn=restricted", "unchanged"],
    ["only a version, privileged", "", "enforce-version=v1.30", "privileged"],
    ["to privileged", "enforce=restricted", "enforce=privileged", "privileged"],
    ["to privileged, with the version", "enforce=restricted", "enforce-version=v1.30", "privileged"],
    ["to a weaker level", "enforce=restricted", "enforce=baseline", "relaxed"],
    [
      "to a weaker level at another version",
      "enforce=restricted",
      "enforce=baseline enforce-version=v1.30",
      "baseline:v1.30",
    ],
    ["to a stricter level", "enforce=baseline", "enforce=restricted", "restricted:latest"],
    ["from nothing", "", "enforce=baseline", "baseline:latest"],
    [
      "from latest to the minor that it means",
      "enforce=restricted",
      "enforce=restricted enforce-version=v1.37",
      "restricted:v1.37",
    ],
    ["to an older version", "enforce=baseline", "enforce=baseline enforce-version=v1.0", "baseline:v1.0"],
    ["a label taken away: the default is stricter", "enforce=privileged", "", "baseline:latest", CONFIGURED],
    ["a label taken away: the default is weaker", "enforce=restricted", "", "relaxed", CONFIGURED],
    ["invalid labels as they were", "enforce=x warn=y", "enforce=x warn=y team=a", "unchanged"],
    ["invalid labels as they were, and another valid one", "audit=x", "audit=x enforce=baseline", "baseline:latest"],
    ["all invalid labels corrected", "enforce=x audit=y", "enforce=baseline audit=baseline", "relaxed"],
    ["an invalid enforce was restricted", "enforce=x", "enforce=restricted", "unchanged"],
  ];
  for (const [rule, from, to, answer, defaults] of cases) {
    it(`${rule}: ${answer}`, () => {
      const review = reviewNamespaceUpdate("app", labelsOf(from), labelsOf(to), admission(defaults));
      if (review.type === "recheck") {
        assert.equal(formatLevelVersion(review.enforce), answer);
      } else {
        assert.deepEqual(review, { type: "allowed", warnings: [], reason: answer });
      }
    });
  }

  const refusals: readonly [rule: string, name: string, from: string, to: string, errors: string][] = [
    ["an invalid level", "app", "", "enforce=Baseline", invalid("enforce", "Baseline", LEVELS)],
    ["an invalid version", "app", "", "audit-version=1.30", invalid("audit-version", "1.30", VERSIONS)],
    ["an exempt namespace", "exempt", "", "warn=", invalid("warn", "", LEVELS)],
    ["another invalid value", "app", "enforce=x", "enforce=y", invalid("enforce", "y", LEVELS)],
    ["one of two corrected", "app", "enforce=x audit=y", "enforce=baseline audit=y", invalid("audit", "y", LEVELS)],
    [
      "one more",
      "app",
      "enforce=x",
      "enforce=x warn-version=z",
      `[${invalid("enforce", "x", LEVELS)}, ${invalid("warn-version", "z", VERSIONS)}]`,
    ],
  ];
  for (const [rule, name, from, to, errors] of refusals) {
    it(`rejects ${rule}`, () => {
      const review = reviewNamespaceUpdate(name, labelsOf(from), labelsOf(to), admission());
      assert.deepEqual(review, denied(name, errors));
    });
  }

  describe("for an exempt namespace", () => {
    const exempt: readonly [from: string, to: string, warnings: readonly string[], defaults?: ResolvedPolicy][] = [
      ["", "enforce=restricted", [ignored("enforce=restricted:latest")]],
      [
        "",
        "enforce=baseline audit=restricted audit-version=v1.30 warn=privileged",
        [ignored("enforce=baseline:latest, audit=restricted:v1.30")],
      ],
      ["", "enforce=baseline warn-version=v1.30", [ignored("enforce=baseline:latest, warn=baseline:v1.30")]],
      // The policy of the labels is in force without them.
      ["enforce=privileged", "enforce=baseline warn=privileged", [], CONFIGURED],
      ["enforce=privileged", "enforce=baseline warn=privileged warn-version=v1.1", [], CONFIGURED],
      ["enforce=privileged", "enforce-version=v1.30", [ignored("enforce=baseline:v1.30")], CONFIGURED],
      // Only audit and warn differ from the defaults, and their labels are all privileged.
      ["enforce=privileged", "audit=privileged", [ignored("")], CONFIGURED],
    ];
    for (const [from, to, warnings, defaults] of exempt) {
      it(`to ${to}: ${warnings.join() || "no warning"}`, () => {
        const review = reviewNamespaceUpdate("exempt", labelsOf(from), labelsOf(to), admission(defaults));
        assert.deepEqual(review, { type: "allowed", warnings, reason: "exempt" });
      });
    }

    it("is not sent if no pods would be checked", () => {
      const review = reviewNamespaceUpdate(
        "exempt",
        labelsOf("enforce=restricted"),
        labelsOf("enforce=baseline"),
        admission(),
      );
      assert.deepEqual(review, { type: "allowed", warnings: [], reason: "relaxed" });
    });
  });
});

describe("reviewNamespaceCreate", () => {
  it("warns on an API server before v1.26 about every mode that is not privileged", () => {
    // exemptNamespaceWarning and CompactString of k8s.io/pod-security-admission, v0.25 and v0.26.
    const warningsOn = (minor: number) => {
      const on = { ...admission(CONFIGURED), evaluator: createEvaluator([privileged], minor) };
      const review = reviewNamespaceCreate("exempt", labelsOf("enforce=restricted"), on);
      return review.type === "allowed" ? review.warnings : [];
    };
    assert.deepEqual(warningsOn(25), [
      ignored("enforce=restricted:latest, audit=restricted:v1.30, warn=restricted:latest"),
    ]);
    assert.deepEqual(warningsOn(26), [ignored("enforce=restricted:latest")]);
  });

  it("rejects invalid labels, also of exempt namespaces", () => {
    for (const name of ["app", "exempt"]) {
      assert.deepEqual(
        reviewNamespaceCreate(name, labelsOf("enforce=x"), admission()),
        denied(name, invalid("enforce", "x", LEVELS)),
      );
    }
  });

  const cases: readonly [
    name: string,
    labels: string,
    reason: string,
    warnings: readonly string[],
    defaults?: ResolvedPolicy,
  ][] = [
    ["app", "enforce=restricted", "new", []],
    ["exempt", "", "exempt", []],
    ["exempt", "enforce=privileged", "exempt", []],
    ["exempt", "enforce=restricted", "exempt", [ignored("enforce=restricted:latest")]],
    // Unlike an update, a creation has no earlier step for labels that are privileged.
    ["exempt", "enforce=privileged", "exempt", [ignored("")], CONFIGURED],
  ];
  for (const [name, labels, reason, warnings, defaults] of cases) {
    it(`${name} with ${labels || "no labels"}: ${warnings.join() || "no warning"}`, () => {
      const review = reviewNamespaceCreate(name, labelsOf(labels), admission(defaults));
      assert.deepEqual(review, { type: "allowed", warnings, reason });
    });
  }
});
