// Package crds pins the projects whose CustomResourceDefinitions the tests install in a real API server: go.sum has the checksum of each module. The
// tests read only YAML files of these modules. Each import names a small package, so that `go mod tidy` keeps its module.
package crds

import (
	_ "github.com/argoproj/argo-rollouts/pkg/apis/rollouts"
	_ "github.com/argoproj/argo-workflows/v4/util/maps"
	_ "github.com/cert-manager/cert-manager/pkg/apis"
	_ "github.com/elastic/cloud-on-k8s/v3/pkg/controller/common/apikey"
	_ "github.com/kedacore/keda/v2/pkg/eventreason"
	_ "github.com/kubeflow/mpi-operator/pkg/version"
	_ "github.com/kubeflow/spark-operator/v2/pkg/common"
	_ "github.com/kubeflow/trainer/v2/pkg/runtime/framework/plugins/jobset/constants"
	_ "github.com/kubeflow/training-operator/pkg/config"
	_ "github.com/operator-framework/api/crds"
	_ "github.com/prometheus-operator/prometheus-operator/pkg/versionutil"
	_ "github.com/ray-project/kuberay/ray-operator/pkg/utils"
	_ "github.com/tektoncd/pipeline/pkg/apis"
	_ "knative.dev/serving/config/core"
	_ "sigs.k8s.io/jobset/pkg/version"
	_ "sigs.k8s.io/kueue/pkg/constants"
	_ "sigs.k8s.io/lws/pkg/version"
)
