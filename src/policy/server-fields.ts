import { CONTAINER_LISTS, type Container, type ContainerList, type Pod, type Volume } from "../api/pod.ts";
import { ALLOWED_SOURCES, hasSourceAmong, RESTRICTED_SOURCES } from "./fields/volumes.ts";
import { NEWER_FIELDS } from "./newer-fields.ts";

/** A field that older API servers do not have: they drop it from the objects that they get. */
export type NewerField = (typeof NEWER_FIELDS)[number];

/** A pod as an API server stores it. */
interface StoredPod {
  readonly pod: Pod;
  /** The fields that the server dropped, each once. */
  readonly dropped: readonly NewerField[];
}

const SOURCES: ReadonlySet<string> = new Set([...ALLOWED_SOURCES, ...RESTRICTED_SOURCES]);

/** The name of a field in a message: `securityContext.appArmorProfile`. */
export function nameOfField({ type, field }: NewerField): string {
  return `${type === "Volume" ? "volumes[*]" : "securityContext"}.${field}`;
}

/**
 * Returns a function that drops the fields of a pod that an API server does not have, as its decoder does. A volume that has no source then is an
 * emptyDir (SetDefaults_Volume). Undefined if the server has all fields that a check reads, as every server since v1.31.
 */
export function fieldDropper(serverMinor: number): ((pod: Pod) => StoredPod) | undefined {
  const newer = NEWER_FIELDS.filter(({ since }) => serverMinor < since);
  if (newer.length === 0) return undefined;
  const fieldsOf = (type: NewerField["type"]) =>
    new Map<string, NewerField>(newer.filter((one) => one.type === type).map((one) => [one.field, one]));
  const ofPod = fieldsOf("PodSecurityContext");
  const ofContainer = fieldsOf("SecurityContext");
  const ofVolume = fieldsOf("Volume");
  return (pod) => {
    const dropped = new Set<NewerField>();
    const drop = <T extends object>(value: T, fields: ReadonlyMap<string, NewerField>): T => {
      let copy = value;
      for (const [name, one] of Object.entries(value)) {
        const field = fields.get(name);
        if (field === undefined || one === undefined || one === null) continue;
        dropped.add(field);
        if (copy === value) copy = { ...value };
        Reflect.deleteProperty(copy, name);
      }
      return copy;
    };
    const containerOf = (container: Container): Container => {
      const { securityContext } = container;
      return securityContext === undefined
        ? container
        : { ...container, securityContext: drop(securityContext, ofContainer) };
    };
    const volumeOf = (volume: Volume): Volume => {
      const stored = drop(volume, ofVolume);
      return stored === volume || hasSourceAmong(stored, SOURCES) ? stored : { ...stored, emptyDir: {} };
    };
    const { securityContext, volumes } = pod.spec;
    const lists: { [List in ContainerList]?: readonly Container[] } = {};
    for (const list of CONTAINER_LISTS) {
      const containers = pod.spec[list];
      if (containers !== undefined) lists[list] = containers.map(containerOf);
    }
    const spec = {
      ...pod.spec,
      ...lists,
      ...(securityContext !== undefined && { securityContext: drop(securityContext, ofPod) }),
      ...(volumes !== undefined && { volumes: volumes.map(volumeOf) }),
    };
    return dropped.size === 0 ? { pod, dropped: [] } : { pod: { ...pod, spec }, dropped: [...dropped] };
  };
}
