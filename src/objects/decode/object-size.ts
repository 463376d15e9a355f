import type { ObjectMeta } from "../../api/pod.ts";
import { LONGEST_NAME, shorten } from "../../api/words/quoted.ts";

/**
 * The largest object that is judged, as counted in `Decoded.size`. An API server accepts no request above 3 MiB
 * (MaxRequestBodyBytes, k8s.io/apiserver v0.37.2) and etcd none above 1.5 MiB, so no cluster contains a larger object.
 * A check may repeat most of an object in its message, and several checks do so.
 */
export const MAX_OBJECT_SIZE = 4 * 1024 * 1024;

/** The message about an object that is too large. The line alone may not identify it: a dump may be a single line. */
export function describeTooLarge(kind: string, { namespace = "", name = "" }: ObjectMeta): string {
  const title = [kind, namespace, name].filter((part) => part !== "").map((part) => shorten(part, LONGEST_NAME));
  const limit = MAX_OBJECT_SIZE / 1024 / 1024;
  return `${title.join("/")}: too large: more than ${limit} MiB, and an API server takes no object above 3 MiB`;
}
