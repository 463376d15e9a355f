/** Real programs that render, built from the Go modules in test/package/rendering/. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { findExecutable } from "../../src/sources/cluster/auth/find-executable.ts";
import { buildGoProgram, goVersion } from "../go-program.ts";
import { leaveOut } from "../missing-tool.ts";

const PACKAGES = {
  helm3: "helm.sh/helm/v3/cmd/helm",
  helm4: "helm.sh/helm/v4/cmd/helm",
  kustomize: "sigs.k8s.io/kustomize/kustomize/v5",
} as const;

/** The programs of the tests: kubectl is the one that is installed. */
export interface Programs extends Readonly<Record<keyof typeof PACKAGES, string>> {
  readonly kubectl: string | undefined;
}

const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-programs-"));
after(() => rmSync(workspace, { recursive: true }));

/** Builds the programs; without Go, prints a line and returns undefined. */
export async function buildPrograms(): Promise<Programs | undefined> {
  const version = await goVersion();
  if (version === undefined) {
    leaveOut(
      "Rendering is not tested with helm and kustomize, because Go is not installed: see https://go.dev/doc/install",
    );
    return undefined;
  }
  const build = async (name: keyof typeof PACKAGES): Promise<string> => {
    const module = join(import.meta.dirname, "rendering", name);
    const notice = `Building ${name} for the tests: some minutes, once`;
    return await buildGoProgram({ module, package: PACKAGES[name], name, flags: ["-ldflags=-s -w"], notice }, version);
  };
  const [helm3, helm4, kustomize] = [await build("helm3"), await build("helm4"), await build("kustomize")];
  const { path: kubectl } = findExecutable("kubectl", process.env, process.platform);
  if (kubectl === undefined) leaveOut("Rendering is not tested with kubectl, because kubectl is not installed");
  return { helm3, helm4, kustomize, kubectl };
}

let paths = 0;

/** A PATH with only these programs, by their usual names. */
export function pathOf(programs: Readonly<Record<string, string | undefined>>): string {
  const directory = join(workspace, `bin-${paths++}`);
  mkdirSync(directory);
  for (const [name, target] of Object.entries(programs)) {
    if (target !== undefined) symlinkSync(target, join(directory, name));
  }
  return directory;
}
