import { compareBytes } from "../../api/words/byte-order.ts";
import {
  APPARMOR_CONTAINER,
  mutatePod,
  SECCOMP_POD,
  type MutableContext,
  type MutablePod,
  type MutablePodContext,
} from "./mutate.ts";
import { APPARMOR_DEFAULT, SECCOMP_DEFAULT, type PodSecurityPolicy } from "../policy.ts";

/** A field that a new pod has otherwise than its template. */
export interface PodChange {
  /** The name of the container; null for a field of the pod. */
  readonly container: string | null;
  /** The path in the pod or the container: `securityContext.runAsUser`, or an annotation. */
  readonly field: string;
  /** The value of the pod; undefined if it does not have the field. */
  readonly value: unknown;
}

/** A change, and the field of the policy that explains it; null if the policy would not make it. */
export interface AttributedChange extends PodChange {
  readonly by: string | null;
}

const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
const POD_FIELDS = ["fsGroup", "supplementalGroups", "seLinuxOptions"] as const;
const CONTAINER_FIELDS = [
  "allowPrivilegeEscalation",
  "readOnlyRootFilesystem",
  "runAsGroup",
  "runAsNonRoot",
  "runAsUser",
  "seLinuxOptions",
] as const;
const CONTEXT = "securityContext.";
const SECCOMP_FIELD = `${CONTEXT}seccompProfile`;

/**
 * Compares a pod with the template that it was made from: the fields of step 2.c of the migration guide
 * (kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp). Containers are compared by name, so a container that was injected is no change. A
 * seccomp annotation and the field that repeats it are one.
 */
function podChanges(template: MutablePod, pod: MutablePod): readonly PodChange[] {
  const before = fieldsOf(template);
  const after = fieldsOf(pod);
  const changes: PodChange[] = [];
  for (const [container, fields] of after) {
    const old = before.get(container);
    // Only a sidecar that something else injected is in no template.
    if (old === undefined) continue;
    for (const field of new Set([...old.keys(), ...fields.keys()])) {
      const value = fields.get(field);
      if (textOf(old.get(field)) !== textOf(value)) changes.push({ container, field, value });
    }
  }
  return changes;
}

/** Compares a pod with its template, and tells which changes its policy explains: the same fields and values that the policy would set. */
export function attributedChanges(
  policy: PodSecurityPolicy | undefined,
  template: MutablePod,
  pod: MutablePod,
): readonly AttributedChange[] {
  const changes = podChanges(template, pod);
  if (changes.length === 0) return [];
  const own = policy === undefined ? [] : podChanges(template, mutatePod(policy, template));
  const expected = new Map(own.map((change) => [placeOf(change), textOf(change.value)]));
  return changes.map((change) => {
    const isOwn = policy !== undefined && expected.get(placeOf(change)) === textOf(change.value);
    return { ...change, by: isOwn ? policyFieldOf(change.field, policy) : null };
  });
}

/** A unique text for the place of a change. */
export function placeOf({ container, field }: PodChange): string {
  return `${container === null ? "" : `containers[${container}].`}${field}`;
}

/** The field of a policy that changes a field of pods. */
function policyFieldOf(field: string, { spec }: PodSecurityPolicy): string {
  switch (field) {
    case "runtimeClassName":
      return "runtimeClass";
    case SECCOMP_FIELD:
      return SECCOMP_DEFAULT;
    case `${CONTEXT}seLinuxOptions`:
      return "seLinux";
    case `${CONTEXT}runAsNonRoot`:
      return "runAsUser";
    case `${CONTEXT}capabilities.add`:
      return "defaultAddCapabilities";
    case `${CONTEXT}capabilities.drop`:
      return "requiredDropCapabilities";
    case `${CONTEXT}allowPrivilegeEscalation`:
      return spec.defaultAllowPrivilegeEscalation === undefined
        ? "allowPrivilegeEscalation"
        : "defaultAllowPrivilegeEscalation";
    default:
      return field.startsWith(APPARMOR_CONTAINER) ? APPARMOR_DEFAULT : field.slice(CONTEXT.length);
  }
}

type Fields = ReadonlyMap<string, unknown>;

/** The compared fields of a pod (null) and of each container, by name. */
function fieldsOf({ metadata, spec }: MutablePod): ReadonlyMap<string | null, Fields> {
  const { annotations = {} } = metadata ?? {};
  const pod: MutablePodContext = spec.securityContext ?? {};
  const all = new Map<string | null, Fields>();
  all.set(
    null,
    new Map<string, unknown>([
      ["runtimeClassName", spec.runtimeClassName],
      ...POD_FIELDS.map((field) => [CONTEXT + field, pod[field]] as const),
      [SECCOMP_FIELD, pod.seccompProfile ?? profileOf(annotations[SECCOMP_POD])],
    ]),
  );
  for (const { name = "", securityContext } of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    const own: MutableContext = securityContext ?? {};
    all.set(
      name,
      new Map<string, unknown>([
        ...CONTAINER_FIELDS.map((field) => [CONTEXT + field, own[field]] as const),
        [`${CONTEXT}capabilities.add`, sorted(own.capabilities?.add)],
        [`${CONTEXT}capabilities.drop`, sorted(own.capabilities?.drop)],
        [SECCOMP_FIELD, own.seccompProfile ?? profileOf(annotations[SECCOMP_CONTAINER + name])],
        [APPARMOR_CONTAINER + name, annotations[APPARMOR_CONTAINER + name]],
      ]),
    );
  }
  return all;
}

/** The order of capabilities has no meaning, and an empty list is none. */
function sorted(names: readonly string[] | undefined): readonly string[] | undefined {
  return names === undefined || names.length === 0 ? undefined : [...new Set(names)].toSorted(compareBytes);
}

/**
 * Returns the seccomp profile of an annotation (SeccompFieldForAnnotation in pkg/api/pod/util.go of k8s.io/kubernetes v1.24.17).
 *
 * @internal exported for its test
 */
export function profileOf(annotation: string | undefined): object | undefined {
  if (annotation === undefined || annotation === "") return undefined;
  if (annotation === "runtime/default" || annotation === "docker/default") return { type: "RuntimeDefault" };
  if (annotation === "unconfined") return { type: "Unconfined" };
  const prefix = "localhost/";
  return annotation.startsWith(prefix) && annotation.length > prefix.length
    ? { type: "Localhost", localhostProfile: annotation.slice(prefix.length) }
    : undefined;
}

/** A text that is equal for equal values, whatever the order of their fields. */
function textOf(value: unknown): string {
  if (value === undefined) return "";
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => compareBytes(a, b)))
      : part,
  );
}
