import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployments } from "./manifests.ts";
import type { Candidate } from "./candidate.ts";
import { measure } from "./measure.ts";
import { ours, PACKAGE, type Form } from "./ours.ts";
import { printTable } from "./table.ts";

const NODE: Candidate = { name: "node -e 0", program: process.execPath, args: ["-e", "0"] };

const GOALS: Readonly<Record<"package" | "executable", { help?: number; lint?: number; json?: number }>> = {
  package: { lint: 2, json: 2 },
  executable: { help: 1.5, lint: 1.3 },
};

/** Measures the help, and one file of one Deployment with four violations, against an empty start of Node. */
export async function benchStartup(directory: string, forms: readonly Form[]): Promise<void> {
  const one = join(directory, "one.yaml");
  writeFileSync(one, deployments(1));
  const candidates = forms.flatMap((form) => {
    const goals = GOALS[form === PACKAGE ? "package" : "executable"];
    const against = (atMost?: number) => [{ peer: NODE.name, ...(atMost === undefined ? {} : { atMost }) }];
    return [
      ours(form, ["--help"], { name: "--help", against: against(goals.help) }),
      ours(form, ["lint", one], { name: "lint one.yaml", against: against(goals.lint) }),
      ours(form, ["lint", "-o", "json", one], { name: "lint -o json one.yaml", against: against(goals.json) }),
    ];
  });
  printTable(await measure([NODE, ...candidates]));
}
