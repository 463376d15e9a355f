import type { Volume } from "../api/pod.ts";

/** Whether a volume has the source of this name (`hostPath`), be it an empty one. */
export function hasSource(volume: Volume, source: string): boolean {
  const value = volume[source];
  return value !== undefined && value !== null;
}
