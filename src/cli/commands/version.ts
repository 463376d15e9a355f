import { Option, type Command } from "commander";
import manifest from "../../../package.json" with { type: "json" };
import { CHECKS } from "../../policy/checks.ts";
import { createEvaluator } from "../../policy/evaluator.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { Finish } from "../program.ts";

/** The release of the Go library whose verdicts and texts this program has. */
const LIBRARY = "k8s.io/pod-security-admission v0.37.2";

/** Adds `kubectl pss version`. */
export function addVersion(program: Command, io: Io, finish: Finish): void {
  program
    .command("version")
    .summary("Print the version of this program and of the standards it knows")
    .description("Prints the version of this program, and which Pod Security Standards it knows.")
    .usage("[flags]")
    .addOption(new Option("-o, --output <FORMAT>", "how to print it").choices(["json", "yaml"]))
    .action(({ output }: { output?: "json" | "yaml" }) => {
      const newest = `v1.${createEvaluator(CHECKS).maxMinor}`;
      const versions = {
        version: `v${manifest.version}`,
        standards: { oldest: "v1.0", newest, library: LIBRARY },
        node: process.version,
      };
      if (output === "json") io.stdout.write(`${JSON.stringify(versions, null, 2)}\n`);
      else if (output === "yaml")
        io.stdout.write(
          `version: ${versions.version}\nstandards:\n  oldest: v1.0\n  newest: ${newest}\n  library: ${LIBRARY}\nnode: ${versions.node}\n`,
        );
      else {
        io.stdout.write(`kubectl-pss ${versions.version}\n`);
        io.stdout.write(`Pod Security Standards v1.0 to ${newest}, as in ${LIBRARY}\n`);
        io.stdout.write(`Node.js ${process.version}\n`);
      }
      finish(EXIT.ok);
    });
}
