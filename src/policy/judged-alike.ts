import { areEqual } from "../api/values/equal-values.ts";
import type { Pod, PodSpec, Volume } from "../api/pod.ts";
import { hasSourceAmong, SOURCES_ALLOWED_BEFORE_1_33 } from "./fields/volumes.ts";

/** The annotations that checks read: those of AppArmor and of seccomp. */
const READ_BY_CHECKS = /apparmor|seccomp/;

/** The pods of a controller have few levels, and a hostile one thousands: deeper values count as different. */
const LEVELS = 100;
const isSame = (a: unknown, b: unknown): boolean => areEqual(a, b, LEVELS);

/** The parts of a pod that checks read. */
export interface JudgedParts {
  readonly spec: Omit<PodSpec, "volumes">;
  readonly volumes: readonly Volume[];
  /** Undefined if there are none. */
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** The parts of a pod that checks read. */
export function judgedPartsOf({ metadata, spec: { volumes = [], ...spec } }: Pod): JudgedParts {
  return { spec, volumes, annotations: readAnnotations(metadata?.annotations ?? {}) };
}

function readAnnotations(annotations: Readonly<Record<string, string>>): JudgedParts["annotations"] {
  const read = Object.entries(annotations).filter(([key]) => READ_BY_CHECKS.test(key));
  return read.length === 0 ? undefined : Object.fromEntries(read);
}

/**
 * Whether all checks find the same in two pods, so that the verdict on one is that on the other. The pods of a controller differ in their names, and in
 * the name of the volume of their service account.
 */
export function areJudgedAlike(a: JudgedParts, b: JudgedParts): boolean {
  return (
    isSame(a.spec, b.spec) &&
    a.volumes.length === b.volumes.length &&
    a.volumes.every((volume, index) => isSameVolume(volume, b.volumes[index])) &&
    isSame(a.annotations, b.annotations)
  );
}

/** The name of a volume is in a message only if its source is not allowed. */
function isSameVolume(a: Volume, b: Volume | undefined): boolean {
  if (b === undefined || !isAllowed(a) || !isAllowed(b)) return isSame(a, b);
  const { name: _name, ...source } = a;
  const { name: _other, ...other } = b;
  return isSame(source, other);
}

/** Whether a volume has a source that every server allows, and no other. */
function isAllowed(volume: Volume): boolean {
  return (
    hasSourceAmong(volume, SOURCES_ALLOWED_BEFORE_1_33) &&
    Object.keys(volume).every((field) => field === "name" || SOURCES_ALLOWED_BEFORE_1_33.has(field))
  );
}
