import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pod } from "../../src/api/pod.ts";
import { decide } from "../../src/policy/fix/planning.ts";
import type { Check } from "../../src/policy/check.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import {
  createEvaluator,
  detailedMessage,
  type Evaluator,
  formatLevelVersion,
  shortMessage,
} from "../../src/policy/evaluator.ts";
import type { Level } from "../../src/api/level.ts";
import { LATEST, minorVersion, NEWEST_MINOR, parseVersion, type Version } from "../../src/policy/version.ts";

/** The checks; each revision forbids every pod, with the reason `ID:since`. */
function forbidding(checks: readonly Check[]): Check[] {
  return checks.map((check) => ({
    ...check,
    revisions: check.revisions.map((revision) => ({
      ...revision,
      check: () => ({ reason: `${check.id}:${revision.since}`, detail: "", fields: [{ path: ["spec"], value: {} }] }),
    })),
  }));
}

function active(evaluator: Evaluator, level: Level, version: Version): string[] {
  return evaluator.evaluate({ spec: {} }, { level, version }).map(({ reason }) => reason);
}

const RANGES: readonly { level: Level; from: number; to: number; ids: string }[] = [
  {
    level: "baseline",
    from: 0,
    to: 33,
    ids:
      "appArmorProfile capabilities_baseline hostNamespaces hostPathVolumes hostPorts privileged procMount " +
      "seLinuxOptions seccompProfile_baseline sysctls windowsHostProcess",
  },
  {
    level: "baseline",
    from: 34,
    to: NEWEST_MINOR + 1,
    ids:
      "appArmorProfile capabilities_baseline hostNamespaces hostPathVolumes hostPorts " +
      "hostProbesAndHostLifecycle privileged procMount seLinuxOptions seccompProfile_baseline sysctls " +
      "windowsHostProcess",
  },
  {
    level: "restricted",
    from: 0,
    to: 7,
    ids:
      "appArmorProfile capabilities_baseline hostNamespaces hostPorts privileged procMount seLinuxOptions " +
      "seccompProfile_baseline sysctls windowsHostProcess restrictedVolumes runAsNonRoot",
  },
  {
    level: "restricted",
    from: 8,
    to: 18,
    ids:
      "appArmorProfile capabilities_baseline hostNamespaces hostPorts privileged procMount seLinuxOptions " +
      "seccompProfile_baseline sysctls windowsHostProcess allowPrivilegeEscalation restrictedVolumes " +
      "runAsNonRoot",
  },
  {
    level: "restricted",
    from: 19,
    to: 21,
    ids:
      "appArmorProfile capabilities_baseline hostNamespaces hostPorts privileged procMount seLinuxOptions " +
      "sysctls windowsHostProcess allowPrivilegeEscalation restrictedVolumes runAsNonRoot " +
      "seccompProfile_restricted",
  },
  {
    level: "restricted",
    from: 22,
    to: 22,
    ids:
      "appArmorProfile hostNamespaces hostPorts privileged procMount seLinuxOptions sysctls windowsHostProcess " +
      "allowPrivilegeEscalation capabilities_restricted restrictedVolumes runAsNonRoot " +
      "seccompProfile_restricted",
  },
  {
    level: "restricted",
    from: 23,
    to: 33,
    ids:
      "appArmorProfile hostNamespaces hostPorts privileged procMount seLinuxOptions sysctls windowsHostProcess " +
      "allowPrivilegeEscalation capabilities_restricted restrictedVolumes runAsNonRoot runAsUser " +
      "seccompProfile_restricted",
  },
  {
    level: "restricted",
    from: 34,
    to: 34,
    ids:
      "appArmorProfile hostNamespaces hostPorts hostProbesAndHostLifecycle privileged procMount seLinuxOptions " +
      "sysctls windowsHostProcess allowPrivilegeEscalation capabilities_restricted restrictedVolumes " +
      "runAsNonRoot runAsUser seccompProfile_restricted",
  },
  {
    level: "restricted",
    from: 35,
    to: NEWEST_MINOR + 1,
    ids:
      "appArmorProfile hostNamespaces hostPorts hostProbesAndHostLifecycle privileged seLinuxOptions sysctls " +
      "windowsHostProcess allowPrivilegeEscalation capabilities_restricted procMount_restricted " +
      "restrictedVolumes runAsNonRoot runAsUser seccompProfile_restricted",
  },
];

for (const { level, from, to, ids } of RANGES) {
  test(`${level} from v1.${from} to v1.${to} runs these checks in this order, each at its newest revision`, () => {
    const evaluator = createEvaluator(forbidding(CHECKS));
    for (let minor = from; minor <= to; minor++) {
      const newest = ids.split(" ").map((id) => {
        const since = CHECKS.find((check) => check.id === id)?.revisions.map((revision) => revision.since) ?? [];
        return `${id}:${Math.max(...since.filter((first) => first <= minor))}`;
      });
      assert.deepEqual(active(evaluator, level, minorVersion(minor)), newest, `v1.${minor}`);
    }
  });
}

test("the numbers of checks that run", () => {
  const evaluator = createEvaluator(forbidding(CHECKS));
  const count = (level: Level, minor: number) => active(evaluator, level, minorVersion(minor)).length;
  assert.deepEqual(
    [0, 7, 8, 18, 19, 21, 22, 23, 33, 34, 35, NEWEST_MINOR].map((minor) => [
      count("baseline", minor),
      count("restricted", minor),
    ]),
    [
      [11, 12],
      [11, 12],
      [11, 13],
      [11, 13],
      [11, 13],
      [11, 13],
      [11, 13],
      [11, 14],
      [11, 14],
      [12, 15],
      [12, 15],
      [12, 15],
    ],
  );
});

test("privileged allows everything, at every version", () => {
  const evaluator = createEvaluator(forbidding(CHECKS));
  assert.deepEqual(active(evaluator, "privileged", LATEST), []);
  assert.deepEqual(active(evaluator, "privileged", minorVersion(0)), []);
});

function check(id: string, level: Check["level"], revisions: Readonly<Record<number, readonly string[]>>): Check {
  return {
    id,
    level,
    title: id,
    requirement: id,
    description: id,
    restrictedFields: [],
    allowedValues: [],
    remediation: id,
    example: "",
    fix: decide([], id),
    reasons: [],
    readDetail: () => undefined,
    revisions: Object.entries(revisions).map(([since, overrides]) => ({
      since: Number(since),
      check: () => undefined,
      cel: "true",
      overrides,
    })),
  };
}

const BASELINE = [
  check("d", "baseline", { 11: [], 15: [], 20: [] }),
  check("c", "baseline", { 0: [], 5: [], 10: [] }),
  check("b", "baseline", { 10: [] }),
  check("a", "baseline", { 0: [] }),
];
const RESTRICTED = [
  check("i", "restricted", { 10: ["c"], 21: ["d"] }),
  check("h", "restricted", { 0: ["b"] }),
  check("g", "restricted", { 10: ["a"] }),
  check("f", "restricted", { 12: [], 16: [], 21: [] }),
  check("e", "restricted", { 0: [] }),
];

const SELECTIONS: readonly { name: string; checks: readonly Check[]; level: Level; version: string; runs: string }[] = [
  { name: "first version", checks: BASELINE, level: "baseline", version: "v1.0", runs: "a:0 c:0" },
  { name: "just before a revision", checks: BASELINE, level: "baseline", version: "v1.4", runs: "a:0 c:0" },
  { name: "at a revision", checks: BASELINE, level: "baseline", version: "v1.5", runs: "a:0 c:5" },
  { name: "a new check", checks: BASELINE, level: "baseline", version: "v1.10", runs: "a:0 b:10 c:10" },
  { name: "another new check", checks: BASELINE, level: "baseline", version: "v1.11", runs: "a:0 b:10 c:10 d:11" },
  { name: "latest", checks: BASELINE, level: "baseline", version: "latest", runs: "a:0 b:10 c:10 d:20" },
  {
    name: "restricted checks do not run at baseline, and override nothing there",
    checks: [...RESTRICTED, ...BASELINE],
    level: "baseline",
    version: "latest",
    runs: "a:0 b:10 c:10 d:20",
  },
  {
    name: "an override of a check that does not run yet",
    checks: [...RESTRICTED, ...BASELINE],
    level: "restricted",
    version: "v1.5",
    runs: "a:0 c:5 e:0 h:0",
  },
  {
    name: "overrides of three checks",
    checks: [...RESTRICTED, ...BASELINE],
    level: "restricted",
    version: "v1.10",
    runs: "e:0 g:10 h:0 i:10",
  },
  {
    name: "a check that is not overridden yet",
    checks: [...RESTRICTED, ...BASELINE],
    level: "restricted",
    version: "v1.11",
    runs: "d:11 e:0 g:10 h:0 i:10",
  },
  {
    name: "an override that a newer revision gives up",
    checks: [...RESTRICTED, ...BASELINE],
    level: "restricted",
    version: "latest",
    runs: "c:10 e:0 f:21 g:10 h:0 i:21",
  },
  {
    name: "a version that is not known yet",
    checks: [...RESTRICTED, ...BASELINE],
    level: "restricted",
    version: "v1.9223372036854775807",
    runs: "c:10 e:0 f:21 g:10 h:0 i:21",
  },
  { name: "no baseline checks", checks: RESTRICTED, level: "baseline", version: "latest", runs: "" },
  {
    name: "overrides of checks that are not there",
    checks: RESTRICTED,
    level: "restricted",
    version: "v1.10",
    runs: "e:0 g:10 h:0 i:10",
  },
  { name: "no restricted checks", checks: BASELINE, level: "restricted", version: "v1.10", runs: "a:0 b:10 c:10" },
  { name: "no checks", checks: [], level: "restricted", version: "latest", runs: "" },
];

for (const { name, checks, level, version, runs } of SELECTIONS) {
  test(`${level}:${version}: ${name}`, () => {
    const evaluator = createEvaluator(forbidding(checks));
    assert.deepEqual(active(evaluator, level, parseVersion(version) ?? LATEST).join(" "), runs);
  });
}

const PROBE: Pod = { spec: { containers: [{ startupProbe: { httpGet: { host: "localhost" } } }] } };

const EMULATIONS: readonly { emulated: number | undefined; maxMinor: number; forbidden: readonly boolean[] }[] = [
  { emulated: undefined, maxMinor: NEWEST_MINOR, forbidden: [true, true, false] },
  { emulated: NEWEST_MINOR + 3, maxMinor: NEWEST_MINOR, forbidden: [true, true, false] },
  { emulated: NEWEST_MINOR, maxMinor: NEWEST_MINOR, forbidden: [true, true, false] },
  { emulated: 34, maxMinor: 34, forbidden: [true, true, false] },
  { emulated: 33, maxMinor: 33, forbidden: [false, false, false] },
];

for (const { emulated, maxMinor, forbidden } of EMULATIONS) {
  test(`with ${emulated ?? "no version"} emulated, the newest version is v1.${maxMinor}`, () => {
    const evaluator = createEvaluator(CHECKS, emulated);
    assert.equal(evaluator.maxMinor, maxMinor);
    const versions = [LATEST, minorVersion(34), minorVersion(33)];
    assert.deepEqual(
      versions.map((version) => evaluator.evaluate(PROBE, { level: "baseline", version }).length > 0),
      forbidden,
    );
  });
}

const SLOW_START: Pod = { spec: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_slow_start_after_idle" }] } } };

for (const text of ["latest", "v1.37", "v1.38", "v1.99"]) {
  test(`with v1.36 emulated, ${text} is evaluated as v1.36`, () => {
    const policy = { level: "baseline", version: parseVersion(text) ?? minorVersion(0) } as const;
    assert.equal(shortMessage(createEvaluator(CHECKS, 36).evaluate(SLOW_START, policy)), "forbidden sysctls");
    assert.equal(shortMessage(createEvaluator(CHECKS, 37).evaluate(SLOW_START, policy)), "");
  });
}

for (const text of ["latest", "v1.0", "v1.99", "v1.9223372036854775807"]) {
  test(`${text} is printed unchanged, for any evaluated version`, () => {
    const version = parseVersion(text) ?? minorVersion(1);
    assert.equal(formatLevelVersion({ level: "restricted", version }), `restricted:${text}`);
  });
}

const RESTRICTED_LATEST = { level: "restricted", version: LATEST } as const;

test("a container without a security context, at restricted:latest", () => {
  const violations = createEvaluator(CHECKS).evaluate({ spec: { containers: [{ name: "a" }] } }, RESTRICTED_LATEST);
  assert.equal(
    detailedMessage(violations),
    'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to ' +
      '"RuntimeDefault" or "Localhost")',
  );
  assert.equal(
    shortMessage(violations),
    "allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
  );
});

test("everything at once, at restricted:latest", () => {
  const violations = createEvaluator(CHECKS).evaluate(
    {
      metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/a": "unconfined" } },
      spec: {
        hostNetwork: true,
        volumes: [{ name: "v", hostPath: {} }],
        securityContext: {
          appArmorProfile: { type: "Unconfined" },
          sysctls: [{ name: "kernel.msgmax" }],
          windowsOptions: { hostProcess: true },
          seLinuxOptions: { role: "r" },
          runAsUser: 0,
        },
        containers: [
          {
            name: "a",
            ports: [{ hostPort: 80 }],
            livenessProbe: { httpGet: { host: "h" } },
            securityContext: { privileged: true, procMount: "Unmasked" },
          },
        ],
      },
    },
    RESTRICTED_LATEST,
  );
  assert.equal(
    shortMessage(violations),
    "forbidden AppArmor profiles, host namespaces, hostPort, probe or lifecycle host, privileged, seLinuxOptions, " +
      "forbidden sysctls, hostProcess, allowPrivilegeEscalation != false, unrestricted capabilities, procMount, " +
      "restricted volume types, runAsNonRoot != true, runAsUser=0, seccompProfile",
  );
  assert.deepEqual(violations[1], {
    check: "hostNamespaces",
    reason: "host namespaces",
    detail: "hostNetwork=true",
    fields: [{ path: ["spec", "hostNetwork"], value: true }],
  });
});

test("restricted can allow a pod that baseline forbids", () => {
  const evaluator = createEvaluator(CHECKS);
  const pods: Pod[] = [
    { spec: { volumes: [{ name: "v", hostPath: {}, emptyDir: {} }] } },
    {
      spec: {
        os: { name: "windows" },
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "Unconfined" } },
        containers: [{ name: "a", securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }],
      },
    },
  ];
  assert.deepEqual(
    pods.map((pod) => [
      shortMessage(evaluator.evaluate(pod, { level: "baseline", version: LATEST })),
      shortMessage(evaluator.evaluate(pod, RESTRICTED_LATEST)),
    ]),
    [
      ["hostPath volumes", ""],
      ["non-default capabilities, seccompProfile", ""],
    ],
  );
});

test("the same policy twice gives the same result", () => {
  const evaluator = createEvaluator(CHECKS);
  const pod = { spec: { hostPID: true } };
  const first = evaluator.evaluate(pod, { level: "baseline", version: LATEST });
  assert.deepEqual(evaluator.evaluate(pod, { level: "baseline", version: minorVersion(NEWEST_MINOR) }), first);
  assert.equal(first.length, 1);
});

test("a null after decoding counts as an absent field", () => {
  const bare: Pod = JSON.parse(`{ "spec": { "containers": [{ "name": "a" }], "volumes": [{ "name": "v" }] } }`);
  const nulls: Pod = JSON.parse(`{
    "metadata": null,
    "spec": {
      "hostNetwork": null, "hostPID": null, "hostIPC": null, "hostUsers": null, "os": null,
      "initContainers": null, "ephemeralContainers": null,
      "securityContext": {
        "appArmorProfile": null, "runAsNonRoot": null, "runAsUser": null, "seLinuxOptions": null,
        "seccompProfile": null, "windowsOptions": null, "sysctls": null
      },
      "volumes": [{ "name": "v", "hostPath": null }],
      "containers": [{
        "name": "a", "ports": null, "livenessProbe": null,
        "readinessProbe": { "httpGet": { "host": null }, "tcpSocket": null },
        "lifecycle": { "postStart": null, "preStop": { "httpGet": null } },
        "securityContext": {
          "allowPrivilegeEscalation": null, "appArmorProfile": null, "capabilities": null, "privileged": null,
          "procMount": null, "runAsNonRoot": null, "runAsUser": null, "seccompProfile": null,
          "seLinuxOptions": { "type": null, "user": null }, "windowsOptions": { "hostProcess": null }
        }
      }]
    }
  }`);
  const evaluator = createEvaluator(CHECKS);
  for (const level of ["baseline", "restricted"] as const) {
    for (let minor = 0; minor <= NEWEST_MINOR; minor++) {
      const policy = { level, version: minorVersion(minor) };
      const [got, want] = [nulls, bare].map((pod) => detailedMessage(evaluator.evaluate(pod, policy)));
      assert.equal(got, want, formatLevelVersion(policy));
    }
  }
});

test("a violation without a detail shows only its reason", () => {
  const refusals = [
    { reason: "a", detail: "x", fields: [] },
    { reason: "b", detail: "", fields: [] },
  ];
  assert.equal(detailedMessage(refusals), "a (x), b");
  assert.equal(shortMessage(refusals), "a, b");
  assert.equal(detailedMessage([]), "");
  assert.equal(shortMessage([]), "");
});

test("a pod is evaluated again after it is changed in place", () => {
  const evaluator = createEvaluator(CHECKS);
  const securityContext: { privileged?: boolean } = { privileged: true };
  const pod = { spec: { containers: [{ name: "a", securityContext }] } };
  const policy = { level: "baseline", version: LATEST } as const;
  assert.deepEqual(
    evaluator.evaluate(pod, policy).map(({ check }) => check),
    ["privileged"],
  );
  delete securityContext.privileged;
  assert.deepEqual(evaluator.evaluate(pod, policy), []);
});

test("a check runs once for all policies of an evaluation", () => {
  let runs = 0;
  const counting = forbidding(CHECKS).map((check) => ({
    ...check,
    revisions: check.revisions.map((revision) => ({
      ...revision,
      check: () => {
        runs++;
        return undefined;
      },
    })),
  }));
  const pod = createEvaluator(counting).forPod({ spec: {} });
  pod.violations({ level: "baseline", version: LATEST });
  const once = runs;
  pod.violations({ level: "baseline", version: LATEST });
  assert.equal(runs, once);
});
