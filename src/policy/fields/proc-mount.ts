import type { Forbidden } from "../check.ts";
import type { PodView } from "../pod-view.ts";
import { containersPhrase, quoteList, sortedSet } from "../wording.ts";

/**
 * No container may set a /proc mount other than `Default`, not even an empty one. It is the baseline check up to v1.34,
 * and the restricted check from v1.35 on (policy/check_procMount_baseline.go of k8s.io/pod-security-admission v0.37.2).
 */
export function procMount_1_0(pod: PodView): Forbidden | undefined {
  const bad = pod.containers.flatMap(({ name, container, path }) => {
    const procMount = container.securityContext?.procMount ?? "Default";
    return procMount === "Default" ? [] : [{ name, procMount, path: [...path, "securityContext", "procMount"] }];
  });
  if (bad.length === 0) return undefined;
  const values = quoteList(sortedSet(bad.map(({ procMount }) => procMount)));
  return {
    reason: "procMount",
    detail: `${containersPhrase(bad.map(({ name }) => name))} must not set securityContext.procMount to ${values}`,
    fields: bad.map(({ procMount, path }) => ({ path, value: procMount })),
  };
}
