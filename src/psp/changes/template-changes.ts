import { isRecord } from "../../api/record.ts";
import type { PodChange } from "./pod-changes.ts";
import type { MutablePod } from "./mutate.ts";

const CONTEXT = "securityContext.";
const CAPABILITIES = "capabilities.";

/** Returns a template with the values of pods, so that new pods need no policy to get them. */
export function withTemplateChanges(template: MutablePod, changes: readonly PodChange[]): MutablePod {
  if (changes.length === 0) return template;
  const ofPod = changes.filter(({ container }) => container === null);
  const annotations = { ...template.metadata?.annotations };
  const runtimeClass = ofPod.find(({ field }) => field === "runtimeClassName")?.value;
  for (const { container, field, value } of changes) {
    // Only AppArmor has annotations: a seccomp profile has a field.
    if (container !== null && !field.startsWith(CONTEXT) && typeof value === "string") annotations[field] = value;
  }
  const change = (containers: MutablePod["spec"]["containers"]): MutablePod["spec"]["containers"] =>
    containers?.map((one) => {
      const own = changes.filter(({ container }) => container === (one.name ?? ""));
      return own.length === 0 ? one : { ...one, securityContext: withFields(one.securityContext, own) };
    });
  const { initContainers, containers } = template.spec;
  const [changedInit, changed] = [change(initContainers), change(containers)];
  return {
    ...template,
    metadata: { ...template.metadata, annotations },
    spec: {
      ...template.spec,
      securityContext: withFields(template.spec.securityContext, ofPod),
      ...(typeof runtimeClass === "string" && { runtimeClassName: runtimeClass }),
      ...(changedInit !== undefined && { initContainers: changedInit }),
      ...(changed !== undefined && { containers: changed }),
    },
  };
}

function withFields(context: object | undefined, changes: readonly PodChange[]): Record<string, unknown> {
  const changed: Record<string, unknown> = { ...context };
  for (const { field, value } of changes) {
    if (!field.startsWith(CONTEXT)) continue;
    const name = field.slice(CONTEXT.length);
    if (name.startsWith(CAPABILITIES)) {
      const { capabilities } = changed;
      changed["capabilities"] = {
        ...(isRecord(capabilities) && capabilities),
        [name.slice(CAPABILITIES.length)]: value,
      };
    } else changed[name] = value;
  }
  return changed;
}

/** The path of the pod template in the kinds whose template can be changed. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  DaemonSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  StatefulSet: ["spec", "template"],
};

/** Returns the strategic merge patch that makes these changes to an object; null for a kind whose template cannot be changed. */
export function templatePatch(kind: string, template: MutablePod, changes: readonly PodChange[]): object | null {
  const path = Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind] : undefined;
  if (path === undefined || changes.length === 0) return null;
  const { initContainers, containers } = template.spec;
  const patchOf = (list: MutablePod["spec"]["containers"]): object[] =>
    (list ?? []).flatMap(({ name = "" }) => {
      const own = changes.filter(({ container, field }) => container === name && field.startsWith(CONTEXT));
      return own.length === 0 ? [] : [{ name, securityContext: withFields({}, own) }];
    });
  const annotations = Object.fromEntries(
    changes
      .filter(({ container, field }) => container !== null && !field.startsWith(CONTEXT))
      .map(({ field, value }) => [field, value]),
  );
  const ofPod = changes.filter(({ container }) => container === null);
  const context = withFields({}, ofPod);
  const runtimeClass = ofPod.find(({ field }) => field === "runtimeClassName")?.value;
  const [init, main] = [patchOf(initContainers), patchOf(containers)];
  const spec = {
    ...(Object.keys(context).length > 0 && { securityContext: context }),
    ...(runtimeClass !== undefined && { runtimeClassName: runtimeClass }),
    ...(init.length > 0 && { initContainers: init }),
    ...(main.length > 0 && { containers: main }),
  };
  const patch = {
    ...(Object.keys(annotations).length > 0 && { metadata: { annotations } }),
    ...(Object.keys(spec).length > 0 && { spec }),
  };
  return path.reduceRight<object>((inner, key) => ({ [key]: inner }), patch);
}
