import { Option, type Command } from "commander";

/** The lines of the late commands in the help of the program. */
export const LATE = {
  history: {
    argument: "[FILE...]",
    summary: "Find out from audit logs which namespaces can move to a stricter level",
  },
  fix: { argument: "[PATH...]", summary: "Edit manifests so that they meet the policy" },
  "from-psp": { argument: "", summary: "Migrate from PodSecurityPolicy, of clusters before v1.25" },
  explain: {
    argument: "[TOPIC...]",
    summary: "Explain an error, a check, a level, or the changes between versions",
  },
  export: { argument: "", summary: "Export the standards as ValidatingAdmissionPolicies" },
  webhook: { argument: "", summary: "Serve Pod Security Admission as a webhook" },
} as const;

/** The name of a late command. */
export type LateName = keyof typeof LATE;

/** Adds a late command that does not run: its name for suggestions, and its line in the help of the program. */
export function addName(program: Command, name: LateName): void {
  const { argument, summary } = LATE[name];
  const command = program.command(`${name} ${argument}`.trimEnd()).summary(summary);
  // The line says that the command has flags.
  command.addOption(new Option("--flags").hideHelp());
}
