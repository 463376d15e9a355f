import type { FieldPath } from "../api/field-path.ts";
import { isRecord, setKey } from "../api/record.ts";

/** The mappings and lists that go when nothing is left in them. Others mean something even if they are empty. */
const REMOVED_WHEN_EMPTY: ReadonlySet<string> = new Set([
  "securityContext",
  "capabilities",
  "seLinuxOptions",
  "seccompProfile",
  "appArmorProfile",
  "annotations",
]);

/**
 * Sets a field of an object, and the mappings on the way to it that are missing or null.
 *
 * @returns the changed object; parts that do not change are the same. Undefined if something else is in the way
 */
export function setField(object: unknown, path: FieldPath, value: unknown): unknown {
  return setStep(object, path, 0, value);
}

/** @param at the index of the next step of the path */
function setStep(object: unknown, path: FieldPath, at: number, value: unknown): unknown {
  const step = path[at];
  if (step === undefined) return value;
  if (typeof step === "number") {
    if (!Array.isArray(object) || step >= object.length) return undefined;
    const item = setStep(object[step], path, at + 1, value);
    return item === undefined ? undefined : object.with(step, item);
  }
  if (object !== null && object !== undefined && !isRecord(object)) return undefined;
  const child = setStep(object?.[step], path, at + 1, value);
  if (child === undefined) return undefined;
  const copy = { ...object };
  setKey(copy, step, child);
  return copy;
}

/**
 * Removes a field of an object, and the parts of a security context that are empty after that.
 *
 * @param isWhole whether the object has all its fields, so that an empty part is really empty
 * @returns the changed object, or the same one if it does not have the field
 */
export function removeField(object: unknown, path: FieldPath, isWhole = true): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return object;
  if (typeof step === "number") {
    if (!Array.isArray(object) || step >= object.length) return object;
    const item = removeField(object[step], rest, isWhole);
    return item === object[step] ? object : object.with(step, item);
  }
  if (!isRecord(object) || !Object.hasOwn(object, step)) return object;
  const { [step]: old, ...others } = object;
  if (rest.length === 0) return others;
  const child = removeField(old, rest, isWhole);
  if (child === old) return object;
  const isEmpty = isWhole && isRecord(child) && Object.keys(child).length === 0;
  if (isEmpty && REMOVED_WHEN_EMPTY.has(step)) return others;
  const copy = { ...object };
  setKey(copy, step, child);
  return copy;
}
