import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { remarkOnConfiguration } from "../../../src/objects/kinds/configuration-kinds.ts";

const PLUGINS = [{ name: "EventRateLimit" }, { name: "PodSecurity" }];

describe("a configuration among the inputs", () => {
  for (const [value, form] of [
    [
      { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration", plugins: PLUGINS },
      "AdmissionConfiguration",
    ],
    [
      { apiVersion: "pod-security.admission.config.k8s.io/v1", kind: "PodSecurityConfiguration" },
      "PodSecurityConfiguration",
    ],
    [
      { apiVersion: "management.cattle.io/v3", kind: "PodSecurityAdmissionConfigurationTemplate" },
      "PodSecurityAdmissionConfigurationTemplate",
    ],
    [{ apiVersion: "v1alpha1", kind: "KubeAdmissionControlConfig", name: "PodSecurity" }, "KubeAdmissionControlConfig"],
    [{ cluster: { apiServer: { admissionControl: PLUGINS } } }, "Talos machine configuration"],
  ] as const) {
    it(form, () => {
      assert.deepEqual(remarkOnConfiguration(value), {
        severity: "info",
        code: "admission-configuration",
        message: `the defaults and exemptions of this ${form} do not count here`,
        path: [],
      });
    });
  }

  for (const value of [
    {},
    { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration", plugins: [{ name: "EventRateLimit" }] },
    { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration" },
    { apiVersion: "example.com/v1", kind: "AdmissionConfiguration", plugins: PLUGINS },
    { apiVersion: "example.com/v1", kind: "PodSecurityConfiguration" },
    { apiVersion: "example.com/v1", kind: "PodSecurityAdmissionConfigurationTemplate" },
    { apiVersion: "v1alpha1", kind: "KubeAdmissionControlConfig", name: "EventRateLimit" },
    { version: "v1alpha1", machine: {}, cluster: { apiServer: {} } },
    { cluster: [], machine: "x" },
  ]) {
    it(`is not ${JSON.stringify(value)}`, () => assert.equal(remarkOnConfiguration(value), undefined));
  }
});
