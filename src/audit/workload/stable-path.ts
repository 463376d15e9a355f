import type { FieldPath } from "../../api/field-path.ts";
import type { Pod } from "../../api/pod.ts";
import { isRecord } from "../../api/record.ts";
import { goQuote } from "../../api/words/go-quote.ts";

/** A name that needs no quotes between brackets; a number there is a position or a port. */
const PLAIN_NAME = /^(?!\d+$)[\w./-]+$/;
const PLAIN_KEY = /^[A-Za-z_]\w*$/;

/**
 * A path below a pod that stays the same when lists are put in another order, and wherever the pod is: `containers[web].image` for
 * `["spec", "containers", 0, "image"]`. An item is called by its name, a port without one by its number, a plain value by itself, and
 * anything else by its position. Names that are no plain words are quoted as Go does it, so that no two paths read alike.
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

/** The name that identifies an item of a list; undefined where only its position does. */
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
