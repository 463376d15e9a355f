import { POD, RUN, type PartialPod, type PartialRow } from "./partial-row.ts";
import { WORKFLOW_KINDS } from "./workflow-kinds.ts";

/** The container that a cluster with enableInTreeAutoscaling has in the pod of its head. */
const RAY_AUTOSCALER = "container:autoscaler=.";

const MONITORING: readonly PartialPod[] = [["S:.spec", POD]];

/** The security context of the pod has another name, because that name is the container's. */
const HOST =
  "initContainers=.initContainers volumes=.volumes hostNetwork=.hostNetwork hostPID=.hostPID hostUsers=.hostUsers";
const RENAMED = `${HOST} securityContext=.podSecurityContext`;

/** A container of Strimzi before it had v1. */
const TLS_SIDECAR = "container:tls-sidecar=.tlsSidecarContainer";

/** The fields of KServe with a container for the model. An object has one of them. */
const KSERVE_MODELS = [
  "model",
  "sklearn",
  "xgboost",
  "tensorflow",
  "pytorch",
  "triton",
  "onnx",
  "huggingface",
  "pmml",
  "lightgbm",
  "paddle",
];
const KSERVE_EXPLAINERS = ["art", "alibi", "aix"];

const TRAINER_PATCHES = "runtimePatches[].trainingRuntimeSpec.template.spec.replicatedJobs[].template.spec.template";

/**
 * The kinds of custom resources that contain parts of pods. Their operators fill in the rest. A row is for every version of its group; a path that
 * only some versions have finds nothing in the others.
 */
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
        `container:topic-operator=.topicOperatorContainer container:user-operator=.userOperatorContainer ${TLS_SIDECAR}`,
      ),
      strimzi(".spec.cruiseControl", `container:cruise-control=.cruiseControlContainer ${TLS_SIDECAR}`),
      strimzi(".spec.kafkaExporter", "container:kafka-exporter=.container"),
      // Of v1beta2 alone.
      strimzi(".spec.zookeeper", "container:zookeeper=.zookeeperContainer"),
      strimzi(".spec.jmxTrans", "container:jmx-trans=.container"),
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
    "KafkaMirrorMaker",
    [strimzi(".spec", "container:mirror-maker=.mirrorMakerContainer")],
    "Deployment",
  ],
  [
    "kafka.strimzi.io",
    "KafkaBridge",
    [strimzi(".spec", "container:bridge=.bridgeContainer initContainer:init=.initContainer")],
    "Deployment",
  ],
  ...WORKFLOW_KINDS,
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
  [
    "serving.kserve.io",
    "InferenceService",
    [
      ["S:.spec.predictor", kserve(KSERVE_MODELS)],
      ["S:.spec.canary[].predictor", kserve(KSERVE_MODELS)],
      ["S:.spec.explainer", kserve(KSERVE_EXPLAINERS)],
    ],
  ],
  ["ray.io", "RayCluster", [["S:.spec.autoscalerOptions", RAY_AUTOSCALER]]],
  ["ray.io", "RayJob", [["S:.spec.rayClusterSpec.autoscalerOptions", RAY_AUTOSCALER]]],
  ["ray.io", "RayService", [["S:.spec.rayClusterConfig.autoscalerOptions", RAY_AUTOSCALER]]],
  ["ray.io", "RayCronJob", [["S:.spec.jobTemplate.rayClusterSpec.autoscalerOptions", RAY_AUTOSCALER]]],
  ["operators.coreos.com", "Subscription", [["S:.spec.config", "volumes=.volumes"]], "Deployment"],
  [
    "trainer.kubeflow.org",
    "TrainJob",
    [
      [`T:.spec.${TRAINER_PATCHES}`, ""],
      // The name before runtimePatches.
      ["S:.spec.podTemplateOverrides[].spec", POD],
    ],
    "JobSet",
    RUN,
  ],
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

function kserve(fields: readonly string[]): string {
  return fields.map((field) => `container:kserve-container=.${field}`).join(" ");
}

function solvers(parent: string): PartialPod[] {
  return ["ingress", "gatewayHTTPRoute"].map((way) => [`T:${parent}.http01.${way}.podTemplate`, ""]);
}
