/** The details of a check's violations as `kubectl pss explain` reads them, with the changes of the pod that fix them. */
import type { FieldChange, FieldValue } from "../../api/checks/field-change.ts";
import type { DetailMeaning, ReadDetail } from "../../api/checks/readable-check.ts";
import type { Phrase } from "./phrase.ts";
import type { Setter } from "./slots.ts";

/** Declares a form of a check's details: its phrase, and the changes that fix such a violation. */
export function detail<Values extends readonly unknown[]>(
  phrase: Phrase<Values>,
  changesOf: (values: NoInfer<Values>) => readonly FieldChange[],
): ReadDetail {
  return (text) => {
    const values = phrase.parse(text);
    return values && { containers: phrase.containersOf(values), changes: changesOf(values) };
  };
}

/** Combines the forms of a check's details. A text has one form at most. */
export function firstOf(...forms: readonly ReadDetail[]): ReadDetail {
  return (text) => forms.reduce<DetailMeaning | undefined>((meaning, read) => meaning ?? read(text), undefined);
}

/** Sets a field of the pod: `spec.hostPID`. */
export function setInPod(field: string, value: FieldValue): FieldChange {
  return { path: field.split("."), value };
}

/** Sets a field of containers: `securityContext.privileged`. */
export function setInContainers(names: readonly string[], field: string, value: FieldValue): FieldChange[] {
  return inContainers(names, field, { value });
}

/** Sets a field of the security contexts of the pod and of containers: `runAsNonRoot`. */
export function setInSetters(setters: readonly Setter[], field: string, value: FieldValue): FieldChange[] {
  return inSetters(setters, field, { value });
}

/** Says how to change a field of the pod. */
export function instructInPod(path: readonly string[], instruction: string): FieldChange {
  return { path, instruction };
}

/** Says how to change a field of containers. */
export function instructInContainers(names: readonly string[], field: string, instruction: string): FieldChange[] {
  return inContainers(names, field, { instruction });
}

/** Says how to change a field of the security contexts of the pod and of containers. */
export function instructInSetters(setters: readonly Setter[], field: string, instruction: string): FieldChange[] {
  return inSetters(setters, field, { instruction });
}

/** Says how to change volumes. */
export function instructInVolumes(names: readonly string[], instruction: string): FieldChange[] {
  return unique(names).map((name) => ({ item: { list: "volumes", name }, path: [], instruction }));
}

/** A change of a field, without its place. */
type Change = { readonly value: FieldValue } | { readonly instruction: string };

/** Places a change in containers, and in the pod for a name that is undefined. */
function inContainers(names: readonly (string | undefined)[], field: string, change: Change): FieldChange[] {
  const path = field.split(".");
  return unique(names).map((name) =>
    name === undefined
      ? { path: ["spec", ...path], ...change }
      : { item: { list: "containers", name }, path, ...change },
  );
}

function inSetters(setters: readonly Setter[], field: string, change: Change): FieldChange[] {
  const names = setters.map(({ container }) => container);
  return inContainers(names, `securityContext.${field}`, change);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
