import { showFieldPath, type FieldPath } from "../../api/field-path.ts";
import { isRecord } from "../../api/record.ts";
import { shorten } from "../../api/words/quoted.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import { roleOf } from "../../workloads/custom/kinds/roles.ts";
import { findPods } from "../../workloads/custom/pods/find-pods.ts";
import { podOf, podPathOf } from "../../workloads/pod-template.ts";
import { canonicalApiVersion, type TypeName } from "../kinds/kinds.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An object with pods within another object. */
export interface EmbeddedWorkload {
  readonly type: TypeName;
  readonly path: FieldPath;
}

/** More than the depth of the objects within real custom resources. */
const MAX_DEPTH = 24;

/**
 * Finds the objects with pods that another object contains: those of a Template of OpenShift, a TriggerTemplate of Tekton, a Sensor of Argo Events, an
 * Object of Crossplane. They are created from it later, often with parameters, so they are not judged.
 */
export function findEmbeddedWorkloads(
  object: Fields,
  outer: TypeName,
  kinds: CustomKinds,
): readonly EmbeddedWorkload[] {
  const role = roleOf(outer);
  const makes = (path: FieldPath): boolean => (typeof role === "string" ? role : role(path)) === "makes";
  return [...search(object, [], kinds)].filter(({ path }) => makes(path));
}

function* search(value: unknown, path: FieldPath, kinds: CustomKinds): Generator<EmbeddedWorkload, undefined> {
  if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return;
  if (path.length > 0 && isRecord(value)) {
    const { apiVersion, kind } = value;
    if (typeof apiVersion === "string" && typeof kind === "string") {
      const type = { apiVersion: canonicalApiVersion(apiVersion), kind };
      if (hasPods(value, type, kinds)) return yield { type, path };
    }
  }
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, child] of entries) yield* search(child, [...path, key], kinds);
}

/** The apiVersion and the kind in the text of an object. Placeholders can make the text neither YAML nor JSON. */
const API_VERSION = /(?:^\s*|[{,]\s*)["']?apiVersion["']?\s*:\s*["']?([\w./-]+)/m;
const KIND = /(?:^\s*|[{,]\s*)["']?kind["']?\s*:\s*["']?(\w+)/m;

/**
 * Finds the objects with pods that the templates of Argo Workflows contain as text (`resource.manifest`, pkg/apis/workflow/v1alpha1/workflow_types.go of
 * Argo Workflows v4.1). The text has placeholders, so it is not judged.
 */
export function findManifests(object: Fields, outer: TypeName, kinds: CustomKinds): readonly EmbeddedWorkload[] {
  if (!outer.apiVersion.startsWith("argoproj.io/")) return [];
  return [...searchTexts(object["spec"], ["spec"])].flatMap(({ text, path }) => {
    const [, apiVersion] = API_VERSION.exec(text) ?? [];
    const [, kind] = KIND.exec(text) ?? [];
    if (apiVersion === undefined || kind === undefined) return [];
    const type = { apiVersion: canonicalApiVersion(apiVersion), kind };
    return podPathOf(type) === undefined && kinds.find(type) === undefined ? [] : [{ type, path }];
  });
}

function* searchTexts(value: unknown, path: FieldPath): Generator<{ text: string; path: FieldPath }, undefined> {
  if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return;
  const { resource } = value as Fields;
  const text = isRecord(resource) ? resource["manifest"] : undefined;
  if (typeof text === "string") yield { text, path: [...path, "resource", "manifest"] };
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, child] of entries) yield* searchTexts(child, [...path, key]);
}

function hasPods(object: Fields, type: TypeName, kinds: CustomKinds): boolean {
  if (podPathOf(type) !== undefined) return Object.keys(podOf(type.kind, object)?.pod.spec ?? {}).length > 0;
  const found = kinds.find(type);
  return found !== undefined && findPods(object, found.kind, []).length > 0;
}

/** The command that fills in the parameters of a Template of OpenShift. */
const PROCESS = "oc process --local -f FILE -o yaml | kubectl pss lint -";

/** The words for objects with pods within another object, at least one. */
export function describeEmbedded(outer: TypeName, found: readonly EmbeddedWorkload[]): string {
  const [first] = found;
  const objects = found.map(({ type, path }) => `${shorten(type.kind)} in ${showFieldPath(path)}`);
  const shown =
    first === undefined
      ? ""
      : objects.length === 1
        ? objects[0]
        : `${objects.length} objects with pods, the first of them ${objects[0]}`;
  const isTemplate = outer.kind === "Template" && outer.apiVersion.startsWith("template.openshift.io/");
  return `contains ${shown}, created later: not judged${isTemplate ? `; ${PROCESS} judges its output` : ""}`;
}
