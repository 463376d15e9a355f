import { isRecord } from "../../../src/api/record.ts";
import type { CustomKind, CustomTemplate, PodPart } from "../../../src/workloads/custom/custom-kind.ts";
import { EACH_ITEM, EACH_VALUE, formatSteps } from "../../../src/workloads/custom/template-path.ts";
import type { ApiObject } from "../client.ts";
import type { PodContent } from "../pods.ts";
import type { Definition } from "./definitions.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An object with a pod, or a part of one, at one path of the table. */
export interface Sample {
  readonly object: ApiObject;
  /** The plural of its kind. */
  readonly resource: string;
  readonly template: CustomTemplate;
  /** The path of the pod, or of its part. */
  readonly steps: readonly string[];
  /** The only check that the part violates; undefined for a whole pod. */
  readonly check?: string;
}

/** The only key of a map in a sample: a role of most of Kubeflow's jobs. */
export const MAP_KEY = "Worker";

/** Fields that a definition requires, or that its rules require together with others, by kind. */
const REQUIRED: Readonly<Record<string, Fields>> = {
  "operators.coreos.com/ClusterServiceVersion": { spec: { install: { strategy: "deployment" } } },
};

/**
 * Makes a sample for each template of a kind in a served version of its definition.
 *
 * @param podOf the pod of a sample, by its number
 */
export function samplesOf(
  { spec }: Definition,
  version: string,
  kind: CustomKind,
  namespace: string,
  podOf: (index: number) => PodContent,
): readonly Sample[] {
  const schema: unknown = spec.versions.find(({ name }) => name === version)?.schema.openAPIV3Schema;
  const served = spec.versions.filter((one) => one.served);
  const preferred = (served.find(({ name }) => /^v\d+$/.test(name)) ?? served[0])?.schema.openAPIV3Schema;
  const base = REQUIRED[`${kind.group}/${kind.kind}`] ?? {};
  const samples: Sample[] = [];
  const add = (template: CustomTemplate, steps: readonly string[], value: unknown, check?: string): void => {
    // An audit reads the preferred version. Without a conversion webhook, it has no field of another version.
    if (!allows(schema, steps) || !allows(preferred, steps)) return;
    const fields = withRequired(schema, merge(base, nest(steps, value)));
    const name = `${kind.kind}-${version}-${samples.length}`.toLowerCase();
    const object = {
      ...(isRecord(fields) && fields),
      ...{ apiVersion: `${kind.group}/${version}`, kind: kind.kind },
      metadata: { name, ...(spec.scope === "Namespaced" && { namespace }) },
    };
    samples.push({ object, resource: spec.names.plural, template, steps, ...(check !== undefined && { check }) });
  };
  for (const template of kind.templates) {
    const { shape, steps } = template.path;
    if (template.isPartial !== true) {
      const pod = podOf(samples.length);
      if (shape === "S") add(template, steps, pod.spec);
      else if (shape === "J" || shape === "D") add(template, steps, { spec: { template: pod } });
      else add(template, steps, pod);
    } else if (template.parts === undefined) {
      add(template, steps, shape === "S" ? POD_FRAGMENT : { spec: POD_FRAGMENT }, "runAsUser");
    } else {
      for (const part of template.parts) {
        const fragment = fragmentOf(part);
        if (fragment !== undefined) add(template, [...steps, ...part.from.map(String)], ...fragment);
      }
    }
  }
  return samples;
}

const POD_FRAGMENT = { securityContext: { runAsUser: 0 } };
const CONTAINER = { name: "app", image: "registry.example/app:1", securityContext: { privileged: true } };

/** A value for a part of a pod, and the only check that it violates; undefined for a part that has no example here. */
function fragmentOf({ to, name }: PodPart): readonly [value: unknown, check: string] | undefined {
  switch (to) {
    case "pod":
      return [POD_FRAGMENT, "runAsUser"];
    case "containers":
    case "initContainers":
      return [[CONTAINER], "privileged"];
    case "container":
    case "initContainer":
      return [{ ...CONTAINER, name: name ?? CONTAINER.name }, "privileged"];
    case "context":
      return [CONTAINER.securityContext, "privileged"];
    case "securityContext":
      return [POD_FRAGMENT.securityContext, "runAsUser"];
    case "seccompProfile":
      return [{ type: "Unconfined" }, "seccompProfile_restricted"];
    case "volumes":
      return [[{ name: "logs", hostPath: { path: "/var/log" } }], "restrictedVolumes"];
    case "hostNetwork":
    case "hostPID":
      return [true, "hostNamespaces"];
    default:
      return undefined;
  }
}

/** The value at a path of the table in a sample: each list and each map has one entry. */
export function valueIn(object: Fields, steps: readonly string[]): unknown {
  let at: unknown = object;
  for (const step of steps) {
    if (step === EACH_ITEM) at = Array.isArray(at) ? at[0] : undefined;
    else if (step === EACH_VALUE) at = isRecord(at) ? Object.values(at)[0] : undefined;
    else at = isRecord(at) ? at[step] : undefined;
  }
  return at;
}

function nest(steps: readonly string[], value: unknown): unknown {
  return steps.toReversed().reduce<unknown>((inner, step) => {
    if (step === EACH_ITEM) return [inner];
    return { [step === EACH_VALUE ? MAP_KEY : step]: inner };
  }, value);
}

function merge(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return b.map((item, index) => merge(a[index], item));
  if (!isRecord(a) || !isRecord(b)) return b ?? a;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(a[key], b[key])]));
}

/** Whether a schema allows a value at a path, and keeps it: an API server drops the fields of an object without a schema. */
function allows(schema: unknown, steps: readonly string[]): boolean {
  let at = schema;
  for (const step of steps) {
    if (!isRecord(at)) return false;
    const { properties, items, additionalProperties } = at;
    const next =
      step === EACH_ITEM
        ? items
        : step === EACH_VALUE
          ? additionalProperties
          : isRecord(properties)
            ? properties[step]
            : undefined;
    if (next === undefined) return at["x-kubernetes-preserve-unknown-fields"] === true;
    at = next;
  }
  return isRecord(at) && (at["type"] !== "object" || KEEPING.some((key) => Object.hasOwn(at, key)));
}

const KEEPING = ["properties", "additionalProperties", "x-kubernetes-preserve-unknown-fields"];

/** Adds the fields that a schema requires, with the first value that it allows. */
function withRequired(schema: unknown, value: unknown): unknown {
  if (!isRecord(schema)) return value;
  const { properties, items, additionalProperties } = schema;
  if (Array.isArray(value)) return value.map((item) => withRequired(items, item));
  if (!isRecord(value)) return value;
  const fields = isRecord(properties) ? properties : {};
  const filled: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    filled[key] = withRequired(fields[key] ?? additionalProperties, child);
  }
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  for (const key of required) {
    if (typeof key === "string" && filled[key] === undefined) filled[key] = smallest(fields[key]);
  }
  return filled;
}

function smallest(schema: unknown): unknown {
  if (!isRecord(schema)) return {};
  const { type, items, minItems, minLength, minimum } = schema;
  const choices = schema["enum"];
  if (schema["default"] !== undefined) return schema["default"];
  if (Array.isArray(choices)) return choices[0];
  if (schema["x-kubernetes-int-or-string"] === true) return 1;
  switch (type) {
    case "string":
      return "a".repeat(typeof minLength === "number" ? Math.max(1, minLength) : 1);
    case "integer":
    case "number":
      return typeof minimum === "number" ? minimum : 1;
    case "boolean":
      return false;
    case "array":
      return Array.from({ length: typeof minItems === "number" ? minItems : 0 }, () => smallest(items));
    default:
      return withRequired(schema, {});
  }
}

/** The name of a sample in messages of tests. */
export function titleOf({ object, steps }: Sample): string {
  return `${object.kind} ${object.apiVersion} ${formatSteps(steps)}`;
}
