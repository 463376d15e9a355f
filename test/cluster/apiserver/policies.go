package main

import (
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/restmapper"
	"k8s.io/kubernetes/pkg/controller/validatingadmissionpolicystatus"
)

// newPolicyChecker returns the controller that checks the types in the expressions of admission policies against the
// schemas of the API server, and writes its warnings into their status
// (cmd/kube-controller-manager/app/validatingadmissionpolicystatus.go).
func newPolicyChecker(client kubernetes.Interface, factory informers.SharedInformerFactory) (*validatingadmissionpolicystatus.Controller, error) {
	discovery := memory.NewMemCacheClient(client.Discovery())
	return validatingadmissionpolicystatus.NewController(
		factory.Admissionregistration().V1().ValidatingAdmissionPolicies(),
		client.AdmissionregistrationV1().ValidatingAdmissionPolicies(),
		&validating.TypeChecker{
			SchemaResolver: &resolver.ClientDiscoveryResolver{Discovery: client.Discovery()},
			RestMapper:     restmapper.NewDeferredDiscoveryRESTMapper(discovery),
		},
	)
}
