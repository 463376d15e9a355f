/**
 * `npm run audit`: fails if npm knows a vulnerability of a package that ships. The bundle contains the packages, so for npm all of them are
 * development dependencies, and `npm audit --omit=dev` sees none of them.
 */
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledFolders } from "./bundle/bundled-packages.ts";
import { bundleExecutable } from "./executable/bundle.ts";
import { npmCommand } from "./npm.ts";
import { temporaryDirectory } from "./temporary.ts";

/** The fields of `npm audit --json` that this script reads (npm 11, audit report version 2). */
export interface NpmAudit {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      {
        readonly severity: string;
        /** The folders with copies of the package: `node_modules/…`. */
        readonly nodes: readonly string[];
        /** Advisories, or the names of packages with advisories. */
        readonly via: readonly (string | { readonly title: string; readonly url: string })[];
      }
    >
  >;
  readonly message?: string;
}

/**
 * Returns a line for each advisory of a package that ships.
 *
 * @param folders the folders of the packages that ship
 * @throws Error if there is no report: npm could not reach the registry
 */
export function shippedVulnerabilities(report: NpmAudit, folders: readonly string[]): readonly string[] {
  if (report.vulnerabilities === undefined)
    throw new Error(`npm audit gave no report: ${report.message ?? "no reason"}`);
  const shipped = new Set(folders);
  return Object.entries(report.vulnerabilities).flatMap(([name, { severity, nodes, via }]) =>
    nodes.some((node) => shipped.has(node))
      ? via.map(
          (cause) =>
            `${name}: ${severity}: ${typeof cause === "string" ? `by ${cause}` : `${cause.title} ${cause.url}`}`,
        )
      : [],
  );
}

async function main(): Promise<number> {
  const work = temporaryDirectory(join(tmpdir(), "kubectl-pss-audit-"));
  const { metafiles } = await bundleExecutable(work, process.versions.node);
  const folders = bundledFolders(metafiles);
  const [program, args] = npmCommand("audit", "--json");
  const { stdout, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error !== undefined) throw error;
  const found = shippedVulnerabilities(JSON.parse(stdout === "" ? "{}" : stdout), folders);
  for (const line of found) console.error(line);
  console.log(`${folders.length} packages ship, and npm knows of ${found.length} vulnerabilities in them`);
  return found.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  process.exitCode = await main().catch((error: unknown) => {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  });
}
