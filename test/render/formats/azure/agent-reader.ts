/**
 * Reads a step's output like the agent of Azure Pipelines: Command.TryParse of Command.cs, microsoft/azure-pipelines-agent, with the default of
 * DECODE_PERCENTS.
 */

/** A logging command. */
export interface LoggingCommand {
  /** `task.logissue` */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const PREFIX = "##vso[";
/** The properties, in the agent's order. */
const ESCAPES: readonly (readonly [string, string])[] = [
  ["%3B", ";"],
  ["%0D", "\r"],
  ["%0A", "\n"],
  ["%5D", "]"],
  ["%AZP25", "%"],
];

/** The commands of some output, and the lines without a command. */
export function readAgentOutput(output: string): { readonly commands: LoggingCommand[]; readonly log: string[] } {
  const commands: LoggingCommand[] = [];
  const log: string[] = [];
  const lines = output.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const command = parse(line);
    if (command === undefined) log.push(line);
    else commands.push(command);
  }
  return { commands, log };
}

/** `##vso[area.event key=value;key=value;]data`, anywhere in the line. */
function parse(line: string): LoggingCommand | undefined {
  const start = line.indexOf(PREFIX);
  const end = start === -1 ? -1 : line.indexOf("]", start);
  if (end === -1) return undefined;
  const info = line.slice(start + PREFIX.length, end);
  const space = info.indexOf(" ");
  const name = space === -1 ? info : info.slice(0, space);
  if (name.split(".").filter((part) => part !== "").length !== 2) return undefined;
  const properties: Record<string, string> = {};
  for (const pair of space > 0 ? info.slice(space + 1).split(";") : []) {
    // Split into two at most, without empty parts.
    const match = /^=*([^=]+)=+(.+)$/s.exec(pair);
    if (match?.[1] !== undefined && match[2] !== undefined) properties[match[1].toLowerCase()] = unescape(match[2]);
  }
  return { name, properties, data: unescape(line.slice(end + 1)) };
}

function unescape(text: string): string {
  return ESCAPES.reduce((unescaped, [escape, character]) => unescaped.replaceAll(escape, character), text);
}
