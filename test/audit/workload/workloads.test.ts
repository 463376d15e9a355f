import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exemptions } from "../../../src/admission/exemptions.ts";
import { BUILTIN_POLICY, type Policy } from "../../../src/admission/labels.ts";
import { createIntern } from "../../../src/audit/workload/texts.ts";
import type { LintOptions } from "../../../src/audit/options.ts";
import { judgeWorkload } from "../../../src/audit/workload/workloads.ts";
import { LATEST } from "../../../src/policy/version.ts";
import { readinessOf } from "../../../src/report/readiness.ts";
import type { WorkloadReport } from "../../../src/report/report.ts";
import type { WorkloadObject } from "../../../src/workloads/object.ts";
import { OPTIONS, itemsOf, levelAt } from "../items.ts";

const POLICY: Policy = {
  enforce: { level: "baseline", version: LATEST },
  audit: { level: "restricted", version: LATEST },
  warn: { level: "restricted", version: LATEST },
};

function workloadOf(text: string): WorkloadObject {
  const found = itemsOf(text).find((item) => item.type === "workload");
  assert.ok(found?.type === "workload", text);
  return found;
}

function judge(text: string, options: Partial<LintOptions> = {}, policy = POLICY): WorkloadReport {
  return judgeWorkload(workloadOf(text), "ns", policy, { ...OPTIONS, ...options }, createIntern(true));
}

function readyForOf(...workloads: readonly WorkloadReport[]): string | null {
  return readinessOf({ workloads, exempt: false, complete: true }).readyFor;
}

const DEPLOYMENT = `# c
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      runtimeClassName: gvisor
      hostNetwork: true
      containers:
        - name: a
          image: b
          ports:
            - containerPort: 80
`;

const HOST_NETWORK = {
  check: "hostNamespaces",
  reason: "host namespaces",
  detail: "hostNetwork=true",
  accepted: null,
  fields: [
    {
      path: "spec.template.spec.hostNetwork",
      stablePath: "hostNetwork",
      value: true,
      line: 10,
      column: 7,
      endLine: 10,
      endColumn: 24,
    },
  ],
};

test("a template under the modes of a policy", () => {
  const report = judge(DEPLOYMENT);
  const { results, otherResults, violations, ...rest } = report;
  assert.deepEqual(rest, {
    kind: "Deployment",
    apiVersion: "apps/v1",
    namespace: "ns",
    name: "web",
    stableName: "web",
    pods: 0,
    replicas: 1,
    static: false,
    finished: false,
    rejection: null,
    source: { file: "a.yaml", document: 0, line: 2 },
    exempt: null,
  });
  assert.deepEqual(otherResults, []);
  assert.equal(readyForOf(report), "privileged");
  assert.equal(results.length, 2);
  assert.deepEqual(
    violations.map(({ check, modes, fails }) => [check, modes.join(), fails]),
    [
      ["hostNamespaces", "enforce,audit,warn", true],
      ["allowPrivilegeEscalation", "audit,warn", false],
      ["capabilities_restricted", "audit,warn", false],
      ["runAsNonRoot", "audit,warn", false],
      ["seccompProfile_restricted", "audit,warn", false],
    ],
  );
  // Both levels share one object for the violation.
  assert.equal(results[0]?.violations[0], results[1]?.violations[0]);
  assert.deepEqual(results[0], {
    subject: "template",
    pods: 0,
    pod: null,
    level: "baseline",
    version: "latest",
    modes: ["enforce"],
    requested: false,
    newIn: [],
    allowed: false,
    message: "host namespaces (hostNetwork=true)",
    sentences: [
      {
        mode: "enforce",
        text: 'its pods are forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
      },
    ],
    violations: [HOST_NETWORK],
  });
  const restricted = results[1];
  assert.deepEqual(
    [restricted?.level, restricted?.modes, restricted?.allowed],
    ["restricted", ["audit", "warn"], false],
  );
  assert.equal(
    restricted?.message,
    "host namespaces (hostNetwork=true), " +
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
});

test("a field that is not set has the place of its parent and the value null", () => {
  const fields = judge(DEPLOYMENT).results[1]?.violations.find(
    ({ check }) => check === "allowPrivilegeEscalation",
  )?.fields;
  assert.deepEqual(fields, [
    {
      path: "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
      stablePath: "containers[a].securityContext.allowPrivilegeEscalation",
      container: "a",
      value: null,
      line: 12,
      column: 11,
      endLine: 12,
      endColumn: 18,
    },
  ]);
});

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: p
spec:
  hostNetwork: true
  containers:
  - name: a
    ports:
    - containerPort: 80
`;

test("a Pod is judged as one pod, with a Pod's defaults", () => {
  const report = judge(POD);
  assert.deepEqual([report.pods, report.name], [1, "p"]);
  assert.deepEqual(report.results[0], {
    subject: "pods",
    pods: 1,
    pod: "p",
    level: "baseline",
    version: "latest",
    modes: ["enforce"],
    requested: false,
    newIn: [],
    allowed: false,
    message: 'host namespaces (hostNetwork=true), hostPort (container "a" uses hostPort 80)',
    sentences: [
      {
        mode: "enforce",
        text: 'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true), hostPort (container "a" uses hostPort 80)',
      },
    ],
    violations: [
      {
        ...HOST_NETWORK,
        fields: [
          {
            path: "spec.hostNetwork",
            stablePath: "hostNetwork",
            value: true,
            line: 6,
            column: 3,
            endLine: 6,
            endColumn: 20,
          },
        ],
      },
      {
        check: "hostPorts",
        reason: "hostPort",
        detail: 'container "a" uses hostPort 80',
        accepted: null,
        fields: [
          {
            path: "spec.containers[0].ports[0].hostPort",
            stablePath: "containers[a].ports[80].hostPort",
            container: "a",
            value: 80,
            line: 10,
            column: 7,
            endLine: 10,
            endColumn: 24,
          },
        ],
      },
    ],
  });
});

for (const [name, metadata] of [
  ["p", "{name: p, generateName: q-}"],
  ["q-*", "{generateName: q-}"],
  ["q-*", '{name: "", generateName: q-}'],
  ["", '{name: "", generateName: ""}'],
  ["", "{}"],
] as const) {
  test(`the name of an object with metadata ${metadata} is ${JSON.stringify(name)}`, () => {
    const report = judge(`{apiVersion: v1, kind: Pod, metadata: ${metadata}, spec: {hostPID: true}}`);
    assert.equal(report.name, name);
    assert.equal(report.results[0]?.pod, name);
  });
}

const COMPLIANT =
  "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, " +
  "containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]";

const READY: readonly (readonly [name: string, spec: string, readyFor: string])[] = [
  ["everything that restricted requires", `{${COMPLIANT}}`, "restricted"],
  ["nothing of it", "{containers: [{name: a}]}", "baseline"],
  ["host namespaces", "{hostPID: true, containers: [{name: a}]}", "privileged"],
  [
    "a field that baseline rejects and restricted allows",
    `{${COMPLIANT}, volumes: [{name: v, hostPath: {path: /}, emptyDir: {}}]}`,
    "privileged",
  ],
];

for (const [name, spec, readyFor] of READY) {
  test(`a namespace with a pod with ${name} is ready for ${readyFor}`, () => {
    const text = `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: ${spec}}`;
    assert.equal(readyForOf(judge(text)), readyFor);
    assert.equal(readyForOf(judge(text, {}, BUILTIN_POLICY)), readyFor);
    assert.equal(readyForOf(judge(text, { levels: [levelAt("baseline", "v1.0")] })), readyFor);
    const pinned = { level: "restricted", version: levelAt("restricted", "v1.0").version } as const;
    assert.equal(readyForOf(judge(text, {}, { enforce: pinned, audit: pinned, warn: pinned })), readyFor);
  });
}

test("baseline:latest and restricted:latest are judged without a mode that requires them", () => {
  const pinned = { level: "baseline", version: levelAt("baseline", "v1.0").version } as const;
  const othersOf = (options: Partial<LintOptions>, policy: Policy): string[] =>
    judge(DEPLOYMENT, options, policy).otherResults.map(({ level, version, modes, requested, allowed, sentences }) => {
      assert.deepEqual([modes, requested, sentences], [[], false, []]);
      return `${level}:${version}${allowed ? "" : "!"}`;
    });
  const both = ["baseline:latest!", "restricted:latest!"];
  assert.deepEqual(othersOf({}, BUILTIN_POLICY), both);
  assert.deepEqual(othersOf({}, { ...POLICY, enforce: pinned }), ["baseline:latest!"]);
  assert.deepEqual(othersOf({ levels: [levelAt("baseline", "v1.24")] }, POLICY), both);
  assert.deepEqual(othersOf({ levels: [levelAt("restricted", "latest")] }, POLICY), ["baseline:latest!"]);
  assert.deepEqual(judge(DEPLOYMENT, {}, BUILTIN_POLICY).violations, []);
});

test("the levels of --level replace the modes", () => {
  const levels = [levelAt("baseline", "v1.24"), levelAt("privileged", "latest"), levelAt("baseline", "v1.24")];
  const report = judge(DEPLOYMENT, { levels });
  assert.deepEqual(
    report.results.map(({ level, version, modes, requested, allowed, violations }) => [
      level,
      version,
      modes,
      requested,
      allowed,
      violations,
    ]),
    [
      ["baseline", "v1.24", [], true, false, [HOST_NETWORK]],
      ["privileged", "latest", [], true, true, []],
      ["baseline", "v1.24", [], true, false, [HOST_NETWORK]],
    ],
  );
});

const EXEMPTIONS: readonly (readonly [
  name: string,
  exemptions: Partial<Exemptions>,
  user: string | undefined,
  exempt: unknown,
  ofPod: string,
  ofTemplate: string,
])[] = [
  ["none", {}, "bob", null, "enforce, audit+warn", "enforce, audit+warn"],
  ["the namespace", { namespaces: ["ns"] }, undefined, { by: "namespace", value: "ns" }, "", ""],
  ["another namespace", { namespaces: ["n"] }, undefined, null, "enforce, audit+warn", "enforce, audit+warn"],
  ["the runtime class", { runtimeClasses: ["gvisor"] }, undefined, { by: "runtimeClass", value: "gvisor" }, "", ""],
  ["the user", { usernames: ["bob"] }, "bob", { by: "user", value: "bob" }, "", "enforce"],
  ["another user", { usernames: ["bob"] }, "alice", null, "enforce, audit+warn", "enforce, audit+warn"],
  [
    "a user, in a run without a user",
    { usernames: ["bob"] },
    undefined,
    null,
    "enforce, audit+warn",
    "enforce, audit+warn",
  ],
];

for (const [name, exemptions, user, exempt, ofPod, ofTemplate] of EXEMPTIONS) {
  const options = (levels: LintOptions["levels"]): Partial<LintOptions> => ({
    admission: {
      ...OPTIONS.admission,
      exemptions: { usernames: [], namespaces: [], runtimeClasses: [], ...exemptions },
    },
    user,
    levels,
  });
  const pod = POD.replace("spec:\n", "spec:\n  runtimeClassName: gvisor\n");
  const modesOf = ({ results }: WorkloadReport): string => results.map(({ modes }) => modes.join("+")).join(", ");

  test(`exempt: ${name}`, () => {
    for (const [text, modes] of [
      [pod, ofPod],
      [DEPLOYMENT, ofTemplate],
    ] as const) {
      const report = judge(text, options([]));
      assert.deepEqual(report.exempt, exempt);
      assert.equal(modesOf(report), modes);
      if (modes === "") assert.deepEqual(report.otherResults, []);
    }
  });

  test(`exempt, with a level of --level: ${name}`, () => {
    for (const [text, modes] of [
      [pod, ofPod],
      [DEPLOYMENT, ofTemplate],
    ] as const) {
      const report = judge(text, options([levelAt("baseline", "latest")]));
      assert.deepEqual(report.exempt, exempt);
      assert.equal(report.results.length, modes === "" ? 0 : 1);
      assert.equal(report.otherResults.length, modes === "" ? 0 : 1);
    }
  });
}

test("the runtime class exempts nothing if everything is privileged", () => {
  const exemptions = { usernames: [], namespaces: [], runtimeClasses: ["gvisor"] };
  const report = judge(DEPLOYMENT, { admission: { ...OPTIONS.admission, exemptions } }, BUILTIN_POLICY);
  assert.equal(report.exempt, null);
  assert.deepEqual(
    report.results.map(({ level, modes, allowed }) => [level, modes, allowed]),
    [["privileged", ["enforce", "audit", "warn"], true]],
  );
});
