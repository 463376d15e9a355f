import type { CustomKind, CustomTemplate, PodPart } from "../custom-kind.ts";
import { PARTIAL_KINDS } from "./partial-kinds.ts";
import type { PartialRow } from "./partial-row.ts";
import { parseTemplatePath } from "../template-path.ts";
import { WHOLE_KINDS, type KindRow } from "./whole-kinds.ts";

/** The kinds whose objects are in no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "apps.kruise.io/SidecarSet",
  "argoproj.io/ClusterAnalysisTemplate",
  "argoproj.io/ClusterWorkflowTemplate",
  "cert-manager.io/ClusterIssuer",
  "pkg.crossplane.io/DeploymentRuntimeConfig",
  "serving.kserve.io/ClusterServingRuntime",
  "tekton.dev/ClusterTask",
  "trainer.kubeflow.org/ClusterTrainingRuntime",
]);

/** The kinds whose objects make no pods until another object refers to them. */
const TEMPLATES: ReadonlySet<string> = new Set([
  ...CLUSTER_SCOPED,
  "apps.kruise.io/EphemeralJob",
  "argoproj.io/AnalysisTemplate",
  "argoproj.io/WorkflowTemplate",
  "cert-manager.io/Issuer",
  "extensions.agents.x-k8s.io/SandboxTemplate",
  "flow.volcano.sh/JobTemplate",
  "opentelemetry.io/Instrumentation",
  "serving.kserve.io/LLMInferenceServiceConfig",
  "serving.kserve.io/ServingRuntime",
  "tekton.dev/Pipeline",
  "tekton.dev/StepAction",
  "tekton.dev/Task",
  "trainer.kubeflow.org/TrainingRuntime",
]);

let table: ReadonlyMap<string, CustomKind> | undefined;

/** Finds a kind that this program knows; undefined for any other kind. The version of the group does not matter. */
export function knownKind(group: string, kind: string): CustomKind | undefined {
  return (table ??= byName(knownKinds())).get(`${group}/${kind}`);
}

/** The kinds that this program knows, each once: first those with whole templates. */
export function knownKinds(): readonly CustomKind[] {
  const kinds = new Map<string, CustomKind>();
  for (const one of [...WHOLE_KINDS.flatMap(wholeKinds), ...PARTIAL_KINDS.flatMap(partialKinds)]) {
    const name = nameOf(one);
    const whole = kinds.get(name);
    // Some kinds have whole templates, and parts of other pods.
    const templates = [...(whole?.templates ?? []), ...one.templates];
    kinds.set(name, {
      ...(whole ?? one),
      templates,
      ...(CLUSTER_SCOPED.has(name) && { isClusterScoped: true }),
      ...(TEMPLATES.has(name) && { isTemplate: true }),
    });
  }
  return [...kinds.values()];
}

function byName(kinds: readonly CustomKind[]): ReadonlyMap<string, CustomKind> {
  return new Map(kinds.map((one) => [nameOf(one), one]));
}

function nameOf({ group, kind }: CustomKind): string {
  return `${group}/${kind}`;
}

function wholeKinds([group, kinds, paths, makes, options = {}]: KindRow): CustomKind[] {
  const { merged, unless, patches, ...rest } = options;
  const templates = paths.split(" ").map((path): CustomTemplate => ({
    path: parseTemplatePath(path),
    ...(merged !== undefined && { merged: merged.split(" ") }),
  }));
  return kinds.split(" ").map((kind) => ({
    group,
    kind,
    templates,
    ...(makes !== undefined && { makes }),
    ...(unless !== undefined && { unless: parseTemplatePath(unless).steps }),
    ...readPatches(patches),
    ...rest,
  }));
}

function partialKinds([group, kinds, pods, makes, options = {}]: PartialRow): CustomKind[] {
  const { patches, ...rest } = options;
  const templates = pods.map(([path, parts]): CustomTemplate => ({
    path: parseTemplatePath(path),
    isPartial: true,
    ...(parts !== "" && { parts: parts.split(" ").map(readPart) }),
  }));
  return kinds.split(" ").map((kind) => ({
    group,
    kind,
    templates,
    ...(makes !== undefined && { makes }),
    isOptional: true,
    hasOwnFields: true,
    ...readPatches(patches),
    ...rest,
  }));
}

function readPatches(paths: string | undefined): Pick<CustomKind, "patches"> {
  return paths === undefined ? {} : { patches: paths.split(" ").map(parseTemplatePath) };
}

function readPart(text: string): PodPart {
  const [target = "", path = ""] = text.split("=.");
  const [to = "", name] = target.split(":");
  return { to, ...(name !== undefined && { name }), from: path === "" ? [] : path.split(".") };
}
