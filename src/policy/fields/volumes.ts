import type { Volume } from "../../api/pod.ts";
import { isRecord } from "../../api/record.ts";

/** The sources of volumes that restricted allows (policy/check_restrictedVolumes.go of k8s.io/pod-security-admission v0.37.2). */
export const ALLOWED_SOURCES: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** The sources that API servers before v1.33 allow, whatever the version of the policy. */
export const SOURCES_ALLOWED_BEFORE_1_33: ReadonlySet<string> = new Set(
  ALLOWED_SOURCES.filter((source) => source !== "image"),
);

/** The other sources. If a volume has several of them, a message names the first one. */
export const RESTRICTED_SOURCES: readonly string[] = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "gitRepo",
  "nfs",
  "iscsi",
  "glusterfs",
  "rbd",
  "flexVolume",
  "cinder",
  "cephfs",
  "flocker",
  "fc",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "photonPersistentDisk",
  "portworxVolume",
  "scaleIO",
  "storageos",
];

/**
 * Whether a volume has one of these sources. It looks up the two or three fields of the volume, and not the thirty
 * sources.
 */
export function hasSourceAmong(volume: Volume, sources: ReadonlySet<string>): boolean {
  return Object.keys(volume).some((field) => sources.has(field) && hasSource(volume, field));
}

/** Whether a volume has the source of this name (`hostPath`), even an empty one. */
export function hasSource(volume: Volume, source: string): boolean {
  const value = volume[source];
  return value !== undefined && value !== null;
}

/**
 * Returns the part of a forbidden source that a report shows. The check judges only that the source is set, and its
 * content may be secret (the options of a flexVolume, the login of an iscsi target). So a hostPath shows its path and
 * type, and any other source is an empty object.
 */
export function shownSource(volume: Volume, source: string): object {
  const value = volume[source];
  if (source !== "hostPath" || !isRecord(value)) return {};
  return Object.fromEntries(["path", "type"].filter((field) => field in value).map((field) => [field, value[field]]));
}
