import type { FieldPath } from "../../api/field-path.ts";
import type { FaultyField, FixPlan, PlannedChange } from "../check.ts";
import type { PodView, VisitedContainer } from "../pod-view.ts";
import { takeAway } from "./planning.ts";
import { planEach } from "./planning.ts";
import { contextOf } from "./placing.ts";

/** The names of a capability that some runtimes also understand: `CAP_NET_ADMIN`, `net_admin`. */
export function plainName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, "");
}

/**
 * Plans to remove the capabilities that containers must not add. A name in another spelling becomes the allowed name.
 *
 * @param fields the forbidden items of `add`
 */
export function planAdded(pod: PodView, fields: readonly FaultyField[], allowed: readonly string[]): FixPlan {
  const done = new Set<VisitedContainer>();
  return planEach(pod, fields, ({ path }) => {
    const container = pod.containers.find((one) => isWithin(path, one.path));
    if (container === undefined || done.has(container)) return [];
    done.add(container);
    return [removeAdded(container, allowed)];
  });
}

function removeAdded(container: VisitedContainer, allowed: readonly string[]): PlannedChange {
  const added = container.container.securityContext?.capabilities?.add ?? [];
  const names = added.map((name) => (allowed.includes(name) ? name : plainName(name)));
  const kept = [...new Set(names.filter((name) => allowed.includes(name)))];
  const path = [...contextOf(container), "capabilities", "add"];
  return takeAway(path, "high", kept.length === 0 ? undefined : kept);
}

function isWithin(path: FieldPath, parent: FieldPath): boolean {
  return parent.every((step, index) => step === path[index]);
}
