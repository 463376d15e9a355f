import type { Command } from "commander";
import manifest from "../../../package.json" with { type: "json" };
import { STANDARDS } from "../../app/standards.ts";
import { outputOption } from "../options/shared-options.ts";
import { EXIT } from "../exit-codes.ts";
import { widthOf, writeAll, type Io } from "../terminal/io.ts";
import { NO_PAINT } from "../../render/terminal/paint.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { nextLines, pssStep, type NextStyle } from "../../render/words/next-step.ts";
import type { Finish } from "../command.ts";

/** The name and version of this program: the first line of `kubectl pss version`. */
export const VERSION = `kubectl-pss v${manifest.version}`;

/** Adds `kubectl pss version`. */
export function addVersion(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  program
    .command("version")
    .summary("Print the version of this program and of the standards it knows")
    .description("Prints the version of this program, and which Pod Security Standards it knows.")
    .usage("[flags]")
    .addOption(outputOption(["json", "yaml"], "how to print it"))
    .action(async ({ output }: { output?: "json" | "yaml" }) => {
      const versions: Versions = {
        version: `v${manifest.version}`,
        standards: STANDARDS,
        node: process.version,
      };
      const next =
        output === undefined && io.stdout.isTTY === true ? nextLines(() => NEXT, styleOf(io, suggestions)) : [];
      await writeAll(io.stdout, [format(versions, output), ...next.map((line) => `${line}\n`)]);
      finish(EXIT.ok);
    });
}

const NEXT = pssStep(["audit"], "what is rejected now, and what blocks the next level");

function styleOf({ stdout }: Io, suggestions: Suggestions): NextStyle {
  return { suggestions, width: widthOf(stdout), paint: NO_PAINT };
}

interface Versions {
  readonly version: string;
  readonly standards: { readonly oldest: string; readonly newest: string; readonly library: string };
  readonly node: string;
}

function format({ version, standards, node }: Versions, output: "json" | "yaml" | undefined): string {
  const { oldest, newest, library } = standards;
  switch (output) {
    case "json":
      return `${JSON.stringify({ version, standards, node }, null, 2)}\n`;
    case "yaml":
      return (
        `version: ${version}\n` +
        `standards:\n  oldest: ${oldest}\n  newest: ${newest}\n  library: ${library}\n` +
        `node: ${node}\n`
      );
    default:
      return `${VERSION}\nPod Security Standards ${oldest} to ${newest}, as in ${library}\nNode.js ${node}\n`;
  }
}
