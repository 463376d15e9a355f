import type { CheckFix, Forbidden } from "../check.ts";
import { planEach, takeAway } from "../fix/planning.ts";
import type { ReadDetail } from "../../api/checks/readable-check.ts";
import { detail, setInContainers } from "../words/detail.ts";
import { everyContainer } from "./cel.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { CONTAINERS, VALUES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";

/** The reason of both checks of the /proc mount. */
export const PROC_MOUNT_REASON = "procMount";
const MUST_NOT_SET = phrase`${CONTAINERS} must not set securityContext.procMount to ${VALUES}`;

/** The rule of both checks in CEL. */
export const PROC_MOUNT_CEL = everyContainer("c.?securityContext.?procMount.orValue('Default') == 'Default'");

/** Reads the details of both checks of the /proc mount. */
export const READ_PROC_MOUNT: ReadDetail = detail(MUST_NOT_SET, ([names]) =>
  setInContainers(names, "securityContext.procMount", "Default"),
);

/** The fix of both checks of the /proc mount. */
export const PROC_MOUNT_FIX: CheckFix = {
  kind: "take away",
  risk: "high",
  edit: "Sets procMount to Default.",
  mayBreak: "containers in the container: their runtime cannot mount /proc",
  plan: (pod, { fields }) => planEach(pod, fields, ({ path }) => [takeAway(path, "high", "Default")]),
};

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
  const values = sortedSet(bad.map(({ procMount }) => procMount));
  return {
    reason: PROC_MOUNT_REASON,
    detail: MUST_NOT_SET.write([bad.map(({ name }) => name), values]),
    fields: bad.map(({ procMount, path }) => ({ path, value: procMount })),
  };
}
