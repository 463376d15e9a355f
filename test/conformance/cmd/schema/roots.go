package main

import (
	"reflect"

	appsv1 "k8s.io/api/apps/v1"
	appsv1beta1 "k8s.io/api/apps/v1beta1"
	appsv1beta2 "k8s.io/api/apps/v1beta2"
	batchv1 "k8s.io/api/batch/v1"
	batchv1beta1 "k8s.io/api/batch/v1beta1"
	corev1 "k8s.io/api/core/v1"
	extensionsv1beta1 "k8s.io/api/extensions/v1beta1"
)

type root struct {
	apiVersion string
	goType     reflect.Type
}

// roots are Namespace and the kinds with a pod for Pod Security Admission, at every current or removed API version. k8s.io/api no longer has types
// for the Jobs of batch/v2alpha1 and extensions/v1beta1: their successors decode them.
var roots = []root{
	{"v1", reflect.TypeFor[corev1.Namespace]()},
	{"v1", reflect.TypeFor[corev1.Pod]()},
	{"v1", reflect.TypeFor[corev1.PodTemplate]()},
	{"v1", reflect.TypeFor[corev1.ReplicationController]()},
	{"apps/v1", reflect.TypeFor[appsv1.DaemonSet]()},
	{"apps/v1", reflect.TypeFor[appsv1.Deployment]()},
	{"apps/v1", reflect.TypeFor[appsv1.ReplicaSet]()},
	{"apps/v1", reflect.TypeFor[appsv1.StatefulSet]()},
	{"apps/v1beta1", reflect.TypeFor[appsv1beta1.Deployment]()},
	{"apps/v1beta1", reflect.TypeFor[appsv1beta1.StatefulSet]()},
	{"apps/v1beta2", reflect.TypeFor[appsv1beta2.DaemonSet]()},
	{"apps/v1beta2", reflect.TypeFor[appsv1beta2.Deployment]()},
	{"apps/v1beta2", reflect.TypeFor[appsv1beta2.ReplicaSet]()},
	{"apps/v1beta2", reflect.TypeFor[appsv1beta2.StatefulSet]()},
	{"batch/v1", reflect.TypeFor[batchv1.CronJob]()},
	{"batch/v1", reflect.TypeFor[batchv1.Job]()},
	{"batch/v1beta1", reflect.TypeFor[batchv1beta1.CronJob]()},
	{"batch/v2alpha1", reflect.TypeFor[batchv1beta1.CronJob]()},
	{"batch/v2alpha1", reflect.TypeFor[batchv1.Job]()},
	{"extensions/v1beta1", reflect.TypeFor[extensionsv1beta1.DaemonSet]()},
	{"extensions/v1beta1", reflect.TypeFor[extensionsv1beta1.Deployment]()},
	{"extensions/v1beta1", reflect.TypeFor[batchv1.Job]()},
	{"extensions/v1beta1", reflect.TypeFor[extensionsv1beta1.ReplicaSet]()},
}
