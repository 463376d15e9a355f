package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/admission/api/load"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/metrics"
	"k8s.io/pod-security-admission/policy"
)

// reviewRequest asks what the official webhook answers to a body, with a configuration, the labels of the namespaces, and the
// pods of every namespace.
type reviewRequest struct {
	Config     json.RawMessage              `json:"config"`
	Namespaces map[string]map[string]string `json:"namespaces"`
	Pods       []json.RawMessage            `json:"pods"`
	// Copies is how often each pod is in the namespace: the first one under its own name, the others with a number.
	Copies int    `json:"copies"`
	Body   string `json:"body"`
}

// reviewResponse is what cmd/webhook/server answers: the response and the metrics that it records, or the text of a 400.
type reviewResponse struct {
	Response *admissionv1.AdmissionResponse `json:"response,omitempty"`
	Metrics  []string                       `json:"metrics,omitempty"`
	Refused  string                         `json:"refused,omitempty"`
	Panic    string                         `json:"panic,omitempty"`
}

// webhookScheme is that of cmd/webhook/server/scheme.go.
var webhookScheme = runtime.NewScheme()

func init() {
	utilruntime.Must(corev1.AddToScheme(webhookScheme))
	utilruntime.Must(appsv1.AddToScheme(webhookScheme))
	utilruntime.Must(batchv1.AddToScheme(webhookScheme))
	utilruntime.Must(admissionv1.AddToScheme(webhookScheme))
}

// review follows HandleValidate of cmd/webhook/server/server.go from the decoding of the body on.
func review(request reviewRequest) (answer reviewResponse, err error) {
	decoder := serializer.NewCodecFactory(webhookScheme).UniversalDeserializer()
	var config []byte
	if string(request.Config) != "null" {
		config = request.Config
	}
	configuration, err := load.LoadFromData(config)
	if err != nil {
		return reviewResponse{}, err
	}
	pods, err := request.pods()
	if err != nil {
		return reviewResponse{}, err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return reviewResponse{}, err
	}
	recorder := &recordedMetrics{}
	webhook := &admission.Admission{
		Configuration:    configuration,
		Evaluator:        evaluator,
		Metrics:          recorder,
		PodSpecExtractor: admission.DefaultPodSpecExtractor{},
		NamespaceGetter:  labelledNamespaces(request.Namespaces),
		PodLister:        pods,
	}
	if err := webhook.CompleteConfiguration(); err != nil {
		return reviewResponse{}, err
	}
	if err := webhook.ValidateConfiguration(); err != nil {
		return reviewResponse{}, err
	}
	defer func() {
		if problem := recover(); problem != nil {
			answer, err = reviewResponse{Panic: fmt.Sprint(problem)}, nil
		}
	}()
	kind := admissionv1.SchemeGroupVersion.WithKind("AdmissionReview")
	object, gvk, err := decoder.Decode([]byte(request.Body), &kind, nil)
	if err != nil {
		return reviewResponse{Refused: "unable to decode the request"}, nil
	}
	if *gvk != kind {
		return reviewResponse{Refused: fmt.Sprintf("unexpected AdmissionReview kind: %s", gvk.String())}, nil
	}
	asked := object.(*admissionv1.AdmissionReview).Request
	uid := asked.UID
	// The responses of the library are shared.
	response := webhook.Validate(context.Background(), api.RequestAttributes(asked, decoder)).DeepCopy()
	response.UID = uid
	return reviewResponse{Response: response, Metrics: recorder.events}, nil
}

func (r reviewRequest) pods() (podList, error) {
	pods := podList{}
	for _, data := range r.Pods {
		var pod corev1.Pod
		if err := decode(data, &pod); err != nil {
			return nil, fmt.Errorf("pods: %w", err)
		}
		pods = append(pods, &pod)
	}
	for copy := 1; copy < r.Copies; copy++ {
		for _, pod := range pods[:len(r.Pods)] {
			next := pod.DeepCopy()
			next.Name = fmt.Sprintf("%s-%d", pod.Name, copy)
			pods = append(pods, next)
		}
	}
	return pods, nil
}

// labelledNamespaces are the labels of the namespaces that exist, by name.
type labelledNamespaces map[string]map[string]string

func (n labelledNamespaces) GetNamespace(_ context.Context, name string) (*corev1.Namespace, error) {
	labels, ok := n[name]
	if name == "" {
		// As client-go refuses it.
		return nil, fmt.Errorf("resource name may not be empty")
	}
	if !ok {
		return nil, apierrors.NewNotFound(corev1.Resource("namespaces"), name)
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}, nil
}

// recordedMetrics keeps each event as words.
type recordedMetrics struct{ events []string }

func (r *recordedMetrics) RecordEvaluation(decision metrics.Decision, level api.LevelVersion, mode metrics.Mode, _ api.Attributes) {
	r.events = append(r.events, strings.Join([]string{"evaluation", string(decision), level.String(), string(mode)}, " "))
}

func (r *recordedMetrics) RecordExemption(api.Attributes) {
	r.events = append(r.events, "exemption")
}

func (r *recordedMetrics) RecordError(fatal bool, _ api.Attributes) {
	r.events = append(r.events, fmt.Sprintf("error %t", fatal))
}
