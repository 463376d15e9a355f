/** A caller cannot change later answers through the values that the library exports or returns. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as library from "../../src/index.ts";

const LABEL = "pod-security.kubernetes.io/";
const CONFIGURATION = "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration";
const EXEMPTING = `${CONFIGURATION}\ndefaults: { enforce: restricted }\nexemptions: { usernames: [admin] }`;

function pod(spec: object) {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec };
}

const PODS = [
  pod({ hostPID: true, containers: [{ name: "a", image: "a", securityContext: { privileged: true } }] }),
  pod({
    volumes: [{ name: "v", hostPath: { path: "/", type: "Directory" } }],
    securityContext: { runAsUser: 0, sysctls: [{ name: "kernel.x" }], seLinuxOptions: { type: "x", user: "y" } },
    containers: [{ name: "a", ports: [{ hostPort: 80 }], securityContext: { capabilities: { add: ["ALL"] } } }],
  }),
];
const TEXT = `
apiVersion: v1
kind: Namespace
metadata: { name: default, labels: { ${LABEL}enforce: baseline } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: default }
spec: { hostNetwork: true, hostPid: 1 }
---
kind: [
`;

/** The answers of every function, without any value of an earlier call. */
function answers() {
  const configuration = library.parseConfiguration(CONFIGURATION);
  const exempting = library.parseConfiguration(EXEMPTING);
  const namespaceLabels = { [`${LABEL}enforce`]: "baseline", [`${LABEL}warn`]: "restricted" };
  const update = { name: "default", oldLabels: {}, labels: namespaceLabels, pods: PODS };
  return {
    evaluations: PODS.flatMap((object) =>
      library.LEVELS.map((level) => library.evaluatePod(object, { level, serverVersion: "v1.99" })),
    ),
    reviews: PODS.flatMap((object) => [
      library.reviewObject(object, { namespaceLabels, serverVersion: "v1.99" }),
      library.reviewObject(object, { namespaceLabels, configuration }),
      library.reviewObject(object, { namespaceLabels: {}, configuration: exempting, user: "admin" }),
      library.reviewObject(object, { namespaceLabels: {}, configuration: exempting, user: "guest" }),
      library.reviewObject(object, { namespaceLabels: null }),
    ]),
    updates: [
      library.reviewNamespaceLabels(update),
      library.reviewNamespaceLabels({ ...update, labels: { [`${LABEL}warn`]: "x" } }),
    ],
    reports: [
      library.lint({ name: "a", text: TEXT }),
      library.lint({ name: "a", objects: [...PODS, 1] }, { configuration: exempting }),
      library.lint({ name: "a", objects: PODS }, { levels: [{ level: "restricted" }] }),
    ],
    configurations: [configuration, exempting],
  };
}

const GARBAGE = "restricted";

/** Changes a value and everything in it, if it is mutable. */
function vandalize(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const inner of Object.values(value)) vandalize(inner, seen);
  if (Array.isArray(value)) attempt(() => value.push("default", "admin", "web", "gvisor"));
  for (const key of Object.keys(value)) {
    attempt(() => Reflect.set(value, key, GARBAGE));
    attempt(() => Reflect.deleteProperty(value, key));
  }
  if (Array.isArray(value)) attempt(() => (value.length = 0));
}

function attempt(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    assert.ok(error instanceof TypeError, String(error));
  }
}

describe("values that the library returns", () => {
  it("do not change later answers when a caller changes them", () => {
    const expected = structuredClone(answers());
    const { checks, LEVELS, MODES } = structuredClone({
      checks: library.checks,
      LEVELS: library.LEVELS,
      MODES: library.MODES,
    });
    vandalize(answers());
    for (const value of Object.values(library)) vandalize(value);
    assert.deepEqual(answers(), expected);
    assert.deepEqual(library.checks, checks);
    assert.deepEqual([library.LEVELS, library.MODES], [LEVELS, MODES]);
  });

  it("do not exempt a namespace that a caller adds to a configuration without exemptions", () => {
    const { exemptions } = library.parseConfiguration(CONFIGURATION);
    const namespaces = exemptions.namespaces as string[];
    assert.throws(() => namespaces.push("default"), TypeError);
    const [object] = PODS;
    assert.equal(library.reviewObject(object, { namespaceLabels: { [`${LABEL}enforce`]: "baseline" } }).allowed, false);
  });

  it("contain no function of a check", () => {
    for (const { revisions } of library.checks) {
      for (const revision of revisions) assert.ok(!("check" in revision));
    }
  });
});
