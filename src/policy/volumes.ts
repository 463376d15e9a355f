import type { Volume } from "../api/pod.ts";

/** Whether a volume has any of some sources. A volume has two or three fields, and there are thirty sources. */
export function hasSourceAmong(volume: Volume, sources: ReadonlySet<string>): boolean {
  return Object.keys(volume).some((field) => sources.has(field) && hasSource(volume, field));
}

/** Whether a volume has the source of this name (`hostPath`), be it an empty one. */
export function hasSource(volume: Volume, source: string): boolean {
  const value = volume[source];
  return value !== undefined && value !== null;
}
