import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  resolveDefaults,
  validateExemptions,
  type Defaults,
} from "../../../src/admission/configuration/configuration-validation.ts";
import { NO_EXEMPTIONS, type Exemptions } from "../../../src/admission/exemptions.ts";
import { MODES } from "../../../src/api/mode.ts";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { formatLevelVersion } from "../../../src/policy/evaluator.ts";
import { assertRefused } from "../configuration-documents.ts";

const NOTHING: Defaults = {
  enforce: "",
  "enforce-version": "",
  audit: "",
  "audit-version": "",
  warn: "",
  "warn-version": "",
};
const LEVEL = "must be one of privileged, baseline, restricted";
const VERSION = 'must be "latest" or "v1.x"';
const PREFIX = 'failed to initialize admission plugin "PodSecurity": ';
const BAD_LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const BAD_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  String.raw`'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

describe("resolveDefaults", () => {
  const cases: readonly [defaults: Partial<Defaults>, policy: string, from: string][] = [
    [{}, "privileged:latest privileged:latest privileged:latest", "builtin builtin builtin"],
    [
      { enforce: "restricted" },
      "restricted:latest privileged:latest privileged:latest",
      "configuration builtin builtin",
    ],
    [
      { audit: "privileged", "audit-version": "latest", "warn-version": "v1.20" },
      "privileged:latest privileged:latest privileged:v1.20",
      "builtin configuration builtin",
    ],
    [
      {
        enforce: "baseline",
        "enforce-version": "v1.30",
        audit: "restricted",
        warn: "restricted",
        "warn-version": "v1.999",
      },
      "baseline:v1.30 restricted:latest restricted:v1.999",
      "configuration configuration configuration",
    ],
  ];
  for (const [defaults, policy, from] of cases) {
    it(JSON.stringify(defaults), () => {
      const resolved = resolveDefaults({ ...NOTHING, ...defaults });
      assert.equal(MODES.map((mode) => formatLevelVersion(resolved[mode])).join(" "), policy);
      assert.equal(MODES.map((mode) => resolved[mode].from).join(" "), from);
    });
  }

  const refused: readonly [defaults: Partial<Defaults>, reason: string, path: FieldPath][] = [
    [{ enforce: "Baseline" }, `enforce: ${LEVEL}`, ["defaults", "enforce"]],
    [{ audit: " baseline " }, `audit: ${LEVEL}`, ["defaults", "audit"]],
    [{ "enforce-version": "1.24" }, `enforce-version: ${VERSION}`, ["defaults", "enforce-version"]],
    [
      { warn: "x", "audit-version": "v1.01" },
      `[audit-version: ${VERSION}, warn: ${LEVEL}]`,
      ["defaults", "audit-version"],
    ],
    [
      { enforce: "a", "enforce-version": "b", audit: "c", "audit-version": "d", warn: "e", "warn-version": "f" },
      `[enforce: ${LEVEL}, enforce-version: ${VERSION}, audit: ${LEVEL}, audit-version: ${VERSION}, warn: ${LEVEL}, ` +
        `warn-version: ${VERSION}]`,
      ["defaults", "enforce"],
    ],
  ];
  for (const [defaults, reason, path] of refused) {
    it(`rejects ${JSON.stringify(defaults)}`, () => {
      assertRefused(
        () => resolveDefaults({ ...NOTHING, ...defaults }),
        `${PREFIX}PodSecurity configuration error: ${reason}`,
        path,
      );
    });
  }
});

describe("validateExemptions", () => {
  it("accepts any user names, DNS labels for namespaces, DNS subdomains for runtime classes", () => {
    validateExemptions(NO_EXEMPTIONS);
    validateExemptions({
      usernames: ["a", "A", " ", "system:x:y", "*"],
      namespaces: ["a", "a-1"],
      runtimeClasses: ["a.b"],
    });
  });

  const refused: readonly [exemptions: Partial<Exemptions>, reason: string, path: FieldPath][] = [
    [
      { namespaces: ["a", "b", "a"] },
      'exemptions.namespaces[2]: Duplicate value: "a"',
      ["exemptions", "namespaces", 2],
    ],
    [
      { namespaces: ["a.b"] },
      'exemptions.namespaces[0]: Invalid value: "a.b": must not contain dots',
      ["exemptions", "namespaces", 0],
    ],
    [
      { namespaces: [`${"a".repeat(64)}.b`] },
      `exemptions.namespaces[0]: Invalid value: "${"a".repeat(64)}.b": must be no more than 63 characters, must not contain dots`,
      ["exemptions", "namespaces", 0],
    ],
    [
      // An invalid entry is not reported as a duplicate.
      { namespaces: ["A", "A"] },
      `[exemptions.namespaces[0]: Invalid value: "A": ${BAD_LABEL}, exemptions.namespaces[1]: Invalid value: "A": ${BAD_LABEL}]`,
      ["exemptions", "namespaces", 0],
    ],
    [
      { runtimeClasses: ["Foo"] },
      `exemptions.runtimeClasses[0]: Invalid value: "Foo": ${BAD_SUBDOMAIN}`,
      ["exemptions", "runtimeClasses", 0],
    ],
    [
      { usernames: ["", "a", "a", ""] },
      '[exemptions.usernames[0]: Invalid value: "": username must not be empty, exemptions.usernames[2]: Duplicate value: "a", ' +
        'exemptions.usernames[3]: Invalid value: "": username must not be empty]',
      ["exemptions", "usernames", 0],
    ],
    [
      { usernames: ["é", "é"], runtimeClasses: ["a", "a"], namespaces: ["a", "a"] },
      '[exemptions.namespaces[1]: Duplicate value: "a", exemptions.runtimeClasses[1]: Duplicate value: "a", ' +
        'exemptions.usernames[1]: Duplicate value: "é"]',
      ["exemptions", "namespaces", 1],
    ],
  ];
  for (const [exemptions, reason, path] of refused) {
    it(`rejects ${JSON.stringify(exemptions)}`, () => {
      assertRefused(
        () => validateExemptions({ ...NO_EXEMPTIONS, ...exemptions }),
        `${PREFIX}PodSecurity invalid: ${reason}`,
        path,
      );
    });
  }
});
