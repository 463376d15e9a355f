import type { FieldPath } from "../api/field-path.ts";
import {
  CONTAINER_LISTS,
  type Container,
  type ContainerList,
  type Pod,
  type PodSpec,
  type Volume,
} from "../api/pod.ts";

const VOLUME_SOURCES: ReadonlySet<string> = new Set([
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "gitRepo",
  "glusterfs",
  "hostPath",
  "image",
  "iscsi",
  "nfs",
  "persistentVolumeClaim",
  "photonPersistentDisk",
  "portworxVolume",
  "projected",
  "quobyte",
  "rbd",
  "scaleIO",
  "secret",
  "storageos",
  "vsphereVolume",
]);

/** The prefix of the annotations with a container's AppArmor profile; the name of the container follows. */
export const APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
const LOCALHOST_PREFIX = "localhost/";
/** ValidateAppArmorProfileField, k8s.io/kubernetes v1.37.2 pkg/apis/core/validation/validation.go. */
const LOCALHOST_PROFILE_MAX_BYTES = 4095;

/**
 * Applies the API server's defaulting to a pod template, as far as a check can notice it: a volume without a source is
 * an emptyDir (SetDefaults_Volume, k8s.io/kubernetes v1.37.2 pkg/apis/core/v1/defaults.go).
 */
export function defaultTemplate(pod: Pod): Pod {
  const { volumes } = pod.spec;
  if (volumes === undefined || volumes.every(hasSource)) return pod;
  return { ...pod, spec: { ...pod.spec, volumes: volumes.map(defaultVolume) } };
}

/**
 * Applies the API server's defaulting to a Pod, as far as a check can notice it: the defaults of a template, and those
 * of Pods alone. With hostNetwork, each port's hostPort is its containerPort (SetDefaults_Pod). An AppArmor annotation
 * is copied into the container that it names (applyAppArmorVersionSkew, pkg/registry/core/pod/strategy.go). Both of
 * k8s.io/kubernetes v1.37.2.
 */
export function defaultPod(pod: Pod): Pod {
  return copyAppArmorAnnotations(defaultHostPorts(defaultTemplate(pod)));
}

/** The first minor of API servers that default hostPort in Pods alone, and not in templates (SetDefaults_PodSpec of v1.27, kubernetes/kubernetes#117696). */
export const FIRST_WITHOUT_TEMPLATE_PORTS = 28;

/** Applies the defaults that only older API servers apply to a template. */
export function defaultOlderTemplate(pod: Pod, serverMinor: number): Pod {
  return serverMinor < FIRST_WITHOUT_TEMPLATE_PORTS ? defaultHostPorts(pod) : pod;
}

function hasSource(volume: Volume): boolean {
  return Object.keys(volume).some((field) => VOLUME_SOURCES.has(field) && volume[field] !== undefined);
}

function defaultVolume(volume: Volume): Volume {
  return hasSource(volume) ? volume : { ...volume, emptyDir: {} };
}

function defaultHostPorts(pod: Pod): Pod {
  if (pod.spec.hostNetwork !== true) return pod;
  const withPorts = (container: Container): Container =>
    container.ports === undefined
      ? container
      : {
          ...container,
          ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort || (port.containerPort ?? 0) })),
        };
  return { ...pod, spec: mapContainers(pod.spec, ["initContainers", "containers"], withPorts) };
}

function copyAppArmorAnnotations(pod: Pod): Pod {
  const annotations = pod.metadata?.annotations;
  if (annotations === undefined || pod.spec.os?.name === "windows") return pod;
  const podProfile = pod.spec.securityContext?.appArmorProfile;
  const withProfile = (container: Container): Container => {
    const annotation = annotations[`${APPARMOR_ANNOTATION}${container.name ?? ""}`];
    const profile = annotation === undefined ? undefined : appArmorProfile(annotation);
    if (profile === undefined || container.securityContext?.appArmorProfile !== undefined) return container;
    const isThePods = profile.type === podProfile?.type && profile.localhostProfile === podProfile?.localhostProfile;
    return isThePods
      ? container
      : { ...container, securityContext: { ...container.securityContext, appArmorProfile: profile } };
  };
  return {
    ...pod,
    spec: mapContainers(pod.spec, CONTAINER_LISTS, withProfile),
  };
}

/**
 * Finds the field of a pod before its defaults from which a field got its value: the annotation that was copied into a
 * profile, or the containerPort that became a hostPort; the field itself if no default has set it.
 *
 * @param isTemplate whether the pod is a template, in which the API server copies no annotation
 */
export function originOfDefault({ metadata, spec }: Pod, field: FieldPath, isTemplate: boolean): FieldPath {
  const [root, list, index, parent, child] = field;
  if (root !== "spec" || typeof index !== "number" || !isContainerList(list)) return field;
  const container = spec[list]?.[index];
  if (!isTemplate && parent === "securityContext" && child === "appArmorProfile") {
    const key = `${APPARMOR_ANNOTATION}${container?.name ?? ""}`;
    const isCopied =
      container?.securityContext?.appArmorProfile === undefined && metadata?.annotations?.[key] !== undefined;
    return isCopied ? ["metadata", "annotations", key] : field;
  }
  if (parent === "ports" && typeof child === "number" && field[5] === "hostPort") {
    return container?.ports?.[child]?.hostPort ? field : [...field.slice(0, 5), "containerPort"];
  }
  return field;
}

function isContainerList(name: string | number | undefined): name is ContainerList {
  return CONTAINER_LISTS.some((list) => list === name);
}

function mapContainers(
  spec: PodSpec,
  lists: readonly ContainerList[],
  map: (container: Container) => Container,
): PodSpec {
  const mapped: { [List in ContainerList]?: readonly Container[] } = {};
  for (const list of lists) {
    const containers = spec[list];
    if (containers !== undefined) mapped[list] = containers.map(map);
  }
  return { ...spec, ...mapped };
}

/**
 * Parses the value of an annotation into a profile; undefined for a value that the API server does not store in the
 * field.
 */
function appArmorProfile(annotation: string): { type: string; localhostProfile?: string } | undefined {
  if (annotation === "unconfined") return { type: "Unconfined" };
  if (annotation === "runtime/default") return { type: "RuntimeDefault" };
  if (!annotation.startsWith(LOCALHOST_PREFIX)) return undefined;
  const localhostProfile = annotation.slice(LOCALHOST_PREFIX.length);
  const isValid =
    localhostProfile !== "" &&
    localhostProfile.trim() === localhostProfile &&
    new TextEncoder().encode(localhostProfile).length <= LOCALHOST_PROFILE_MAX_BYTES;
  return isValid ? { type: "Localhost", localhostProfile } : undefined;
}
