/** The resources whose pods a policy judges, and the CEL path of the pod in them. */
export interface PodSource {
  /** The last part of the names of its policies; empty for pods. */
  readonly suffix: string;
  /** The CEL expression of the object with `metadata` and `spec` of the pod. */
  readonly pod: string;
  readonly rules: readonly ResourceRule[];
  /** The group and kind of its objects: `apps/Deployment`. */
  readonly kinds: readonly string[];
  /** Whether the objects are pods themselves. Updates of their other fields are not judged, and they can be denied. */
  readonly isPod: boolean;
  /** A condition that objects with a pod template meet. */
  readonly hasPod?: string;
}

/** A rule of `spec.matchConstraints.resourceRules`. */
export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
}

const OPERATIONS = ["CREATE", "UPDATE"];

/** The requests that Pod Security Admission judges for pods (plugin/pkg/admission/security/podsecurity/admission.go of Kubernetes v1.37.2). */
export const PODS: PodSource = {
  suffix: "",
  pod: "object",
  rules: [
    {
      apiGroups: [""],
      apiVersions: ["v1"],
      operations: OPERATIONS,
      resources: ["pods", "pods/ephemeralcontainers", "pods/resize"],
    },
  ],
  kinds: ["/Pod"],
  isPod: true,
};

/**
 * The controllers that Pod Security Admission warns about, one source for each path, because CEL has a type for each resource
 * (DefaultPodSpecExtractor in admission/admission.go of k8s.io/pod-security-admission v0.37.2).
 */
export const CONTROLLERS: readonly PodSource[] = [
  {
    suffix: "controllers",
    pod: "object.spec.template",
    rules: [
      {
        apiGroups: ["apps"],
        apiVersions: ["v1"],
        operations: OPERATIONS,
        resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
      },
      { apiGroups: ["batch"], apiVersions: ["v1"], operations: OPERATIONS, resources: ["jobs"] },
      { apiGroups: [""], apiVersions: ["v1"], operations: OPERATIONS, resources: ["replicationcontrollers"] },
    ],
    kinds: [
      "apps/DaemonSet",
      "apps/Deployment",
      "apps/ReplicaSet",
      "apps/StatefulSet",
      "batch/Job",
      "/ReplicationController",
    ],
    isPod: false,
    hasPod: "has(object.spec.template)",
  },
  {
    suffix: "cronjobs",
    pod: "object.spec.jobTemplate.spec.template",
    rules: [{ apiGroups: ["batch"], apiVersions: ["v1"], operations: OPERATIONS, resources: ["cronjobs"] }],
    kinds: ["batch/CronJob"],
    isPod: false,
  },
  {
    suffix: "podtemplates",
    pod: "object.template",
    rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: OPERATIONS, resources: ["podtemplates"] }],
    kinds: ["/PodTemplate"],
    isPod: false,
    hasPod: "has(object.template)",
  },
];
