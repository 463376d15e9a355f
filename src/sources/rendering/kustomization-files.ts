import { basename } from "node:path";

/** The names that kustomize v5 looks for in a directory, in its order. */
export const KUSTOMIZATION_FILES: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Whether a path has the name of a kustomization's file. */
export function isKustomizationFile(path: string): boolean {
  return KUSTOMIZATION_FILES.includes(basename(path));
}
