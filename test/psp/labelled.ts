/** The objects of an invented cluster after the steps of its migration, without the policies. */
import type { PspMigration } from "../../src/report/psp/psp-report.ts";
import { dumpObjects, type DumpObject } from "./dumps.ts";
import { patched } from "./patched.ts";

const LEFT_OUT = new Set([
  "PodSecurityPolicy",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  // It has its Deployment's template from before the migration, and makes no more pods.
  "ReplicaSet",
]);

/** Returns the labels that the commands of some steps set on each namespace. */
export function labelsOfSteps(
  { steps }: PspMigration,
  numbers: readonly string[],
): Map<string, Record<string, string>> {
  const labels = new Map<string, Record<string, string>>();
  const commands = steps.filter(({ number }) => numbers.includes(number)).flatMap((step) => step.commands);
  for (const command of commands) {
    const words = /^kubectl label --overwrite ns (.*)$/.exec(command)?.[1]?.split(" ") ?? [];
    const set = words.filter((word) => word.includes("=")).map((word) => word.split("="));
    for (const name of words.filter((word) => !word.includes("=")))
      labels.set(name, { ...labels.get(name), ...Object.fromEntries(set) });
  }
  return labels;
}

/**
 * Returns the objects of a dump after the migration: namespaces with the labels, templates with the patches, and unchanged pods.
 *
 * @param labels the labels of each labelled namespace
 */
export function labelledObjects(
  name: string,
  migration: PspMigration,
  labels: ReadonlyMap<string, Readonly<Record<string, string>>>,
): readonly DumpObject[] {
  const namespaces = new Map(migration.namespaces.map((namespace) => [namespace.name, namespace]));
  return dumpObjects(name)
    .filter(({ kind }) => !LEFT_OUT.has(kind))
    .map((object): DumpObject => {
      const { kind, metadata } = object;
      if (kind === "Namespace")
        return { ...object, metadata: { name: metadata.name, labels: labels.get(metadata.name) ?? {} } };
      const changed = namespaces.get(metadata.namespace ?? "")?.changed ?? [];
      const patch = changed.find((one) => one.kind === kind && one.name === metadata.name)?.patch;
      if (patch === undefined || patch === null)
        return kind === "Job" ? withTemplateOfCronJob(object, changed) : object;
      return patched(object, JSON.parse(patch)) as DumpObject;
    });
}

/** The next Job has the template of its CronJob. */
function withTemplateOfCronJob(object: DumpObject, changed: PspMigration["namespaces"][number]["changed"]): DumpObject {
  const patch = changed.find(({ kind }) => kind === "CronJob")?.patch;
  if (patch === undefined || patch === null) return object;
  const { spec }: { spec: { jobTemplate: object } } = JSON.parse(patch);
  return patched(object, spec.jobTemplate) as DumpObject;
}
