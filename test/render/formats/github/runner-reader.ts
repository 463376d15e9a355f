/**
 * Reads a step's output like the runner of GitHub Actions: ActionCommand.cs and ActionCommandManager.cs of actions/runner 2.336.0, for its known
 * commands.
 */

/** A workflow command. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...["add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice", "remove-matcher"],
  ...["save-state", "set-env", "set-output", "stop-commands", "warning"],
]);
const DATA: readonly (readonly [string, string])[] = [
  ["%0D", "\r"],
  ["%0A", "\n"],
  ["%25", "%"],
];
const PROPERTY = [...DATA.slice(0, 2), ["%3A", ":"], ["%2C", ","], ...DATA.slice(2)] as const;
const OLD = [["%3B", ";"], ...DATA.slice(0, 2), ["%5D", "]"], ...DATA.slice(2)] as const;

/** The commands of some output, and the lines without a command. */
export function readOutput(output: string): { readonly commands: Command[]; readonly log: string[] } {
  const commands: Command[] = [];
  const log: string[] = [];
  const lines = output.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) {
    const command = parseNew(line) ?? parseOld(line);
    if (command === undefined) log.push(line);
    else commands.push(command);
  }
  return { commands, log };
}

/** `::name key=value,key=value::data`, after white space at most. */
function parseNew(line: string): Command | undefined {
  const text = line.trimStart();
  if (!text.startsWith("::")) return undefined;
  const end = text.indexOf("::", 2);
  if (end === -1) return undefined;
  return commandOf(text.slice(2, end), ",", PROPERTY, unescape(text.slice(end + 2), DATA));
}

/** `##[name key=value;key=value]data`, anywhere in the line. */
function parseOld(line: string): Command | undefined {
  const start = line.indexOf("##[");
  const end = start === -1 ? -1 : line.indexOf("]", start);
  if (end === -1) return undefined;
  return commandOf(line.slice(start + 3, end), ";", OLD, unescape(line.slice(end + 1), OLD));
}

function commandOf(
  info: string,
  separator: string,
  escapes: readonly (readonly [string, string])[],
  data: string,
): Command | undefined {
  const space = info.indexOf(" ");
  const name = (space === -1 ? info : info.slice(0, space)).toLowerCase();
  if (!KNOWN.has(name)) return undefined;
  const properties: Record<string, string> = {};
  const pairs =
    space > 0
      ? info
          .slice(space + 1)
          .trim()
          .split(separator)
      : [];
  for (const pair of pairs) {
    // Split into two at most, without empty parts: further `=` before the value are lost.
    const match = /^=*([^=]+)=+(.+)$/s.exec(pair);
    if (match?.[1] !== undefined && match[2] !== undefined) properties[match[1]] = unescape(match[2], escapes);
  }
  return { name, properties, data };
}

function unescape(text: string, escapes: readonly (readonly [string, string])[]): string {
  return escapes.reduce((unescaped, [escape, character]) => unescaped.replaceAll(escape, character), text);
}
