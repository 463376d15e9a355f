import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readDocuments } from "../../../src/text/documents.ts";
import { lint } from "../../../src/audit/lint.ts";
import { itemsOfDocument } from "../../../src/objects/stream/read-stream.ts";
import type { Report } from "../../../src/report/report.ts";
import { CustomKinds } from "../../../src/workloads/custom/custom-kinds.ts";
import { parseOwnKinds } from "../../../src/workloads/custom/own-kinds.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import { OPTIONS, levelAt } from "../../audit/items.ts";

function* itemsOf(text: string, kinds: CustomKinds): Generator<SourceItem, undefined> {
  yield { type: "file", file: "a.yaml" };
  for (const document of readDocuments(text)) yield* itemsOfDocument(document, "a.yaml", { kinds });
}

/** Lints objects by restricted, or by the policy of their namespace. */
function lintOf(objects: readonly object[], isByLevel = true): Report {
  const text = objects.map((object) => `---\n${JSON.stringify(object)}\n`).join("");
  const kinds = new CustomKinds();
  const levels = isByLevel ? [levelAt("restricted", "latest")] : [];
  return lint(() => itemsOf(text, kinds), { ...OPTIONS, levels, kinds, strict: true });
}

/** `Kind/name check path`, of every violation. */
function violationsOf(report: Report): string[] {
  return report.namespaces.flatMap(({ workloads }) =>
    workloads.flatMap(({ kind, violations }) =>
      violations.flatMap(({ check, fields }) => fields.map(({ path }) => `${kind} ${check} ${path}`)),
    ),
  );
}

function custom(apiVersion: string, kind: string, spec: unknown): object {
  return { apiVersion, kind, metadata: { name: "x", namespace: "shop" }, spec };
}

const PRIVILEGED = { privileged: true };
const POD = { containers: [{ name: "a", image: "b" }] };
const RESTRICTED_POD = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: "a",
      image: "b",
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  ],
};

describe("a partial kind is judged by the fields that it sets:", () => {
  const CASES: readonly (readonly [apiVersion: string, kind: string, spec: unknown, violations: readonly string[]])[] =
    [
      [
        "monitoring.coreos.com/v1",
        "Prometheus",
        { hostNetwork: true, securityContext: { runAsUser: 0 }, tolerations: "not read", containers: [{ name: "a" }] },
        ["Prometheus hostNamespaces spec.hostNetwork", "Prometheus runAsUser spec.securityContext.runAsUser"],
      ],
      [
        "kafka.strimzi.io/v1",
        "Kafka",
        {
          kafka: {
            template: {
              pod: { securityContext: { runAsNonRoot: false } },
              kafkaContainer: { securityContext: PRIVILEGED },
            },
          },
          kafkaExporter: { template: { container: { securityContext: { capabilities: { drop: ["NET_RAW"] } } } } },
        },
        [
          "Kafka privileged spec.kafka.template.kafkaContainer.securityContext.privileged",
          "Kafka runAsNonRoot spec.kafka.template.pod.securityContext.runAsNonRoot",
          "Kafka capabilities_restricted spec.kafkaExporter.template.container.securityContext.capabilities.drop",
        ],
      ],
      [
        "tekton.dev/v1",
        "PipelineRun",
        {
          pipelineSpec: {
            tasks: [
              {
                name: "t",
                taskSpec: { stepTemplate: { securityContext: PRIVILEGED }, steps: [{ name: "s", script: "x" }] },
              },
            ],
          },
          taskRunTemplate: { podTemplate: { hostNetwork: true, tolerations: [] } },
        },
        [
          "PipelineRun privileged spec.pipelineSpec.tasks[0].taskSpec.stepTemplate.securityContext.privileged",
          "PipelineRun hostNamespaces spec.taskRunTemplate.podTemplate.hostNetwork",
        ],
      ],
      [
        "argoproj.io/v1alpha1",
        "CronWorkflow",
        {
          workflowSpec: {
            hostNetwork: true,
            volumes: [{ name: "v", hostPath: { path: "/" } }],
            templates: [
              { name: "a", containerSet: { containers: [{ name: "c", securityContext: PRIVILEGED }] } },
              { steps: [[{ inline: { script: { securityContext: PRIVILEGED } } }]] },
            ],
          },
        },
        [
          "CronWorkflow hostNamespaces spec.workflowSpec.hostNetwork",
          "CronWorkflow restrictedVolumes spec.workflowSpec.volumes[0].hostPath",
          "CronWorkflow privileged spec.workflowSpec.templates[0].containerSet.containers[0].securityContext.privileged",
          "CronWorkflow privileged spec.workflowSpec.templates[1].steps[0][0].inline.script.securityContext.privileged",
        ],
      ],
      [
        "postgresql.cnpg.io/v1",
        "Cluster",
        { instances: 3, securityContext: PRIVILEGED, seccompProfile: { type: "Unconfined" } },
        [
          "Cluster privileged spec.securityContext.privileged",
          "Cluster seccompProfile_restricted spec.seccompProfile.type",
        ],
      ],
      [
        "opentelemetry.io/v1beta1",
        "OpenTelemetryCollector",
        {
          podSecurityContext: { runAsUser: 0 },
          securityContext: PRIVILEGED,
          ports: [{ name: "a", port: 4317, hostPort: 4317 }],
        },
        [
          "OpenTelemetryCollector hostPorts spec.ports[0].hostPort",
          "OpenTelemetryCollector privileged spec.securityContext.privileged",
          "OpenTelemetryCollector runAsUser spec.podSecurityContext.runAsUser",
        ],
      ],
      [
        "cert-manager.io/v1",
        "Issuer",
        {
          acme: {
            solvers: [{ http01: { ingress: { podTemplate: { spec: { securityContext: { runAsUser: 0 } } } } } }],
          },
        },
        ["Issuer runAsUser spec.acme.solvers[0].http01.ingress.podTemplate.spec.securityContext.runAsUser"],
      ],
    ];
  for (const [apiVersion, kind, spec, violations] of CASES) {
    it(kind, () => assert.deepEqual(violationsOf(lintOf([custom(apiVersion, kind, spec)])), violations));
  }

  it("no violation if it sets no field", () => {
    const { summary, notes } = lintOf([custom("monitoring.coreos.com/v1", "Prometheus", { replicas: 2 })]);
    assert.deepEqual([summary.workloads, notes], [0, []]);
  });
});

describe("a container that an operator merges", () => {
  const elastic = (container: object): object =>
    custom("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", {
      nodeSets: [{ name: "a", podTemplate: { spec: { containers: [container] } } }],
    });

  it("may leave out fields that restricted requires", () => {
    assert.deepEqual(violationsOf(lintOf([elastic({ name: "elasticsearch", resources: {} })])), []);
  });

  it("may not set the wrong values", () => {
    assert.deepEqual(violationsOf(lintOf([elastic({ name: "elasticsearch", securityContext: PRIVILEGED })])), [
      "Elasticsearch privileged spec.nodeSets[0].podTemplate.spec.containers[0].securityContext.privileged",
    ]);
  });

  it("is no other container", () => {
    assert.equal(violationsOf(lintOf([elastic({ name: "log", image: "b" })])).length, 4);
  });
});

describe("an object that makes no pods has no verdict:", () => {
  const OBJECTS: Readonly<Record<string, object>> = {
    "a Rollout of another object's template": custom("argoproj.io/v1alpha1", "Rollout", {
      workloadRef: { kind: "Deployment", name: "a" },
    }),
    "a copy of other templates": custom("kueue.x-k8s.io/v1beta1", "Workload", {
      podSets: [{ template: { spec: POD } }],
    }),
    "a policy": custom("kyverno.io/v1", "ClusterPolicy", { rules: [{ validate: { pattern: { spec: POD } } }] }),
    "an AnalysisTemplate without a Job": custom("argoproj.io/v1alpha1", "AnalysisTemplate", {
      metrics: [{ provider: { web: {} } }],
    }),
    "pods in the text of a ConfigMap": {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace: "shop" },
      data: { pod: JSON.stringify({ spec: POD }) },
    },
    "values of a chart": custom("helm.toolkit.fluxcd.io/v2", "HelmRelease", { values: { image: "b", containers: 2 } }),
    "ports that are called containers": custom("example.com/v1", "Gateway", { containers: [{ port: 80 }] }),
  };
  for (const [name, object] of Object.entries(OBJECTS)) {
    it(name, () => {
      const { summary, notes, unreadable } = lintOf([object]);
      assert.deepEqual([summary.workloads, notes, unreadable], [0, [], []]);
    });
  }

  it("an open part of a Crossplane Composition has one note", () => {
    const base = { apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec: POD } } };
    const { summary, notes } = lintOf([
      custom("apiextensions.crossplane.io/v1", "Composition", { resources: [{ base }, { base }] }),
    ]);
    assert.equal(summary.workloads, 0);
    assert.deepEqual(
      notes.map(({ code, severity, message }) => [code, severity, message]),
      [
        [
          "embedded-workload",
          "error",
          "Composition (apiextensions.crossplane.io/v1) contains 2 objects with pods, the first of them Deployment in spec.resources[0].base, " +
            "created later: not judged",
        ],
      ],
    );
  });

  it("a list of images in a CRD's object has at most one note", () => {
    const { summary, notes } = lintOf([
      custom("example.com/v1", "Scan", { containers: [{ name: "a", image: "b", digest: "c" }], level: 1 }),
    ]);
    assert.equal(summary.workloads, 0);
    assert.deepEqual(
      notes.map(({ code, severity }) => [code, severity]),
      [["foreign-kind", "warning"]],
    );
  });
});

it("the place of a CustomResourceDefinition without pods is not looked up", () => {
  const schema = { openAPIV3Schema: { type: "object", properties: { spec: { type: "object" } } } };
  const crd = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.example.com" },
    spec: { group: "example.com", names: { kind: "Widget" }, versions: [{ name: "v1", served: true, schema }] },
  };
  let places = 0;
  const items = [...readDocuments(JSON.stringify(crd))].flatMap((document) => {
    assert.ok("value" in document);
    const locate: typeof document.locate = (path) => {
      places++;
      return document.locate(path);
    };
    return [...itemsOfDocument({ ...document, locate }, "a.yaml", { kinds: new CustomKinds() })];
  });
  assert.deepEqual(
    items.map(({ type }) => type),
    ["other"],
  );
  assert.equal(places, 0);
});

describe("an object within an object has an error with --strict:", () => {
  const pod = { apiVersion: "v1", kind: "Pod", spec: POD };
  const taskRun = {
    apiVersion: "tekton.dev/v1",
    kind: "TaskRun",
    spec: { taskSpec: { steps: [{ name: "a", image: "b", securityContext: PRIVILEGED }] } },
  };
  const service = { apiVersion: "v1", kind: "Service", spec: { ports: [{ port: 80 }] } };
  const reference = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
  for (const [apiVersion, kind, fields, message] of [
    [
      "template.openshift.io/v1",
      "Template",
      {
        objects: [
          service,
          { apiVersion: "apps.openshift.io/v1", kind: "DeploymentConfig", spec: { template: { spec: POD } } },
        ],
      },
      "contains DeploymentConfig in objects[1], created later: not judged; oc process --local -f FILE -o yaml | kubectl pss lint - judges its output",
    ],
    [
      "triggers.tekton.dev/v1beta1",
      "TriggerTemplate",
      { spec: { resourcetemplates: [taskRun, taskRun] } },
      "contains 2 objects with pods, the first of them TaskRun in spec.resourcetemplates[0], created later: not judged",
    ],
    [
      "argoproj.io/v1alpha1",
      "Sensor",
      { spec: { triggers: [{ template: { k8s: { source: { resource: pod } } } }] } },
      "contains Pod in spec.triggers[0].template.k8s.source.resource, created later: not judged",
    ],
    [
      "kubernetes.crossplane.io/v1alpha2",
      "Object",
      { spec: { forProvider: { manifest: pod } } },
      "contains Pod in spec.forProvider.manifest, created later: not judged",
    ],
    [
      "argoproj.io/v1alpha1",
      "Workflow",
      {
        spec: {
          templates: [{ resource: { manifest: "apiVersion: batch/v1\nkind: Job\nspec: {{inputs.parameters.x}}\n" } }],
        },
      },
      "contains Job in spec.templates[0].resource.manifest, created later: not judged",
    ],
    [
      "argoproj.io/v1alpha1",
      "CronWorkflow",
      { spec: { workflowSpec: { templates: [{ resource: { manifest: '{"kind": "Pod", "apiVersion": "v1"}' } }] } } },
      "contains Pod in spec.workflowSpec.templates[0].resource.manifest, created later: not judged",
    ],
    [
      "argoproj.io/v1alpha1",
      "WorkflowTemplate",
      { spec: { templates: [{ resource: { manifest: "apiVersion: v1\nkind: ConfigMap\n" } }] } },
      undefined,
    ],
    ["example.com/v1", "Scaler", { spec: { scaleTargetRef: reference, objects: [service] } }, undefined],
    ["kyverno.io/v1", "ClusterPolicy", { spec: { rules: [{ validate: { pattern: pod } }] } }, undefined],
  ] as const) {
    it(kind, () => {
      const { notes, summary } = lintOf([{ apiVersion, kind, metadata: { name: "x", namespace: "shop" }, ...fields }]);
      assert.equal(summary.workloads, 0);
      assert.deepEqual(
        notes.map(({ severity, code, message: text }) => [severity, code, text]),
        message === undefined ? [] : [["error", "embedded-workload", `${kind} (${apiVersion}) ${message}`]],
      );
    });
  }
});

describe("something with containers is found by its shape:", () => {
  const container = { name: "a", securityContext: PRIVILEGED };
  for (const [name, spec, flag] of [
    ["containers without images", { template: { spec: { containers: [container] } } }, "T:.spec.template"],
    ["containers beside other fields", { size: 3, containers: [{ name: "a", image: "b" }] }, "S:.spec"],
  ] as const) {
    it(name, () => {
      const { notes } = lintOf([custom("example.com/v1", "Widget", spec)]);
      assert.deepEqual(
        notes.map(({ severity, code }) => [severity, code]),
        [["error", "found-by-shape"]],
      );
      assert.match(notes[0]?.message ?? "", new RegExp(`--pod-template example.com/Widget=${flag} judges it$`));
    });
  }
});

describe("a podSpecPatch of Argo Workflows leaves the level unknown, and has an error with --strict:", () => {
  const podSpecPatch = '{"hostNetwork":true}';
  const template = {
    podSpecPatch,
    dag: { tasks: [{ inline: { podSpecPatch } }] },
    steps: [[{ inline: { podSpecPatch } }]],
  };
  const workflow = {
    podSpecPatch,
    artifactGC: { podSpecPatch },
    templateDefaults: { podSpecPatch },
    templates: [{ podSpecPatch: "" }, template],
  };
  const PATHS = [
    "artifactGC.podSpecPatch",
    "podSpecPatch",
    "templateDefaults.podSpecPatch",
    "templates[1].dag.tasks[0].inline.podSpecPatch",
    "templates[1].podSpecPatch",
    "templates[1].steps[0][0].inline.podSpecPatch",
  ];
  for (const [kind, spec, path] of [
    ["Workflow", workflow, "spec"],
    ["WorkflowTemplate", workflow, "spec"],
    ["CronWorkflow", { workflowSpec: workflow }, "spec.workflowSpec"],
  ] as const) {
    it(kind, () => {
      const { notes, namespaces } = lintOf([custom("argoproj.io/v1alpha1", kind, spec)]);
      assert.deepEqual(
        namespaces.map(({ readyFor, readyForReason, workloads }) => [readyFor, readyForReason, workloads.length]),
        [[null, "unknown", 1]],
      );
      assert.deepEqual(
        namespaces[0]?.workloads[0]?.unjudged,
        PATHS.map((one) => `${path}.${one}`),
      );
      assert.deepEqual(
        notes.map(({ severity, code, message, source }) => [severity, code, message, source?.line]),
        PATHS.map((one) => [
          "error",
          "pod-spec-patch",
          `${path}.${one} can set any field of the pod, and is not judged: the pod may violate any level`,
          2,
        ]),
      );
    });
  }
});

it("an empty podSpecPatch sets nothing", () => {
  for (const podSpecPatch of ["", "{}", " { } \n"]) {
    const spec = { podSpecPatch, templates: [{ name: "a", container: { image: "x" } }] };
    assert.deepEqual(lintOf([custom("argoproj.io/v1alpha1", "Workflow", spec)]).notes, []);
  }
});

it("a patch of a subset of a UnitedDeployment leaves the level unknown", () => {
  const spec = {
    template: { cloneSetTemplate: { spec: { template: { spec: RESTRICTED_POD } } } },
    topology: { subsets: [{ name: "a" }, { name: "b", patch: { spec: { hostNetwork: true } } }] },
  };
  const { notes, namespaces } = lintOf([custom("apps.kruise.io/v1alpha1", "UnitedDeployment", spec)], false);
  assert.deepEqual(
    notes.map(({ code, message }) => [code, message]),
    [
      [
        "pod-spec-patch",
        "spec.topology.subsets[1].patch can set any field of the pod, and is not judged: the pod may violate any level",
      ],
    ],
  );
  assert.equal(namespaces[0]?.readyForReason, "unknown");
});

describe("the modes of a namespace", () => {
  const labels = { "pod-security.kubernetes.io/enforce": "baseline", "pod-security.kubernetes.io/warn": "restricted" };
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } };
  const modesOf = (object: object): unknown =>
    lintOf([namespace, object], false).namespaces.flatMap(({ workloads }) =>
      workloads.flatMap(({ results }) => results.map(({ level, modes }) => `${level}: ${modes.join(",")}`)),
    );

  for (const [makes, object] of [
    ["controllers", custom("argoproj.io/v1alpha1", "Rollout", { template: { spec: POD } })],
    ["pods", custom("agents.x-k8s.io/v1beta1", "Sandbox", { podTemplate: { spec: POD } })],
    ["pods from parts", custom("monitoring.coreos.com/v1", "Prometheus", { hostNetwork: true })],
  ] as const) {
    it(`all count if the operator makes ${makes}`, () => {
      assert.deepEqual(modesOf(object), ["baseline: enforce", "privileged: audit", "restricted: warn"]);
    });
  }
});

describe("templates of one object", () => {
  const worker = { spec: { hostIPC: true, ...POD } };
  const report = lintOf([
    custom("ray.io/v1", "RayCluster", {
      headGroupSpec: { template: worker },
      workerGroupSpecs: [{ groupName: "small", template: worker }],
    }),
  ]);
  const [workload] = report.namespaces[0]?.workloads ?? [];

  it("are one workload with results for each", () => {
    assert.deepEqual([report.summary.workloads, report.summary.objects], [1, 1]);
    const requested = workload?.results.filter(({ requested }) => requested) ?? [];
    assert.deepEqual(
      requested.map(({ template }) => template),
      ["spec.headGroupSpec.template", "spec.workerGroupSpecs[0].template"],
    );
  });

  it("have the same violation twice, each with its own place and stable path", () => {
    const found = workload?.violations.filter(({ check }) => check === "hostNamespaces") ?? [];
    assert.deepEqual(
      found.map(({ template, fields }) => [template, fields[0]?.path, fields[0]?.stablePath]),
      [
        ["spec.headGroupSpec.template", "spec.headGroupSpec.template.spec.hostIPC", "headGroupSpec.hostIPC"],
        [
          "spec.workerGroupSpecs[0].template",
          "spec.workerGroupSpecs[0].template.spec.hostIPC",
          "workerGroupSpecs[small].hostIPC",
        ],
      ],
    );
  });
});

describe("faults", () => {
  it("of a field's type make the object unreadable, with the path in the object", () => {
    const { unreadable } = lintOf([
      custom("kafka.strimzi.io/v1", "Kafka", { kafka: { template: { pod: { volumes: [{ name: 1 }] } } } }),
    ]);
    assert.deepEqual(
      unreadable.map(({ message }) => message),
      ["spec.kafka.template.pod.volumes[0].name: expected a string, found a number; put it in quotes"],
    );
  });

  it("of a field's name are errors in a whole template, and not in a template with its own fields", () => {
    const template = { spec: { ...POD, hostNetwrok: true } };
    const codes = (apiVersion: string, kind: string): unknown =>
      lintOf([custom(apiVersion, kind, { template })]).notes.map(({ code, severity }) => `${severity} ${code}`);
    assert.deepEqual(codes("argoproj.io/v1alpha1", "Rollout"), ["error unknown-field"]);
    assert.deepEqual(codes("serving.knative.dev/v1", "Service"), []);
  });
});

describe("a path of --pod-template", () => {
  const object = custom("example.com/v1", "Widget", { pod: { template: { spec: { hostNetwork: true, ...POD } } } });
  const readAt = (path: string): Report => {
    const kinds = new CustomKinds(parseOwnKinds([`example.com/Widget=${path}`]));
    const text = JSON.stringify(object);
    return lint(() => itemsOf(text, kinds), { ...OPTIONS, levels: [levelAt("restricted", "latest")], kinds });
  };
  const template = "spec.pod.template: expected";
  for (const [path, expected] of [
    ["T:.spec.pod", "spec.pod: expected a pod template, found an object without containers or spec"],
    ["S:.spec.pod", "spec.pod: expected a pod spec, found an object without containers or spec"],
    ["S:.spec.pod.template", `${template} a pod spec, found a pod template, which has the prefix T:`],
    [
      "T:.spec.pod.template.spec",
      `${template.replace(":", ".spec:")} a pod template, found a pod spec, which has the prefix S:`,
    ],
    [".spec", "spec: expected a pod template, found an object without containers or spec"],
  ] as const) {
    it(`that names another type makes the object unreadable: ${path}`, () => {
      const { unreadable, summary } = readAt(path);
      assert.deepEqual([unreadable.map(({ message }) => message), summary.workloads], [[expected], 0]);
    });
  }

  for (const path of ["T:.spec.pod.template", "S:.spec.pod.template.spec", ".spec.pod.template"]) {
    it(`that names the pod judges it: ${path}`, () => {
      const { unreadable, summary } = readAt(path);
      assert.deepEqual([unreadable, summary.workloads], [[], 1]);
    });
  }
});
