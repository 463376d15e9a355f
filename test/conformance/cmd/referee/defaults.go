package main

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// The API server's defaults of the fields that checks read. The original is in k8s.io/kubernetes, which is too large to build for three rules. The
// tests on a real API server compare these rules with it.

// defaultVolumes, for a Pod or a template, turns each volume without a source into an emptyDir (SetDefaults_Volume, pkg/apis/core/v1/defaults.go).
func defaultVolumes(spec *corev1.PodSpec) {
	for i := range spec.Volumes {
		if source := &spec.Volumes[i].VolumeSource; *source == (corev1.VolumeSource{}) {
			source.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}

// defaultPod sets the defaults that a template does not get: the host ports and AppArmor profiles of a new Pod.
func defaultPod(pod *corev1.Pod) {
	if pod.Spec.HostNetwork {
		defaultHostPorts(pod.Spec.Containers)
		defaultHostPorts(pod.Spec.InitContainers)
	}
	if pod.Spec.OS == nil || pod.Spec.OS.Name != corev1.Windows {
		defaultAppArmorProfiles(pod)
	}
}

// defaultHostPorts sets the host port to the container port in a pod on the host network (SetDefaults_Pod, same file).
func defaultHostPorts(containers []corev1.Container) {
	for i := range containers {
		for j := range containers[i].Ports {
			if port := &containers[i].Ports[j]; port.HostPort == 0 {
				port.HostPort = port.ContainerPort
			}
		}
	}
}

// defaultAppArmorProfiles copies an AppArmor annotation into the container that it names, unless the container has a profile or the pod has the same
// one (applyAppArmorVersionSkew, pkg/registry/core/pod/strategy.go).
func defaultAppArmorProfiles(pod *corev1.Pod) {
	var podProfile *corev1.AppArmorProfile
	if pod.Spec.SecurityContext != nil {
		podProfile = pod.Spec.SecurityContext.AppArmorProfile
	}
	set := func(name string, context **corev1.SecurityContext) {
		annotation, ok := pod.Annotations[corev1.DeprecatedAppArmorBetaContainerAnnotationKeyPrefix+name]
		if !ok || (*context != nil && (*context).AppArmorProfile != nil) {
			return
		}
		profile := appArmorProfile(annotation)
		if profile == nil || (podProfile != nil && sameProfile(*profile, *podProfile)) {
			return
		}
		if *context == nil {
			*context = &corev1.SecurityContext{}
		}
		(*context).AppArmorProfile = profile
	}
	for i := range pod.Spec.InitContainers {
		set(pod.Spec.InitContainers[i].Name, &pod.Spec.InitContainers[i].SecurityContext)
	}
	for i := range pod.Spec.Containers {
		set(pod.Spec.Containers[i].Name, &pod.Spec.Containers[i].SecurityContext)
	}
	for i := range pod.Spec.EphemeralContainers {
		set(pod.Spec.EphemeralContainers[i].Name, &pod.Spec.EphemeralContainers[i].SecurityContext)
	}
}

// appArmorProfile parses an annotation's value; nil for a value without meaning.
func appArmorProfile(annotation string) *corev1.AppArmorProfile {
	switch annotation {
	case corev1.DeprecatedAppArmorBetaProfileNameUnconfined:
		return &corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeUnconfined}
	case corev1.DeprecatedAppArmorBetaProfileRuntimeDefault:
		return &corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeRuntimeDefault}
	}
	local, ok := strings.CutPrefix(annotation, corev1.DeprecatedAppArmorBetaProfileNamePrefix)
	// The API server also ignores names that are invalid in the field. No check reads the name.
	if !ok || local == "" {
		return nil
	}
	return &corev1.AppArmorProfile{Type: corev1.AppArmorProfileTypeLocalhost, LocalhostProfile: &local}
}

func sameProfile(a, b corev1.AppArmorProfile) bool {
	if (a.LocalhostProfile == nil) != (b.LocalhostProfile == nil) {
		return false
	}
	return a.Type == b.Type && (a.LocalhostProfile == nil || *a.LocalhostProfile == *b.LocalhostProfile)
}
