/** Random pods whose messages are read back. */
import { CONTAINER_LISTS, type Pod } from "../../src/api/pod.ts";
import { decodePod } from "../conformance/judge.ts";
import { randomPod } from "../conformance/pods/random-pods.ts";

type Named = { name?: string };

/** A random pod with names that the API server accepts: it validates them before Pod Security Admission. All other texts stay random. */
export function podOf(seed: number): Pod {
  const { metadata, spec } = randomPod(seed);
  const pod = structuredClone(decodePod(metadata, spec));
  for (const list of CONTAINER_LISTS) {
    for (const [index, container] of (pod.spec[list] ?? []).entries())
      (container as Named).name = `${list}-${index}`.toLowerCase();
  }
  for (const [index, volume] of (pod.spec.volumes ?? []).entries()) (volume as Named).name = `volume-${index}`;
  for (const sysctl of pod.spec.securityContext?.sysctls ?? [])
    (sysctl as Named).name = sysctl.name?.replaceAll(",", ".") ?? "a";
  return pod;
}
