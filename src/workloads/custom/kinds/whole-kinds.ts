/**
 * The kinds of custom resources that contain whole pod templates. The paths are those of the projects' CRDs at the releases of docs/custom-resources.md; kinds
 * without a CRD are noted there. A row is for every version of its group.
 */

/** A row: group, kinds, paths, the kinds that the operator makes, and the rest. */
export type KindRow = readonly [
  group: string,
  kinds: string,
  /** Paths as in template-path.ts, separated by spaces. */
  paths: string,
  makes?: string,
  options?: RowOptions,
];

interface RowOptions {
  /** The containers that the operator merges into its own. */
  readonly merged?: string;
  /** A path: see CustomKind.unless. */
  readonly unless?: string;
  readonly isOptional?: true;
  readonly isRun?: true;
  readonly hasOwnFields?: true;
  /** Paths: see CustomKind.patches. */
  readonly patches?: string;
}

const TEMPLATE = "T:.spec.template";
const POD_TEMPLATE = "T:.spec.podTemplate";
const RUN = { isRun: true } as const;

const RAY = ["headGroupSpec.template", "workerGroupSpecs[].template"];
const LWS = ["leaderWorkerTemplate.leaderTemplate", "leaderWorkerTemplate.workerTemplate"];
const FLINK = ["podTemplate", "jobManager.podTemplate", "taskManager.podTemplate"];
const KSERVE = ["template", "worker", "prefill.template", "prefill.worker"].concat(
  ["template", "tokenizer.template"].map((path) => `router.scheduler.${path}`),
);
const FLINK_CONTAINER = { merged: "flink-main-container" } as const;

export const WHOLE_KINDS: readonly KindRow[] = [
  ["argoproj.io", "Rollout", TEMPLATE, "ReplicaSet", { unless: ".spec.workloadRef" }],
  ["argoproj.io", "Experiment", "T:.spec.templates[].template", "ReplicaSet", RUN],
  [
    "argoproj.io",
    "AnalysisTemplate ClusterAnalysisTemplate AnalysisRun",
    "J:.spec.metrics[].provider.job",
    "Job",
    { isOptional: true, isRun: true },
  ],
  ["serving.knative.dev", "Service Configuration", TEMPLATE, "Deployment", { hasOwnFields: true }],
  ["serving.knative.dev", "Revision", "S:.spec", "Deployment", { hasOwnFields: true }],
  ["ray.io", "RayCluster", below("T", ".spec", RAY), "Pods"],
  ["ray.io", "RayJob", `${below("T", ".spec.rayClusterSpec", RAY)} T:.spec.submitterPodTemplate`, "Pods, Job", RUN],
  ["ray.io", "RayService", below("T", ".spec.rayClusterConfig", RAY), "Pods"],
  [
    "ray.io",
    "RayCronJob",
    `${below("T", ".spec.jobTemplate.rayClusterSpec", RAY)} T:.spec.jobTemplate.submitterPodTemplate`,
    "Pods, Job",
  ],
  ["kubeflow.org", "PyTorchJob", "T:.spec.pytorchReplicaSpecs{}.template", "Pods", RUN],
  ["kubeflow.org", "TFJob", "T:.spec.tfReplicaSpecs{}.template", "Pods", RUN],
  ["kubeflow.org", "XGBoostJob", "T:.spec.xgbReplicaSpecs{}.template", "Pods", RUN],
  ["kubeflow.org", "PaddleJob", "T:.spec.paddleReplicaSpecs{}.template", "Pods", RUN],
  ["kubeflow.org", "JAXJob", "T:.spec.jaxReplicaSpecs{}.template", "Pods", RUN],
  ["kubeflow.org", "MXJob", "T:.spec.mxReplicaSpecs{}.template", "Pods", RUN],
  ["kubeflow.org", "MPIJob", "T:.spec.mpiReplicaSpecs{}.template", "Pods, Job", RUN],
  [
    "trainer.kubeflow.org",
    "TrainingRuntime ClusterTrainingRuntime",
    "T:.spec.template.spec.replicatedJobs[].template.spec.template",
    "JobSet",
  ],
  ["kubeflow.org", "Notebook", TEMPLATE, "StatefulSet"],
  ["kubeflow.org", "PVCViewer", "S:.spec.podSpec", "Deployment", { isOptional: true }],
  ["jobset.x-k8s.io", "JobSet", "T:.spec.replicatedJobs[].template.spec.template", "Job", RUN],
  ["leaderworkerset.x-k8s.io", "LeaderWorkerSet", below("T", ".spec", LWS), "StatefulSet"],
  ["disaggregatedset.x-k8s.io", "DisaggregatedSet", below("T", ".spec.roles[].spec", LWS), "StatefulSet"],
  ["batch.volcano.sh", "Job", "T:.spec.tasks[].template", "Pods", RUN],
  ["batch.volcano.sh", "CronJob", "T:.spec.jobTemplate.spec.tasks[].template", "Pods"],
  ["flow.volcano.sh", "JobTemplate", "T:.spec.tasks[].template", "Pods"],
  ["apps.kruise.io", "CloneSet StatefulSet DaemonSet", TEMPLATE, "Pods", { hasOwnFields: true }],
  ["apps.kruise.io", "BroadcastJob", TEMPLATE, "Pods", { hasOwnFields: true, isRun: true }],
  [
    "apps.kruise.io",
    "AdvancedCronJob",
    "J:.spec.template.jobTemplate T:.spec.template.broadcastJobTemplate.spec.template",
    "Job",
    { hasOwnFields: true },
  ],
  [
    "apps.kruise.io",
    "UnitedDeployment",
    ["statefulSet", "advancedStatefulSet", "cloneSet", "deployment"]
      .map((kind) => `T:.spec.template.${kind}Template.spec.template`)
      .join(" "),
    "Pods, StatefulSet, Deployment",
    { hasOwnFields: true, patches: ".spec.topology.subsets[].patch" },
  ],
  ["keda.sh", "ScaledJob", "T:.spec.jobTargetRef.template", "Job"],
  [
    "actions.github.com",
    "AutoscalingRunnerSet",
    `${TEMPLATE} T:.spec.listenerTemplate`,
    "Pods",
    { merged: "runner listener" },
  ],
  ["actions.github.com", "EphemeralRunnerSet", "T:.spec.ephemeralRunnerSpec", "Pods", { merged: "runner" }],
  ["actions.github.com", "EphemeralRunner", "T:.spec", "Pods", { merged: "runner" }],
  ["actions.github.com", "AutoscalingListener", TEMPLATE, "Pods", { merged: "listener", isOptional: true }],
  [
    "actions.summerwind.dev",
    "RunnerDeployment RunnerReplicaSet RunnerSet",
    TEMPLATE,
    "Pods",
    { merged: "runner docker", hasOwnFields: true },
  ],
  ["actions.summerwind.dev", "Runner", "S:.spec", "Pods", { merged: "runner docker", hasOwnFields: true }],
  ["flink.apache.org", "FlinkDeployment", below("T", ".spec", FLINK), "Deployment", optional(FLINK_CONTAINER)],
  [
    "flink.apache.org",
    "FlinkBlueGreenDeployment",
    below("T", ".spec.template.spec", FLINK),
    "Deployment",
    optional(FLINK_CONTAINER),
  ],
  [
    "elasticsearch.k8s.elastic.co",
    "Elasticsearch",
    "T:.spec.nodeSets[].podTemplate",
    "StatefulSet",
    optional({ merged: "elasticsearch" }),
  ],
  ...elastic("kibana", "Kibana", "kibana"),
  ...elastic("apm", "ApmServer", "apm-server"),
  ...elastic("enterprisesearch", "EnterpriseSearch", "enterprise-search"),
  ...elastic("maps", "ElasticMapsServer", "maps"),
  ...elastic("logstash", "Logstash", "logstash", "StatefulSet"),
  ...elastic("autoops", "AutoOpsAgentPolicy", "autoops-agent"),
  ...elastic("packageregistry", "PackageRegistry", "package-registry"),
  [
    "agent.k8s.elastic.co",
    "Agent",
    elasticPaths(["deployment", "daemonSet", "statefulSet"]),
    "Deployment, DaemonSet, StatefulSet",
    optional({ merged: "agent" }),
  ],
  [
    "beat.k8s.elastic.co",
    "Beat",
    elasticPaths(["deployment", "daemonSet"]),
    "Deployment, DaemonSet",
    optional({ merged: "auditbeat filebeat heartbeat journalbeat metricbeat packetbeat" }),
  ],
  ["postgresql.cnpg.io", "Pooler", TEMPLATE, "Deployment", optional({ merged: "pgbouncer" })],
  [
    "serving.kserve.io",
    "InferenceService",
    "S:.spec.predictor S:.spec.predictor.workerSpec S:.spec.transformer S:.spec.explainer S:.spec.canary[].predictor",
    "Deployment or Knative Service",
    { hasOwnFields: true, isOptional: true },
  ],
  [
    "serving.kserve.io",
    "LLMInferenceService LLMInferenceServiceConfig",
    below("S", ".spec", KSERVE),
    "Deployment, LeaderWorkerSet",
    { hasOwnFields: true, isOptional: true },
  ],
  ["agents.x-k8s.io", "Sandbox", POD_TEMPLATE, "Pods"],
  ["extensions.agents.x-k8s.io", "SandboxTemplate", POD_TEMPLATE, "Pods"],
  [
    "pkg.crossplane.io",
    "DeploymentRuntimeConfig",
    "D:.spec.deploymentTemplate",
    "Deployment",
    optional({ merged: "package-runtime" }),
  ],
  [
    "operators.coreos.com",
    "ClusterServiceVersion",
    "D:.spec.install.spec.deployments[]",
    "Deployment",
    { isOptional: true },
  ],
  ["apps.openshift.io", "DeploymentConfig", TEMPLATE, "ReplicationController"],
  // OpenShift 3 served it in the core group.
  ["", "DeploymentConfig", TEMPLATE, "ReplicationController"],
  ["agones.dev", "Fleet GameServerSet", "T:.spec.template.spec.template", "Pods"],
  ["agones.dev", "GameServer", TEMPLATE, "Pods"],
  ["core.strimzi.io", "StrimziPodSet", "T:.spec.pods[]", "Pods"],
];

function below(shape: string, parent: string, paths: readonly string[]): string {
  return paths.map((path) => `${shape}:${parent}.${path}`).join(" ");
}

function optional(options: RowOptions): RowOptions {
  return { ...options, isOptional: true };
}

function elastic(group: string, kind: string, container: string, makes = "Deployment"): KindRow[] {
  return [[`${group}.k8s.elastic.co`, kind, POD_TEMPLATE, makes, optional({ merged: container })]];
}

function elasticPaths(parents: readonly string[]): string {
  return parents.map((parent) => `T:.spec.${parent}.podTemplate`).join(" ");
}
