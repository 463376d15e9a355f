import { createSchema } from "../decode/schema-types.ts";

/**
 * The types of an AdmissionReview, in the form of decode/schema.ts: admission/v1 and authentication/v1 of k8s.io/api v0.37.2. The objects of a request
 * have types of their own.
 */
const STRUCTS: Readonly<Record<string, string>> = {
  AdmissionReview: "kind string, apiVersion string, request AdmissionRequest, response AdmissionResponse",
  AdmissionRequest:
    "uid string, kind Kind, resource Resource, subResource string, requestKind Kind, requestResource Resource, requestSubResource string, " +
    "name string, namespace string, operation string, userInfo UserInfo, object any, oldObject any, dryRun bool, options any",
  AdmissionResponse:
    "uid string, allowed bool, status any, patch bytes, patchType string, auditAnnotations map[string]string, warnings []string",
  Kind: "group string, version string, kind string",
  Resource: "group string, version string, resource string",
  UserInfo: "username string, uid string, groups []string, extra map[string][]string",
};

export const reviewType = createSchema(STRUCTS);

const OF_EVERY_VERSION = "CreateOptions DeleteOptions GetOptions ListOptions PatchOptions UpdateOptions WatchEvent";

/**
 * The kinds that the official webhook can decode, by apiVersion: the scheme of cmd/webhook/server/scheme.go, k8s.io/pod-security-admission v0.37.2.
 */
const REGISTERED: Readonly<Record<string, string>> = {
  v1:
    "APIGroup APIGroupList APIResourceList APIVersions Binding ComponentStatus ComponentStatusList ConfigMap ConfigMapList Endpoints EndpointsList " +
    "Event EventList LimitRange LimitRangeList List Namespace NamespaceList Node NodeList NodeProxyOptions PersistentVolume PersistentVolumeClaim " +
    "PersistentVolumeClaimList PersistentVolumeList Pod PodAttachOptions PodExecOptions PodList PodLogOptions PodPortForwardOptions PodProxyOptions " +
    "PodTemplate PodTemplateList RangeAllocation ReplicationController ReplicationControllerList ResourceQuota ResourceQuotaList Secret SecretList " +
    "SerializedReference Service ServiceAccount ServiceAccountList ServiceList ServiceProxyOptions Status",
  "apps/v1":
    "ControllerRevision ControllerRevisionList DaemonSet DaemonSetList Deployment DeploymentList ReplicaSet ReplicaSetList StatefulSet StatefulSetList",
  "batch/v1": "CronJob CronJobList Job JobList",
  "admission.k8s.io/v1": "AdmissionReview",
};

/** Whether the official webhook can decode a kind. */
export function isRegistered(apiVersion: string, kind: string): boolean {
  const kinds = Object.hasOwn(REGISTERED, apiVersion) ? REGISTERED[apiVersion] : undefined;
  return kinds !== undefined && `${kinds} ${OF_EVERY_VERSION}`.split(" ").includes(kind);
}
