import { valueAt, type FieldPath } from "../../../api/field-path.ts";
import { isRecord } from "../../../api/record.ts";
import type { CustomKind, CustomTemplate } from "../custom-kind.ts";
import { isSet, type FoundPod } from "./found-pod.ts";
import { assemblePod } from "./pod-parts.ts";
import { EACH_ITEM, EACH_VALUE, type TemplateShape } from "../template-path.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A value at the path of a template that is no pod. */
export interface NoPod {
  readonly path: FieldPath;
  readonly value: unknown;
  readonly shape: TemplateShape | undefined;
}

/**
 * Finds the pods of an object.
 *
 * @param noPods gets the values at a path that cannot be pods
 * @param needsContainers whether a pod without a list of containers is no pod: a path of the user may be wrong, and an operator may complete the
 * templates of the other kinds
 */
export function findPods(
  object: Fields,
  kind: CustomKind,
  noPods: NoPod[],
  needsContainers = false,
): readonly FoundPod[] {
  if (kind.unless !== undefined && isSet(valueAt(object, kind.unless))) return [];
  const isOnly = kind.templates.length === 1;
  return kind.templates.flatMap((template) => {
    const { shape, steps } = template.path;
    const isNamed = !isOnly || steps.includes(EACH_ITEM) || steps.includes(EACH_VALUE);
    return [...walk(object, steps, [], [])].flatMap(({ value, path, names }) => {
      if (!isSet(value)) return [];
      const found = podAt(value, path, shape, template);
      if (found === "none") return [];
      if (found === "no pod" || (needsContainers && !hasContainers(found.value["spec"]))) {
        noPods.push({ path, value, shape });
        return [];
      }
      return [{ template, name: isNamed ? nameOf(names) : "", ...found }];
    });
  });
}

/** The paths of the patches that an object has, which can set any field of its pods. */
export function findPatches(object: Fields, { patches = [] }: CustomKind): readonly FieldPath[] {
  return patches.flatMap(({ steps }) =>
    [...walk(object, steps, [], [])].flatMap(({ value, path }) => (isSet(value) && !isEmptyPatch(value) ? [path] : [])),
  );
}

/** Whether a patch is a text that sets nothing. */
function isEmptyPatch(value: unknown): boolean {
  return typeof value === "string" && /^\s*(?:\{\s*\}\s*)?$/.test(value);
}

type Found = Pick<FoundPod, "path" | "value" | "places">;

function podAt(
  value: unknown,
  path: FieldPath,
  shape: TemplateShape | undefined,
  template: CustomTemplate,
): Found | "none" | "no pod" {
  if (!isRecord(value)) return "no pod";
  if (template.parts !== undefined) return assemblePod(value, path, template.parts) ?? "none";
  switch (shape ?? shapeOf(value)) {
    case "T":
      return whole(value, path);
    case "S":
      return { path, value: { spec: value }, places: [{ inPod: ["spec"], inObject: path }] };
    case "J":
    case "D": {
      const inner = valueAt(value, ["spec", "template"]);
      if (!isSet(inner)) return "none";
      const innerPath = [...path, "spec", "template"];
      return isRecord(inner) ? whole(inner, innerPath) : "no pod";
    }
    case undefined:
      return "no pod";
  }
}

function whole(value: Fields, path: FieldPath): Found {
  return { path, value, places: [{ inPod: [], inObject: path }] };
}

/** The shape of a value whose path does not tell it. */
function shapeOf(value: Fields): TemplateShape | undefined {
  if (hasContainers(value)) return "S";
  const { spec } = value;
  if (!isRecord(spec)) return undefined;
  return !hasContainers(spec) && isRecord(spec["template"]) ? "D" : "T";
}

/** Whether a value has the lists of a pod's spec. */
export function hasContainers(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Array.isArray(value["containers"]) || Array.isArray(value["initContainers"]);
}

/** Steps that every template has, so that they name none. */
const COMMON_STEPS: ReadonlySet<string> = new Set(["spec", "template", "podTemplate"]);

function nameOf(names: readonly string[]): string {
  let text = "";
  for (const name of names) {
    if (name.startsWith("[")) text += name;
    else if (!COMMON_STEPS.has(name)) text += text === "" ? name : `.${name}`;
  }
  return text;
}

interface Walked {
  readonly value: unknown;
  readonly path: FieldPath;
  readonly names: readonly string[];
}

function* walk(
  value: unknown,
  steps: readonly string[],
  path: FieldPath,
  names: readonly string[],
): Generator<Walked, undefined> {
  const [step, ...rest] = steps;
  if (step === undefined) {
    yield { value, path, names };
  } else if (step === EACH_ITEM) {
    if (!Array.isArray(value)) return;
    for (const [index, item] of value.entries())
      yield* walk(item, rest, [...path, index], [...names, itemName(item, index)]);
  } else if (step === EACH_VALUE) {
    if (!isRecord(value)) return;
    for (const [key, child] of Object.entries(value)) yield* walk(child, rest, [...path, key], [...names, `[${key}]`]);
  } else if (isRecord(value) && Object.hasOwn(value, step)) {
    yield* walk(value[step], rest, [...path, step], [...names, step]);
  }
}

function itemName(item: unknown, index: number): string {
  const { name, groupName } = isRecord(item) ? item : {};
  const own = [name, groupName].find((one) => typeof one === "string" && one !== "");
  return `[${typeof own === "string" ? own : index}]`;
}
