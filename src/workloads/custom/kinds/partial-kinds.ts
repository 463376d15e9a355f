/**
 * The kinds of custom resources that contain parts of pods. Their operators fill in the rest. A row is for every version of its group; a path that only some
 * versions have finds nothing in the others.
 */

/** A pod of a kind: the path of its parts, and the parts below it as `field=path`, separated by spaces (PodPart). */
type PartialPod = readonly [path: string, parts: string];

type PartialRow = readonly [
  group: string,
  kinds: string,
  pods: readonly PartialPod[],
  makes?: string,
  options?: { readonly isRun?: true },
];

/** Fields of a pod's spec, below the path itself. */
const POD = "pod=.";
const RUN = { isRun: true } as const;

const MONITORING: readonly PartialPod[] = [["S:.spec", POD]];

const TEKTON_STEPS = "containers=.steps containers=.sidecars container:stepTemplate=.stepTemplate volumes=.volumes";

const ARGO_TEMPLATE = [
  "container:main=.container",
  "container:main=.script",
  "containers=.containerSet.containers",
  "containers=.sidecars",
  "initContainers=.initContainers",
  "securityContext=.securityContext",
  "volumes=.volumes",
].join(" ");

/** The security context of the pod has another name, because that name is the container's. */
const HOST =
  "initContainers=.initContainers volumes=.volumes hostNetwork=.hostNetwork hostPID=.hostPID hostUsers=.hostUsers";
const RENAMED = `${HOST} securityContext=.podSecurityContext`;

const TRAINER_PATCHES = "runtimePatches[].trainingRuntimeSpec.template.spec.replicatedJobs[].template.spec.template";

export const PARTIAL_KINDS: readonly PartialRow[] = [
  ["monitoring.coreos.com", "Prometheus Alertmanager ThanosRuler", MONITORING, "StatefulSet"],
  ["monitoring.coreos.com", "PrometheusAgent", MONITORING, "StatefulSet, DaemonSet"],
  [
    "kafka.strimzi.io",
    "Kafka",
    [
      strimzi(".spec.kafka", "container:kafka=.kafkaContainer initContainer:kafka-init=.initContainer"),
      strimzi(
        ".spec.entityOperator",
        "container:topic-operator=.topicOperatorContainer container:user-operator=.userOperatorContainer",
      ),
      strimzi(".spec.cruiseControl", "container:cruise-control=.cruiseControlContainer"),
      strimzi(".spec.kafkaExporter", "container:kafka-exporter=.container"),
    ],
    "Pods, Deployment",
  ],
  [
    "kafka.strimzi.io",
    "KafkaNodePool",
    [strimzi(".spec", "container:kafka=.kafkaContainer initContainer:kafka-init=.initContainer")],
    "Pods",
  ],
  [
    "kafka.strimzi.io",
    "KafkaConnect KafkaMirrorMaker2",
    [
      strimzi(".spec", "container:connect=.connectContainer initContainer:init=.initContainer"),
      ["S:.spec.template", "pod=.buildPod container:build=.buildContainer"],
    ],
    "Pods",
  ],
  [
    "kafka.strimzi.io",
    "KafkaBridge",
    [strimzi(".spec", "container:bridge=.bridgeContainer initContainer:init=.initContainer")],
    "Deployment",
  ],
  ["tekton.dev", "Task ClusterTask", [["S:.spec", TEKTON_STEPS]], "Pods"],
  ["tekton.dev", "StepAction", [["S:.spec", "container=."]], "Pods"],
  ["tekton.dev", "Pipeline", tektonTasks(".spec"), "Pods"],
  [
    "tekton.dev",
    "TaskRun",
    [
      ["S:.spec.taskSpec", TEKTON_STEPS],
      ["S:.spec.podTemplate", POD],
    ],
    "Pods",
    RUN,
  ],
  [
    "tekton.dev",
    "PipelineRun",
    [
      ...tektonTasks(".spec.pipelineSpec"),
      ["S:.spec.taskRunTemplate.podTemplate", POD],
      ["S:.spec.taskRunSpecs[].podTemplate", POD],
      // The names of v1beta1.
      ["S:.spec.podTemplate", POD],
      ["S:.spec.taskRunSpecs[].taskPodTemplate", POD],
    ],
    "Pods",
    RUN,
  ],
  ["argoproj.io", "WorkflowTemplate ClusterWorkflowTemplate", argo(".spec"), "Pods"],
  ["argoproj.io", "Workflow", argo(".spec"), "Pods", RUN],
  ["argoproj.io", "CronWorkflow", argo(".spec.workflowSpec"), "Pods"],
  ["sparkoperator.k8s.io", "SparkApplication", spark(".spec"), "Pods", RUN],
  ["sparkoperator.k8s.io", "ScheduledSparkApplication", spark(".spec.template"), "Pods"],
  [
    "sparkoperator.k8s.io",
    "SparkConnect",
    [
      ["T:.spec.server.template", ""],
      ["T:.spec.executor.template", ""],
    ],
    "Pods",
  ],
  [
    "postgresql.cnpg.io",
    "Cluster",
    [
      [
        "S:.spec",
        "securityContext=.podSecurityContext context:postgres=.securityContext seccompProfile=.seccompProfile",
      ],
    ],
    "Pods",
  ],
  ["cert-manager.io", "Issuer ClusterIssuer", solvers(".spec.acme.solvers[]"), "Pods"],
  ["acme.cert-manager.io", "Challenge", solvers(".spec.solver"), "Pods"],
  [
    "opentelemetry.io",
    "OpenTelemetryCollector",
    [
      ["S:.spec", otel("otc-container")],
      ["S:.spec.targetAllocator", "securityContext=.podSecurityContext context:ta-container=.securityContext"],
    ],
    "Deployment, DaemonSet, StatefulSet",
  ],
  ["opentelemetry.io", "TargetAllocator", [["S:.spec", otel("ta-container")]], "Deployment"],
  ["opentelemetry.io", "OpAMPBridge", [["S:.spec", otel("opamp-bridge-container")]], "Deployment"],
  [
    "opentelemetry.io",
    "Instrumentation",
    [
      [
        "S:.spec",
        "context:opentelemetry-auto-instrumentation=.initContainerSecurityContext context:opentelemetry-auto-instrumentation-go=.go.securityContext",
      ],
    ],
  ],
  ["serving.kserve.io", "ServingRuntime ClusterServingRuntime", [["S:.spec", POD]], "Deployment"],
  ["trainer.kubeflow.org", "TrainJob", [[`T:.spec.${TRAINER_PATCHES}`, ""]], "JobSet", RUN],
  [
    "trainer.kubeflow.org",
    "OptimizationJob",
    [[`T:.spec.trainJobTemplate.spec.${TRAINER_PATCHES}`, ""]],
    "JobSet",
    RUN,
  ],
  ["apps.kruise.io", "SidecarSet", [["S:.spec", POD]]],
  ["apps.kruise.io", "EphemeralJob", [["S:.spec.template", POD]]],
  ["flow.volcano.sh", "JobFlow", [["T:.spec.flows[].patch.jobSpec.tasks[].template", ""]], "Pods"],
];

function strimzi(parent: string, containers: string): PartialPod {
  return [`S:${parent}.template`, `pod=.pod ${containers}`];
}

function tektonTasks(parent: string): PartialPod[] {
  return [
    [`S:${parent}.tasks[].taskSpec`, TEKTON_STEPS],
    [`S:${parent}.finally[].taskSpec`, TEKTON_STEPS],
  ];
}

/** The pod's fields of a workflow, of its defaults, of its templates, and of the templates that a step or a task contains. */
function argo(parent: string): PartialPod[] {
  return [
    [`S:${parent}`, "securityContext=.securityContext volumes=.volumes hostNetwork=.hostNetwork"],
    [`S:${parent}.templateDefaults`, ARGO_TEMPLATE],
    [`S:${parent}.templates[]`, ARGO_TEMPLATE],
    [`S:${parent}.templates[].dag.tasks[].inline`, ARGO_TEMPLATE],
    [`S:${parent}.templates[].steps[][].inline`, ARGO_TEMPLATE],
  ];
}

function spark(parent: string): PartialPod[] {
  return [
    [`S:${parent}`, "volumes=.volumes"],
    ...["driver", "executor"].flatMap((role): PartialPod[] => [
      [`S:${parent}.${role}`, `container:spark-kubernetes-${role}=. containers=.sidecars ${RENAMED}`],
      [`T:${parent}.${role}.template`, ""],
    ]),
  ];
}

function otel(container: string): string {
  return `container:${container}=. containers=.additionalContainers ${RENAMED}`;
}

function solvers(parent: string): PartialPod[] {
  return ["ingress", "gatewayHTTPRoute"].map((way) => [`T:${parent}.http01.${way}.podTemplate`, ""]);
}
