import type { FieldChange } from "../../checks/field-change.ts";

/** A violating field: its path in the object, and the name of its container. */
export interface FaultyField {
  /** `spec.template.spec.containers[0].securityContext.privileged` */
  readonly path: string;
  /** Absent for a field of the pod, and of a container without a name. */
  readonly container?: string;
}

/** The first fields of a container that a check reads. */
const OF_CONTAINER = /\.(?:securityContext|ports|livenessProbe|readinessProbe|startupProbe|lifecycle)(?=[.[]|$)/;
/** The pod's spec, and an item of its containers. */
const IN_LIST = /^(.*?)(?:initC|ephemeralC|c)ontainers\[\d+\]/;

/**
 * The paths of the containers that a name cannot tell: one without a name, and one whose fields are not in a list of containers, as in custom
 * resources. Empty if the name tells the container, or no field has its path.
 *
 * @param byContainer the violating fields by the name of their container
 */
export function containerPaths(
  { item }: FieldChange,
  byContainer: ReadonlyMap<string, readonly FaultyField[]>,
): readonly string[] {
  if (item?.list !== "containers") return [];
  const paths = (byContainer.get(item.name) ?? [])
    .map(({ path }) => containerPath(path))
    .filter((path) => item.name === "" || !path.endsWith("]"));
  return [...new Set(paths.filter((path) => path !== ""))];
}

/** `spec.predictor.model` of `spec.predictor.model.ports[0].hostPort`; empty if the path has no field of a container. */
function containerPath(path: string): string {
  return path.slice(0, OF_CONTAINER.exec(path)?.index ?? 0);
}

/**
 * Gives the fields of the pod that words name their whole paths: `set spec.hostPID: false` becomes `set spec.driver.template.spec.hostPID: false`.
 *
 * @param words each a word, or a field with its value
 * @returns undefined if no word names one of the fields
 */
export function withWholePaths(
  words: readonly string[],
  fields: readonly FaultyField[],
): readonly string[] | undefined {
  const ofPod = fields.filter(({ path, container }) => container === undefined && !IN_LIST.test(path));
  const [start] = fields.flatMap(({ path }) => IN_LIST.exec(path)?.[1] ?? []);
  let isFound = false;
  const whole = words.map((word) => {
    const [, name = "", rest = ""] = /^((?:[\w$-]+\.)*[\w$-]+)(.*)$/s.exec(word) ?? [];
    if (!name.includes(".")) return word;
    const field = name.replace(/^spec\./, "");
    // The field that fixes containers can be one of their pod.
    const path = wholePath(field, ofPod) ?? (start === undefined || field === name ? undefined : start + field);
    isFound ||= path !== undefined;
    return path === undefined ? word : path + rest;
  });
  return isFound ? whole : undefined;
}

/** The path of the field with a name. Its parent may have another name in a custom resource: `podSecurityContext`. */
function wholePath(name: string, fields: readonly FaultyField[]): string | undefined {
  const last = name.startsWith("securityContext.") ? name.slice(name.lastIndexOf(".") + 1) : name;
  for (const end of new Set([name, last])) {
    for (const { path } of fields) {
      const at = `${path}.`.lastIndexOf(`.${end}`);
      const after = path.slice(at + 1 + end.length);
      if (at >= 0 && /^(?:$|[.[])/.test(after)) return path.slice(0, at + 1 + end.length);
    }
  }
  return undefined;
}
