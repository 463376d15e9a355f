import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { admitController } from "../../src/admission/controllers.ts";
import type { RequestAttributes } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY, type Labels } from "../../src/admission/labels.ts";
import type { AdmissionResponse, ConfiguredAdmission } from "../../src/admission/response.ts";
import type { Pod } from "../../src/api/pod.ts";
import { privileged } from "../../src/policy/checks/privileged.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";

const ADMISSION: ConfiguredAdmission = {
  evaluator: createEvaluator([privileged]),
  exemptions: { usernames: ["root"], namespaces: ["exempt"], runtimeClasses: ["kata"] },
  defaults: BUILTIN_POLICY,
};

const TEMPLATE: Pod = { spec: { containers: [{ name: "a", securityContext: { privileged: true } }] } };
const KATA: Pod = { spec: { ...TEMPLATE.spec, runtimeClassName: "kata" } };
const PREFIX = "pod-security.kubernetes.io/";
const TEXT =
  'would violate PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)';

const CASES: readonly {
  name: string;
  template?: Pod | "none";
  request?: RequestAttributes;
  labels?: Labels | undefined;
  warnings?: AdmissionResponse["warnings"];
  auditAnnotations?: AdmissionResponse["auditAnnotations"];
}[] = [
  {
    name: "an exempt namespace",
    request: { namespace: "exempt", user: "root" },
    auditAnnotations: { exempt: "namespace" },
  },
  { name: "an exempt user", request: { namespace: "app", user: "root" }, auditAnnotations: { exempt: "user" } },
  {
    name: "no such namespace",
    auditAnnotations: { error: 'failed to lookup namespace "app": namespaces "app" not found' },
  },
  {
    name: "no namespace at all",
    request: { namespace: "" },
    auditAnnotations: { error: 'failed to lookup namespace "": resource name may not be empty' },
  },
  {
    name: "enforce alone does not reject it",
    template: KATA,
    labels: { [`${PREFIX}enforce`]: "restricted", [`${PREFIX}warn`]: "privileged" },
  },
  { name: "no template", template: "none", labels: { [`${PREFIX}warn`]: "baseline" } },
  {
    name: "an exempt runtime class",
    template: KATA,
    labels: { [`${PREFIX}warn`]: "baseline" },
    auditAnnotations: { exempt: "runtimeClass" },
  },
  { name: "warn follows enforce", labels: { [`${PREFIX}enforce`]: "baseline" }, warnings: [TEXT] },
  {
    name: "audit and an invalid label",
    labels: { [`${PREFIX}enforce`]: "x", [`${PREFIX}audit`]: "baseline" },
    auditAnnotations: {
      error:
        'Failed to parse policy: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "x": must be one of ' +
        "privileged, baseline, restricted",
      "audit-violations": TEXT,
    },
  },
];

describe("admitController", () => {
  for (const { name, template = TEMPLATE, request, labels, warnings = [], auditAnnotations = {} } of CASES) {
    it(name, () => {
      const pod = template === "none" ? undefined : template;
      assert.deepEqual(admitController(pod, request ?? { namespace: "app" }, labels, ADMISSION), {
        allowed: true,
        warnings,
        auditAnnotations,
      });
    });
  }
});
