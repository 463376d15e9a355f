import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "../../src/text/documents.ts";
import { readObjects } from "../../src/objects/objects.ts";
import type { SourceItem } from "../../src/workloads/object.ts";

function read(text: string): SourceItem[] {
  return [...readDocuments(text)].flatMap((document) => {
    assert.ok("value" in document);
    return [...readObjects(document, "a.yaml")];
  });
}

/** The items of a text, a line each: the kind and name of an object, or a remark's code; and the line. */
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

/** An object of each of the nine kinds in each of its present and former apiVersions, and the path of its pod. */
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
  test(`${kind} of ${apiVersion} has its pod in ${podPath || "itself"}`, () => {
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
  test(`${kind} of ${apiVersion} is still judged`, () => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: w}\nspec: {template: ${TEMPLATE}}\n`;
    assert.deepEqual(summarize(text), [`${kind} w 1`, old(apiVersion, kind, servedAs)]);
  });
}

test("CronJob of batch/v1beta1 is judged, too", () => {
  const text = `apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: w}\nspec: {jobTemplate: {spec: {template: ${TEMPLATE}}}}`;
  assert.deepEqual(summarize(text), ["CronJob w 1", old("batch/v1beta1", "CronJob", "batch/v1")]);
});

const pod = (name: string): string => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: ${POD_SPEC}}`;
const nameless = (name: string): string => `{metadata: {name: ${name}}, spec: ${POD_SPEC}}`;
const notAnObject = (line: number): string =>
  `info not-an-object ${line}: not a Kubernetes object: it has no apiVersion and kind; skipped`;

const SUMMARIES: readonly (readonly [name: string, text: string, lines: readonly string[]])[] = [
  ["a Namespace", "apiVersion: v1\nkind: Namespace\nmetadata: {name: ns}", ["Namespace ns 1"]],
  ["a Namespace without a name", "apiVersion: v1\nkind: Namespace", ["Namespace  1"]],
  ["another kind", "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}]}", ["other"]],
  ["several documents", `${pod("a")}\n---\n${pod("b")}`, ["Pod a 1", "Pod b 3"]],

  ["a List", `apiVersion: v1\nkind: List\nitems:\n- ${pod("a")}\n- ${pod("b")}`, ["Pod a 4", "Pod b 5"]],
  [
    "a List within a List",
    `apiVersion: v1\nkind: List\nitems:\n- kind: List\n  apiVersion: v1\n  items:\n  - ${pod("a")}`,
    [
      "warning nested-list 4: List in the items of a list: kubectl rejects both lists; put the items of this one into the outer one",
      "Pod a 7",
    ],
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
    "an item with only a kind gets no apiVersion from its list",
    `apiVersion: v1\nkind: PodList\nitems:\n- {kind: Pod, metadata: {name: a}}`,
    ["unreadable 4: apiVersion: expected a string for kind Pod, found nothing"],
  ],
  [
    "a list of Namespaces",
    "apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}",
    ["Namespace a 4", "Namespace b 5"],
  ],
  ["a list without an apiVersion", `kind: List\nitems:\n- ${pod("a")}`, ["Pod a 3"]],
  [
    "items of a List name their kind themselves",
    `apiVersion: v1\nkind: List\nitems:\n- ${nameless("a")}`,
    ["warning missing-kind 4: an item of a list that has no kind: kubectl would reject it; not judged"],
  ],
  [
    "an empty list",
    "apiVersion: v1\nkind: List\nitems: []",
    ["info empty-list 1: List with no items: nothing to judge"],
  ],
  [
    "a list of null",
    "apiVersion: v1\nkind: PodList\nitems: null",
    ["info empty-list 1: PodList with null for its items: nothing to judge"],
  ],
  [
    "a list without items",
    "apiVersion: v1\nkind: List\nmetadata: {}",
    ["warning unknown-kind 1: List without items: nothing to judge, and the API server would reject it"],
  ],
  [
    "a typed list with its items under another key",
    `apiVersion: v1\nkind: PodList\nItems: [${nameless("a")}]`,
    [
      "warning unknown-kind 3: PodList without items: nothing to judge, and the API server would reject it; did you mean items in place of Items?",
    ],
  ],
  ["a list of another group than it has", `apiVersion: apps/v1\nkind: List\nitems:\n- ${pod("a")}`, ["Pod a 4"]],
  [
    "a List of an invalid version",
    `apiVersion: apps/v9\nkind: List\nitems:\n- ${pod("a")}`,
    [
      'warning unknown-kind 1: the API server has no kind "List" in "apps/v9" and would reject this; did you mean List of v1? Not judged',
      "Pod a 4",
    ],
  ],
  [
    "a list of a misspelt kind, which kubectl would reject",
    `apiVersion: v1\nkind: PodsList\nitems:\n- ${pod("a")}`,
    [
      'warning unknown-kind 2: the API server has no kind "PodsList" in "v1" and would reject this; did you mean PodList? Not judged',
      "Pod a 4",
    ],
  ],
  [
    "an answer of discovery is not a list",
    "apiVersion: v1\nkind: APIResourceList\nresources: []",
    ["warning not-an-object 1: an answer of an API server, not an object: kind APIResourceList of v1; not judged"],
  ],
  [
    "a Status about a failure",
    "apiVersion: v1\nkind: Status\nstatus: Failure\nreason: Forbidden\ncode: 403\nmessage: pods is forbidden",
    ["unreadable 1: not an object but a Status of the API server about a failure: Forbidden (403): pods is forbidden"],
  ],
  [
    "an empty Status, as an item",
    "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Status, reason: 5, code: x}]",
    ["unreadable 3: not an object but a Status of the API server about a failure: Unknown"],
  ],
  [
    "a Status about success",
    "apiVersion: v1\nkind: Status\nstatus: Success",
    ["warning not-an-object 1: an answer of an API server, not an object: kind Status of v1; not judged"],
  ],
  [
    "a Table",
    "apiVersion: meta.k8s.io/v1\nkind: Table\nrows: []",
    ["warning not-an-object 1: an answer of an API server, not an object: kind Table of meta.k8s.io/v1; not judged"],
  ],
  [
    "options of a request",
    "apiVersion: v1\nkind: DeleteOptions",
    ["warning not-an-object 1: a request to an API server, not an object: kind DeleteOptions of v1; not judged"],
  ],
  [
    "an event of a watch, with its own kind and in kubectl's form",
    `apiVersion: v1\nkind: WatchEvent\ntype: ADDED\nobject: {apiVersion: v1, kind: Pod}\n---\ntype: ADDED\nobject: {apiVersion: v1, kind: Pod}`,
    [
      "warning not-an-object 1: an answer of an API server, not an object: kind WatchEvent of v1, with kind Pod of v1 in it; not judged",
      "warning missing-kind 7: an event of a watch with kind Pod of v1 in it: kubectl would reject this; not judged",
    ],
  ],
  [
    "a Status or a Table of another group",
    "apiVersion: example.com/v1\nkind: Status\n---\napiVersion: a.b/v1\nkind: Table",
    ["other", "other"],
  ],
  [
    "an apiVersion with an empty group",
    `apiVersion: /v1\nkind: Pod\nmetadata: {name: a}\nspec: ${POD_SPEC}`,
    ["Pod a 1"],
  ],
  [
    "an apiVersion with a byte order mark before it, in its key",
    `# c\n\uFEFFapiVersion: v1\nkind: Pod\nspec: ${POD_SPEC}`,
    [
      "unreadable 2: apiVersion: expected a string for kind Pod, found nothing; found a byte order mark (U+FEFF) in the key apiVersion: remove the mark",
    ],
  ],
  [
    "a kind that is not judged, with a byte order mark in the key of its apiVersion",
    "# c\n\uFEFFapiVersion: v1\nkind: Service",
    [
      "warning missing-kind 2: found a byte order mark (U+FEFF) in the key apiVersion: remove the mark. kubectl would reject this; not judged",
    ],
  ],
  [
    "a kind with white space in its version",
    `apiVersion: "v1 "\nkind: Pod\nspec: ${POD_SPEC}`,
    [
      'warning unknown-kind 1: the API server has no kind "Pod" in "v1 " and would reject this; did you mean Pod of v1? Not judged',
    ],
  ],
  [
    "a kind whose name ends in List and that has no items",
    "apiVersion: example.com/v1\nkind: AllowList\nspec: {}",
    ["other"],
  ],
  [
    "a custom resource whose name ends in List and whose items are no objects",
    `apiVersion: example.com/v1\nkind: AllowList\nspec: {template: {spec: ${POD_SPEC}}}\nitems: [10.0.0.1, 10.0.0.2]`,
    [
      "other",
      "warning foreign-kind 3: AllowList (example.com/v1) contains a pod in spec.template.spec that Pod Security Admission does not check: " +
        "its pods are judged when they are created",
      "warning items-in-custom-resource 4: AllowList (example.com/v1) has items: kubectl treats it as a list and applies only its items",
    ],
  ],
  [
    "a custom resource that has items and is no list",
    `apiVersion: example.com/v1\nkind: Bundle\nspec: {template: {spec: ${POD_SPEC}}}\nitems:\n- ${pod("a")}\n- {metadata: {name: b}}\n- 5`,
    [
      "other",
      "warning foreign-kind 3: Bundle (example.com/v1) contains a pod in spec.template.spec that Pod Security Admission does not check: " +
        "its pods are judged when they are created",
      "warning items-in-custom-resource 4: Bundle (example.com/v1) has items: kubectl treats it as a list and applies only its items",
      "Pod a 5",
      "other",
    ],
  ],
  ...(["[]", "null", "{}", "5", `[${pod("b")}]`] as const).map((items): [string, string, string[]] => [
    `a Deployment that has items: ${items}`,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: ${TEMPLATE}}\nitems: ${items}`,
    [
      "Deployment a 1",
      "warning items-in-object 5: Deployment (apps/v1) has items: kubectl treats it as a list and applies only its items; " +
        "the API server has no such field. Remove it",
      ...(items.includes("Pod") ? ["Pod b 5"] : []),
    ],
  ]),
  [
    "a Namespace with items, which are judged, too",
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: ns}\nitems:\n- ${pod("a")}\n- {metadata: {name: b, name: c}}`,
    [
      "Namespace ns 1",
      "warning items-in-object 4: Namespace (v1) has items: kubectl treats it as a list and applies only its items; " +
        "the API server has no such field. Remove it",
      "Pod a 5",
      "Namespace c 6",
      "warning duplicate-key 6: duplicate key metadata.name; the last one counts, as for kubectl",
    ],
  ],
  [
    "a Service that has items",
    `apiVersion: v1\nkind: Service\nitems: [${pod("a")}]`,
    [
      "other",
      "warning items-in-object 3: Service (v1) has items: kubectl treats it as a list and applies only its items; " +
        "the API server has no such field. Remove it",
      "Pod a 3",
    ],
  ],
  [
    "an invalid list",
    "apiVersion: v1\nkind: List\nmetadata: {}\nitems: {a: b}",
    ["unreadable 4: items: expected a list, found an object"],
  ],
  [
    "null items, numbers and lists in a list",
    "apiVersion: v1\nkind: List\nitems:\n-\n- 5\n- []",
    [
      "warning not-an-object 3: not a Kubernetes object but null; skipped",
      "warning not-an-object 5: not a Kubernetes object but a number; skipped",
      "warning not-an-object 6: not a Kubernetes object but a list; skipped",
    ],
  ],

  ["a values file", "image: nginx\nreplicas: 3", [notAnObject(1)]],
  ["a workflow", "name: CI\non: push\njobs: {a: {steps: []}}", [notAnObject(1)]],
  ["a string", "just text", ["warning not-an-object 1: not a Kubernetes object but a string; skipped"]],
  ["a list at the root", "- a\n- b", ["warning not-an-object 1: not a Kubernetes object but a list; skipped"]],
  [
    "a kind that is not a string",
    "apiVersion: v1\nkind: 5",
    ["warning missing-kind 2: kind: expected a name, found a number; kubectl would reject this; not judged"],
  ],
  [
    "an empty kind",
    "apiVersion: v1\nkind: ''",
    ["warning missing-kind 2: kind: expected a name, found an empty string; kubectl would reject this; not judged"],
  ],
  [
    "a kind whose key is misspelt",
    `apiVersion: v1\nKind: Pod\nspec: ${POD_SPEC}`,
    ["warning missing-kind 2: found the key Kind, did you mean kind? kubectl would reject this; not judged"],
  ],
  [
    "both keys misspelt",
    `ApiVersion: v1\nKind: Pod\nspec: ${POD_SPEC}`,
    ["warning missing-kind 2: found the key Kind, did you mean kind? kubectl would reject this; not judged"],
  ],
  ["only a Kind", "Kind: regards", [notAnObject(1)]],
  [
    "an apiVersion, a spec and no kind",
    "apiVersion: v1\nspec: {containers: []}",
    ["warning missing-kind 1: has an apiVersion and no kind: kubectl would reject it; not judged"],
  ],
  [
    "an apiVersion of a group of Kubernetes and no kind",
    "apiVersion: apps/v1\nmetadata: {name: a}",
    ["warning missing-kind 1: has an apiVersion and no kind: kubectl would reject it; not judged"],
  ],
  ...["apiVersion: v2\nname: web\nversion: 0.1.0", "apiVersion: v1\nentries: {}", "apiVersion: 1\ndatasources: []"].map(
    (text): [string, string, string[]] => [
      `a file of another tool: ${text}`,
      text,
      [
        text.includes(": 1\n")
          ? notAnObject(1)
          : "info not-an-object 1: not a Kubernetes object: it has an apiVersion and no kind; skipped",
      ],
    ],
  ),
  [
    "a file of another tool that has a kind",
    "apiVersion: skaffold/v4beta6\nkind: Config",
    ["info not-an-object 1: not an object of an API server: Config (skaffold/v4beta6); skipped"],
  ],
  [
    "an unknown kind and no apiVersion",
    "kind: Cluster\nname: dev",
    ["info not-an-object 1: not a Kubernetes object: kind Cluster and no apiVersion; skipped"],
  ],
  [
    "an unknown kind without an apiVersion, with metadata",
    "kind: Cluster\nmetadata: {name: dev}",
    ["warning not-an-object 1: not a Kubernetes object: kind Cluster and no apiVersion; skipped"],
  ],
  [
    "a kind of Kubernetes and no apiVersion",
    "kind: Service\nmetadata: {name: a}",
    [
      "warning missing-kind 1: apiVersion: expected a string for kind Service, found nothing; kubectl would reject this; not judged",
    ],
  ],
  [
    "a kind of Kubernetes whose apiVersion has a misspelt key",
    "apiversion: v1\nkind: Service",
    [
      "warning missing-kind 1: found the key apiversion, did you mean apiVersion? kubectl would reject this; not judged",
    ],
  ],
  [
    "a Pod whose apiVersion has a misspelt key may be one that violates",
    `kind: Pod\napi_version: v1\nspec: ${POD_SPEC}`,
    [
      "unreadable 2: apiVersion: expected a string for kind Pod, found nothing; found the key api_version, did you mean apiVersion?",
    ],
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
      'warning unknown-kind 2: the API server has no kind "Deployment" in "v1" and would reject this; did you mean Deployment of apps/v1? Not judged',
    ],
  ],
  [
    "a known kind that is misspelt",
    `apiVersion: apps/v1\nkind: Deploymnet\nspec: {template: ${TEMPLATE}}`,
    [
      'warning unknown-kind 2: the API server has no kind "Deploymnet" in "apps/v1" and would reject this; did you mean Deployment? Not judged',
    ],
  ],
  [
    "a kind that is not similar to a known one",
    "apiVersion: v1\nkind: Gizmo",
    ['warning unknown-kind 1: the API server has no kind "Gizmo" in "v1" and would reject this. Not judged'],
  ],
  [
    "a kind that had pods and is no longer served",
    `apiVersion: apps/v1alpha1\nkind: PetSet\nspec: {template: ${TEMPLATE}}`,
    [
      "other",
      "warning old-api-version 1: PetSet of apps/v1alpha1 is no longer served and is not judged; StatefulSet of apps/v1 replaces it",
    ],
  ],
  [
    "a copy of a template, which makes no pods",
    `apiVersion: apps/v1\nkind: ControllerRevision\ndata: {spec: {template: ${TEMPLATE}}}`,
    ["other"],
  ],
  [
    "a foreign kind of that name",
    `apiVersion: apps.kruise.io/v1alpha1\nkind: DaemonSet\nspec:\n  template:\n    spec:\n      containers: [{name: a}]`,
    [
      "other",
      "warning foreign-kind 5: DaemonSet (apps.kruise.io/v1alpha1) contains a pod in spec.template.spec that Pod Security Admission does not check: " +
        "its pods are judged when they are created",
    ],
  ],
  [
    "a foreign kind in a List",
    `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: ${TEMPLATE}}}`,
    [
      "other",
      "warning foreign-kind 4: Rollout (argoproj.io/v1alpha1) contains a pod in spec.template.spec that Pod Security Admission does not check: " +
        "its pods are judged when they are created",
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
      "warning no-containers 4: has no containers, so the API server would reject it (spec.template.spec.containers: Required value)",
    ],
  ],
  [
    "a Pod without containers",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}",
    [
      "Pod a 1",
      "warning no-containers 1: has no containers, so the API server would reject it (spec.containers: Required value)",
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
      "warning unknown-field 8: unknown field spec.hotPID of PodSpec: the API server drops it, or rejects it under strict validation (kubectl's default); did you mean hostPID?",
      "Pod b 10",
      "warning duplicate-key 14: duplicate key metadata.name; the last one counts, as for kubectl",
    ],
  ],
  [
    "a kustomize patch",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - name: a\n        $patch: delete",
    [
      "Deployment a 1",
      "warning patch 9: a patch, not a whole object: lint the output of kustomize: kubectl pss lint -k DIR",
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

test("fields are located from the object's root, also in a list", () => {
  const [item] = read(
    "apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata:\n    name: ns\n    labels:\n      a: b",
  );
  assert.ok(item?.type === "namespace");
  assert.deepEqual(item.labels, { a: "b" });
  assert.deepEqual(item.locate(["metadata", "labels", "a"]), { line: 7, column: 7, endLine: 7, endColumn: 11 });
  assert.deepEqual(item.locate(["metadata", "annotations"]), { line: 4, column: 3, endLine: 4, endColumn: 11 });
});

test("an object gets the API server's defaults, and a Pod gets more than a template", () => {
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

test("remarks and unreadable items name their object, if it can be read", () => {
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
  assert.deepEqual(about(`apiVersion: v1\nspec: {}\n${metadata}`), [{ ...ref, kind: "" }]);
  assert.deepEqual(about("apiVersion: v1\nspec: {}\nmetadata: {name: a}"), [null]);
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

test("a profile from an annotation has the place of the annotation, and a host port has the place of the container's port", () => {
  const annotation = "container.apparmor.security.beta.kubernetes.io/a: unconfined";
  const text =
    `metadata:\n  annotations:\n    x: z\n    ${annotation}\n` +
    "spec:\n  hostNetwork: true\n  containers:\n  - name: a\n    ports:\n    - name: b\n      containerPort: 80\n";
  const [pod, template] = read(
    `apiVersion: v1\nkind: Pod\n${text}---\napiVersion: v1\nkind: PodTemplate\ntemplate:\n${text.replaceAll(/^/gm, "  ")}`,
  );
  assert.ok(pod?.type === "workload" && template?.type === "workload");
  const profile = ["spec", "containers", 0, "securityContext", "appArmorProfile", "type"];
  assert.equal(pod.locate(profile).line, 6);
  assert.equal(pod.locate(["metadata", "annotations", annotation.split(":", 1)[0] ?? ""]).line, 6);
  assert.equal(pod.locate(["spec", "containers", 0, "ports", 0, "hostPort"]).line, 13);
  // A template gets no such defaults: only its annotation violates the check.
  assert.equal(template.locate(["template", ...profile]).line, 25);
  assert.equal(template.locate(["template", "metadata", "annotations", annotation.split(":", 1)[0] ?? ""]).line, 21);
});

test("an object is located only when its place is used, because locating costs as much as parsing in a large JSON list", () => {
  const items = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "ns", labels: { a: "b" } } },
    { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "a", image: "b" }] } },
    { apiVersion: "v1", kind: "Service", metadata: { name: "s" } },
  ];
  const [document] = readDocuments(JSON.stringify({ apiVersion: "v1", kind: "List", items }, null, 1));
  assert.ok(document !== undefined && "value" in document);
  let located = 0;
  const locate = (path: Parameters<typeof document.locate>[0]): ReturnType<typeof document.locate> => {
    located++;
    return document.locate(path);
  };
  const [namespace, pod] = readObjects({ ...document, locate }, "a.json");
  assert.equal(located, 0);
  assert.ok(namespace?.type === "namespace" && pod?.type === "workload");
  assert.deepEqual([namespace.source.line, pod.source.line, located], [5, 15, 2]);
});
