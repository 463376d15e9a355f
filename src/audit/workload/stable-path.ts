import type { FieldPath } from "../../api/field-path.ts";
import type { Pod } from "../../api/pod.ts";
import { isRecord } from "../../api/record.ts";
import { goQuote } from "../../api/words/go-quote.ts";

/** A name that needs no quotes between brackets. A number would look like a position or a port. */
const PLAIN_NAME = /^(?!\d+$)[\w./-]+$/;
const PLAIN_KEY = /^[A-Za-z_]\w*$/;

/**
 * Formats a path below a pod so that it does not depend on the order of lists or on the place of the pod: `containers[web].image` for
 * `["spec", "containers", 0, "image"]`. The key of an item is its name, for a port without a name its number, for a string the string itself,
 * otherwise its position. Other names than plain words are quoted as in Go, so that no two paths look the same.
 *
 * @param pod the pod, or template, that the path leads into
 */
export function formatStablePath(pod: Pod, path: FieldPath): string {
  const steps = path[0] === "spec" ? path.slice(1) : path;
  let value: unknown = path[0] === "spec" ? pod.spec : pod;
  let text = "";
  for (const step of steps) {
    if (typeof step === "number") {
      value = Array.isArray(value) ? value[step] : undefined;
      text += `[${itemName(value) ?? step}]`;
    } else {
      value = isRecord(value) ? value[step] : undefined;
      if (!PLAIN_KEY.test(step)) text += `[${bracketed(step)}]`;
      else text += text === "" ? step : `.${step}`;
    }
  }
  return text;
}

/** The name that identifies an item of a list; undefined if only its position identifies it. */
function itemName(item: unknown): string | undefined {
  if (typeof item === "string") return bracketed(item);
  if (!isRecord(item)) return undefined;
  const { name, hostPort, containerPort } = item;
  if (typeof name === "string" && name !== "") return bracketed(name);
  const port = hostPort ?? containerPort;
  return typeof port === "number" ? String(port) : undefined;
}

function bracketed(name: string): string {
  return PLAIN_NAME.test(name) ? name : goQuote(name);
}

/**
 * Finds the field of a stable path in a pod: the path for which `formatStablePath` returns that text, or its beginning, as far as the pod has it.
 *
 * @param pod the pod, or template: another one than the path was made for, whose lists may have another order
 */
export function findStablePath(pod: Pod, text: string): FieldPath {
  const inSpec = descend(pod.spec, text);
  const outside = inSpec.length > 0 ? [] : descend(pod, text);
  return outside.length > 0 ? outside : ["spec", ...inSpec];
}

function descend(root: unknown, text: string): FieldPath {
  const path: (string | number)[] = [];
  let value = root;
  let rest = text;
  while (rest !== "") {
    const steps = stepsOf(value, path.length === 0);
    const next = steps.find(({ label }) => rest.startsWith(label) && /^(?:$|[.[])/.test(rest.slice(label.length)));
    if (next === undefined) break;
    path.push(next.step);
    value = next.value;
    rest = rest.slice(next.label.length);
  }
  return path;
}

/** The steps into a value, with their texts in a stable path. */
function stepsOf(value: unknown, isFirst: boolean): { step: string | number; label: string; value: unknown }[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown, step) => ({ step, label: `[${itemName(item) ?? step}]`, value: item }));
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([step, field]) => {
    const label = PLAIN_KEY.test(step) ? (isFirst ? step : `.${step}`) : `[${bracketed(step)}]`;
    return { step, label, value: field };
  });
}
