import type { Volume } from "../../api/pod.ts";
import { isRecord } from "../../api/record.ts";

/** Whether a volume has any of some sources. A volume has two or three fields, and there are thirty sources. */
export function hasSourceAmong(volume: Volume, sources: ReadonlySet<string>): boolean {
  return Object.keys(volume).some((field) => sources.has(field) && hasSource(volume, field));
}

/** Whether a volume has the source of this name (`hostPath`), be it an empty one. */
export function hasSource(volume: Volume, source: string): boolean {
  const value = volume[source];
  return value !== undefined && value !== null;
}

/**
 * What a report shows of a source that a check forbids. The check judges that it is there, and its content may be secret (the options of a
 * flexVolume, the login of an iscsi target): so only the path and type of a hostPath are shown, and of others an empty object.
 */
export function shownSource(volume: Volume, source: string): object {
  const value = volume[source];
  if (source !== "hostPath" || !isRecord(value)) return {};
  return Object.fromEntries(["path", "type"].filter((field) => field in value).map((field) => [field, value[field]]));
}
