import type { Annotation } from "../../words/annotations/annotation.ts";
import { escapeText } from "../../words/escape.ts";

/**
 * Writes an annotation as a logging command of Azure Pipelines: `##vso[task.logissue type=error;sourcepath=a.yaml;linenumber=3;…]message`, and a
 * line feed. It is escaped for Command.cs of microsoft/azure-pipelines-agent. Unprintable characters, and commands within the texts, are
 * escaped as in every format.
 */
export function loggingCommand({ severity, code, title, message, place }: Annotation): string {
  const properties = [`type=${severity}`];
  if (place !== null) {
    properties.push(`sourcepath=${escapeProperty(sourcePath(place.file))}`, `linenumber=${place.line}`);
    if (place.column > 0) properties.push(`columnnumber=${place.column}`);
  }
  properties.push(`code=${escapeProperty(code)}`);
  const text = title === "" ? message : `${title}: ${message}`;
  return `##vso[task.logissue ${properties.join(";")};]${escapeData(text)}\n`;
}

/** The path of a file without `./`, unless the agent would drop the first `=` of its name. */
function sourcePath(file: string): string {
  const path = file.replace(/^(?:\.\/+)+/, "");
  return path.startsWith("=") ? `./${path}` : path;
}

/** Escapes the data of a command. The agent replaces `%AZP25` last, so that `%AZP250A` is the text `%0A`, and not a line feed. */
function escapeData(text: string): string {
  return text
    .split("\n")
    .map((line) => escapePercent(escapeText(line)))
    .join("%0A");
}

function escapeProperty(text: string): string {
  return escapePercent(escapeText(text)).replaceAll(";", "%3B").replaceAll("]", "%5D");
}

function escapePercent(text: string): string {
  return text.replaceAll("%", "%AZP25");
}
