import type { Container, Pod } from "../api/pod.ts";
import type { FieldPath } from "./check.ts";

/** A container and where it stands in the pod. */
export interface VisitedContainer {
  readonly name: string;
  readonly container: Container;
  readonly path: FieldPath;
}

/** In the order in which upstream's visitor.go visits them, which is the order of their names in every text. */
const CONTAINER_LISTS = ["initContainers", "containers", "ephemeralContainers"] as const;

/** The pod that was visited last: most checks visit the containers of the same pod, one after the other. */
let last: { readonly pod: Pod; readonly containers: readonly VisitedContainer[] } | undefined;

/** Every container of a pod: the init containers, the containers, the ephemeral containers, each in manifest order. */
export function visitContainers(pod: Pod): readonly VisitedContainer[] {
  if (last?.pod !== pod) last = { pod, containers: listContainers(pod) };
  return last.containers;
}

function listContainers({ spec }: Pod): VisitedContainer[] {
  const containers: VisitedContainer[] = [];
  for (const list of CONTAINER_LISTS) {
    const some = spec[list];
    if (some === undefined || some === null) continue;
    for (const [index, container] of some.entries()) {
      containers.push({ name: container.name ?? "", container, path: ["spec", list, index] });
    }
  }
  return containers;
}
