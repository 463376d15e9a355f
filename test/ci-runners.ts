/**
 * Models of the commands that runners of CI systems find in the output of a job. Each model finds more commands than its runner, never fewer: it
 * knows no list of names.
 */

/** A command, and its line. */
export interface CiCommand {
  readonly runner: "github" | "github-old" | "azure" | "teamcity" | "octopus";
  readonly name: string;
  readonly line: string;
}

/** A runner may remove colours before it searches. */
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;:]*[A-Za-z]/g;

/** The commands of an output. Every character that any program treats as a line break counts as one. */
export function commandsOf(output: string): CiCommand[] {
  return output.split(/[\n\v\f\r\u0085\u2028\u2029]/).flatMap((line) => {
    // GitHub's runner compares with ICU, which ignores characters without weight.
    const views = new Set([line, line.replaceAll(COLOURS, ""), weighty(line), weighty(line.replaceAll(COLOURS, ""))]);
    return [...views].flatMap(commandOf);
  });
}

function commandOf(line: string): CiCommand[] {
  const found: CiCommand[] = [];
  const add = (runner: CiCommand["runner"], name: string): void => void found.push({ runner, name, line });
  // ActionCommand.TryParseV2 of actions/runner 2.336.0: after white space, and with a second `::`.
  const github = /^\s*::([^ ]*?)(?: .*?)?::/s.exec(line)?.[1];
  if (github !== undefined) add("github", github.toLowerCase());
  // ActionCommand.TryParse searches only for the first one; colours of Azure Pipelines look the same.
  for (const [, name = ""] of line.matchAll(/##\[([^\] ]*)/g)) add("github-old", name.toLowerCase());
  // Command.TryParse of microsoft/azure-pipelines-agent: anywhere in a line.
  for (const [, name = ""] of line.matchAll(/##vso\[([^\] ]*)/gi)) add("azure", name.toLowerCase());
  // JetBrains' own readers differ in whether it must be at the beginning of the line.
  for (const [, name = ""] of line.matchAll(/##teamcity\[\s*(\S*)/gi)) add("teamcity", name);
  for (const [, name = ""] of line.matchAll(/##octopus\[\s*(\S*)/gi)) add("octopus", name);
  return found;
}

const collator = new Intl.Collator("en", { sensitivity: "variant" });
const weightless = new Map<string, boolean>();

/** The text without the characters that a Unicode collation ignores. */
function weighty(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\t -~]*$/.test(text)) return text;
  return Array.from(text, (character) => (isWeightless(character) ? "" : character)).join("");
}

function isWeightless(character: string): boolean {
  let known = weightless.get(character);
  if (known === undefined) {
    known = collator.compare(`#${character}#`, "##") === 0;
    weightless.set(character, known);
  }
  return known;
}
