import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  decodeAdmissionConfiguration,
  type PluginConfiguration,
} from "../../../src/admission/configuration/admission-configuration.ts";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { assertRefused, yamlDocument } from "../configuration-documents.ts";

const V1 = "apiserver.config.k8s.io/v1";
const V1ALPHA1 = "apiserver.k8s.io/v1alpha1";
const READ = "failed to read plugin config: ";

function document(fields: Readonly<Record<string, unknown>>, apiVersion = V1) {
  return yamlDocument({ apiVersion, kind: "AdmissionConfiguration", ...fields });
}

describe("the plugin PodSecurity in an AdmissionConfiguration", () => {
  const cases: readonly [plugins: unknown, plugin: PluginConfiguration | undefined][] = [
    [undefined, undefined],
    [null, undefined],
    [[], undefined],
    [[null], undefined],
    [[{ name: "podsecurity", path: "x" }], undefined],
    [[{ name: "PodSecurity" }], { index: 0, path: "", configuration: undefined }],
    [[{ name: "PodSecurity", path: null, configuration: null }], { index: 0, path: "", configuration: undefined }],
    [
      [
        { name: "Other", configuration: [1] },
        { name: "PodSecurity", path: "a.yaml" },
        { name: "PodSecurity", path: "b" },
      ],
      { index: 1, path: "a.yaml", configuration: undefined },
    ],
    [
      [{ name: "PodSecurity", path: "a.yaml", configuration: { b: 1 } }],
      { index: 0, path: "a.yaml", configuration: { b: 1 } },
    ],
  ];
  for (const [plugins, plugin] of cases) {
    it(JSON.stringify(plugins) ?? "no plugins", () => {
      const fields = plugins === undefined ? {} : { plugins };
      for (const apiVersion of [V1, V1ALPHA1]) {
        assert.deepEqual(decodeAdmissionConfiguration(document(fields, apiVersion)), plugin);
      }
    });
  }
});

describe("a file that kube-apiserver cannot read", () => {
  const scheme = 'in scheme "pkg/runtime/scheme.go:111"';
  const cases: readonly [value: unknown, reason: string, path: FieldPath][] = [
    [null, "Object 'Kind' is missing in 'TEXT'", ["kind"]],
    [{ kind: "AdmissionConfiguration" }, "Object 'apiVersion' is missing in 'TEXT'", ["kind"]],
    ...["apiserver.config.k8s.io/v1alpha1", "apiserver.config.k8s.io/v1beta1", "apiserver.k8s.io/v1", "v1"].map(
      (apiVersion): [unknown, string, FieldPath] => [
        { apiVersion, kind: "AdmissionConfiguration" },
        `no kind "AdmissionConfiguration" is registered for version "${apiVersion}" ${scheme}`,
        ["kind"],
      ],
    ),
    [
      { apiVersion: "constructor", kind: "AdmissionConfiguration" },
      `its kind is not registered for its version ${scheme}`,
      ["kind"],
    ],
    [{ apiVersion: "v1", kind: "ConfigMap" }, `no kind "ConfigMap" is registered for version "v1" ${scheme}`, ["kind"]],
    ...(
      [
        [V1, "AuthenticationConfiguration"],
        [V1, "AuthorizationConfiguration"],
        [V1, "EncryptionConfiguration"],
        [V1, "TracingConfiguration"],
        ["apiserver.config.k8s.io/v1alpha1", "AuthenticationConfiguration"],
        ["apiserver.config.k8s.io/v1alpha1", "AuthorizationConfiguration"],
        ["apiserver.config.k8s.io/v1alpha1", "TracingConfiguration"],
        [V1ALPHA1, "EgressSelectorConfiguration"],
      ] as const
    ).map(([apiVersion, kind]): [unknown, string, FieldPath] => [
      { apiVersion, kind },
      `unexpected type: *apiserver.${kind}`,
      ["kind"],
    ]),
  ];
  for (const [value, reason, path] of cases) {
    it(`${JSON.stringify(value)}: ${reason}`, () => {
      assertRefused(() => decodeAdmissionConfiguration(yamlDocument(value)), READ + reason, path);
    });
  }

  const fields: readonly [fields: Readonly<Record<string, unknown>>, reason: string, path: FieldPath][] = [
    [{ metadata: {} }, 'strict decoding error: unknown field "metadata"', ["metadata"]],
    [
      {
        plugins: [
          { name: "PodSecurity", paht: "x" },
          { foo: 1, bar: 2 },
        ],
        zz: 1,
      },
      'strict decoding error: unknown field "plugins[0].paht", unknown field "plugins[1].bar", ' +
        'unknown field "plugins[1].foo", unknown field "zz"',
      ["plugins", 0, "paht"],
    ],
    [
      { plugins: "x" },
      "json: cannot unmarshal string into Go struct field AdmissionConfiguration.plugins of type []v1.AdmissionPluginConfiguration",
      ["plugins"],
    ],
    [
      { plugins: ["PodSecurity"] },
      "json: cannot unmarshal string into Go struct field AdmissionConfiguration.plugins of type v1.AdmissionPluginConfiguration",
      ["plugins", 0],
    ],
    [
      { plugins: [{ name: 5, path: 6 }] },
      "json: cannot unmarshal number into Go struct field AdmissionPluginConfiguration.plugins.name of type string",
      ["plugins", 0, "name"],
    ],
    [
      { plugins: [{ path: 6 }] },
      "json: cannot unmarshal number into Go struct field AdmissionPluginConfiguration.plugins.path of type string",
      ["plugins", 0, "path"],
    ],
  ];
  for (const [value, reason, path] of fields) {
    it(reason, () => assertRefused(() => decodeAdmissionConfiguration(document(value)), READ + reason, path));
  }

  it("names the Go types of v1alpha1", () => {
    assertRefused(
      () => decodeAdmissionConfiguration(document({ plugins: [5] }, V1ALPHA1)),
      `${READ}json: cannot unmarshal number into Go struct field AdmissionConfiguration.plugins of type ` +
        "v1alpha1.AdmissionPluginConfiguration",
      ["plugins", 0],
    );
  });
});

describe("the two formats from before kinds and versions", () => {
  for (const value of [
    { imagePolicy: null },
    { podNodeSelectorPluginConfig: { a: "b" } },
    { kind: "Foo", imagePolicy: {} },
    { apiVersion: "foo/v1", kind: "Foo", imagePolicy: {} },
  ]) {
    it(`${JSON.stringify(value)} does not configure PodSecurity`, () => {
      assert.equal(decodeAdmissionConfiguration(yamlDocument(value)), undefined);
    });
  }

  it("still reject an unreadable version", () => {
    assertRefused(
      () => decodeAdmissionConfiguration(yamlDocument({ apiVersion: "a/b/c", imagePolicy: {} })),
      `${READ}unexpected GroupVersion string: a/b/c`,
      ["apiVersion"],
    );
  });
});
