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
 * The mappings and lists that were copied for several changes of one object. Later changes change them in place: a copy for each of 100,000 items
 * would take quadratic time.
 */
export class Copies {
  readonly #own = new WeakSet<object>();

  /** Returns a list that may change: a copy, or the list itself if it is one. */
  list(list: unknown[]): unknown[] {
    return this.#own.has(list) ? list : this.#add([...list]);
  }

  /** Returns a mapping that may change: a copy, or the mapping itself if it is one. */
  mapping(mapping: Record<string, unknown>): Record<string, unknown> {
    return this.#own.has(mapping) ? mapping : this.#add({ ...mapping });
  }

  #add<T extends object>(copy: T): T {
    this.#own.add(copy);
    return copy;
  }
}

/**
 * Sets a field of an object, and the mappings on the way to it that are missing or null.
 *
 * @param copies those of earlier changes of the same object
 * @returns the changed object; parts that do not change are the same. Undefined if something else is in the way
 */
export function setField(object: unknown, path: FieldPath, value: unknown, copies = new Copies()): unknown {
  return setStep(object, path, 0, { value, copies });
}

interface Setting {
  readonly value: unknown;
  readonly copies: Copies;
}

/** @param at the index of the next step of the path */
function setStep(object: unknown, path: FieldPath, at: number, setting: Setting): unknown {
  const step = path[at];
  const { value, copies } = setting;
  if (step === undefined) return value;
  if (typeof step === "number") {
    if (!Array.isArray(object) || step >= object.length) return undefined;
    const item = setStep(object[step], path, at + 1, setting);
    if (item === undefined) return undefined;
    const list = copies.list(object);
    list[step] = item;
    return list;
  }
  if (object !== null && object !== undefined && !isRecord(object)) return undefined;
  const child = setStep(object?.[step], path, at + 1, setting);
  if (child === undefined) return undefined;
  const mapping = copies.mapping(object ?? {});
  setKey(mapping, step, child);
  return mapping;
}

/** Whether an object has a field. */
export function hasField(object: unknown, path: FieldPath): boolean {
  let value = object;
  for (const step of path) {
    if (typeof step === "number" ? !Array.isArray(value) || step >= value.length : !isRecord(value)) return false;
    if (isRecord(value) && !Object.hasOwn(value, step)) return false;
    value = Array.isArray(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined;
  }
  return true;
}

/**
 * Removes a field of a mapping, and the parts of a security context that are empty after that.
 *
 * @param isWhole whether the object has all its fields, so that an empty part is really empty
 * @param copies those of earlier changes of the same object
 * @returns the changed object, or the same one if it does not have the field
 */
export function removeField(object: unknown, path: FieldPath, isWhole = true, copies = new Copies()): unknown {
  return hasField(object, path) ? removeStep(object, path, 0, { isWhole, copies }) : object;
}

interface Removal {
  readonly isWhole: boolean;
  readonly copies: Copies;
}

/** @param at the index of the next step of the path, which exists */
function removeStep(object: unknown, path: FieldPath, at: number, removal: Removal): unknown {
  const step = path[at];
  const { isWhole, copies } = removal;
  if (typeof step === "number" && Array.isArray(object)) {
    const list = copies.list(object);
    list[step] = removeStep(list[step], path, at + 1, removal);
    return list;
  }
  if (typeof step !== "string" || !isRecord(object)) return object;
  const mapping = copies.mapping(object);
  const child = at === path.length - 1 ? undefined : removeStep(mapping[step], path, at + 1, removal);
  const isEmpty = isWhole && isRecord(child) && Object.keys(child).length === 0 && REMOVED_WHEN_EMPTY.has(step);
  if (at === path.length - 1 || isEmpty) delete mapping[step];
  else setKey(mapping, step, child);
  return mapping;
}
