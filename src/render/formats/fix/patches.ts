import type { FixReport, FixedWorkload } from "../../../report/fix/fix-report.ts";
import { groupOf, versionOf } from "./api-version.ts";
import { stringifyBlockYaml, stringifyYaml } from "../../words/documents/yaml.ts";

/** Renders a strategic merge patch for each workload, as YAML documents. */
export function* renderPatches({ workloads }: FixReport): Generator<string, undefined> {
  for (const { patch } of workloads) if (patch !== null) yield `---\n${stringifyYaml(patch)}`;
}

/** Renders a JSON patch (RFC 6902) for each workload, with the object that it is for: documents of one list each. */
export function* renderJsonPatches({ workloads }: FixReport): Generator<string, undefined> {
  for (const workload of workloads) {
    if (workload.operations.length === 0) continue;
    yield `---\n${stringifyYaml({ target: targetOf(workload), patch: workload.operations })}`;
  }
}

/**
 * Renders a component of kustomize with all patches. An overlay refers to it in `components`. A workload without a strategic merge patch has a
 * JSON patch.
 */
export function* renderKustomization({ workloads }: FixReport): Generator<string, undefined> {
  const patches = workloads
    .filter(({ operations }) => operations.length > 0)
    .map((workload) => ({
      target: targetOf(workload),
      patch: stringifyYaml(workload.patch ?? workload.operations),
    }));
  if (patches.length === 0) return;
  yield "# Made by kubectl pss fix. Put it into a directory of its own as kustomization.yaml, and name the directory in\n";
  yield "# the components of the kustomization that has the objects.\n";
  yield stringifyBlockYaml({ apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component", patches });
}

/** The object of a patch, as kustomize selects it: each part is a regular expression. */
function targetOf({ apiVersion, kind, name, namespace, hasNamespace }: FixedWorkload) {
  const group = groupOf(apiVersion);
  return {
    ...(group !== "" && { group }),
    version: versionOf(apiVersion),
    kind,
    name: name.replaceAll(".", String.raw`\.`),
    ...(hasNamespace && { namespace }),
  };
}
