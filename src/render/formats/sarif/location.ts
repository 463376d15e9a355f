import { STDIN_NAME } from "../../../api/words/quoted.ts";
import type { FieldReport, Source } from "../../../report/report.ts";

/** A SARIF `artifactLocation`. */
interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId?: string;
  readonly description?: { readonly text: string };
}

/** A SARIF `physicalLocation`. */
interface PhysicalLocation {
  readonly artifactLocation: ArtifactLocation;
  readonly region?: {
    readonly startLine: number;
    readonly startColumn?: number;
    readonly endLine: number;
    readonly endColumn?: number;
  };
}

/** The base of relative paths: the folder that the command runs in, which is the root of the sources when SARIF is uploaded. */
export const SOURCE_ROOT = "%SRCROOT%";

const DRIVE = /^[A-Za-z]:(?=[\\/])/;

/** The place of a field; a column of 0 means none. */
type RegionPlace = Pick<FieldReport, "column" | "endLine" | "endColumn">;

/** A place in a file. A region always has its last line; without a column of its end, it extends to the end of that line (SARIF 2.1.0, §3.30.2). */
export function physicalLocation(
  { file, line }: Pick<Source, "file" | "line">,
  { column, endLine = line, endColumn }: RegionPlace = { column: 0 },
): PhysicalLocation {
  const artifact = { artifactLocation: artifactLocation(file) };
  if (line === 0) return artifact;
  const region = {
    startLine: line,
    ...(column > 0 && { startColumn: column }),
    endLine,
    ...(column > 0 && endColumn !== undefined && { endColumn }),
  };
  return { ...artifact, region };
}

/**
 * A file as a URI. A relative path is percent-encoded, without `./`, below the root of the sources; an absolute path is a `file:` URI. A
 * backslash is a separator if the path begins with a drive or two backslashes, or has no slash: Windows has no other separator, and
 * elsewhere a backslash is part of the name. Standard input has a name instead of a path.
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
