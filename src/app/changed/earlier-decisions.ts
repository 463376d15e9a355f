import { join, relative, resolve, sep } from "node:path";
import type { ChangedFiles } from "../../sources/git/changed-files.ts";
import { readEarlierTexts } from "../../sources/git/earlier-texts.ts";
import { formerInputs } from "../../sources/files/named-inputs.ts";
import { isKustomizationFile } from "../../sources/rendering/kustomization-files.ts";
import type { AccessObject } from "../../workloads/access/access-object.ts";
import type { ChangesRequest, ChangesTools } from "./changes.ts";
import type { GivenLabels } from "./namespace-changes.ts";

/** The decisions of changed and deleted files about workloads in other files, where the branch began. Files are relative to the working directory. */
export interface EarlierDecisions {
  /** The labels that they gave to each namespace, in the order of each file. */
  readonly namespaces: ReadonlyMap<string, readonly GivenLabels[]>;
  /** The ValidatingAdmissionPolicies and bindings that they had, each with its file. */
  readonly policies: readonly { readonly file: string; readonly policy: AccessObject }[];
  /** The kinds whose pods their CustomResourceDefinitions told (`example.com/Widget`), with the file. */
  readonly kinds: ReadonlyMap<string, string>;
  /** The first file whose earlier decisions are not known, and why; absent if all are known. */
  readonly unknown?: { readonly file: string; readonly reason: string };
}

/**
 * Reads what changed and deleted files decided about workloads in other files: a Namespace that was deleted or renamed changes the verdict of each
 * workload in it.
 *
 * @throws UserError if git fails
 */
export async function readEarlierDecisions(
  files: ChangedFiles,
  { paths, isRendering, isExcluded }: ChangesRequest,
  env: Readonly<Record<string, string | undefined>>,
  { kustomizations, earlier: reader }: ChangesTools,
): Promise<EarlierDecisions> {
  const isFormer = formerInputs(isRendering ? [files.root, ...paths] : paths);
  const isWanted = (file: string): boolean => {
    if (isExcluded?.(file) === true) return false;
    if (files.earlier.get(file)?.type !== "submodule") return isFormer(file);
    return isFormer(join(file, "any.yaml")) || paths.some((path) => resolve(path).startsWith(file + sep));
  };
  const namespaces = new Map<string, GivenLabels[]>();
  const policies: EarlierDecisions["policies"][number][] = [];
  const kinds = new Map<string, string>();
  const unknown: { file: string; reason: string }[] = [];
  for (const { file: path, text } of await readEarlierTexts(files, isWanted, env)) {
    const file = relative(process.cwd(), path);
    if (text === undefined) {
      unknown.push({ file, reason: "the repository does not have its earlier contents" });
      continue;
    }
    if (isKustomizationFile(path)) {
      const isLost = isRendering && reader.hasLostObjects(text, kustomizations.ofFile(path)?.fields);
      if (isLost) unknown.push({ file, reason: "it rendered other objects before, maybe Namespaces" });
      continue;
    }
    const earlier = reader.earlierObjects(text, path);
    for (const { name, ...keys } of earlier.namespaces) {
      const given = namespaces.get(name) ?? [];
      given.push({ file, ...keys });
      namespaces.set(name, given);
    }
    for (const policy of earlier.policies) policies.push({ file, policy });
    for (const name of earlier.kinds) kinds.set(name, file);
    if (earlier.isTemplate && isRendering)
      unknown.push({ file, reason: "it is a template, so its earlier Namespaces are not known" });
  }
  const [first] = unknown;
  return { namespaces, policies, kinds, ...(first !== undefined && { unknown: first }) };
}
