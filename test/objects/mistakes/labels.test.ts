/** The remarks in a report on labels that look like those of Pod Security Admission. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { POLICY_LABELS } from "../../../src/api/policies/policy-labels.ts";
import { itemsOf } from "../../audit/items.ts";

const PREFIX = "pod-security.kubernetes.io/";

/** The remarks on an object, a line each: the code, the line and the message. */
function remarksOn(object: object): string[] {
  return itemsOf(JSON.stringify(object)).flatMap((item) =>
    item.type === "remark" ? `${item.code}: ${item.message}` : [],
  );
}

function namespace(metadata: object): object {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", ...metadata } };
}

/** Keys, the value of each, and the name of the intended label. */
const MISSPELT: readonly (readonly [key: string, value: string, meant: string])[] = [
  // The inputs of users.
  ["pod-security.kubernetes.io/enforce-level", "restricted", "enforce"],
  ["pod-security.kubernetes.io/enforced", "restricted", "enforce"],
  ["pod-security.kubernetes.io/warning", "restricted", "warn"],
  ["pod-security.k8s.io/audit", "restricted", "audit"],
  ["pod-security.kubernetes.io/audits", "restricted", "audit"],
  ["pod-security.kubernetes.io/warn-versions", "v1.30", "warn-version"],
  ["pod-security.kubernetes.io/enforce_version", "v1.30", "enforce-version"],
  ["podsecurity.kubernetes.io/enforce", "baseline", "enforce"],
  // The domain.
  ["podsecurity.k8s.io/warn", "baseline", "warn"],
  ["pod-security.kubernets.io/enforce", "baseline", "enforce"],
  ["pod-secruity.kubernetes.io/enforce", "baseline", "enforce"],
  ["pod_security.kubernetes.io/enforce", "baseline", "enforce"],
  ["Pod-Security.Kubernetes.io/Enforce", "baseline", "enforce"],
  ["pod-security-admission.kubernetes.io/audit-version", "latest", "audit-version"],
  ["pod-security-standards.kubernetes.io/audit", "baseline", "audit"],
  ["security.kubernetes.io/enforce", "Restricted", "enforce"],
  ["pss.k8s.io/warn", "baseline", "warn"],
  ["pod-security/enforce", "restricted", "enforce"],
  ["psa/enforce", "restricted", "enforce"],
  ["pod-security.kubernetes.io.enforce", "restricted", "enforce"],
  ["pod-security-enforce", "restricted", "enforce"],
  ["pod-security.kubernetes.io-enforce", "restricted", "enforce"],
  ["pod-security.kubernetes.io_warn-version", "v1.30", "warn-version"],
  ["pod-security.kubernetes.ioenforce", "restricted", "enforce"],
  ["pod-security.kubernets.io-audit", "restricted", "audit"],
  ["pod-security.io/enforce", "restricted", "enforce"],
  // The words of the prefix in the name, or elsewhere.
  ["kubernetes.io/pod-security-enforce", "restricted", "enforce"],
  ["kubernetes.io/pod-security.enforce-version", "latest", "enforce-version"],
  ["k8s.io/podsecurity-warn", "baseline", "warn"],
  ["kubernetes.io/psa-audit", "baseline", "audit"],
  ["kubernetes.io/pod-secuirty-enforce", "baseline", "enforce"],
  ["enforce.pod-security.kubernetes.io", "restricted", "enforce"],
  ["enforce.pod-security.kubernetes.io/level", "restricted", "enforce"],
  ["io.kubernetes.pod-security.enforce", "restricted", "enforce"],
  ["podSecurityEnforce", "restricted", "enforce"],
  ["psa-enforce", "restricted", "enforce"],
  ["pss.warn", "baseline", "warn"],
  // The name.
  ["pod-security.kubernetes.io/Enforce", "baseline", "enforce"],
  ["pod-security.kubernetes.io/Warn-Version", "v1.30", "warn-version"],
  ["pod-security.kubernetes.io/enforceVersion", "v1.30", "enforce-version"],
  ["pod-security.kubernetes.io/psa-enforce", "baseline", "enforce"],
  ["pod-security.kubernetes.io/enforce-", "baseline", "enforce"],
  ["pod-security.kubernetes.io/enfore", "baseline", "enforce"],
  ["pod-security.kubernetes.io/aduit", "baseline", "audit"],
  ["pod-security.kubernetes.io/wran", "baseline", "warn"],
  ["pod-security.kubernetes.io/enforcement", "baseline", "enforce"],
  ["pod-security.kubernetes.io/enforceversion", "v1.30", "enforce-version"],
  ["pod-security.kubernetes.io/enforce-verison", "v1.30", "enforce-version"],
  ["pod-security.kubernetes.io/audit.version", "1.30", "audit-version"],
  ["pod-security.kubernetes.io/version-warn", "latest", "warn-version"],
  ["pod-security.kubernetes.io/warn-policy", "baseline", "warn"],
];

describe("a label of a Namespace that is misspelt", () => {
  for (const [key, value, meant] of MISSPELT) {
    it(`${key}=${value}`, () => {
      assert.deepEqual(remarksOn(namespace({ labels: { [key]: value } })), [
        `misspelt-label: label ${key}=${value} of Namespace "shop" has no effect: did you mean ${PREFIX}${meant}?`,
      ]);
      assert.deepEqual(remarksOn(namespace({ annotations: { [key]: value } })), [
        `misplaced-label: annotation ${key}=${value} of Namespace "shop" has no effect: set the label ${PREFIX}${meant}=${value}`,
      ]);
    });
  }

  for (const [key, value] of [
    ["exempt", "namespace"],
    ["level", "restricted"],
    ["audit-warn", "baseline"],
  ] as const) {
    it(`${key}: it could be any label`, () => {
      const shown = value === "namespace" ? PREFIX + key : `${PREFIX}${key}=${value}`;
      assert.deepEqual(remarksOn(namespace({ labels: { [PREFIX + key]: value } })), [
        `misspelt-label: label ${shown} of Namespace "shop" has no effect: Pod Security Admission reads only ` +
          "enforce, enforce-version, audit, audit-version, warn and warn-version",
      ]);
    });
  }

  for (const key of [
    "pod-security.kubernetes.io",
    "podsecurity.kubernetes.io",
    "pod-security.k8s.io",
    "kubernetes.io/pod-security",
    "kubernetes.io/pod-security-standard",
    "psa.kubernetes.io/level",
  ]) {
    it(`${key}: the prefix alone names no mode`, () => {
      assert.deepEqual(remarksOn(namespace({ labels: { [key]: "restricted" } })), [
        `misspelt-label: label ${key}=restricted of Namespace "shop" has no effect: Pod Security Admission reads only ` +
          "enforce, enforce-version, audit, audit-version, warn and warn-version",
      ]);
    });
  }

  it("has no remark if the right label has the same value, and a remark if it has another value", () => {
    const right = { [`${PREFIX}enforce`]: "baseline" };
    for (const wrong of ["podsecurity.kubernetes.io/enforce", `${PREFIX}enforced`]) {
      assert.deepEqual(remarksOn(namespace({ labels: { ...right, [wrong]: "baseline" } })), []);
      assert.deepEqual(remarksOn(namespace({ labels: right, annotations: { [wrong]: "baseline" } })), []);
      assert.equal(remarksOn(namespace({ labels: { ...right, [wrong]: "restricted" } })).length, 1);
      assert.equal(remarksOn(namespace({ labels: right, annotations: { [wrong]: "restricted" } })).length, 1);
    }
  });

  it("shows only values that are a level or a version: others may be secret", () => {
    const wrong = { labels: { "podsecurity.kubernetes.io/enforce": "s3cr3t" } };
    assert.deepEqual(remarksOn(namespace(wrong)), [
      `misspelt-label: label podsecurity.kubernetes.io/enforce of Namespace "shop" has no effect: did you mean ${PREFIX}enforce?`,
    ]);
  });

  it("is only counted if there are very many", () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`${PREFIX}x${index}`, "baseline"]));
    const remarks = remarksOn(namespace({ labels: many }));
    assert.equal(remarks.length, 101);
    assert.equal(remarks.at(-1), "misspelt-label: 150 more mistakes like these");
  });
});

describe("labels without a remark", () => {
  const RIGHT = Object.fromEntries(
    POLICY_LABELS.map((label) => [label, label.endsWith("version") ? "v1.30" : "baseline"]),
  );
  const OTHERS: readonly (readonly [key: string, value: string])[] = [
    ["app.kubernetes.io/name", "audit"],
    ["audit", "restricted"],
    ["enforce", "restricted"],
    ["example.com/enforce", "restricted"],
    ["pod-security.example.com/enforce", "restricted"],
    ["policy.x-k8s.io/enforce", "baseline"],
    ["audit.k8s.io/warn", "true"],
    ["scheduler.k8s.io/audit", "yes"],
    ["security.openshift.io/scc.podSecurityLabelSync", "true"],
    ["security.openshift.io/MinimallySufficientPodSecurityStandard", "restricted"],
    ["podsecurity.kubernetes.io/owner", "team-a"],
    ["seccomp.security.alpha.kubernetes.io/pod", "runtime/default"],
    ["container.apparmor.security.beta.kubernetes.io/a", "runtime/default"],
    ["pod-security-team", "baseline"],
    ["istio-injection", "enabled"],
    ["kubernetes.io/metadata.name", "warn"],
    ["admission.gatekeeper.sh/ignore", "no-self-managing"],
    ["warn", "latest"],
    ["kubernetes.io/pod-security-enforce", "team-a"],
    ["kubernetes.io/pod-security-enforce", "v1.30"],
    ["kubernetes.io/security-team", "baseline"],
    ["example.com/pod-security-enforce", "restricted"],
    ["com.example.pod-security.enforce", "restricted"],
    ["kubernetes.io/pod-security-policy", "privileged"],
    ["psa", "baseline"],
    ["psa-version", "v1.30"],
    ["psa-owner", "restricted"],
    ["pod-security", "restricted"],
    ["pods-enforce", "restricted"],
    ["network-security-enforce", "baseline"],
    ["pod-security-enforced-by", "restricted"],
  ];

  it("the six labels", () => assert.deepEqual(remarksOn(namespace({ labels: RIGHT })), []));

  for (const [key, value] of OTHERS) {
    it(`${key}=${value}`, () => {
      assert.deepEqual(remarksOn(namespace({ labels: { [key]: value }, annotations: { [key]: value } })), []);
    });
  }
});

const CONTAINERS = { containers: [{ name: "a", image: "x" }] };
const LABELS = { [`${PREFIX}enforce`]: "restricted" };

describe("pod-security labels on other objects than a Namespace", () => {
  const advice = `has no effect: set the label ${PREFIX}enforce=restricted of its Namespace`;

  it("a Pod", () => {
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p", labels: LABELS }, spec: CONTAINERS };
    assert.deepEqual(remarksOn(pod), [`misplaced-label: label ${PREFIX}enforce=restricted of Pod "p" ${advice}`]);
  });

  it("a Pod with a generated name, and an annotation", () => {
    const metadata = { generateName: "p-", annotations: LABELS };
    assert.deepEqual(remarksOn({ apiVersion: "v1", kind: "Pod", metadata, spec: CONTAINERS }), [
      `misplaced-label: annotation ${PREFIX}enforce=restricted of Pod "p-*" ${advice}`,
    ]);
  });

  for (const kind of ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]) {
    it(`a ${kind}, and its pod template`, () => {
      const template = { metadata: { labels: { "podsecurity.k8s.io/enforce": "restricted" } }, spec: CONTAINERS };
      const object = { apiVersion: "apps/v1", kind, metadata: { name: "web", labels: LABELS }, spec: { template } };
      assert.deepEqual(remarksOn(object), [
        `misplaced-label: label ${PREFIX}enforce=restricted of ${kind} "web" ${advice}`,
        `misplaced-label: label podsecurity.k8s.io/enforce=restricted of the pod template of ${kind} "web" ${advice}`,
      ]);
    });
  }

  it("a CronJob's pod template, at its line", () => {
    const text = `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "@daily"
  jobTemplate:
    spec:
      template:
        metadata:
          labels:
            app: x
            ${PREFIX}warn: baseline
        spec: {restartPolicy: Never, containers: [{name: a, image: x}]}
`;
    const remarks = itemsOf(text).filter((item) => item.type === "remark");
    assert.deepEqual(
      remarks.map(({ severity, code, source }) => [severity, code, source?.line]),
      [["warning", "misplaced-label", 12]],
    );
  });

  it("not a pod of a controller: its template has the remark", () => {
    const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "u", controller: true }];
    const metadata = { name: "p", labels: LABELS, ownerReferences };
    assert.deepEqual(remarksOn({ apiVersion: "v1", kind: "Pod", metadata, spec: CONTAINERS }), []);
  });

  it("not an unknown name, which may be another program's", () => {
    const metadata = { name: "p", labels: { [`${PREFIX}exempt`]: "x" } };
    assert.deepEqual(remarksOn({ apiVersion: "v1", kind: "Pod", metadata, spec: CONTAINERS }), []);
  });
});
