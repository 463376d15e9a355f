import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BUILTIN_POLICY, type Labels } from "../../src/admission/labels.ts";
import { admitPod, type PodRequest } from "../../src/admission/pods/pods.ts";
import type { AdmissionResponse, ConfiguredAdmission } from "../../src/admission/response.ts";
import type { Pod } from "../../src/api/pod.ts";
import { privileged } from "../../src/policy/checks/privileged.ts";
import { runAsNonRoot } from "../../src/policy/checks/runAsNonRoot.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";

const ADMISSION: ConfiguredAdmission = {
  evaluator: createEvaluator([privileged, runAsNonRoot]),
  exemptions: { usernames: ["root"], namespaces: ["exempt"], runtimeClasses: ["kata"] },
  defaults: BUILTIN_POLICY,
};

const REQUEST: PodRequest = { name: "p", namespace: "app", user: "alice" };
const POD: Pod = { spec: { containers: [{ name: "a", securityContext: { privileged: true } }] } };
const ROOT: Pod = { spec: { containers: [{ name: "a" }] } };
const KATA: Pod = { spec: { ...POD.spec, runtimeClassName: "kata" } };

const PREFIX = "pod-security.kubernetes.io/";
const BASELINE_TEXT =
  'PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)';
const RESTRICTED_TEXT =
  'PodSecurity "restricted:latest": privileged (container "a" must not set securityContext.privileged=true), ' +
  'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)';
const ROOT_TEXT =
  'PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)';

function refused(name: string, text: string, auditAnnotations: Readonly<Record<string, string>>): AdmissionResponse {
  const message = `${name} is forbidden: violates ${text}`;
  return { allowed: false, status: { code: 403, reason: "Forbidden", message }, warnings: [], auditAnnotations };
}

const CASES: readonly {
  name: string;
  pod?: Pod;
  request?: Partial<PodRequest>;
  labels?: Labels | undefined;
  response: AdmissionResponse;
}[] = [
  {
    name: "an exempt namespace, which may not exist",
    request: { namespace: "exempt", user: "root" },
    labels: undefined,
    response: { allowed: true, warnings: [], auditAnnotations: { exempt: "namespace" } },
  },
  {
    name: "an exempt user",
    request: { user: "root" },
    labels: undefined,
    response: { allowed: true, warnings: [], auditAnnotations: { exempt: "user" } },
  },
  {
    name: "no such namespace",
    labels: undefined,
    request: { namespace: 'n"o' },
    response: {
      allowed: false,
      status: {
        code: 500,
        reason: "InternalError",
        message: String.raw`Internal error occurred: failed to lookup namespace "n\"o"`,
      },
      warnings: [],
      auditAnnotations: {
        error: String.raw`Internal error occurred: failed to lookup namespace "n\"o": namespaces "n\"o" not found`,
      },
    },
  },
  {
    name: "no namespace at all",
    labels: undefined,
    request: { namespace: "" },
    response: {
      allowed: false,
      status: { code: 500, reason: "InternalError", message: 'Internal error occurred: failed to lookup namespace ""' },
      warnings: [],
      auditAnnotations: {
        error: 'Internal error occurred: failed to lookup namespace "": resource name may not be empty',
      },
    },
  },
  {
    name: "privileged in every mode: latest, whatever the labels say",
    pod: KATA,
    labels: { [`${PREFIX}enforce-version`]: "v1.20" },
    response: { allowed: true, warnings: [], auditAnnotations: { "enforce-policy": "privileged:latest" } },
  },
  {
    name: "privileged in every mode only because a label is invalid",
    labels: { [`${PREFIX}audit`]: "x", [`${PREFIX}enforce-version`]: "v1.20" },
    response: {
      allowed: true,
      warnings: [],
      auditAnnotations: {
        "enforce-policy": "privileged:v1.20",
        error:
          'Failed to parse policy: metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "x": must be one of ' +
          "privileged, baseline, restricted",
      },
    },
  },
  {
    name: "an exempt runtime class",
    pod: KATA,
    labels: { [`${PREFIX}enforce`]: "restricted" },
    response: { allowed: true, warnings: [], auditAnnotations: { exempt: "runtimeClass" } },
  },
  {
    name: "rejected and recorded, without a warning",
    labels: { [`${PREFIX}enforce`]: "baseline", [`${PREFIX}audit`]: "restricted", [`${PREFIX}warn`]: "restricted" },
    response: refused('pods "p"', BASELINE_TEXT, {
      "enforce-policy": "baseline:latest",
      "audit-violations": `would violate ${RESTRICTED_TEXT}`,
    }),
  },
  {
    name: "rejected by the fallback of an invalid label",
    labels: { [`${PREFIX}enforce`]: "Baseline", [`${PREFIX}warn-version`]: "1" },
    response: refused('pods "p"', RESTRICTED_TEXT, {
      "enforce-policy": "restricted:latest",
      error:
        'Failed to parse policy: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "Baseline": must be one of ' +
        "privileged, baseline, restricted, metadata.labels[pod-security.kubernetes.io/warn-version]: " +
        'Invalid value: "1": must be "latest" or "v1.x"]',
    }),
  },
  {
    name: "a Pod without a name",
    request: { name: "" },
    labels: { [`${PREFIX}enforce`]: "baseline" },
    response: refused("pods", BASELINE_TEXT, { "enforce-policy": "baseline:latest" }),
  },
  {
    name: "allowed, recorded and warned about",
    pod: ROOT,
    labels: { [`${PREFIX}enforce`]: "baseline", [`${PREFIX}audit`]: "restricted", [`${PREFIX}warn`]: "restricted" },
    response: {
      allowed: true,
      warnings: [`would violate ${ROOT_TEXT}`],
      auditAnnotations: { "enforce-policy": "baseline:latest", "audit-violations": `would violate ${ROOT_TEXT}` },
    },
  },
  {
    name: "nothing against it",
    pod: { spec: {} },
    labels: { [`${PREFIX}enforce`]: "baseline", [`${PREFIX}audit`]: "restricted" },
    response: { allowed: true, warnings: [], auditAnnotations: { "enforce-policy": "baseline:latest" } },
  },
];

describe("admitPod", () => {
  for (const { name, pod = POD, request, labels, response } of CASES) {
    it(name, () => assert.deepEqual(admitPod(pod, { ...REQUEST, ...request }, labels, ADMISSION), response));
  }
});
