package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	admissionv1 "k8s.io/api/admission/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/pod-security-admission/admission"
	admissionapi "k8s.io/pod-security-admission/admission/api"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/metrics"
)

// exemptions are the exemptions of a PodSecurityConfiguration, by their names in the file.
type exemptions struct {
	Usernames      []string `json:"usernames,omitempty"`
	Namespaces     []string `json:"namespaces,omitempty"`
	RuntimeClasses []string `json:"runtimeClasses,omitempty"`
}

// admitRequest requests the admission plugin's answer to the creation of a Pod, or of a Deployment with that pod as its template.
type admitRequest struct {
	Defaults        defaults          `json:"defaults"`
	Exemptions      exemptions        `json:"exemptions"`
	Kind            string            `json:"kind"`
	Namespace       string            `json:"namespace"`
	NamespaceExists bool              `json:"namespaceExists"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	PodMetadata     json.RawMessage   `json:"podMetadata"`
	PodSpec         json.RawMessage   `json:"podSpec"`
	User            string            `json:"user"`
}

// admitResponse contains the answer that a client and the audit log get. Code, message and reason are those of a rejection.
type admitResponse struct {
	Allowed          bool              `json:"allowed"`
	AuditAnnotations map[string]string `json:"auditAnnotations"`
	Code             int32             `json:"code,omitempty"`
	Message          string            `json:"message,omitempty"`
	Reason           string            `json:"reason,omitempty"`
	Warnings         []string          `json:"warnings"`
}

func admit(request admitRequest) (admitResponse, error) {
	attributes, err := request.attributes()
	if err != nil {
		return admitResponse{}, err
	}
	return ask(attributes, request.Defaults, request.Exemptions, namespaces{request}, podList{})
}

// ask passes a request to a new plugin, and returns its answer.
func ask(
	attributes api.Attributes, defaults defaults, exemptions exemptions, namespaces admission.NamespaceGetter, pods podList,
) (admitResponse, error) {
	evaluator, err := evaluatorFor(nil)
	if err != nil {
		return admitResponse{}, err
	}
	plugin := &admission.Admission{
		Configuration: &admissionapi.PodSecurityConfiguration{
			Defaults:   admissionapi.PodSecurityDefaults(defaults),
			Exemptions: admissionapi.PodSecurityExemptions(exemptions),
		},
		Evaluator:       evaluator,
		Metrics:         noMetrics{},
		NamespaceGetter: namespaces,
		PodLister:       pods,
	}
	if err := plugin.CompleteConfiguration(); err != nil {
		return admitResponse{}, err
	}
	if err := plugin.ValidateConfiguration(); err != nil {
		return admitResponse{}, err
	}
	answer := plugin.Validate(context.Background(), attributes)
	response := admitResponse{
		Allowed:          answer.Allowed,
		AuditAnnotations: answer.AuditAnnotations,
		Warnings:         notNil(answer.Warnings),
	}
	if response.AuditAnnotations == nil {
		response.AuditAnnotations = map[string]string{}
	}
	if answer.Result != nil {
		response.Code, response.Message, response.Reason = answer.Result.Code, answer.Result.Message, string(answer.Result.Reason)
	}
	return response, nil
}

// attributes is the request that the API server passes to the plugin.
func (r admitRequest) attributes() (*api.AttributesRecord, error) {
	var pod corev1.Pod
	if err := decode(r.PodMetadata, &pod.ObjectMeta); err != nil {
		return nil, fmt.Errorf("podMetadata: %w", err)
	}
	if err := decode(r.PodSpec, &pod.Spec); err != nil {
		return nil, fmt.Errorf("podSpec: %w", err)
	}
	var object runtime.Object
	var kind schema.GroupVersionKind
	var resource schema.GroupVersionResource
	switch r.Kind {
	case "Pod":
		object = &pod
		kind, resource = corev1.SchemeGroupVersion.WithKind("Pod"), corev1.SchemeGroupVersion.WithResource("pods")
	case "Deployment":
		template := corev1.PodTemplateSpec{ObjectMeta: pod.ObjectMeta, Spec: pod.Spec}
		object = &appsv1.Deployment{
			ObjectMeta: metav1.ObjectMeta{Name: pod.Name},
			Spec:       appsv1.DeploymentSpec{Template: template},
		}
		kind, resource = appsv1.SchemeGroupVersion.WithKind("Deployment"), appsv1.SchemeGroupVersion.WithResource("deployments")
	default:
		return nil, fmt.Errorf("kind is neither Pod nor Deployment but %q", r.Kind)
	}
	return &api.AttributesRecord{
		Name:      pod.Name,
		Namespace: r.Namespace,
		Kind:      kind,
		Resource:  resource,
		Operation: admissionv1.Create,
		Object:    object,
		Username:  r.User,
	}, nil
}

// namespaces returns the namespace of one request, if it exists.
type namespaces struct{ request admitRequest }

func (n namespaces) GetNamespace(_ context.Context, name string) (*corev1.Namespace, error) {
	if !n.request.NamespaceExists {
		return nil, apierrors.NewNotFound(corev1.Resource("namespaces"), name)
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: n.request.NamespaceLabels}}, nil
}

// podList is the pods of a namespace. The plugin checks them when the labels change.
type podList []*corev1.Pod

// ListPods returns a copy of the list, because the library sorts it in place.
func (p podList) ListPods(context.Context, string) ([]*corev1.Pod, error) {
	return slices.Clone(p), nil
}

// noMetrics ignores all metrics.
type noMetrics struct{}

func (noMetrics) RecordEvaluation(metrics.Decision, api.LevelVersion, metrics.Mode, api.Attributes) {}
func (noMetrics) RecordExemption(api.Attributes)                                                    {}
func (noMetrics) RecordError(bool, api.Attributes)                                                  {}
