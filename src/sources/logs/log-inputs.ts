import { statSync, type Stats } from "node:fs";
import { join } from "node:path";
import { describeFileError } from "../../api/files.ts";
import { UserError } from "../../api/user-error.ts";
import { listDirectory, realPathOf } from "../files/directory.ts";
import { describeSpecial, isInheritedPipe } from "../files/read-text.ts";

/** An input with logs: a file, standard input, or a name that cannot be read. */
export type LogInput =
  /** `isNamed`: an argument names the file itself, and not a directory with it. */
  | { readonly type: "file"; readonly path: string; readonly isNamed: boolean }
  | { readonly type: "stdin" }
  | { readonly type: "unreadable"; readonly path: string; readonly reason: string };

/**
 * Finds the log files that arguments name: files, directories with everything in them that is not hidden, and `-`. A file that is named twice is read
 * once.
 *
 * @throws UserError for an argument that names nothing
 */
export function findLogs(args: readonly string[]): readonly LogInput[] {
  const seen = new Set<string>();
  return args.flatMap(find).filter((input) => {
    const key = input.type === "stdin" ? "-" : realPathOf(input.path);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function find(arg: string): readonly LogInput[] {
  if (arg === "-") return [{ type: "stdin" }];
  let stats: Stats;
  try {
    stats = statSync(arg);
  } catch (error) {
    const reason = describeFileError(error);
    if (reason !== "no such file or directory") return [{ type: "unreadable", path: arg, reason }];
    throw new UserError(
      `${arg}: ${reason}`,
      "Check the path. history reads files, directories and - for standard input.",
    );
  }
  if (stats.isDirectory()) return filesBelow(arg);
  if (stats.isFile() || isInheritedPipe(arg)) return [{ type: "file", path: arg, isNamed: true }];
  return [{ type: "unreadable", path: arg, reason: `${describeSpecial(stats)}; use - to read standard input` }];
}

/** The files below a directory, by name. Links to directories are not followed, so there can be no loop. */
function filesBelow(directory: string): readonly LogInput[] {
  const { entries, fault } = listDirectory(directory);
  if (fault !== undefined) return [{ type: "unreadable", ...fault }];
  return entries
    .filter(({ name }) => !name.startsWith("."))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly LogInput[] => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      const isFile = entry.isFile() || (entry.isSymbolicLink() && isFileAt(path));
      return isFile ? [{ type: "file", path, isNamed: false }] : [];
    });
}

function isFileAt(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
