import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pod } from "../../src/api/pod.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, detailedMessage } from "../../src/policy/evaluator.ts";
import { LATEST, OLDEST_SERVER_MINOR } from "../../src/policy/version.ts";
import { fieldDropper, nameOfField } from "../../src/policy/server-fields.ts";

const POD: Pod = {
  metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/web": "unconfined" } },
  spec: {
    securityContext: { appArmorProfile: { type: "Unconfined" }, runAsNonRoot: true },
    initContainers: [{ name: "init" }],
    containers: [{ name: "web", securityContext: { appArmorProfile: { type: "Unconfined" }, runAsUser: 1000 } }],
    volumes: [
      { name: "model", image: { reference: "registry.example.com/model:1" } },
      { name: "data", emptyDir: {} },
      { name: "both", image: {}, hostPath: { path: "/" } },
    ],
  },
};

function said(serverMinor: number, pod: Pod, level: "baseline" | "restricted"): string {
  return detailedMessage(createEvaluator(CHECKS, serverMinor).evaluate(pod, { level, version: LATEST }));
}

test("a server drops the fields that it does not have, and changes nothing else", () => {
  const stored = fieldDropper(29)?.(POD);
  assert.deepEqual(stored?.pod, {
    metadata: POD.metadata,
    spec: {
      securityContext: { runAsNonRoot: true },
      initContainers: [{ name: "init" }],
      containers: [{ name: "web", securityContext: { runAsUser: 1000 } }],
      volumes: [
        { name: "model", emptyDir: {} },
        { name: "data", emptyDir: {} },
        { name: "both", hostPath: { path: "/" } },
      ],
    },
  });
  assert.deepEqual(stored?.dropped.map(nameOfField), [
    "securityContext.appArmorProfile",
    "securityContext.appArmorProfile",
    "volumes[*].image",
  ]);
});

test("a pod without such fields stays the same object", () => {
  const pod: Pod = { spec: { containers: [{ name: "web", securityContext: {} }], volumes: [{ name: "v" }] } };
  const stored = fieldDropper(25)?.(pod);
  assert.equal(stored?.pod, pod);
  assert.deepEqual(stored?.dropped, []);
});

test("a server since v1.31 has every field, and costs nothing", () => {
  assert.equal(fieldDropper(31), undefined);
  const evaluation = createEvaluator(CHECKS).forPod(POD);
  assert.equal(evaluation.pod, POD);
  assert.deepEqual(createEvaluator(CHECKS).droppedFields(POD), []);
  assert.deepEqual(
    [30, 31].map((minor) => createEvaluator(CHECKS, minor).dropsFields),
    [true, false],
  );
});

test("AppArmor in the words of v1.29, and of v1.30", () => {
  const annotation = 'container.apparmor.security.beta.kubernetes.io/web="unconfined"';
  const pod = { ...POD, spec: { ...POD.spec, volumes: [] } };
  assert.equal(said(29, pod, "baseline"), `forbidden AppArmor profile (${annotation})`);
  assert.equal(
    said(30, pod, "baseline"),
    `forbidden AppArmor profiles (pod and container "web" and annotation must not set AppArmor profile type to "Unconfined", "${annotation}")`,
  );
});

test("SELinux in the words of v1.25, and of v1.26", () => {
  const pod: Pod = { spec: { securityContext: { seLinuxOptions: { user: "u", role: "r" } }, containers: [] } };
  assert.equal(said(25, pod, "baseline"), "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: )");
  assert.equal(
    said(26, pod, "baseline"),
    "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: user may not be set; role may not be set)",
  );
});

test("image volumes are unknown before v1.31, forbidden before v1.33, and allowed since then", () => {
  const volumes = [{ name: "model", image: {} }];
  const pod: Pod = { spec: { containers: [], volumes } };
  const forbidden = 'restricted volume types (volume "model" uses restricted volume type "unknown")';
  assert.deepEqual(
    [30, 31, 32, 33].map((minor) => said(minor, pod, "restricted").includes(forbidden)),
    [false, true, true, false],
  );
});

test("a server older than the oldest known one is judged as that one", () => {
  for (const minor of [0, 22, 24, OLDEST_SERVER_MINOR]) assert.equal(createEvaluator(CHECKS, minor).maxMinor, 25);
});
