import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { loadAll } from "js-yaml";
import { isRecord } from "../../../src/api/record.ts";
import { GO_ENVIRONMENT } from "../../go-program.ts";
import { PROJECTS, type Project } from "./projects.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A CustomResourceDefinition of a project. */
export interface Definition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: Fields };
    }[];
  };
}

const run = promisify(execFile);

/**
 * Downloads the modules of a go.mod, unless they are in Go's cache, and compares them with go.sum.
 *
 * @param cwd the directory of go.mod
 * @returns the directory of each module
 * @throws Error if a module is not available, or has another checksum
 */
export async function downloadModules(cwd = import.meta.dirname): Promise<ReadonlyMap<string, string>> {
  const options = { cwd, env: GO_ENVIRONMENT, maxBuffer: 1 << 24 };
  const { Require: required }: { Require: { Path: string; Version: string; Indirect?: boolean }[] } = JSON.parse(
    (await run("go", ["mod", "edit", "-json"], options)).stdout,
  );
  const wanted = required.filter(({ Indirect }) => Indirect !== true).map(({ Path, Version }) => `${Path}@${Version}`);
  const { stdout } = await run("go", ["mod", "download", "-json", ...wanted], options);
  // Go prints one object after the other.
  const modules: { Path: string; Dir: string }[] = JSON.parse(`[${stdout.replaceAll("\n}\n{", "\n},\n{")}]`);
  return new Map(modules.map(({ Path, Dir }) => [Path, Dir]));
}

/**
 * Reads the definitions of all projects.
 *
 * @param which those that users install, or those with whole schemas
 */
export function readDefinitions(
  modules: ReadonlyMap<string, string>,
  which: "installed" | "schemas",
): readonly Definition[] {
  const all: Definition[] = [];
  for (const project of PROJECTS) {
    const directory = modules.get(project.module);
    if (directory === undefined) throw new Error(`go.mod has no ${project.module}`);
    const found = definitionsIn(
      directory,
      which === "schemas" ? (project.schemas ?? project.installed) : project.installed,
    );
    if (found.length === 0) throw new Error(`${project.module} has no definitions where projects.ts says`);
    all.push(...found.filter(({ metadata }) => which === "schemas" || !isOnlyScanned(project, metadata.name)));
  }
  return all;
}

function isOnlyScanned({ onlyScanned = {} }: Project, name: string): boolean {
  return Object.hasOwn(onlyScanned, name);
}

/** Reads the definitions in the files of a module that match a pattern. */
export function definitionsIn(directory: string, pattern: string): readonly Definition[] {
  const files = globSync(pattern, { cwd: directory }).toSorted();
  return files.flatMap((file) =>
    loadAll(readFileSync(join(directory, file), "utf8"))
      .filter(isDefinition)
      .map(installable),
  );
}

function isDefinition(document: unknown): document is Definition {
  return isRecord(document) && document["kind"] === "CustomResourceDefinition";
}

/**
 * Removes the descriptions of fields, because some definitions are longer with them than etcd allows, and conversion webhooks, because no operator runs:
 * an object is then the same in each version.
 */
function installable(definition: Definition): Definition {
  const { conversion: _conversion, ...spec }: Definition["spec"] & { readonly conversion?: unknown } = definition.spec;
  return JSON.parse(JSON.stringify({ ...definition, spec }), (key, value: unknown) =>
    key === "description" && typeof value === "string" ? undefined : value,
  );
}
