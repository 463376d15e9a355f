import type { OtherObject } from "../../workloads/object.ts";
import { identityIn } from "../../workloads/identity.ts";

/** The objects that contain no pods, by their identities, to count each once. */
export class OtherObjects {
  readonly #identities = new Set<string>();

  /**
   * Adds an object. Without a namespace, it is unknown whether its kind is namespaced, so it is never the same as another.
   *
   * @returns whether the same object was added before
   */
  add(other: OtherObject): boolean {
    const identity = other.object?.namespace ? identityIn(other) : undefined;
    if (identity === undefined) return false;
    const { size } = this.#identities;
    return this.#identities.add(identity).size === size;
  }
}
