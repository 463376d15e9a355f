import type { Annotation } from "../../words/annotations/annotation.ts";
import { escapeText } from "../../words/escape.ts";

/**
 * Writes an annotation as a workflow command: `::error file=a.yaml,line=3,col=5,title=…::message`, and a line feed. It is escaped for
 * ActionCommand.cs of actions/runner 2.336.0; unprintable characters are escaped as in every format.
 */
export function workflowCommand({ severity, title, message, place }: Annotation): string {
  const properties = place === null ? [] : [`file=${escapeProperty(filePath(place.file))}`, `line=${place.line}`];
  if (place !== null && place.column > 0) properties.push(`col=${place.column}`);
  if (title !== "") properties.push(`title=${escapeProperty(title)}`);
  const separator = properties.length === 0 ? "" : " ";
  return `::${severity}${separator}${properties.join(",")}::${escapeData(message)}\n`;
}

/** The path of a file as GitHub expects it: below the repository, without `./`, unless the runner would drop the first `=` of its name. */
function filePath(file: string): string {
  const path = file.replace(/^(?:\.\/+)+/, "");
  return path.startsWith("=") ? `./${path}` : path;
}

/** Escapes the data of a command. The runner unescapes `%25` last, so that `%250A` is the text `%0A`, and not a line feed. */
function escapeData(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeText(line).replaceAll("%", "%25"))
    .join("%0A");
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");
}
