import { STDIN_NAME } from "../../../api/words/quoted.ts";
import type { Source } from "../../../report/report.ts";

/** A SARIF `artifactLocation`. */
interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId?: string;
  readonly description?: { readonly text: string };
}

/** A SARIF `physicalLocation`. */
interface PhysicalLocation {
  readonly artifactLocation: ArtifactLocation;
  readonly region?: { readonly startLine: number; readonly startColumn?: number };
}

/** The base of relative paths: the folder that the command runs in, which is the root of the sources when SARIF is uploaded. */
export const SOURCE_ROOT = "%SRCROOT%";

const DRIVE = /^[A-Za-z]:(?=[\\/])/;

/** A place in a file. Without an end of its own, it extends to the end of its line (SARIF 2.1.0, §3.30.2). */
export function physicalLocation({ file, line }: Pick<Source, "file" | "line">, column: number = 0): PhysicalLocation {
  const artifact = { artifactLocation: artifactLocation(file) };
  if (line === 0) return artifact;
  return { ...artifact, region: { startLine: line, ...(column > 0 && { startColumn: column }) } };
}

/**
 * A file as a URI. A relative path is percent-encoded, without `./`, below the root of the sources; an absolute path is a `file:` URI. A
 * backslash is a separator if the path begins with a drive or two backslashes, or has no slash: Windows has no other separator, and
 * elsewhere a backslash is part of the name. Standard input has a name instead of a path.
 *
 * @internal exported for its test
 */
export function artifactLocation(file: string): ArtifactLocation {
  if (file === STDIN_NAME) return { uri: "stdin", description: { text: "standard input" } };
  const drive = DRIVE.exec(file)?.[0] ?? "";
  const isWindows = drive !== "" || file.startsWith("\\\\") || !file.includes("/");
  const path = isWindows ? file.slice(drive.length).replaceAll("\\", "/") : file;
  // The server is the authority of the URI.
  if (file.startsWith("\\\\")) return { uri: `file:${encodePath(path)}` };
  if (path.startsWith("/")) return { uri: `file://${drive === "" ? "" : `/${drive}`}${encodePath(path)}` };
  return { uri: encodePath(path.replace(/^(?:\.\/+)+/, "")), uriBaseId: SOURCE_ROOT };
}

function encodePath(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}
