import type { FieldPath } from "../../../api/field-path.ts";
import type { CustomTemplate } from "../custom-kind.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A part of a pod, and its place in the object. */
export interface PodPlace {
  readonly inPod: FieldPath;
  readonly inObject: FieldPath;
}

/** A pod template that an object contains. Nothing in it is verified. */
export interface FoundPod {
  readonly template: CustomTemplate;
  /** The path of the template in the object. */
  readonly path: FieldPath;
  /** Its name in the object, which does not depend on the order of lists: `workerGroupSpecs[small]`; empty for the only template of the kind. */
  readonly name: string;
  /** A pod template, whose parts are those of the object. */
  readonly value: Fields;
  /** The last place that contains a field is the field's. */
  readonly places: readonly PodPlace[];
}

/** Whether a field is set: the API server treats null as absent. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The place in the object of a field of a pod: `inObject` of the last place that contains it, and the rest of the field. */
export function placeOf(places: readonly PodPlace[], field: FieldPath): FieldPath {
  let best: PodPlace | undefined;
  for (const place of places) {
    const isBetter = best === undefined || place.inPod.length >= best.inPod.length;
    if (isBetter && place.inPod.every((step, index) => step === field[index])) best = place;
  }
  return best === undefined ? field : [...best.inObject, ...field.slice(best.inPod.length)];
}
