import { WORKLOAD_KINDS } from "../../workloads/pod-template.ts";
import { groupOf } from "../../api/resource-name.ts";
import { LIST_SUFFIX, isOwnGroup, kindsOf } from "./kind-table.ts";
import { SERVED_AS, findMeant, isNearOwn, isSameName, type Meant } from "./meant-kind.ts";
import { KINDS } from "../decode/schema.ts";

/** The kind of an object, as it names it. */
export interface TypeName {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What an apiVersion and kind are to Pod Security Admission. */
export type KindClass =
  /** One of the nine kinds, or Namespace: decoded as `struct` of schema.ts; `servedAs` is its apiVersion today where that differs. */
  | { readonly class: "known"; readonly struct: string; readonly servedAs?: string }
  /** A kind that an API server has or had, and Pod Security Admission does not look at. */
  | { readonly class: "builtin" }
  /** In a group of Kubernetes' own, and no API server that is known has it; `meant` is the kind that has the nearest name. */
  | { readonly class: "unknown"; readonly meant: Meant | undefined }
  /** In a group without a dot, which is none of Kubernetes' own, and which no custom resource can have: the file of some other tool. */
  | { readonly class: "file" }
  /** A custom resource, as far as the name of its group tells, or one of OpenShift's. */
  | { readonly class: "custom" };

/** Files of Kubernetes' own programs: kubeconfigs, configurations of the scheduler (until v1.22) and of encryption (until v1.12). */
const V1_FILES: ReadonlySet<string> = new Set(["Config", "Policy", "EncryptionConfig"]);

/**
 * What OpenShift 3 served in v1 and `oc` still reads (legacy.go of github.com/openshift/api), but for the kinds that Kubernetes itself has in
 * another group.
 */
const V1_OPENSHIFT: ReadonlySet<string> = new Set(
  (
    "AppliedClusterResourceQuota BinaryBuildRequestOptions Build BuildConfig BuildLog BuildLogOptions BuildRequest ClusterNetwork " +
    "ClusterResourceQuota DeploymentConfig DeploymentConfigRollback DeploymentLog DeploymentLogOptions DeploymentRequest EgressNetworkPolicy " +
    "Group HostSubnet Identity Image ImageSignature ImageStream ImageStreamImage ImageStreamImport ImageStreamMapping ImageStreamTag " +
    "IsPersonalSubjectAccessReview LocalResourceAccessReview NetNamespace OAuthAccessToken OAuthAuthorizeToken OAuthClient " +
    "OAuthClientAuthorization OAuthRedirectReference PodSecurityPolicyReview PodSecurityPolicySelfSubjectReview " +
    "PodSecurityPolicySubjectReview Project ProjectRequest ResourceAccessReview RoleBindingRestriction Route SecurityContextConstraints " +
    "SubjectRulesReview Template User UserIdentityMapping"
  ).split(" "),
);

/** Lists by their names, and no lists: what discovery answers. */
const NO_LISTS: ReadonlySet<string> = new Set(["APIGroupList", "APIResourceList"]);
const VERSION = /^v[0-9]/i;

/**
 * An apiVersion as the API server takes it: `/v1` has an empty group, and so is `v1` (ParseGroupVersion of k8s.io/apimachinery v0.37.2
 * pkg/runtime/schema/group_version.go).
 */
export function canonicalApiVersion(apiVersion: string): string {
  return apiVersion.lastIndexOf("/") === 0 && apiVersion.length > 1 ? apiVersion.slice(1) : apiVersion;
}

/** Classifies an object by its apiVersion and kind, whose names are case-sensitive, as for the API server. */
export function classifyKind(apiVersion: string, kind: string): KindClass {
  const struct = lookUp(`${apiVersion}/${kind}`);
  if (struct !== undefined) {
    const servedAs = SERVED_AS.get(kind);
    return servedAs === undefined || servedAs === apiVersion
      ? { class: "known", struct }
      : { class: "known", struct, servedAs };
  }
  if (kindsOf(apiVersion).has(kind)) return { class: "builtin" };
  const group = groupOf(apiVersion);
  const isOwn = isOwnGroup(group);
  if (isOwnGroup(apiVersion) || isOwnWithSuffix(apiVersion, kind)) {
    return { class: "unknown", meant: findMeant(apiVersion, kind) };
  }
  if (!isOwn && group.includes(".")) return { class: "custom" };
  if (apiVersion === "v1" && V1_FILES.has(kind)) return { class: "file" };
  if (apiVersion === "v1" && V1_OPENSHIFT.has(withoutList(kind))) return { class: "custom" };
  const meant = findMeant(apiVersion, kind);
  // Version 2 of nothing is some other tool's, as is a group without a dot; but where the kind is Kubernetes' own, so was meant to be the rest.
  const isOfOtherProject = group === "" ? apiVersion !== "v1" : !isOwn;
  if (
    isOfOtherProject &&
    (meant === undefined || !isSameName(meant.kind, kind) || !isPlausible(apiVersion, meant.kind))
  ) {
    return isNearOwn(apiVersion) ? { class: "unknown", meant } : { class: "file" };
  }
  return { class: "unknown", meant };
}

/** What most groups of Kubernetes' own end in, and the oldest ones do not. */
const SUFFIX = ".k8s.io";

/** Whether `apps.k8s.io/v1` stands for `apps/v1`: no API server has such a group, and it is not what the object's kind is in. */
function isOwnWithSuffix(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  if (!group.endsWith(SUFFIX) || isOwnGroup(group)) return false;
  const own = group.slice(0, -SUFFIX.length);
  if (own !== "core" && !isOwnGroup(own)) return false;
  const version = apiVersion.slice(group.length + 1);
  return isKnownKind(withoutList(kind)) || kindsOf(own === "core" ? version : `${own}/${version}`).has(kind);
}

/** Whether a kind, whatever its group, is one of the nine or Namespace. */
export function isKnownKind(kind: string): boolean {
  return kind === "Namespace" || WORKLOAD_KINDS.includes(kind);
}

/** Whether a kind is named as a list is: what of other kinds has `items` is none, although kubectl takes it for one. */
export function isListKind(kind: string): boolean {
  return kind.endsWith(LIST_SUFFIX) && !NO_LISTS.has(kind);
}

/** The kind of a list's items that do not name theirs: what kubectl takes for it, empty for a List (k8s.io/apimachinery v0.37.2). */
export function itemKindOf(kind: string): string {
  return withoutList(kind);
}

function withoutList(kind: string): string {
  return kind.endsWith(LIST_SUFFIX) ? kind.slice(0, -LIST_SUFFIX.length) : kind;
}

function lookUp(key: string): string | undefined {
  return Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
}

/** Whether it may be that only the apiVersion is wrong. Other tools call their kinds Service and Event too, but give them no `v1`. */
function isPlausible(apiVersion: string, kind: string): boolean {
  return isKnownKind(kind) || VERSION.test(apiVersion.slice(apiVersion.indexOf("/") + 1));
}
