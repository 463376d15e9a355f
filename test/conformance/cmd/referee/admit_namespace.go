package main

import (
	"encoding/json"
	"fmt"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
)

// admitNamespaceRequest requests the admission plugin's answer to the creation of a Namespace, or to new labels of a Namespace that contains pods.
type admitNamespaceRequest struct {
	Defaults   defaults              `json:"defaults"`
	Exemptions exemptions            `json:"exemptions"`
	Operation  admissionv1.Operation `json:"operation"`
	Name       string                `json:"name"`
	OldLabels  map[string]string     `json:"oldLabels"`
	Labels     map[string]string     `json:"labels"`
	Pods       []json.RawMessage     `json:"pods"`
}

func admitNamespace(request admitNamespaceRequest) (admitResponse, error) {
	pods := podList{}
	for _, data := range request.Pods {
		var pod corev1.Pod
		if err := decode(data, &pod); err != nil {
			return admitResponse{}, fmt.Errorf("pods: %w", err)
		}
		pods = append(pods, &pod)
	}
	attributes := &api.AttributesRecord{
		Name:      request.Name,
		Namespace: request.Name,
		Kind:      corev1.SchemeGroupVersion.WithKind("Namespace"),
		Resource:  corev1.SchemeGroupVersion.WithResource("namespaces"),
		Operation: request.Operation,
		Object:    request.namespace(request.Labels),
		Username:  "alice",
	}
	if request.Operation == admissionv1.Update {
		attributes.OldObject = request.namespace(request.OldLabels)
	}
	return ask(attributes, request.Defaults, request.Exemptions, namespaces{}, pods)
}

func (r admitNamespaceRequest) namespace(labels map[string]string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: r.Name, Labels: labels}}
}
