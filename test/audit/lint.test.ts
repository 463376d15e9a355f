import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResolvedPolicy } from "../../src/admission/labels.ts";
import { lint } from "../../src/audit/lint.ts";
import type { LintOptions } from "../../src/audit/options.ts";
import type { NamespaceReport, Report } from "../../src/report/report.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { LATEST, NEWEST_MINOR } from "../../src/policy/version.ts";
import type { SourceItem } from "../../src/workloads/object.ts";
import { OPTIONS, itemsOf, levelAt } from "./items.ts";

function lintText(text: string, options: Partial<LintOptions> = {}): Report {
  return lint(() => itemsOf(text), { ...OPTIONS, ...options });
}

const pod = (name: string, namespace?: string, spec = "containers: [{name: a}]"): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`}}, spec: {${spec}}}\n---\n`;

const namespaceOf = (name: string, labels: string): string =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {${labels}}}}\n---\n`;

const enforce = (level: string): string => `pod-security.kubernetes.io/enforce: ${level}`;

const HOST = "hostPID: true, containers: [{name: a}]";

/** A namespace as a line: the levels of its policy, whether it is labelled or assumed, and its workloads; `!` marks rejected ones. */
function summarize({ name, policy, labelled, assumedPolicy, workloads }: NamespaceReport): string {
  assert.ok(policy !== null);
  const levels = [policy.enforce, policy.audit, policy.warn].map(({ level }) => level[0]).join("");
  const names = workloads.map(({ name, results }) => {
    const isRefused = results.some(({ modes, allowed }) => modes.includes("enforce") && !allowed);
    return isRefused ? `${name}!` : name;
  });
  return `${name} ${levels}${labelled ? " labelled" : ""}${assumedPolicy ? " assumed" : ""}: ${names.join(" ")}`;
}

const CONFIGURED: ResolvedPolicy = {
  enforce: { level: "restricted", version: LATEST, from: "configuration" },
  audit: { level: "baseline", version: LATEST, from: "configuration" },
  warn: { level: "privileged", version: LATEST, from: "configuration" },
};

const REPORTS: readonly (readonly [
  name: string,
  text: string,
  options: Partial<LintOptions>,
  namespaces: readonly string[],
  passes: number,
])[] = [
  ["nothing", "", {}, [], 1],
  ["a Pod", pod("a"), {}, ["default brr assumed: a"], 1],
  ["a rejected Pod", pod("a", "ns", HOST), {}, ["ns brr assumed: a!"], 1],
  [
    "a Namespace before its Pod",
    namespaceOf("ns", enforce("privileged")) + pod("a", "ns", HOST),
    {},
    ["ns ppp labelled: a"],
    1,
  ],
  [
    "a Namespace after its Pod",
    pod("a", "ns", HOST) + namespaceOf("ns", enforce("privileged")),
    {},
    ["ns ppp labelled: a"],
    2,
  ],
  [
    "a Namespace after its Pod, stricter",
    pod("a", "ns") + namespaceOf("ns", enforce("restricted")),
    {},
    ["ns rpr labelled: a!"],
    2,
  ],
  [
    "a Namespace after another's Pod",
    pod("a", "ns") + namespaceOf("other", enforce("privileged")),
    {},
    ["ns brr assumed: a", "other ppp labelled: "],
    1,
  ],
  ["a Namespace without labels", namespaceOf("ns", "app: x") + pod("a", "ns"), {}, ["ns brr assumed: a"], 1],
  [
    "of two Namespaces the last counts",
    namespaceOf("ns", enforce("privileged")) + namespaceOf("ns", enforce("restricted")) + pod("a", "ns"),
    {},
    ["ns rpr labelled: a!"],
    1,
  ],
  [
    "of two Namespaces the last counts for everything",
    namespaceOf("ns", enforce("restricted")) +
      pod("a", "ns") +
      namespaceOf("ns", enforce("privileged")) +
      pod("b", "ns"),
    {},
    ["ns ppp labelled: a b"],
    2,
  ],
  ["only a Namespace", namespaceOf("ns", enforce("baseline")), {}, ["ns bpb labelled: "], 1],
  [
    "the namespace of objects without a namespace",
    pod("a") + pod("b", "ns") + pod("c", '""'),
    { namespace: "team" },
    ["ns brr assumed: b", "team brr assumed: a c"],
    1,
  ],
  [
    "the Namespace default",
    namespaceOf("default", enforce("privileged")) + pod("a", undefined, HOST),
    {},
    ["default ppp labelled: a"],
    1,
  ],
  [
    "a configuration",
    pod("a") + namespaceOf("ns", enforce("baseline")) + pod("b", "ns"),
    { defaults: CONFIGURED },
    ["default rbp: a!", "ns bbb labelled: b"],
    1,
  ],
  [
    "namespaces and workloads are sorted",
    pod("b", "z") + pod("a", "z") + pod("c", "Z") + pod("d", "a"),
    {},
    ["Z brr assumed: c", "a brr assumed: d", "z brr assumed: a b"],
    1,
  ],
];

for (const [name, text, options, namespaces, passes] of REPORTS) {
  test(name, () => {
    let reads = 0;
    const read = (): SourceItem[] => {
      reads++;
      return itemsOf(text);
    };
    const report = lint(read, { ...OPTIONS, ...options });
    assert.deepEqual(report.namespaces.map(summarize), namespaces);
    assert.equal(reads, passes);
  });
}

test("a Namespace that appears twice with different labels gets one note", () => {
  const restricted = namespaceOf("ns", enforce("restricted"));
  const same = lintText(restricted + restricted + namespaceOf("ns", `${enforce("restricted")}, app: x`));
  assert.deepEqual(same.notes, []);
  const different = lintText(pod("a", "ns") + namespaceOf("ns", enforce("baseline")) + restricted);
  assert.deepEqual(
    different.notes.map(({ severity, code, source }) => [severity, code, source?.document]),
    [["warning", "duplicate-namespace", 2]],
  );
});

const managedBy = (name: string, namespace: string, labels: string, cluster = ""): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: ${name}}, spec: {destination: {namespace: ${namespace}${cluster}}, ` +
  `syncPolicy: {syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {${labels}}}}}}\n---\n`;

for (const [name, text, namespaces, notes] of [
  ["before its Pod", managedBy("app", "ns", enforce("restricted")) + pod("a", "ns"), ["ns rpr labelled: a!"], []],
  ["after its Pod", pod("a", "ns") + managedBy("app", "ns", enforce("restricted")), ["ns rpr labelled: a!"], []],
  [
    "before its Namespace, which takes precedence",
    managedBy("app", "ns", enforce("restricted")) + pod("a", "ns") + namespaceOf("ns", enforce("baseline")),
    ["ns bpb labelled: a"],
    [
      'warning a.yaml:1: Application app gives namespace "ns" other pod-security labels than the Namespace in a.yaml:5, which takes precedence',
    ],
  ],
  [
    "after its Namespace, which takes precedence",
    namespaceOf("ns", enforce("baseline")) + pod("a", "ns") + managedBy("app", "ns", enforce("restricted")),
    ["ns bpb labelled: a"],
    [
      'warning a.yaml:5: Application app gives namespace "ns" other pod-security labels than the Namespace in a.yaml:1, which takes precedence',
    ],
  ],
  [
    "with the labels of its Namespace",
    managedBy("app", "ns", enforce("baseline")) + namespaceOf("ns", enforce("baseline")),
    ["ns bpb labelled: "],
    [],
  ],
  [
    "of two Applications has the strictest level, in any order",
    managedBy("one", "ns", enforce("baseline")) + managedBy("two", "ns", enforce("restricted")) + pod("a", "ns"),
    ["ns rpr labelled: a!"],
    [
      'warning a.yaml:3: Application two gives namespace "ns" other pod-security labels than Application one in a.yaml:1; the strictest level of each mode counts',
    ],
  ],
  [
    "of Applications of several clusters has the strictest level of each mode, and one note for each difference",
    managedBy("one", "ns", `${enforce("restricted")}, pod-security.kubernetes.io/audit: baseline`, ", name: eu") +
      pod("a", "ns") +
      managedBy("two", "ns", enforce("privileged"), ", server: https://us") +
      managedBy("three", "ns", enforce("privileged"), ", server: https://us/"),
    ["ns rbr labelled: a!"],
    ["two 5", "three 7"].map((text) => {
      const [application, line] = text.split(" ");
      return (
        `warning a.yaml:${line}: Application ${application} gives namespace "ns" other pod-security labels than Application one in a.yaml:1; ` +
        "the strictest level of each mode counts, because the clusters of their destinations are not told apart"
      );
    }),
  ],
  [
    "of two Applications and a later Namespace has the labels of the Namespace, and no other note",
    managedBy("one", "ns", enforce("restricted")) +
      managedBy("two", "ns", enforce("privileged")) +
      namespaceOf("ns", enforce("baseline")),
    ["ns bpb labelled: "],
    ["one 1", "two 3"].map((text) => {
      const [application, line] = text.split(" ");
      return `warning a.yaml:${line}: Application ${application} gives namespace "ns" other pod-security labels than the Namespace in a.yaml:5, which takes precedence`;
    }),
  ],
  [
    "of two Applications and a Namespace has the labels of the Namespace, and no other note",
    namespaceOf("ns", enforce("baseline")) +
      managedBy("one", "ns", enforce("restricted")) +
      managedBy("two", "ns", enforce("privileged")),
    ["ns bpb labelled: "],
    ["one 3", "two 5"].map((text) => {
      const [application, line] = text.split(" ");
      return `warning a.yaml:${line}: Application ${application} gives namespace "ns" other pod-security labels than the Namespace in a.yaml:1, which takes precedence`;
    }),
  ],
  [
    "with an invalid label",
    managedBy("app", "ns", enforce("strict")),
    ["ns rpp labelled: "],
    [
      'error a.yaml:1: Namespace "ns" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
    ],
  ],
] as const) {
  test(`the namespace of an Application ${name}`, () => {
    const report = lintText(text);
    assert.deepEqual(report.namespaces.map(summarize), namespaces);
    assert.deepEqual(
      report.notes.map(({ severity, source, message }) => `${severity} ${source?.file}:${source?.line}: ${message}`),
      notes,
    );
  });
}

test("a configuration among the inputs has a note, unless the lint has a configuration", () => {
  const text = "{apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration}\n";
  const note = (file: string) => lint(() => itemsOf(text, file), OPTIONS).notes.map(({ message }) => message);
  const message = "the defaults and exemptions of this PodSecurityConfiguration do not count here";
  assert.deepEqual(note("it's.yaml"), [`${message}; --admission-config 'it'\\''s.yaml' applies them`]);
  assert.deepEqual(note("<stdin>"), [
    `${message}; --admission-config FILE applies them, if the text is saved as a file`,
  ]);
  assert.deepEqual(lintText(text, { defaults: CONFIGURED }).notes, []);
});

test("a default of a variable has one note for each file", () => {
  const items = () => [
    ...itemsOf(pod("a", '"${NS:=ns}"') + pod("b", '"${NS:=ns}"')),
    ...itemsOf(pod("c", '"${NS:=ns}"'), "b.yaml"),
  ];
  const report = lint(items, OPTIONS);
  assert.deepEqual(report.namespaces.map(summarize), ["ns brr assumed: a b c"]);
  assert.deepEqual(
    report.notes.map(({ code, source }) => `${code} ${source?.file}`),
    ["variable-default a.yaml", "variable-default b.yaml"],
  );
});

test("two passes count and note everything once", () => {
  const text = `${pod("a", "ns", `${HOST}, x: 1`)}a: [\n---\n${namespaceOf("ns", enforce("baseline"))}`;
  const report = lintText(text);
  assert.equal(report.notes.length, 1);
  assert.equal(report.unreadable.length, 1);
  assert.deepEqual(report.summary, {
    namespaces: 1,
    objects: 2,
    workloads: 1,
    pods: 1,
    violations: 1,
    accepted: 0,
    partlyAccepted: 0,
    failing: 1,
    unreadable: 1,
  });
});

test("workloads are sorted by kind, then name, then place", () => {
  const job = (name: string): string => `{apiVersion: batch/v1, kind: Job, metadata: {name: ${name}}}\n---\n`;
  const report = lint(
    () => [...itemsOf(pod("b") + pod("a") + job("z") + pod("b"), "y.yaml"), ...itemsOf(pod("b"), "x.yaml")],
    OPTIONS,
  );
  assert.deepEqual(
    report.namespaces[0]?.workloads.map(({ kind, name, source }) => `${kind} ${name} ${source?.file}:${source?.line}`),
    ["Job z y.yaml:5", "Pod a y.yaml:3", "Pod b x.yaml:1", "Pod b y.yaml:1", "Pod b y.yaml:7"],
  );
});

test("unreadable inputs are sorted by place", () => {
  const unreadable = (file: string, document: number, line: number): SourceItem => ({
    type: "unreadable",
    message: "m",
    source: { file, document, line },
  });
  const report = lint(
    () => [unreadable("b", 0, 1), unreadable("a", 1, 9), unreadable("a", 0, 9), unreadable("a", 0, 2)],
    OPTIONS,
  );
  assert.deepEqual(report.unreadable, [
    { message: "m", source: { file: "a", document: 0, line: 2 }, list: null },
    { message: "m", source: { file: "a", document: 0, line: 9 }, list: null },
    { message: "m", source: { file: "a", document: 1, line: 9 }, list: null },
    { message: "m", source: { file: "b", document: 0, line: 1 }, list: null },
  ]);
});

const BASELINE =
  "{app: x, pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn-version: v1.24}";

test("a complete report", () => {
  const text =
    `{apiVersion: v1, kind: Namespace, metadata: {name: ns, labels: ${BASELINE}}}\n---\n` +
    `{apiVersion: v1, kind: Service}\n---\n${pod("p", "ns", "containers: []")}`;
  assert.deepEqual(lintText(text), {
    kind: "LintReport",
    source: { type: "files", files: 1 },
    serverVersion: `v1.${NEWEST_MINOR}`,
    namespaces: [
      {
        name: "ns",
        labelled: true,
        labelsKnown: true,
        labelErrors: [],
        exempt: false,
        policy: {
          enforce: { level: "baseline", version: "latest", from: "label" },
          audit: { level: "privileged", version: "latest", from: "builtin" },
          warn: { level: "baseline", version: "v1.24", from: "implied" },
        },
        assumedPolicy: false,
        readyFor: "restricted",
        readyForReason: null,
        blocks: { baseline: { workloads: 0, checks: [] }, restricted: { workloads: 0, checks: [] } },
        rejectedNow: 0,
        findings: [],
        change: null,
        workloads: [
          {
            kind: "Pod",
            apiVersion: "v1",
            namespace: "ns",
            name: "p",
            stableName: "p",
            pods: 1,
            replicas: null,
            static: false,
            finished: false,
            rejection: null,
            source: { file: "a.yaml", document: 2, line: 5 },
            exempt: null,
            results: [
              {
                subject: "pods",
                pods: 1,
                pod: "p",
                level: "baseline",
                version: "latest",
                modes: ["enforce"],
                requested: false,
                newIn: [],
                allowed: true,
                message: "",
                sentences: [],
                violations: [],
              },
              {
                subject: "pods",
                pods: 1,
                pod: "p",
                level: "privileged",
                version: "latest",
                modes: ["audit"],
                requested: false,
                newIn: [],
                allowed: true,
                message: "",
                sentences: [],
                violations: [],
              },
              {
                subject: "pods",
                pods: 1,
                pod: "p",
                level: "baseline",
                version: "v1.24",
                modes: ["warn"],
                requested: false,
                newIn: [],
                allowed: true,
                message: "",
                sentences: [],
                violations: [],
              },
            ],
            otherResults: [
              {
                subject: "pods",
                pods: 1,
                pod: "p",
                level: "restricted",
                version: "latest",
                modes: [],
                requested: false,
                newIn: [],
                allowed: true,
                message: "",
                sentences: [],
                violations: [],
              },
            ],
            violations: [],
          },
        ],
      },
    ],
    notes: [
      {
        severity: "warning",
        code: "no-containers",
        message: "has no containers, so the API server would reject it (spec.containers: Required value)",
        source: { file: "a.yaml", document: 2, line: 5 },
      },
    ],
    unreadable: [],
    accepts: false,
    failOn: "enforce",
    only: null,
    levels: [],
    byLevel: false,
    summary: {
      namespaces: 1,
      objects: 3,
      workloads: 1,
      pods: 1,
      violations: 0,
      accepted: 0,
      partlyAccepted: 0,
      failing: 0,
      unreadable: 0,
    },
  });
});

test("the version of the report is that of the server", () => {
  const admission = { ...OPTIONS.admission, evaluator: createEvaluator(CHECKS, 28) };
  assert.equal(lintText("", { admission }).serverVersion, "v1.28");
});

const COUNTED = pod("a", "ns", HOST) + pod("b", "ns");

for (const [name, options, failing] of [
  ["enforce", { failOn: "enforce" }, 1],
  ["audit", { failOn: "audit" }, 9],
  ["warn", { failOn: "warn" }, 9],
  ["any", { failOn: "any" }, 9],
  ["enforce, with a level of --level", { failOn: "enforce", levels: [levelAt("baseline", "latest")] }, 1],
  [
    "enforce, with levels of --level",
    { failOn: "enforce", levels: [levelAt("baseline", "latest"), levelAt("restricted", "latest")] },
    9,
  ],
  ["none", { failOn: "none" }, 0],
  ["none, with a level of --level", { failOn: "none", levels: [levelAt("baseline", "latest")] }, 0],
] as const) {
  test(`violations that fail on ${name}: ${failing}`, () => {
    const { summary, byLevel } = lintText(COUNTED, options);
    assert.equal(byLevel, "levels" in options);
    assert.equal(summary.failing, failing);
    assert.equal(summary.violations, "levels" in options && options.levels.length === 1 ? 1 : 9);
  });
}

test("a level of --level replaces the labels", () => {
  const report = lintText(namespaceOf("ns", enforce("privileged")) + pod("a", "ns", HOST), {
    levels: [levelAt("baseline", "v1.30")],
  });
  assert.deepEqual(
    report.namespaces[0]?.workloads[0]?.results.map(({ level, version, modes, requested, allowed }) => [
      level,
      version,
      modes,
      requested,
      allowed,
    ]),
    [["baseline", "v1.30", [], true, false]],
  );
});

const COMPLIANT =
  "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, " +
  "containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]";

const exempting = (exemptions: Partial<LintOptions["admission"]["exemptions"]>): Partial<LintOptions> => ({
  admission: { ...OPTIONS.admission, exemptions: { usernames: [], namespaces: [], runtimeClasses: [], ...exemptions } },
});

const deployment = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: ns}, spec: {template: {spec: {${HOST}}}}}\n---\n`;

const READY: readonly (readonly [name: string, text: string, options: Partial<LintOptions>, readyFor: string])[] = [
  ["a namespace of nothing", namespaceOf("ns", ""), {}, "empty"],
  ["objects that meet restricted", pod("a", "ns", COMPLIANT), {}, "restricted"],
  ["objects that meet baseline", pod("a", "ns", COMPLIANT) + pod("b", "ns"), {}, "baseline"],
  ["objects that meet neither level", pod("a", "ns", HOST) + pod("b", "ns", COMPLIANT), {}, "privileged"],
  [
    "exempt objects do not count",
    pod("a", "ns", `runtimeClassName: gvisor, ${HOST}`) + pod("b", "ns"),
    exempting({ runtimeClasses: ["gvisor"] }),
    "baseline",
  ],
  ["an exempt namespace", pod("a", "ns", HOST), exempting({ namespaces: ["ns"] }), "exempt"],
  ["an exempt user's Pod", pod("a", "ns", HOST), { ...exempting({ usernames: ["bob"] }), user: "bob" }, "exempt"],
  [
    "the future pods of an exempt user's controller",
    deployment,
    { ...exempting({ usernames: ["bob"] }), user: "bob" },
    "privileged",
  ],
];

for (const [name, text, options, expected] of READY) {
  test(`ready for: ${name}`, () => {
    for (const levels of [[], [levelAt("baseline", "v1.20")]]) {
      const [namespace] = lintText(text, { ...options, levels }).namespaces;
      assert.equal(namespace?.readyFor ?? namespace?.readyForReason, expected);
      assert.equal(namespace?.readyFor === null, namespace?.readyForReason !== null);
    }
  });
}

test("an exempt namespace is marked as exempt", () => {
  const report = lintText(pod("a", "ns") + pod("b", "other"), exempting({ namespaces: ["ns"] }));
  assert.deepEqual(
    report.namespaces.map(({ name, exempt, workloads }) => [
      name,
      exempt,
      workloads[0]?.exempt,
      workloads[0]?.results.length,
    ]),
    [
      ["ns", true, { by: "namespace", value: "ns" }, 0],
      ["other", false, null, 2],
    ],
  );
});

test("invalid labels have a note in the API server's words, at the first invalid label", () => {
  const text = `---
apiVersion: v1
kind: Namespace
metadata:
  name: ns
  labels:
    pod-security.kubernetes.io/warn: everything
    pod-security.kubernetes.io/audit-version: "1.24"
    pod-security.kubernetes.io/enforce: baseline
`;
  const errors = [
    {
      label: "pod-security.kubernetes.io/audit-version",
      message: `metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid value: "1.24": must be "latest" or "v1.x"`,
    },
    {
      label: "pod-security.kubernetes.io/warn",
      message: `metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: "everything": must be one of privileged, baseline, restricted`,
    },
  ];
  for (const strict of [false, true]) {
    const { notes, namespaces } = lintText(text, { strict });
    assert.deepEqual(namespaces[0]?.labelErrors, errors);
    assert.deepEqual(notes, [
      {
        severity: "error",
        code: "invalid-label",
        message: `Namespace "ns" is invalid: [${errors.map(({ message }) => message).join(", ")}]`,
        source: { file: "a.yaml", document: 0, line: 8 },
      },
    ]);
  }
});

test("a missing namespace has a note unless -n names one, and is an error when strict", () => {
  const message = '2 objects have no namespace; judged as in "default" (-n NAME chooses another)';
  const text = pod("a") + pod("b") + pod("c", "ns");
  const note = { code: "missing-namespace", message, source: { file: "a.yaml", document: 0, line: 1 } };
  assert.deepEqual(lintText(text).notes, [{ severity: "info", ...note }]);
  assert.deepEqual(lintText(text, { strict: true }).notes, [{ severity: "error", ...note }]);
  assert.deepEqual(lintText(text, { namespace: "team", strict: true }).notes, []);
});

test("files and objects of any kind are counted", () => {
  const report = lint(
    () => [...itemsOf("", "x"), ...itemsOf("{apiVersion: v1, kind: Service}", "y"), ...itemsOf("a: 1", "z")],
    OPTIONS,
  );
  assert.deepEqual(report.source, { type: "files", files: 3 });
  assert.equal(report.summary.objects, 1);
});
