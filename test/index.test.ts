import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  LEVELS,
  MODES,
  NEWEST_VERSION,
  UPSTREAM_RELEASE,
  checks,
  evaluatePod,
  formatFieldPath,
  lint,
  parseConfiguration,
  reviewNamespaceLabels,
  reviewObject,
} from "../src/index.ts";
import { runCli } from "./cli/run-cli.ts";

const LABEL = "pod-security.kubernetes.io/";
const CONFIGURATION = `apiVersion: pod-security.admission.config.k8s.io/v1
kind: PodSecurityConfiguration
defaults: { enforce: baseline, warn: restricted }
exemptions: { usernames: [admin], namespaces: [kube-system] }
`;
const PRIVILEGED = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web" },
  spec: { containers: [{ name: "web", image: "web:1", securityContext: { privileged: true } }] },
};
const REFUSAL =
  'pods "web" is forbidden: violates PodSecurity "baseline:latest": ' +
  'privileged (container "web" must not set securityContext.privileged=true)';

function deployment(spec: object) {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec: { template: { spec } } };
}

describe("evaluatePod", () => {
  it("returns the API server's message, and each violation with its fields", () => {
    const evaluation = evaluatePod(PRIVILEGED, { level: "baseline" });
    assert.deepEqual(evaluation, {
      level: "baseline",
      version: "latest",
      allowed: false,
      violations: [
        {
          check: "privileged",
          reason: "privileged",
          detail: 'container "web" must not set securityContext.privileged=true',
          fields: [{ path: ["spec", "containers", 0, "securityContext", "privileged"], value: true }],
        },
      ],
      message: 'privileged (container "web" must not set securityContext.privileged=true)',
      unreadable: null,
      notes: [],
    });
    const [field] = evaluation.violations[0]?.fields ?? [];
    assert.equal(formatFieldPath(field?.path ?? []), "spec.containers[0].securityContext.privileged");
  });

  it("accepts metadata and spec without a kind", () => {
    const pod = { spec: { containers: [{ name: "a" }] } };
    assert.equal(evaluatePod(pod, { level: "baseline" }).allowed, true);
    assert.equal(evaluatePod(pod, { level: "restricted" }).allowed, false);
    assert.equal(evaluatePod(pod, { level: "privileged" }).allowed, true);
  });

  it("evaluates a changed pod again, and does not change the earlier result", () => {
    const pod = structuredClone(PRIVILEGED);
    const container = pod.spec.containers[0];
    assert.ok(container);
    const before = evaluatePod(pod, { level: "baseline" });
    container.securityContext.privileged = false;
    assert.equal(evaluatePod(pod, { level: "baseline" }).allowed, true);
    container.name = "other";
    container.securityContext.privileged = true;
    assert.match(evaluatePod(pod, { level: "baseline" }).message, /"other"/);
    assert.match(before.message, /"web"/);
    assert.equal(before.violations[0]?.fields[0]?.value, true);
  });

  it("does not change the pod", () => {
    const pod = { metadata: null, spec: { hostNetwork: true, containers: [null, { name: "a\uD800", ports: null }] } };
    const before = structuredClone(pod);
    evaluatePod(pod, { level: "restricted" });
    assert.deepEqual(pod, before);
    Object.freeze(pod.spec);
    evaluatePod(Object.freeze(pod), { level: "restricted" });
  });

  it("applies the API server's defaulting", () => {
    const spec = { hostNetwork: true, containers: [{ name: "a", ports: [{ containerPort: 80 }] }] };
    assert.match(evaluatePod({ spec }, { level: "baseline" }).message, /hostPort \(.*80\)/);
  });

  it("follows versions, and the minor of the API server", () => {
    const pod = { spec: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_rmem" }] }, containers: [] } };
    const isAllowed = (version?: string, serverVersion?: string) =>
      evaluatePod(pod, { level: "baseline", version, serverVersion }).allowed;
    assert.equal(isAllowed(), true);
    assert.equal(isAllowed("v1.31"), false);
    assert.equal(isAllowed("v1.32"), true);
    assert.equal(isAllowed("latest", "v1.31"), false);
    assert.equal(isAllowed("v1.32", "v1.31"), false);
    assert.equal(isAllowed("v1.999", "v1.999"), true);
  });

  it("has the reason why a value is not a pod, and does not allow it", () => {
    const circular: Record<string, unknown> = { kind: "Pod" };
    circular["spec"] = circular;
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [null, /^expected a Kubernetes object, found null/],
      [undefined, /^expected a Kubernetes object, found null/],
      ["kind: Pod", /^expected a Kubernetes object, found a string/],
      [[PRIVILEGED], /^expected a Kubernetes object, found a list/],
      [{ spec: { containers: "web" } }, /^spec\.containers: expected a list, found a string/],
      [{ spec: { hostNetwork: "yes" } }, /^spec\.hostNetwork: expected a boolean, found a string/],
      [deployment({}), /^expected a Pod of v1, found kind Deployment of apps\/v1$/],
      [{ apiVersion: "v1", kind: "List", items: [PRIVILEGED] }, /^expected a Pod of v1, found kind List of v1$/],
      [{ ...PRIVILEGED, apiVersion: "apps/v1" }, /^expected a Pod of v1, found kind Pod of apps\/v1$/],
      [{ ...PRIVILEGED, kind: "" }, /^expected a Pod of v1, found another kind$/],
      [PRIVILEGED.spec, /^spec: expected an object, found nothing$/],
      [{}, /^spec: expected an object, found nothing$/],
      [{ metadata: {} }, /^spec: expected an object, found nothing$/],
      [{ metadata: {}, spec: null }, /^spec: expected an object, found null$/],
      [{ spec: [] }, /^spec: expected an object, found a list$/],
      [circular, /nests too deep/],
    ];
    for (const [pod, expected] of cases) {
      const { allowed, violations, message, unreadable } = evaluatePod(pod, { level: "privileged" });
      assert.match(unreadable ?? "", expected);
      assert.deepEqual([allowed, violations, message], [false, [], ""]);
    }
  });

  it("reads pods of client libraries: with dates, functions, bigints and undefined fields", () => {
    const pod = {
      metadata: { name: "a", creationTimestamp: new Date(0), labels: undefined },
      spec: { containers: [], securityContext: { runAsUser: 0n }, method: () => 1 },
    };
    const { unreadable, violations } = evaluatePod(pod, { level: "restricted" });
    assert.equal(unreadable, null);
    assert.ok(violations.some(({ check }) => check === "runAsUser"));
  });

  it("throws for an invalid option", () => {
    const options: readonly (readonly [object, string])[] = [
      [{}, "level: expected one of privileged, baseline, restricted, found nothing"],
      [{ level: "Baseline" }, 'level: expected one of privileged, baseline, restricted, found "Baseline"'],
      [{ level: "baseline", version: "1.30" }, 'version: must be "latest" or "v1.x", found "1.30"'],
      [{ level: "baseline", version: 30 }, 'version: must be "latest" or "v1.x", found a number'],
      [{ level: "baseline", serverVersion: "latest" }, 'serverVersion: expected v1.N, found "latest"'],
    ];
    for (const [option, message] of options) {
      assert.throws(() => evaluatePod(PRIVILEGED, option as never), { name: "Error", message });
    }
  });
});

describe("reviewObject", () => {
  it("rejects a Pod in the API server's words", () => {
    const namespaceLabels = {
      [`${LABEL}enforce`]: "baseline",
      [`${LABEL}audit`]: "baseline",
      [`${LABEL}warn`]: "baseline",
    };
    assert.deepEqual(reviewObject(PRIVILEGED, { namespaceLabels }), {
      allowed: false,
      status: { code: 403, reason: "Forbidden", message: REFUSAL },
      warnings: [],
      auditAnnotations: {
        "enforce-policy": "baseline:latest",
        "audit-violations":
          'would violate PodSecurity "baseline:latest": privileged (container "web" must not set securityContext.privileged=true)',
      },
      unreadable: null,
      notes: [],
    });
  });

  it("warns about the template of a Deployment", () => {
    const review = reviewObject(deployment({ hostPID: true, containers: [] }), {
      namespaceLabels: { [`${LABEL}enforce`]: "baseline" },
    });
    assert.equal(review.allowed, true);
    assert.deepEqual(review.warnings, ['would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)']);
  });

  it("follows a configuration, its exemptions, and the namespace of the object", () => {
    const namespaceLabels = {};
    const configuration = parseConfiguration(CONFIGURATION);
    assert.equal(reviewObject(PRIVILEGED, { namespaceLabels, configuration }).status?.message, REFUSAL);
    assert.equal(reviewObject(PRIVILEGED, { namespaceLabels }).allowed, true);
    const exempt = (options: object) =>
      reviewObject(PRIVILEGED, { namespaceLabels, configuration, ...options }).auditAnnotations["exempt"];
    assert.equal(exempt({ user: "admin" }), "user");
    assert.equal(exempt({ namespace: "kube-system" }), "namespace");
    assert.equal(exempt({ user: "guest" }), undefined);
    const placed = { ...PRIVILEGED, metadata: { name: "web", namespace: "kube-system" } };
    assert.equal(
      reviewObject(placed, { namespaceLabels, configuration, namespace: "shop" }).auditAnnotations["exempt"],
      "namespace",
    );
  });

  it("reports that a Namespace does not exist", () => {
    assert.equal(reviewObject(PRIVILEGED, { namespaceLabels: null }).status?.code, 500);
    assert.match(
      reviewObject(deployment({}), { namespaceLabels: null }).auditAnnotations["error"] ?? "",
      /^failed to lookup namespace "default"/,
    );
  });

  it("rejects a Namespace with invalid labels", () => {
    const namespace = (labels: object) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } });
    assert.equal(reviewObject(namespace({ [`${LABEL}enforce`]: "baseline" }), { namespaceLabels: null }).allowed, true);
    const refused = reviewObject(namespace({ [`${LABEL}enforce`]: "basic" }), { namespaceLabels: null });
    assert.equal(refused.status?.code, 422);
    assert.match(refused.status?.message ?? "", /^Namespace "shop" is invalid: .*must be one of privileged/);
  });

  it("allows every other kind, and a ReplicationController without a template", () => {
    for (const [object, codes] of [
      [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }, []],
      [{ apiVersion: "example.com/v1", kind: "Widget", spec: { template: { spec: { hostPID: true } } } }, []],
      [{ apiVersion: "v1", kind: "ReplicationController", metadata: { name: "a" }, spec: {} }, ["no-pod-template"]],
    ] as const) {
      const { notes, ...review } = reviewObject(object, { namespaceLabels: { [`${LABEL}enforce`]: "restricted" } });
      assert.deepEqual(review, { allowed: true, warnings: [], auditAnnotations: {}, unreadable: null });
      assert.deepEqual(
        notes.map(({ code }) => code),
        codes,
      );
    }
  });

  it("has the reason why a value is not one object", () => {
    for (const [object, expected] of [
      [1, /^expected a Kubernetes object, found a number/],
      [{}, /kind/],
      [{ kind: "Pod" }, /apiVersion/],
      [{ apiVersion: "apps/v1", kind: "Deploymnt" }, /Deployment/],
      [{ apiVersion: "v1", kind: "List", items: [PRIVILEGED] }, /^expected one object, found a list$/],
      [{ apiVersion: "v1", kind: "List", items: [PRIVILEGED, PRIVILEGED] }, /^expected one object, found a list$/],
      [{ apiVersion: "v1", kind: "List", items: [] }, /^expected one object, found a list$/],
      [{ ...PRIVILEGED, spec: { containers: [{ name: 1 }] } }, /^spec\.containers\[0\]\.name: expected a string/],
    ] as const) {
      const { allowed, unreadable } = reviewObject(object, { namespaceLabels: {} });
      assert.match(unreadable ?? "", expected);
      assert.equal(allowed, false);
    }
  });

  it("throws for an invalid option", () => {
    const throws = (options: object, message: string) =>
      assert.throws(() => reviewObject(PRIVILEGED, options as never), { name: "Error", message });
    throws({ namespaceLabels: ["a"] }, "namespaceLabels: expected an object of strings, found a list");
    throws({ namespaceLabels: { a: 1 } }, "namespaceLabels: expected an object of strings, found an object");
    throws({}, "namespaceLabels: expected an object of strings, found nothing");
    throws(
      { namespaceLabels: {}, configuration: {} },
      "configuration: expected a value of parseConfiguration, found an object",
    );
  });
});

describe("reviewNamespaceLabels", () => {
  const update = { name: "shop", oldLabels: {}, labels: { [`${LABEL}enforce`]: "baseline" } };

  it("warns about the pods that violate the new level", () => {
    const pods = [PRIVILEGED, { metadata: { name: "good" }, spec: { containers: [{ name: "web" }] } }];
    assert.deepEqual(reviewNamespaceLabels({ ...update, pods }), {
      allowed: true,
      warnings: [
        'existing pods in namespace "shop" violate the new PodSecurity enforce level "baseline:latest"',
        "web: privileged",
      ],
      auditAnnotations: {},
      unreadable: null,
      notes: [],
    });
    assert.deepEqual(reviewNamespaceLabels(update).warnings, []);
  });

  it("rejects invalid labels, and evaluates no pod if enforce stays", () => {
    const labels = { [`${LABEL}enforce`]: "basic" };
    assert.equal(reviewNamespaceLabels({ ...update, labels }).status?.reason, "Invalid");
    assert.deepEqual(reviewNamespaceLabels({ ...update, labels: {}, pods: [PRIVILEGED] }).warnings, []);
  });

  it("names the unreadable pod", () => {
    for (const [pod, expected] of [
      [1, /^pods\[1\]: expected a Kubernetes object, found a number/],
      [deployment({}), /^pods\[1\]: expected a Pod of v1, found kind Deployment of apps\/v1$/],
      [{ ...PRIVILEGED, apiVersion: "apps/v1" }, /^pods\[1\]: expected a Pod of v1, found kind Pod of apps\/v1$/],
      [PRIVILEGED.spec, /^pods\[1\]: spec: expected an object, found nothing$/],
    ] as const) {
      const { allowed, unreadable } = reviewNamespaceLabels({ ...update, pods: [PRIVILEGED, pod] });
      assert.equal(allowed, false);
      assert.match(unreadable ?? "", expected);
    }
  });

  it("has the notes of each pod", () => {
    const pods = [PRIVILEGED, { spec: { hostPid: true, containers: [{ name: "web" }] } }];
    const [note, ...others] = reviewNamespaceLabels({ ...update, pods }).notes;
    assert.deepEqual([note?.severity, note?.code, others], ["warning", "unknown-field", []]);
    assert.match(note?.message ?? "", /^pods\[1\]: unknown field spec\.hostPid of PodSpec/);
  });
});

describe("parseConfiguration", () => {
  it("reads text and values of all three kinds", () => {
    const configuration = {
      apiVersion: "pod-security.admission.config.k8s.io/v1",
      kind: "PodSecurityConfiguration",
      exemptions: { usernames: ["admin"] },
    };
    const plugins = [{ name: "PodSecurity", configuration }];
    for (const input of [
      configuration,
      JSON.stringify(configuration),
      { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration", plugins },
      { version: "v1alpha1", machine: {}, cluster: { apiServer: { admissionControl: plugins } } },
    ]) {
      assert.deepEqual(parseConfiguration(input).exemptions.usernames, ["admin"]);
    }
  });

  it("throws in the API server's words", () => {
    const throws = (input: unknown, message: RegExp) =>
      assert.throws(
        () => parseConfiguration(input as never),
        (error) => error instanceof Error && message.test(error.message),
      );
    throws(
      CONFIGURATION.replace("baseline", "basic"),
      /^line 3: failed to initialize admission plugin "PodSecurity": .*\. Correct the level/,
    );
    throws("{", /^line 1: not valid JSON: /);
    throws("a: [", /^line 1: not valid YAML: /);
    throws(undefined, /^configuration: expected a text or an object, found nothing$/);
    throws(
      {
        apiVersion: "apiserver.config.k8s.io/v1",
        kind: "AdmissionConfiguration",
        plugins: [{ name: "PodSecurity", path: "a.yaml" }],
      },
      /^line 1: plugins\[0\]\.path names another file/,
    );
  });
});

describe("lint", () => {
  const text = `apiVersion: v1
kind: Namespace
metadata: { name: default, labels: { ${LABEL}enforce: baseline } }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  hostNetwork: true
  containers: [{ name: web, image: web }]
---
kind: [
`;

  it("returns the report that the command line prints", async () => {
    const { stdout } = await runCli(["lint", "-o", "json", "--no-timestamp", "-"], { stdin: text });
    const report = lint({ name: "<stdin>", text });
    // A program has no flags.
    const expected = stdout.replace("-n NAME chooses", "the option namespace chooses");
    assert.notEqual(expected, stdout);
    assert.deepEqual(report, JSON.parse(expected));
    assert.equal(report.unreadable.length, 1);
    assert.deepEqual([report.summary.workloads, report.summary.failing], [1, 1]);
    assert.deepEqual(report.namespaces[0]?.workloads[0]?.source, { file: "<stdin>", document: 1, line: 5 });
  });

  it("judges several texts together, by the labels in any of them", () => {
    const [namespace = "", pod = ""] = text.split("---\n");
    const { namespaces, source } = lint([
      { name: "pod.yaml", text: `\uFEFF${pod}` },
      { name: "namespace.yaml", text: namespace },
    ]);
    assert.equal(namespaces[0]?.policy.enforce.level, "baseline");
    assert.equal(namespaces[0]?.workloads[0]?.source?.file, "pod.yaml");
    assert.deepEqual(source, { type: "files", files: 2 });
  });

  it("judges decoded objects, and does not change them", () => {
    const objects = [{ apiVersion: "v1", kind: "List", items: [null, PRIVILEGED] }, "text", undefined];
    const before = structuredClone(objects);
    const report = lint({ name: "editor", objects });
    assert.deepEqual(objects, before);
    assert.equal(report.summary.failing, 1);
    assert.deepEqual(
      report.unreadable.map(({ document }) => document),
      [1, 2],
    );
    assert.deepEqual(report.namespaces[0]?.workloads[0]?.results[0]?.violations[0]?.fields[0], {
      path: "spec.containers[0].securityContext.privileged",
      stablePath: "containers[web].securityContext.privileged",
      value: true,
    });
    assert.deepEqual(report.namespaces[0]?.workloads[0]?.source, { file: "editor", document: 0 });
  });

  it("names the unreadable object, also one that contains itself", () => {
    const circular: Record<string, unknown> = { apiVersion: "v1", kind: "Pod" };
    circular["spec"] = circular;
    const { unreadable, summary } = lint({ name: "editor", objects: [PRIVILEGED, circular] });
    assert.equal(summary.workloads, 1);
    assert.deepEqual(unreadable, [{ message: "cannot be judged: it nests too deep", file: "editor", document: 1 }]);
  });

  it("follows its options", () => {
    const input = { name: "a", objects: [PRIVILEGED] };
    const failing = (options: Parameters<typeof lint>[1]) => lint(input, options).summary.failing;
    assert.equal(failing({}), 1);
    assert.equal(failing({ failOn: "none" }), 0);
    assert.equal(failing({ levels: [{ level: "privileged" }] }), 0);
    assert.equal(failing({ levels: [{ level: "restricted", version: "v1.20" }] }), 4);
    assert.equal(failing({ configuration: parseConfiguration(CONFIGURATION), user: "admin" }), 0);
    assert.equal(lint(input, { namespace: "shop" }).namespaces[0]?.name, "shop");
    assert.equal(lint(input, { serverVersion: "v1.30" }).serverVersion, "v1.30");
    assert.equal(lint(input, { strict: true }).notes[0]?.severity, "error");
    assert.equal(lint(input).notes[0]?.severity, "info");
  });

  it("has a note for an empty text, and returns an empty report without inputs", () => {
    const [blank] = lint({ name: "a", text: " \n" }).notes;
    assert.deepEqual([blank?.severity, blank?.code, blank?.line], ["error", "empty-input", 1]);
    assert.equal(blank?.message, "is empty; pass the text of a manifest, or leave it out");
    assert.equal(lint({ name: "a", text: "# nothing" }).notes[0]?.code, "empty-file");
    assert.deepEqual(lint([]).namespaces, []);
  });

  it("throws for an invalid input or option", () => {
    const throws = (input: unknown, options: object, message: string) =>
      assert.throws(() => lint(input as never, options as never), { name: "Error", message });
    throws("kind: Pod", {}, "name: expected a string, found nothing");
    throws(null, {}, "name: expected a string, found nothing");
    throws({ name: "a" }, {}, "a: expected a text or a list of objects");
    throws([], { failOn: "all" }, 'failOn: expected one of enforce, audit, warn, any, none, found "all"');
    throws(
      [],
      { levels: [{ level: "x" }] },
      'levels[0].level: expected one of privileged, baseline, restricted, found "x"',
    );
  });
});

describe("the declarations", () => {
  it("have all checks and all known versions", () => {
    assert.equal(checks.length, 19);
    assert.ok(checks.every(({ id, level, remediation }) => id !== "" && LEVELS.includes(level) && remediation !== ""));
    assert.deepEqual(MODES, ["enforce", "audit", "warn"]);
    assert.match(NEWEST_VERSION, /^v1\.\d+$/);
    assert.equal(UPSTREAM_RELEASE.split(".")[1], NEWEST_VERSION.split(".")[1]);
  });
});
