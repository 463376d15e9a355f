import { escapeStart, escapeText } from "../../words/escape.ts";

/** How loudly GitHub shows an annotation, the loudest first. */
export const SEVERITIES = ["error", "warning", "notice"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What GitHub shows beside a line of a file, or for the whole run where there is none. */
export interface Annotation {
  readonly severity: Severity;
  /** Empty for none. */
  readonly title: string;
  /** Of one line or more. */
  readonly message: string;
  /** Both numbers from 1; a column of 0 is none. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | null;
}

/**
 * An annotation as a workflow command: `::error file=a.yaml,line=3,col=5,title=…::message`, and a line feed. It is escaped as
 * ActionCommand.cs of actions/runner 2.336.0 reads it; characters that a terminal must not get are shown as everywhere else.
 */
export function workflowCommand({ severity, title, message, place }: Annotation): string {
  const properties = place === null ? [] : [`file=${escapeProperty(filePath(place.file))}`, `line=${place.line}`];
  if (place !== null && place.column > 0) properties.push(`col=${place.column}`);
  if (title !== "") properties.push(`title=${escapeProperty(title)}`);
  const separator = properties.length === 0 ? "" : " ";
  return `::${severity}${separator}${properties.join(",")}::${escapeData(message)}\n`;
}

/** A line for people. The runner copies it into its log, and finds no command in it. */
export function logLine(line: string): string {
  return `${escapeStart(line)}\n`;
}

/** Where GitHub looks for a file: below the repository, without `./`, but for a name whose first `=` the runner would drop. */
function filePath(file: string): string {
  const path = file.replace(/^(?:\.\/+)+/, "");
  return path.startsWith("=") ? `./${path}` : path;
}

/** The runner takes `%25` back last, so that `%250A` is the text `%0A`, and not a line feed. */
function escapeData(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeText(line).replaceAll("%", "%25"))
    .join("%0A");
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");
}
