import { isRecord } from "../../api/record.ts";
import { WORKLOAD_KINDS } from "../../workloads/pod-template.ts";
import { groupOf } from "../../workloads/identity.ts";
import { LIST_SUFFIX, isOwnGroup, kindsOf } from "./kind-table.ts";
import { SERVED_AS, findMeant, isNearOwn, isSameName, type Meant } from "./meant-kind.ts";
import { KINDS } from "../decode/schema.ts";

/** The apiVersion and kind that an object declares. */
export interface TypeName {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The classes of kinds, from the view of Pod Security Admission. */
export type KindClass =
  /**
   * One of the nine kinds, or Namespace: decoded as `struct` of schema.ts. `servedAs` is its current apiVersion, if
   * that differs.
   */
  | { readonly class: "known"; readonly struct: string; readonly servedAs?: string }
  /** A present or former kind of Kubernetes' API that Pod Security Admission does not look at. */
  | { readonly class: "builtin" }
  /**
   * A kind in one of Kubernetes' own groups that no known API server has; `meant` is the kind with the nearest name.
   */
  | { readonly class: "unknown"; readonly meant: Meant | undefined }
  /**
   * A kind in a group without a dot, which is not Kubernetes' own and which no custom resource can have: the file of
   * another tool.
   */
  | { readonly class: "file" }
  /** A custom resource, judging by its group, or a kind of OpenShift. */
  | { readonly class: "custom" };

/**
 * The files of Kubernetes' own programs: kubeconfigs, configurations of the scheduler (until v1.22) and of encryption
 * (until v1.12).
 */
const V1_FILES: ReadonlySet<string> = new Set(["Config", "Policy", "EncryptionConfig"]);

/**
 * The kinds that OpenShift 3 served in v1 and `oc` still reads (legacy.go of github.com/openshift/api), except the
 * kinds that Kubernetes itself has in another group.
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

/** Kinds that end in List and are not lists: the answers of discovery. */
const NO_LISTS: ReadonlySet<string> = new Set(["APIGroupList", "APIResourceList"]);
const VERSION = /^v[0-9]/i;

/**
 * Normalises an apiVersion as the API server does: `/v1` has an empty group, so it is `v1` (ParseGroupVersion of
 * k8s.io/apimachinery v0.37.2 pkg/runtime/schema/group_version.go).
 */
export function canonicalApiVersion(apiVersion: string): string {
  return apiVersion.lastIndexOf("/") === 0 && apiVersion.length > 1 ? apiVersion.slice(1) : apiVersion;
}

/** Classifies an object by its apiVersion and kind, which are case-sensitive as in the API server. */
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
  // A version of the core group other than v1, or a group without a dot, belongs to another tool. But if the kind is
  // Kubernetes' own, so probably is the rest.
  const isOfOtherProject = group === "" ? apiVersion !== "v1" : !isOwn;
  if (
    isOfOtherProject &&
    (meant === undefined || !isSameName(meant.kind, kind) || !isPlausible(apiVersion, meant.kind))
  ) {
    return isNearOwn(apiVersion) ? { class: "unknown", meant } : { class: "file" };
  }
  return { class: "unknown", meant };
}

/** The suffix of most of Kubernetes' own groups; the oldest ones do not have it. */
const SUFFIX = ".k8s.io";

/**
 * Whether `apps.k8s.io/v1` is a mistake for `apps/v1`: no API server has this group, and the kind belongs to the other
 * one.
 */
function isOwnWithSuffix(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  if (!group.endsWith(SUFFIX) || isOwnGroup(group)) return false;
  const own = group.slice(0, -SUFFIX.length);
  if (own !== "core" && !isOwnGroup(own)) return false;
  const version = apiVersion.slice(group.length + 1);
  return isKnownKind(withoutList(kind)) || kindsOf(own === "core" ? version : `${own}/${version}`).has(kind);
}

/** Whether a kind is one of the nine or Namespace, in any group. */
export function isKnownKind(kind: string): boolean {
  return kind === "Namespace" || WORKLOAD_KINDS.includes(kind);
}

/**
 * Whether a kind has the name of a list. Any other kind with `items` is not a list, although kubectl treats it as one.
 */
export function isListKind(kind: string): boolean {
  return kind.endsWith(LIST_SUFFIX) && !NO_LISTS.has(kind);
}

/**
 * Returns the kind of a typed list's items that do not declare their own, as kubectl does; empty for a List
 * (k8s.io/apimachinery v0.37.2).
 */
export function itemKindOf(kind: string): string {
  return withoutList(kind);
}

function withoutList(kind: string): string {
  return kind.endsWith(LIST_SUFFIX) ? kind.slice(0, -LIST_SUFFIX.length) : kind;
}

function lookUp(key: string): string | undefined {
  return Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
}

/**
 * Whether only the apiVersion may be wrong. Other tools also have kinds named Service and Event, but no `v1` in their
 * apiVersion.
 */
function isPlausible(apiVersion: string, kind: string): boolean {
  return isKnownKind(kind) || VERSION.test(apiVersion.slice(apiVersion.indexOf("/") + 1));
}

/**
 * Whether an object is a list. kubectl treats every object with items as one, and drops its other fields. A custom
 * resource whose kind ends in List may have items that are not objects.
 */
export function isList(kind: string, apiVersion: unknown, items: unknown): boolean {
  if (items === undefined || !isListKind(kind)) return false;
  const isObjects = !Array.isArray(items) || items.every((item) => item === null || isRecord(item));
  return isObjects || typeof apiVersion !== "string" || classifyKind(apiVersion, kind).class !== "custom";
}
