import type { CustomKind } from "../custom-kind.ts";

/** The facts about the operator of some kinds that a person should know. They change no verdict. */
export interface Operator {
  /** The versions of the group whose CustomResourceDefinitions have the paths, the newest first. */
  readonly versions: string;
  /** The part that the operator adds to the pods, as sentences. */
  readonly adds?: string;
  /** The part of the pods that is not judged, or that other objects decide, as sentences. */
  readonly caveat?: string;
  /** Whether `adds` and `caveat` were compared with the code of the operator. Otherwise they are by the documentation of its project. */
  readonly isVerified?: true;
}

const TEKTON: Operator = {
  versions: "v1, v1beta1",
  adds:
    "Tekton adds init containers, and fields of its own to each container. The flag set-security-context of its ConfigMap feature-flags makes them meet " +
    "restricted; the default is off.",
  caveat:
    "stepTemplate is judged as a container, because its fields apply to every step. A Task that is resolved by a reference is judged where it is.",
  isVerified: true,
};

const ARGO_WORKFLOWS: Operator = {
  versions: "v1alpha1",
  adds: "The controller adds the containers init and wait to each pod. Its ConfigMap sets their securityContext (executor, mainContainer).",
  caveat:
    "podSpecPatch is a text with placeholders, and can set any field of the pod: it is not judged, so the level that a namespace is ready for is unknown. resource.manifest is the text of another object: a note names it. A WorkflowTemplate that a Workflow refers to is judged in its own file.",
  isVerified: true,
};

const MONITORING: Operator = {
  versions: "v1, v1alpha1",
  adds: "The operator makes the containers, with allowPrivilegeEscalation: false and all capabilities dropped. Containers of .spec.containers are merged into them by name.",
  caveat:
    "The security context of the pod is .spec.securityContext as it is written: restricted requires runAsNonRoot: true and seccompProfile.type: RuntimeDefault in it.",
  isVerified: true,
};

const STRIMZI: Operator = {
  versions: "v1, v1beta2",
  adds:
    "The cluster operator makes the pods. Its variable STRIMZI_POD_SECURITY_PROVIDER_CLASS=restricted gives them the security contexts of restricted; the " +
    "default is baseline. A template replaces what the provider sets.",
  isVerified: true,
};

const ELASTIC: Operator = {
  versions: "v1, v1beta1",
  adds: "The operator merges its container, init containers and volumes into the template. In Elasticsearch from 8.8 on, its container and the pod have the security contexts of restricted.",
  isVerified: true,
};

const RUNNERS: Operator = {
  versions: "v1alpha1",
  adds: "The controller completes the container runner, or listener, of the template.",
  caveat: "containerMode: dind of the chart adds a privileged container.",
};

const CERT_MANAGER: Operator = {
  versions: "v1",
  adds: "The pod that answers an HTTP-01 challenge has one container of cert-manager, which meets restricted. The template has only fields of the pod.",
  caveat:
    "A securityContext of the template replaces that of cert-manager: restricted requires runAsNonRoot: true and seccompProfile.type: RuntimeDefault in it.",
  isVerified: true,
};

const KSERVE: Operator = {
  versions: "v1beta1, v1alpha2, v1alpha1",
  adds: "A ServingRuntime or a config adds the container of the model. Knative adds a queue proxy, and the agent or the storage initializer may be added.",
};

const OTEL: Operator = {
  versions: "v1beta1, v1alpha1",
  adds: "The operator makes the container.",
};

const KRUISE: Operator = { versions: "v1beta1, v1alpha1" };
const KUBEFLOW: Operator = { versions: "v1" };

/** By group, or by group and kind. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  "acme.cert-manager.io": CERT_MANAGER,
  "actions.github.com": RUNNERS,
  "actions.summerwind.dev": {
    versions: "v1alpha1",
    adds: "The controller adds the containers runner and docker. The second is privileged unless dockerEnabled is false.",
  },
  "agent.k8s.elastic.co": { ...ELASTIC, versions: "v1alpha1" },
  "agents.x-k8s.io": { versions: "v1beta1, v1alpha1" },
  "agones.dev": {
    versions: "v1",
    adds: "The controller adds the container agones-gameserver-sidecar.",
    caveat:
      "A host port is opened at run time for each port with portPolicy Dynamic or Static, which baseline forbids: it is not in the template.",
  },
  "apps.kruise.io": KRUISE,
  "apps.kruise.io/EphemeralJob": { ...KRUISE, adds: "Its containers are added to running pods of others." },
  "apps.kruise.io/UnitedDeployment": {
    ...KRUISE,
    caveat:
      "The patch of a subset can set any field of the pod: it is not judged, so the level that a namespace is ready for is unknown.",
  },
  "apps.kruise.io/SidecarSet": { ...KRUISE, adds: "Its containers and volumes are added to new pods of others." },
  "apps.openshift.io": {
    versions: "v1",
    caveat: "OpenShift's SecurityContextConstraints may change the pods when they are created.",
  },
  "argoproj.io": ARGO_WORKFLOWS,
  "argoproj.io/AnalysisRun": { versions: "v1alpha1" },
  "argoproj.io/AnalysisTemplate": { versions: "v1alpha1" },
  "argoproj.io/ClusterAnalysisTemplate": { versions: "v1alpha1" },
  "argoproj.io/Experiment": { versions: "v1alpha1" },
  "argoproj.io/Rollout": {
    versions: "v1alpha1",
    caveat: "With workloadRef, the template is that of another object, such as a Deployment, which is judged itself.",
  },
  "batch.volcano.sh": { versions: "v1alpha1" },
  "cert-manager.io": CERT_MANAGER,
  "core.strimzi.io": { versions: "v1, v1beta2" },
  "disaggregatedset.x-k8s.io": { versions: "v1" },
  "elasticsearch.k8s.elastic.co": ELASTIC,
  "extensions.agents.x-k8s.io": { versions: "v1beta1, v1alpha1" },
  "flink.apache.org": {
    versions: "v1beta1",
    adds: "The operator merges the container flink-main-container into the template, and .spec.podTemplate into those of the job manager and the task manager.",
    caveat: "Each of the three templates is judged alone, before they are merged.",
  },
  "flow.volcano.sh": { versions: "v1alpha1" },
  "jobset.x-k8s.io": { versions: "v1alpha2" },
  "kafka.strimzi.io": STRIMZI,
  "keda.sh": { versions: "v1alpha1" },
  "kubeflow.org": KUBEFLOW,
  "kubeflow.org/MPIJob": { versions: "v2beta1, v1" },
  "kubeflow.org/Notebook": { versions: "v1, v1beta1, v1alpha1" },
  "kubeflow.org/PVCViewer": { versions: "v1alpha1" },
  "leaderworkerset.x-k8s.io": { versions: "v1" },
  "monitoring.coreos.com": MONITORING,
  "opentelemetry.io": OTEL,
  "opentelemetry.io/Instrumentation": {
    versions: "v1alpha1",
    adds: "The operator adds an init container for each language, and for Go a privileged container, to pods of others.",
  },
  "operators.coreos.com/Subscription": {
    versions: "v1alpha1",
    adds: "OLM adds these volumes to the Deployments of the operator, which its ClusterServiceVersion describes.",
  },
  "operators.coreos.com": { versions: "v1alpha1", adds: "OLM makes the Deployments as they are written." },
  "pkg.crossplane.io": {
    versions: "v1beta1",
    adds: "Crossplane merges the container package-runtime into the template.",
  },
  "postgresql.cnpg.io/Cluster": {
    versions: "v1",
    adds: "The operator makes the pods, and sets the security contexts of restricted unless these fields replace them.",
    isVerified: true,
  },
  "postgresql.cnpg.io/Pooler": {
    versions: "v1",
    adds: "The operator merges the container pgbouncer into the template.",
  },
  "ray.io": {
    versions: "v1, v1alpha1",
    adds: "The operator adds the entry point and environment of Ray, and the init container wait-gcs-ready to workers, with the security context of the first container. With enableInTreeAutoscaling it adds the container autoscaler to the head.",
    isVerified: true,
  },
  "serving.knative.dev": {
    versions: "v1",
    adds: "Knative adds the container queue-proxy. It fills the security contexts of restricted in only with secure-pod-defaults of its ConfigMap config-features.",
    isVerified: true,
  },
  "serving.kserve.io": KSERVE,
  "sparkoperator.k8s.io": {
    versions: "v1beta2, v1alpha1",
    adds: "Spark makes the pods of the driver and the executors, and its webhook adds these fields. A template of .template is the start of them.",
    isVerified: true,
  },
  "tekton.dev": TEKTON,
  "trainer.kubeflow.org": { versions: "v1alpha1" },
  "trainer.kubeflow.org/TrainJob": {
    versions: "v1alpha1",
    adds: "The pods are those of its TrainingRuntime with these patches.",
  },
};

/** The operator of a kind of the table; undefined for another kind. */
export function operatorOf({ group, kind }: Pick<CustomKind, "group" | "kind">): Operator | undefined {
  const own = OPERATORS[`${group}/${kind}`] ?? OPERATORS[group];
  return own ?? (group.endsWith(".k8s.elastic.co") ? ELASTIC : undefined);
}
