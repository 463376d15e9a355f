import type { Pod } from "../../api/pod.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { exemptRuntimeClass } from "../exemptions.ts";
import type { ConfiguredAdmission } from "../response.ts";
import { onlyChecked, PodRecheck } from "../pods/pod-recheck.ts";

/** The pods of a namespace, as far as they were listed. */
export interface ExistingPods {
  readonly pods: readonly Pod[];
  /** How many pods follow that were not listed for lack of time. */
  readonly remaining: number;
  /** Whether the time to check pods is over. */
  isOver(): boolean;
}

/** The limit of EvaluatePodsInNamespace of admission/admission.go, k8s.io/pod-security-admission v0.37.2. */
const MAX_PODS = 3_000;

/**
 * Returns the warnings about existing pods that violate a new enforce policy: EvaluatePodsInNamespace of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2. It checks up to 3,000 pods, at least one, and stops when the time is over.
 *
 * @param listed undefined if the pods could not be listed
 */
export function warnAboutPods(
  namespace: string,
  enforce: LevelVersion,
  listed: ExistingPods | undefined,
  { evaluator, exemptions }: ConfiguredAdmission,
): readonly string[] {
  if (listed === undefined) return ["failed to list pods while checking new PodSecurity enforce level"];
  const pods = prioritize(listed.pods.filter((pod) => exemptRuntimeClass(pod, exemptions) === undefined));
  const total = pods.length + listed.remaining;
  const recheck = new PodRecheck(namespace, enforce, exemptions);
  let checked = 0;
  for (const pod of pods.slice(0, MAX_PODS)) {
    recheck.add(pod.metadata?.name ?? "", evaluator.forPod(pod));
    checked++;
    if (listed.isOver()) break;
  }
  return [...(checked < total ? [onlyChecked(checked, total)] : []), ...recheck.warnings()];
}

/** Puts pods without a controller, and the first one of each controller, before the others. */
function prioritize(pods: readonly Pod[]): readonly Pod[] {
  const controllers = new Set<string>();
  const first: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    const controller = pod.metadata?.ownerReferences?.find((owner) => owner.controller === true);
    const uid = controller?.uid ?? "";
    if (controller !== undefined && controllers.has(uid)) others.push(pod);
    else first.push(pod);
    if (controller !== undefined) controllers.add(uid);
  }
  return [...first, ...others];
}
