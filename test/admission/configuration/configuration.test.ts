import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BUILTIN_CONFIGURATION,
  POD_SECURITY_CONFIGURATION,
  POD_SECURITY_GROUP,
  decodePodSecurityConfiguration,
} from "../../../src/admission/configuration/configuration.ts";
import { formatLevelVersion } from "../../../src/policy/evaluator.ts";
import { assertRefused, yamlDocument } from "../configuration-documents.ts";

const VERSIONS = ["v1", "v1beta1", "v1alpha1"];
const LOAD = `couldn't init admission plugin "PodSecurity": `;

function document(fields: Readonly<Record<string, unknown>>, version = "v1") {
  return yamlDocument({ apiVersion: `${POD_SECURITY_GROUP}/${version}`, kind: POD_SECURITY_CONFIGURATION, ...fields });
}

describe("decodePodSecurityConfiguration", () => {
  it("is the API server's default if nothing is set", () => {
    const { defaults, exemptions } = BUILTIN_CONFIGURATION;
    assert.deepEqual(decodePodSecurityConfiguration(document({})), { defaults, exemptions });
    assert.deepEqual(decodePodSecurityConfiguration(document({ defaults: null, exemptions: null })), {
      defaults,
      exemptions,
    });
  });

  for (const version of VERSIONS) {
    it(`reads ${version}`, () => {
      const { defaults, exemptions } = decodePodSecurityConfiguration(
        document(
          {
            defaults: { enforce: "baseline", "enforce-version": "v1.30", audit: "restricted" },
            exemptions: { usernames: ["alice"], namespaces: ["kube-system"], runtimeClasses: ["gvisor"] },
          },
          version,
        ),
      );
      assert.equal(formatLevelVersion(defaults.enforce), "baseline:v1.30");
      assert.equal(formatLevelVersion(defaults.audit), "restricted:latest");
      assert.equal(formatLevelVersion(defaults.warn), "privileged:latest");
      assert.deepEqual(exemptions, { usernames: ["alice"], namespaces: ["kube-system"], runtimeClasses: ["gvisor"] });
    });

    it(`names the Go types of ${version}`, () => {
      for (const [field, type] of [
        ["defaults", "PodSecurityDefaults"],
        ["exemptions", "PodSecurityExemptions"],
      ] as const) {
        assertRefused(
          () => decodePodSecurityConfiguration(document({ [field]: 5 }, version)),
          `${LOAD}json: cannot unmarshal number into Go struct field PodSecurityConfiguration.${field} of type ${version}.${type}`,
          [field],
        );
      }
    });
  }

  const unknown: readonly [apiVersion: string, kind: string, of: string][] = [
    [`${POD_SECURITY_GROUP}/v2`, POD_SECURITY_CONFIGURATION, `version "${POD_SECURITY_GROUP}/v2"`],
    ["policy/v1", POD_SECURITY_CONFIGURATION, 'version "policy/v1"'],
    ["v1", POD_SECURITY_CONFIGURATION, 'version "v1"'],
    [`${POD_SECURITY_GROUP}/v1`, "podsecurityconfiguration", `version "${POD_SECURITY_GROUP}/v1"`],
    [
      `${POD_SECURITY_GROUP}/__internal`,
      POD_SECURITY_CONFIGURATION,
      `the internal version of group "${POD_SECURITY_GROUP}"`,
    ],
  ];
  for (const [apiVersion, kind, of] of unknown) {
    it(`does not know ${kind} of ${apiVersion}`, () => {
      assertRefused(
        () => decodePodSecurityConfiguration(yamlDocument({ apiVersion, kind })),
        `${LOAD}no kind "${kind}" is registered for ${of} in scheme "pkg/runtime/scheme.go:111"`,
        ["kind"],
      );
    });
  }

  it("finds a bad level before a bad exemption", () => {
    assertRefused(
      () => decodePodSecurityConfiguration(document({ defaults: { warn: "x" }, exemptions: { namespaces: ["A"] } })),
      'failed to initialize admission plugin "PodSecurity": PodSecurity configuration error: warn: must be one of privileged, ' +
        "baseline, restricted",
      ["defaults", "warn"],
    );
  });

  it("finds a bad exemption", () => {
    assertRefused(
      () => decodePodSecurityConfiguration(document({ exemptions: { usernames: [null] } })),
      'failed to initialize admission plugin "PodSecurity": PodSecurity invalid: exemptions.usernames[0]: Invalid value: "": ' +
        "username must not be empty",
      ["exemptions", "usernames", 0],
    );
  });
});
