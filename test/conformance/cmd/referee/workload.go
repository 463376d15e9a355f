package main

import (
	"encoding/json"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	appsv1beta1 "k8s.io/api/apps/v1beta1"
	appsv1beta2 "k8s.io/api/apps/v1beta2"
	batchv1 "k8s.io/api/batch/v1"
	batchv1beta1 "k8s.io/api/batch/v1beta1"
	corev1 "k8s.io/api/core/v1"
	extensionsv1beta1 "k8s.io/api/extensions/v1beta1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubejson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// kinds are Namespace and the kinds with a pod for Pod Security Admission, in any API version.
var kinds = map[string]bool{
	"CronJob": true, "DaemonSet": true, "Deployment": true, "Job": true, "Namespace": true, "Pod": true, "PodTemplate": true,
	"ReplicaSet": true, "ReplicationController": true, "StatefulSet": true,
}

// scheme contains every API version, current or removed, of these kinds.
var scheme = runtime.NewScheme()

func init() {
	for _, add := range []func(*runtime.Scheme) error{
		corev1.AddToScheme, appsv1.AddToScheme, appsv1beta1.AddToScheme, appsv1beta2.AddToScheme,
		batchv1.AddToScheme, batchv1beta1.AddToScheme, extensionsv1beta1.AddToScheme,
	} {
		utilruntime.Must(add(scheme))
	}
	// k8s.io/api no longer has types for these: their successors decode them.
	scheme.AddKnownTypes(schema.GroupVersion{Group: "batch", Version: "v2alpha1"}, &batchv1beta1.CronJob{}, &batchv1.Job{})
	scheme.AddKnownTypes(extensionsv1beta1.SchemeGroupVersion, &batchv1.Job{})
}

// The API server decodes with the first of these, unless a client requests strict field validation.
var (
	lenient = kubejson.NewSerializerWithOptions(kubejson.DefaultMetaFactory, scheme, scheme, kubejson.SerializerOptions{})
	strict  = kubejson.NewSerializerWithOptions(kubejson.DefaultMetaFactory, scheme, scheme, kubejson.SerializerOptions{Strict: true})
)

// readObject decodes an object into its type, as the API server does with the fields that kubectl sends unchanged. It ignores objects of other types.
func (r *manifestReader) readObject(place object, meta typeMeta, fields map[string]any) (object, error) {
	place.Outcome, place.APIVersion, place.Kind = "other", meta.apiVersion, meta.kind
	groupVersion, err := schema.ParseGroupVersion(meta.apiVersion)
	known := err == nil && scheme.Recognizes(groupVersion.WithKind(meta.kind))
	if !kinds[meta.kind] || (meta.apiVersion != "" && !known) {
		return place, nil
	}
	sent, err := json.Marshal(fields)
	if err != nil {
		return place, err
	}
	decoded, _, err := lenient.Decode(sent, nil, nil)
	if err != nil {
		place.Outcome, place.Error = "error", err.Error()
		return place, nil
	}
	if _, _, err := strict.Decode(sent, nil, nil); err != nil {
		problems, ok := runtime.AsStrictDecodingError(err)
		if !ok {
			return place, fmt.Errorf("strict decoding alone fails: %w", err)
		}
		for _, problem := range problems.Errors() {
			place.Strict = append(place.Strict, problem.Error())
		}
	}
	metadata, ok := decoded.(metav1.Object)
	if !ok {
		return place, fmt.Errorf("%T has no metadata", decoded)
	}
	place.Name, place.Namespace = metadata.GetName(), metadata.GetNamespace()
	if namespace, ok := decoded.(*corev1.Namespace); ok {
		place.Outcome, place.Labels = "namespace", namespace.Labels
		return place, nil
	}
	place.Outcome = "pod"
	podMetadata, podSpec, err := r.pod(decoded)
	if err != nil {
		return place, err
	}
	if podSpec == nil {
		place.NoTemplate = true
		return place, nil
	}
	place.Results, err = evaluateAll(podMetadata, podSpec, r.request.Policies, nil)
	return place, err
}

// pod returns the pod of an object, or the object if it is a pod, after the API server's defaulting; nil if it has no pod.
func (r *manifestReader) pod(holder runtime.Object) (*metav1.ObjectMeta, *corev1.PodSpec, error) {
	var template *corev1.PodTemplateSpec
	switch o := holder.(type) {
	case *corev1.Pod:
		defaultVolumes(&o.Spec)
		if !r.request.VolumesOnly {
			defaultPod(o)
		}
		return &o.ObjectMeta, &o.Spec, nil
	case *corev1.PodTemplate:
		template = &o.Template
	case *corev1.ReplicationController:
		template = o.Spec.Template
	case *appsv1.DaemonSet:
		template = &o.Spec.Template
	case *appsv1.Deployment:
		template = &o.Spec.Template
	case *appsv1.ReplicaSet:
		template = &o.Spec.Template
	case *appsv1.StatefulSet:
		template = &o.Spec.Template
	case *appsv1beta1.Deployment:
		template = &o.Spec.Template
	case *appsv1beta1.StatefulSet:
		template = &o.Spec.Template
	case *appsv1beta2.DaemonSet:
		template = &o.Spec.Template
	case *appsv1beta2.Deployment:
		template = &o.Spec.Template
	case *appsv1beta2.ReplicaSet:
		template = &o.Spec.Template
	case *appsv1beta2.StatefulSet:
		template = &o.Spec.Template
	case *batchv1.CronJob:
		template = &o.Spec.JobTemplate.Spec.Template
	case *batchv1.Job:
		template = &o.Spec.Template
	case *batchv1beta1.CronJob:
		template = &o.Spec.JobTemplate.Spec.Template
	case *extensionsv1beta1.DaemonSet:
		template = &o.Spec.Template
	case *extensionsv1beta1.Deployment:
		template = &o.Spec.Template
	case *extensionsv1beta1.ReplicaSet:
		template = &o.Spec.Template
	default:
		return nil, nil, fmt.Errorf("%T holds no pod", holder)
	}
	if template == nil {
		return nil, nil, nil
	}
	defaultVolumes(&template.Spec)
	return &template.ObjectMeta, &template.Spec, nil
}
