import { count } from "../../api/words/plural.ts";
import type { SetupResult, SetupState } from "../../api/webhook/setup.ts";
import { DEPLOYMENT, TARGET_PORT } from "../../api/webhook/names.ts";
import { numberOf, recordOf, recordsOf, textOf, type ServiceReference } from "./registration.ts";

/** The pods of a namespace, or why they cannot be read. */
type Pods = { readonly pods: readonly Readonly<Record<string, unknown>>[] } | { readonly message: string };

/**
 * Checks that the API server finds the webhook: the port of the Service, and pods that are ready.
 *
 * @param service the Service; undefined if it does not exist
 * @param listed the pods of its namespace; undefined if they are not checked
 */
export function checkService(
  reference: ServiceReference,
  service: Readonly<Record<string, unknown>> | undefined,
  listed: Pods | undefined,
): readonly SetupResult[] {
  const name = `Service ${reference.name} of namespace ${reference.namespace}`;
  const place = [reference.name, "-n", reference.namespace] as const;
  if (service === undefined) {
    const ports = [`--port=${reference.port}`, `--target-port=${TARGET_PORT}`];
    const next = {
      type: "kubectl",
      words: ["expose", "deployment", DEPLOYMENT, "-n", reference.namespace, `--name=${reference.name}`, ...ports],
      effect: "makes the Service of the webhook's Deployment",
    } as const;
    return [{ ...resultOf("problem", `${name}: not found`), expected: "the Service of the registration", next }];
  }
  const edit = { type: "kubectl", words: ["edit", "service", ...place], effect: "to change its ports" } as const;
  const spec = recordOf(service["spec"]);
  const ports = recordsOf(spec["ports"]);
  const port = ports.find((one) => numberOf(one["port"], 0) === reference.port);
  if (port === undefined) {
    const existing = ports.map((one) => numberOf(one["port"], 0)).join(", ");
    const found = `${name}: has no port ${reference.port}, but ${existing === "" ? "none" : existing}`;
    return [{ ...resultOf("problem", found), expected: `the port ${reference.port} of the registration`, next: edit }];
  }
  if (listed === undefined) return [resultOf("ok", `${name}: port ${reference.port}`)];
  const words = ["get", "pods", "-n", reference.namespace, "-o", "wide"];
  const list = { type: "kubectl", words, effect: "the state of its pods" } as const;
  if ("message" in listed) {
    return [
      { ...resultOf("unknown", `${name}: ${listed.message}`), expected: "the right to list its pods", next: list },
    ];
  }
  const selector = Object.entries(recordOf(spec["selector"]));
  const selected = listed.pods.filter((pod) => {
    const labels = recordOf(recordOf(pod["metadata"])["labels"]);
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
  });
  if (selected.length === 0) {
    return [{ ...resultOf("problem", `${name}: selects no pod`), expected: "pods that are ready", next: list }];
  }
  const target = port["targetPort"] ?? reference.port;
  if (!selected.some((pod) => hasPort(pod, target))) {
    const found = `${name}: its pods have no container port ${String(target)}`;
    return [{ ...resultOf("problem", found), expected: "the targetPort of the Service", next: edit }];
  }
  const ready = selected.filter(isReady).length;
  const found = `${name}: ${ready} of ${count(selected.length, "pod")} ready`;
  if (ready > 0) return [resultOf("ok", found)];
  return [{ ...resultOf("problem", found), expected: "pods that are ready", next: list }];
}

/** Whether the Service sends requests to a pod: it is ready, and is not being deleted. */
function isReady(pod: Readonly<Record<string, unknown>>): boolean {
  if (recordOf(pod["metadata"])["deletionTimestamp"] !== undefined) return false;
  const conditions = recordsOf(recordOf(pod["status"])["conditions"]);
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

/** Whether a container of a pod has a port. A number needs no declaration. */
function hasPort(pod: Readonly<Record<string, unknown>>, target: unknown): boolean {
  if (typeof target !== "string") return true;
  return recordsOf(recordOf(pod["spec"])["containers"]).some((container) =>
    recordsOf(container["ports"]).some((port) => textOf(port["name"]) === target),
  );
}

function resultOf(state: SetupState, found: string): SetupResult {
  return { part: "service", state, found };
}
