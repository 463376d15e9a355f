import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { runCli } from "../cli/run-cli.ts";

const USAGE = readFileSync("docs/usage.md", "utf8");
const SHARED = "Flags of audit and dry-run";
const COMMANDS = [
  "audit",
  "dry-run",
  "plan",
  "history",
  "lint",
  "fix",
  "explain",
  "webhook",
  "webhook check",
  "webhook certificates",
  "version",
  "completion",
];
/** Every command has these flags. docs/usage.md explains the log level once. */
const GLOBAL = new Set(["-h", "--help", "-v", "--v"]);
const FLAG = /(?<![\w-])(?:--[a-z][a-z-]*|-[a-zA-Z])(?![\w-])/g;

/** The text of a section of docs/usage.md. */
function sectionOf(title: string): string {
  const [, section] = new RegExp(`^## ${title}\n(.*?)(?=^## |$(?![^]))`, "ms").exec(USAGE) ?? [];
  assert.ok(section !== undefined, `docs/usage.md has a section ${title}`);
  return section;
}

/** The flags in the first cells of a section's tables. A cell that ends with `(audit)` is only about that command. */
function flagsInTables(section: string, command: string): string[] {
  const cells = section.split("\n").flatMap((line) => /^\| (`-.*?`(?: \([\w-]+\))?) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => {
    const [, only] = / \(([\w-]+)\)$/.exec(cell) ?? [];
    return only === undefined || only === command ? flagsIn(cell) : [];
  });
}

/** The flags in the code spans of a text. */
function flagsIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) => code.match(FLAG) ?? []);
}

/** The flags of kubectl, which the paragraph before the first list of the shared section names. */
const KUBECTL_FLAGS = flagsIn(sectionOf(SHARED).split("\n- ")[0] ?? "");

async function flagsOfHelp(command: string): Promise<readonly string[]> {
  const { stdout } = await runCli([...command.split(" "), "--help"]);
  const lines = stdout.split("\n").flatMap((line) => /^ {2}((?:-\w, )?--[a-z-]+)/.exec(line)?.[1] ?? []);
  return sorted(lines.flatMap((line) => line.split(", ")));
}

function sorted(flags: Iterable<string>): readonly string[] {
  return [...new Set(flags)].filter((flag) => !GLOBAL.has(flag)).toSorted();
}

describe("docs/usage.md has the flags of --help, and no others:", () => {
  for (const command of COMMANDS) {
    it(command, async () => {
      const own = flagsInTables(sectionOf(command), command);
      const help = await flagsOfHelp(command);
      const shared = [...KUBECTL_FLAGS, ...flagsInTables(sectionOf(SHARED), command)];
      if (command === "history" || command === "webhook check" || command === "fix") {
        // The cluster, as for kubectl; the flags for dumps are of other commands.
        const cluster = KUBECTL_FLAGS.filter((flag) => help.includes(flag));
        assert.deepEqual(sorted([...own, ...cluster]), help);
      } else if (command === "audit" || command === "dry-run") assert.deepEqual(sorted([...own, ...shared]), help);
      // A plan has the shared flags for the cluster and for dumps, but none for violations.
      else if (command === "plan")
        assert.deepEqual(sorted([...own, ...shared.filter((flag) => help.includes(flag))]), help);
      else assert.deepEqual(sorted(own), help);
    });
  }

  it("and every flag of the shared section is one of audit or dry-run", async () => {
    const known = new Set([...(await flagsOfHelp("audit")), ...(await flagsOfHelp("dry-run")), ...GLOBAL]);
    assert.deepEqual(
      KUBECTL_FLAGS.filter((flag) => !known.has(flag)),
      [],
    );
  });
});
