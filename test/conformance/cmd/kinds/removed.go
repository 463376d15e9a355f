package main

// elsewhere contains the current and removed kinds of kube-apiserver in other modules than k8s.io/api: k8s.io/apiextensions-apiserver and
// k8s.io/kube-aggregator.
var elsewhere = map[string]string{
	"apiextensions.k8s.io/v1":        "ConversionReview CustomResourceDefinition+",
	"apiextensions.k8s.io/v1beta1":   "ConversionReview CustomResourceDefinition+",
	"apiregistration.k8s.io/v1":      "APIService+",
	"apiregistration.k8s.io/v1beta1": "APIService+",
}

// removed contains the kinds that k8s.io/api no longer has. Sources: register.go of its releases from Kubernetes 1.9 to 1.36, and for older releases
// pkg/apis/*/v* of k8s.io/kubernetes.
var removed = map[string]string{
	// Until 1.12.
	"admissionregistration.k8s.io/v1alpha1": "ExternalAdmissionHookConfiguration+ InitializerConfiguration+",
	// 1.3 and 1.4; StatefulSet since.
	"apps/v1alpha1": "PetSet+",
	// 1.13 to 1.18.
	"auditregistration.k8s.io/v1alpha1": "AuditSink+",
	// 1.6 and 1.7.
	"autoscaling/v2alpha1": "HorizontalPodAutoscaler+",
	// Until 1.24.
	"autoscaling/v2beta1": "HorizontalPodAutoscaler+",
	// Until 1.25.
	"autoscaling/v2beta2": "HorizontalPodAutoscaler+",
	"batch/v1beta1":       "JobTemplate",
	// 1.3 to 1.20; ScheduledJob until 1.7.
	"batch/v2alpha1": "CronJob+ Job+ JobTemplate ScheduledJob+",
	// CertificateSigningRequest in 1.4 and 1.5, PodCertificateRequest in 1.34.
	"certificates.k8s.io/v1alpha1": "CertificateSigningRequest+ PodCertificateRequest+",
	// 1.31.
	"coordination.k8s.io/v1alpha1": "LeaseCandidate+",
	// 1.16 to 1.20.
	"discovery.k8s.io/v1alpha1": "EndpointSlice+",
	// Until 1.15, PodSecurityPolicy; the others until 1.5 to 1.7.
	"extensions/v1beta1": "ClusterAutoscaler+ HorizontalPodAutoscaler+ Job+ JobTemplate PodSecurityPolicy+ ReplicationControllerDummy " +
		"ThirdPartyResource+ ThirdPartyResourceData+",
	// Until 1.28.
	"flowcontrol.apiserver.k8s.io/v1alpha1": "FlowSchema+ PriorityLevelConfiguration+",
	// ClusterCIDR until 1.28, the others until 1.33.
	"networking.k8s.io/v1alpha1": "ClusterCIDR+ IPAddress+ ServiceCIDR+",
	// 1.3 and 1.4.
	"policy/v1alpha1": "Eviction PodDisruptionBudget+",
	// Until 1.24.
	"policy/v1beta1": "PodSecurityPolicy+",
	// 1.26.
	"resource.k8s.io/v1alpha1": "PodScheduling+ ResourceClaim+ ResourceClaimTemplate+ ResourceClass+",
	// 1.27 to 1.30.
	"resource.k8s.io/v1alpha2": "PodSchedulingContext+ ResourceClaim+ ResourceClaimParameters+ ResourceClaimTemplate+ ResourceClass+ " +
		"ResourceClassParameters+ ResourceSlice+",
	// 1.31 to 1.33.
	"resource.k8s.io/v1alpha3": "DeviceClass+ PodSchedulingContext+ ResourceClaim+ ResourceClaimTemplate+ ResourceSlice+",
	// PriorityClass until 1.35, Workload in 1.35.
	"scheduling.k8s.io/v1alpha1": "PriorityClass+ Workload+",
	// 1.36.
	"scheduling.k8s.io/v1alpha2": "PodGroup+ Workload+",
	// 1.6 to 1.19.
	"settings.k8s.io/v1alpha1": "PodPreset+",
	// 1.30 to 1.34.
	"storagemigration.k8s.io/v1alpha1": "StorageVersionMigration+",
	// PodStatusResult until 1.36, EphemeralContainers until 1.19, NodeConfigSource until 1.10.
	"v1": "EphemeralContainers NodeConfigSource PodStatusResult",
}
