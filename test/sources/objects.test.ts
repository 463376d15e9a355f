import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "../../src/sources/documents.ts";
import { readObjects } from "../../src/sources/objects.ts";
import type { SourceItem } from "../../src/workloads/object.ts";

function read(text: string): SourceItem[] {
  return [...readDocuments(text)].flatMap((document) => {
    assert.ok("value" in document);
    return [...readObjects(document, "a.yaml")];
  });
}

/** What is said of a text, a line for each item: the kind and name of an object, or a remark's code; and the line. */
function summarize(text: string): string[] {
  return read(text).map((item) => {
    switch (item.type) {
      case "workload":
        return `${item.kind} ${item.metadata.name ?? ""} ${item.source.line}`;
      case "namespace":
        return `Namespace ${item.name} ${item.source.line}`;
      case "remark":
        return `${item.severity} ${item.code} ${item.source?.line}: ${item.message}`;
      case "unreadable":
        return `unreadable ${item.source.line}: ${item.message}`;
      default:
        return item.type;
    }
  });
}

const POD_SPEC = "{containers: [{name: a, image: b}]}";
const TEMPLATE = `{metadata: {labels: {x: z}}, spec: ${POD_SPEC}}`;

/** One object of each of the nine kinds, in each apiVersion that it is or was served in, and where its pod stands. */
const WORKLOADS: readonly (readonly [apiVersion: string, kind: string, body: string, podPath: string])[] = [
  ["v1", "Pod", `spec: ${POD_SPEC}`, ""],
  ["v1", "PodTemplate", `template: ${TEMPLATE}`, "template"],
  ["v1", "ReplicationController", `spec: {template: ${TEMPLATE}}`, "spec.template"],
  ["apps/v1", "ReplicaSet", `spec: {template: ${TEMPLATE}}`, "spec.template"],
  ["apps/v1", "Deployment", `spec: {template: ${TEMPLATE}}`, "spec.template"],
  ["apps/v1", "StatefulSet", `spec: {template: ${TEMPLATE}}`, "spec.template"],
  ["apps/v1", "DaemonSet", `spec: {template: ${TEMPLATE}}`, "spec.template"],
  ["batch/v1", "Job", `spec: {template: ${TEMPLATE}}`, "spec.template"],
  ["batch/v1", "CronJob", `spec: {jobTemplate: {spec: {template: ${TEMPLATE}}}}`, "spec.jobTemplate.spec.template"],
];

for (const [apiVersion, kind, body, podPath] of WORKLOADS) {
  test(`${kind} of ${apiVersion} holds its pod in ${podPath || "itself"}`, () => {
    const items = read(
      `# a comment\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: w, namespace: ns}\n${body}\n`,
    );
    assert.equal(items.length, 1);
    const [item] = items;
    assert.ok(item?.type === "workload");
    assert.deepEqual(
      [item.apiVersion, item.kind, item.metadata, item.podPath.join("."), item.source],
      [apiVersion, kind, { name: "w", namespace: "ns" }, podPath, { file: "a.yaml", document: 0, line: 2 }],
    );
    assert.deepEqual(item.pod.spec, { containers: [{ name: "a", image: "b" }] });
    assert.deepEqual(item.pod.metadata, kind === "Pod" ? { name: "w", namespace: "ns" } : { labels: { x: "z" } });
    assert.equal(item.locate([...item.podPath, "spec", "containers"]).line, 5);
  });
}

const old = (apiVersion: string, kind: string, servedAs: string): string =>
  `info old-api-version 1: ${apiVersion} of ${kind} is no longer served; judged as ${servedAs}`;

for (const [apiVersion, kind, servedAs] of [
  ["extensions/v1beta1", "Deployment", "apps/v1"],
  ["extensions/v1beta1", "DaemonSet", "apps/v1"],
  ["extensions/v1beta1", "ReplicaSet", "apps/v1"],
  ["apps/v1beta1", "Deployment", "apps/v1"],
  ["apps/v1beta1", "StatefulSet", "apps/v1"],
  ["apps/v1beta2", "StatefulSet", "apps/v1"],
] as const) {
  test(`${kind} of ${apiVersion} is judged all the same`, () => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: w}\nspec: {template: ${TEMPLATE}}\n`;
    assert.deepEqual(summarize(text), [`${kind} w 1`, old(apiVersion, kind, servedAs)]);
  });
}

test("CronJob of batch/v1beta1 is judged all the same", () => {
  const text = `apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: w}\nspec: {jobTemplate: {spec: {template: ${TEMPLATE}}}}`;
  assert.deepEqual(summarize(text), ["CronJob w 1", old("batch/v1beta1", "CronJob", "batch/v1")]);
});

const pod = (name: string): string => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: ${POD_SPEC}}`;
const nameless = (name: string): string => `{metadata: {name: ${name}}, spec: ${POD_SPEC}}`;
const notAnObject = (line: number): string =>
  `info not-an-object ${line}: no Kubernetes object: it has no apiVersion and kind; skipped`;

const SUMMARIES: readonly (readonly [name: string, text: string, lines: readonly string[]])[] = [
  ["a Namespace", "apiVersion: v1\nkind: Namespace\nmetadata: {name: ns}", ["Namespace ns 1"]],
  ["a Namespace without a name", "apiVersion: v1\nkind: Namespace", ["Namespace  1"]],
  ["another kind", "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}]}", ["other"]],
  ["several documents", `${pod("a")}\n---\n${pod("b")}`, ["Pod a 1", "Pod b 3"]],

  ["a List", `apiVersion: v1\nkind: List\nitems:\n- ${pod("a")}\n- ${pod("b")}`, ["Pod a 4", "Pod b 5"]],
  [
    "a List within a List",
    `apiVersion: v1\nkind: List\nitems:\n- kind: List\n  apiVersion: v1\n  items:\n  - ${pod("a")}`,
    ["Pod a 7"],
  ],
  [
    "a typed list whose items name no kind",
    `apiVersion: v1\nkind: PodList\nitems:\n- ${nameless("a")}\n- ${nameless("b")}`,
    ["Pod a 4", "Pod b 5"],
  ],
  ["a typed list whose items name theirs", `apiVersion: v1\nkind: PodList\nitems:\n- ${pod("a")}`, ["Pod a 4"]],
  [
    "a typed list of another group",
    `apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- {metadata: {name: a}, spec: {template: ${TEMPLATE}}}`,
    ["Deployment a 4"],
  ],
  [
    "a typed list whose items have empty names",
    `apiVersion: v1\nkind: PodList\nitems:\n- {kind: "", apiVersion: null, metadata: {name: a}, spec: ${POD_SPEC}}`,
    ["Pod a 4"],
  ],
  [
    "an item that names its kind alone takes no apiVersion from its list",
    `apiVersion: v1\nkind: PodList\nitems:\n- {kind: Pod, metadata: {name: a}}`,
    ["unreadable 4: apiVersion: expected a string for kind Pod, found nothing"],
  ],
  [
    "a list of Namespaces",
    "apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}",
    ["Namespace a 4", "Namespace b 5"],
  ],
  [
    "kubectl takes apart whatever has items",
    `apiVersion: example.com/v1\nkind: Bundle\nitems:\n- ${pod("a")}`,
    ["Pod a 4"],
  ],
  ["a list without an apiVersion", `kind: List\nitems:\n- ${pod("a")}`, ["Pod a 3"]],
  [
    "items of a List name their kind themselves",
    `apiVersion: v1\nkind: List\nitems:\n- ${nameless("a")}`,
    [notAnObject(4)],
  ],
  ["an empty list", "apiVersion: v1\nkind: List\nitems: []", []],
  ["a list of null", "apiVersion: v1\nkind: List\nitems: null", []],
  [
    "a kind whose name ends in List and that has no items",
    "apiVersion: example.com/v1\nkind: AllowList\nspec: {}",
    ["other"],
  ],
  [
    "a list that is none",
    "apiVersion: v1\nkind: List\nmetadata: {}\nitems: {a: b}",
    ["unreadable 4: items: expected a list, found an object"],
  ],
  [
    "null items, numbers and lists in a list",
    "apiVersion: v1\nkind: List\nitems:\n-\n- 5\n- []",
    [
      "info not-an-object 3: no Kubernetes object but null; skipped",
      "info not-an-object 5: no Kubernetes object but a number; skipped",
      "info not-an-object 6: no Kubernetes object but a list; skipped",
    ],
  ],

  ["a values file", "image: nginx\nreplicas: 3", [notAnObject(1)]],
  ["a workflow", "name: CI\non: push\njobs: {a: {steps: []}}", [notAnObject(1)]],
  ["a string", "just text", ["info not-an-object 1: no Kubernetes object but a string; skipped"]],
  ["a list at the root", "- a\n- b", ["info not-an-object 1: no Kubernetes object but a list; skipped"]],
  ["a kind that is no string", "apiVersion: v1\nkind: 5", [notAnObject(1)]],
  ["an empty kind", "apiVersion: v1\nkind: ''", [notAnObject(1)]],
  [
    "an apiVersion, a spec and no kind",
    "apiVersion: v1\nspec: {containers: []}",
    ["warning not-an-object 1: has an apiVersion and no kind: kubectl would refuse it; not judged"],
  ],
  [
    "an unknown kind and no apiVersion",
    "kind: Cluster\nname: dev",
    ["info not-an-object 1: no Kubernetes object: kind Cluster and no apiVersion; skipped"],
  ],
  [
    "a known kind and no apiVersion",
    `# c\nkind: Pod\nspec: ${POD_SPEC}`,
    ["unreadable 2: apiVersion: expected a string for kind Pod, found nothing"],
  ],
  [
    "a known kind and an apiVersion that is a number",
    "kind: Deployment\napiVersion: 1",
    ["unreadable 2: apiVersion: expected a string for kind Deployment, found a number"],
  ],
  [
    "a known kind and an empty apiVersion",
    "kind: Namespace\napiVersion: ''",
    ["unreadable 2: apiVersion: expected a string for kind Namespace, found an empty string"],
  ],
  [
    "a known kind in a wrong group",
    `kind: Deployment\napiVersion: v1\nspec: {template: ${TEMPLATE}}`,
    [
      "warning unknown-kind 2: the API server has no kind Deployment in v1 and would refuse this; did you mean Deployment of apps/v1? Not judged",
    ],
  ],
  [
    "a foreign kind of that name",
    `apiVersion: apps.kruise.io/v1alpha1\nkind: DaemonSet\nspec:\n  template:\n    spec:\n      containers: [{name: a}]`,
    [
      "other",
      "warning foreign-kind 5: DaemonSet (apps.kruise.io/v1alpha1) holds a pod in spec.template.spec that Pod Security Admission does not look at: " +
        "its pods are judged when they are made",
    ],
  ],
  [
    "a foreign kind in a List",
    `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: ${TEMPLATE}}}`,
    [
      "other",
      "warning foreign-kind 4: Rollout (argoproj.io/v1alpha1) holds a pod in spec.template.spec that Pod Security Admission does not look at: " +
        "its pods are judged when they are made",
    ],
  ],

  [
    "a ReplicationController without a template",
    "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: a}\nspec: {replicas: 1}",
    ["warning no-pod-template 1: ReplicationController without a template: nothing to judge"],
  ],
  [
    "a Deployment without a template has an empty one",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: 1",
    [
      "Deployment a 1",
      "warning no-containers 4: has no containers: no check has anything to say, and the API server would refuse it",
    ],
  ],
  [
    "a Pod without containers",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}",
    [
      "Pod a 1",
      "warning no-containers 1: has no containers: no check has anything to say, and the API server would refuse it",
    ],
  ],
  [
    "a wrong type",
    'apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n  hostNetwork: "yes"',
    ["unreadable 5: spec.hostNetwork: expected a boolean, found a string; remove the quotes"],
  ],
  [
    "a wrong type in an item of a list",
    "apiVersion: v1\nkind: PodList\nitems:\n- spec:\n    hostPID: 1\n    hostIPC: 2",
    ["unreadable 5: spec.hostPID: expected a boolean, found a number (and 1 more of this kind)"],
  ],
  [
    "a wrong type in a Namespace",
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ns\n  labels:\n    pod-security.kubernetes.io/enforce-version: 1.24",
    [
      "unreadable 6: metadata.labels[pod-security.kubernetes.io/enforce-version]: expected a string, found a number; put it in quotes",
    ],
  ],
  [
    "unknown fields and duplicate keys, in a list each with its object",
    `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  spec:\n    hotPID: true\n    containers: [{name: a}]\n` +
      `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: x\n    name: b\n  spec: ${POD_SPEC}`,
    [
      "Pod a 4",
      "warning unknown-field 8: spec.hotPID is no field of PodSpec, so the API server drops it; did you mean hostPID?",
      "Pod b 10",
      "warning duplicate-key 14: metadata.name stands twice; the last one counts, as for kubectl",
    ],
  ],
  [
    "a kustomize patch",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        $patch: delete",
    [
      "Deployment a 1",
      "warning patch 9: a patch, not a whole object: lint what `kustomize build` makes of it, `kustomize build DIR | kubectl pss lint -`",
    ],
  ],
];

for (const [name, text, lines] of SUMMARIES) {
  test(name, () => {
    assert.deepEqual(summarize(text), lines);
  });
}

test("documents count from 0, and lines from the beginning of the file", () => {
  const sources = read(
    `# c\n---\n${pod("a")}\n---\n---\napiVersion: v1\nkind: List\nitems:\n- ${pod("b")}\n- ${pod("c")}`,
  ).map((item) => ("source" in item ? item.source : undefined));
  assert.deepEqual(sources, [
    { file: "a.yaml", document: 0, line: 3 },
    { file: "a.yaml", document: 1, line: 9 },
    { file: "a.yaml", document: 1, line: 10 },
  ]);
});

test("fields are located from the object's root, in a list too", () => {
  const [item] = read(
    "apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata:\n    name: ns\n    labels:\n      a: b",
  );
  assert.ok(item?.type === "namespace");
  assert.deepEqual(item.labels, { a: "b" });
  assert.deepEqual(item.locate(["metadata", "labels", "a"]), { line: 7, column: 7 });
  assert.deepEqual(item.locate(["metadata", "annotations"]), { line: 4, column: 3 });
});

test("an object is defaulted as the API server would: a Pod more than a template", () => {
  const spec = "{hostNetwork: true, containers: [{name: a, ports: [{containerPort: 80}]}], volumes: [{name: v}]}";
  const pods = read(
    `{apiVersion: v1, kind: Pod, spec: ${spec}}\n---\n{apiVersion: v1, kind: PodTemplate, template: {spec: ${spec}}}`,
  ).map((item) => (item.type === "workload" ? item.pod.spec : undefined));
  const volumes = [{ name: "v", emptyDir: {} }];
  assert.deepEqual(pods, [
    { hostNetwork: true, containers: [{ name: "a", ports: [{ containerPort: 80, hostPort: 80 }] }], volumes },
    { hostNetwork: true, containers: [{ name: "a", ports: [{ containerPort: 80 }] }], volumes },
  ]);
});

test("what is no object to judge tells which object it is about, as far as that can be read", () => {
  const about = (text: string): unknown[] =>
    read(text).flatMap((item) =>
      item.type === "other" || item.type === "remark" || item.type === "unreadable" ? [item.object ?? null] : [],
    );
  const metadata = "metadata: {name: a, namespace: b, uid: c}";
  const ref = { apiVersion: "v1", kind: "Pod", namespace: "b", name: "a", uid: "c" };
  assert.deepEqual(about(`apiVersion: v1\nkind: Pod\n${metadata}\nspec: {hostPID: 1}`), [ref]);
  assert.deepEqual(about(`apiVersion: v1\nkind: Pod\n${metadata}\nspec: {hostPid: true}`), [ref, ref]);
  assert.deepEqual(about(`apiVersion: v1\nkind: Service\n${metadata}`), [{ ...ref, kind: "Service" }]);
  assert.deepEqual(about(`kind: Pod\n${metadata}`), [{ ...ref, apiVersion: "" }]);
  assert.deepEqual(about("apiVersion: v1\nkind: Pod\nmetadata: {name: [a], namespace: 1}"), [
    { apiVersion: "v1", kind: "Pod" },
  ]);
  assert.deepEqual(about("apiVersion: v1\nkind: Pod\nmetadata: a"), [{ apiVersion: "v1", kind: "Pod" }]);
  const item = "{apiVersion: v1, kind: Service, metadata: {name: s}}";
  assert.deepEqual(about(`apiVersion: v1\nkind: List\nmetadata: {namespace: b}\nitems: [${item}, 1]`), [
    { apiVersion: "v1", kind: "Service", name: "s" },
    null,
  ]);
  assert.deepEqual(about("apiVersion: v1\nkind: PodList\nmetadata: {namespace: b}\nitems: 1"), [null]);
});
