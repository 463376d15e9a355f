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

/** Every container of a pod: the init containers, the containers, the ephemeral containers, each in manifest order. */
export function* visitContainers(pod: Pod): Generator<VisitedContainer, undefined> {
  for (const list of CONTAINER_LISTS) {
    for (const [index, container] of (pod.spec[list] ?? []).entries()) {
      yield { name: container.name ?? "", container, path: ["spec", list, index] };
    }
  }
}
