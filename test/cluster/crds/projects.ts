/** A project whose CustomResourceDefinitions are installed from its Go module. */
export interface Project {
  /** The path of the module in go.mod. */
  readonly module: string;
  /** The files with the definitions that users install, as a pattern within the module. */
  readonly installed: string;
  /** The files with the whole schemas, if the installed ones have none. */
  readonly schemas?: string;
  /** The definitions that are only scanned, with the reason: `mpijobs.kubeflow.org`. */
  readonly onlyScanned?: Readonly<Record<string, string>>;
}

/** The projects of go.mod. */
export const PROJECTS: readonly Project[] = [
  { module: "github.com/argoproj/argo-rollouts", installed: "manifests/crds/*-crd.yaml" },
  {
    module: "github.com/argoproj/argo-workflows/v4",
    // Its objects are open, so that the definitions are short. An API server takes half a minute for some of the complete ones.
    installed: "manifests/base/crds/minimal/argoproj.io_*.yaml",
    schemas: "manifests/base/crds/full/argoproj.io_*.yaml",
  },
  { module: "github.com/cert-manager/cert-manager", installed: "deploy/crds/*.yaml" },
  {
    module: "github.com/elastic/cloud-on-k8s/v3",
    // Its pod templates are open, so that the definitions are short.
    installed: "config/crds/v1/all-crds.yaml",
    schemas: "config/crds/v1/resources/*.k8s.elastic.co_*.yaml",
  },
  { module: "github.com/kedacore/keda/v2", installed: "config/crd/bases/*.yaml" },
  { module: "github.com/kubeflow/mpi-operator", installed: "manifests/base/kubeflow.org_mpijobs.yaml" },
  { module: "github.com/kubeflow/spark-operator/v2", installed: "config/crd/bases/*.yaml" },
  { module: "github.com/kubeflow/trainer/v2", installed: "manifests/base/crds/*_*.yaml" },
  {
    module: "github.com/kubeflow/training-operator",
    installed: "manifests/base/crds/*_*.yaml",
    onlyScanned: { "mpijobs.kubeflow.org": "mpi-operator has a definition of the same name" },
  },
  { module: "github.com/operator-framework/api", installed: "crds/*.yaml" },
  {
    module: "github.com/prometheus-operator/prometheus-operator",
    installed: "example/prometheus-operator-crd/*.yaml",
  },
  { module: "github.com/ray-project/kuberay/ray-operator", installed: "config/crd/bases/*.yaml" },
  {
    module: "github.com/tektoncd/pipeline",
    // Definitions of this version allow any fields.
    installed: "config/300-crds/300-*.yaml",
  },
  { module: "knative.dev/serving", installed: "config/core/300-resources/*.yaml" },
  { module: "sigs.k8s.io/jobset", installed: "config/components/crd/bases/*.yaml" },
  { module: "sigs.k8s.io/kueue", installed: "config/components/crd/bases/*.yaml" },
  { module: "sigs.k8s.io/lws", installed: "config/crd/bases/*.yaml" },
];

/** Kinds of the table that no definition of PROJECTS covers, by group, and the reason. */
export const NOT_COVERED: Readonly<Record<string, string>> = {
  "": "OpenShift 3 served its kinds in the core group, without definitions",
  "actions.github.com": "the Go module proxy lists no version of actions-runner-controller",
  "actions.summerwind.dev": "the Go module proxy lists no version of actions-runner-controller",
  "agents.x-k8s.io": "the Go module proxy lists no version of agent-sandbox",
  "agones.dev": "the definitions of Agones are Helm templates",
  "apps.kruise.io": "the Go module proxy lists no version of Kruise",
  "apps.openshift.io": "OpenShift's API server serves it without a definition",
  "batch.volcano.sh": "the Go module proxy lists no version of Volcano",
  "core.strimzi.io": "Strimzi is a Java project",
  "disaggregatedset.x-k8s.io": "newer than the version of LWS in go.mod",
  "extensions.agents.x-k8s.io": "the Go module proxy lists no version of agent-sandbox",
  "flink.apache.org": "the operator of Flink is a Java project",
  "flow.volcano.sh": "the Go module proxy lists no version of Volcano",
  "kafka.strimzi.io": "Strimzi is a Java project",
  "kubeflow.org/MXJob": "older than the version of training-operator in go.mod",
  "kubeflow.org/Notebook": "the definitions of Kubeflow's notebooks are in no Go module of their own",
  "kubeflow.org/PVCViewer": "the definitions of Kubeflow's notebooks are in no Go module of their own",
  "opentelemetry.io": "the Go module proxy lists no version of opentelemetry-operator",
  "pkg.crossplane.io": "the Go module proxy lists no version of Crossplane",
  "postgresql.cnpg.io": "the Go module proxy lists no version of CloudNativePG",
  "serving.kserve.io": "the Go module proxy lists no version of KServe",
  "tekton.dev/ClusterTask": "older than the version of Tekton in go.mod",
  "trainer.kubeflow.org/OptimizationJob": "newer than the version of Trainer in go.mod",
};
