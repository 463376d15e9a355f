import { accessSync, constants, statSync } from "node:fs";
import { extname, join, posix, win32 } from "node:path";
import type { Environment } from "../kubeconfig/kubeconfig-files.ts";

/** The place of a program. Without a path, it must not be run. */
export type Executable =
  | { readonly path: string; readonly relative?: undefined }
  /** `relative`: the program that the PATH leads to, relative to the working directory; undefined: there is none. */
  | { readonly path?: undefined; readonly relative: string | undefined };

const WINDOWS_EXTENSIONS = ".com;.exe;.bat;.cmd";

/**
 * Finds a program as Go does (os/exec LookPath, Go 1.26): a name without a separator is looked up on the PATH, and never in the working
 * directory, even if the PATH has it: an archive that was unpacked there may contain a program of that name.
 *
 * @param platform a value of process.platform
 */
export function findExecutable(command: string, env: Environment, platform: string): Executable {
  const isWindows = platform === "win32";
  if (command.includes("/") || (isWindows && /[\\:]/.test(command))) return { path: command };
  const { isAbsolute } = isWindows ? win32 : posix;
  const extensions = isWindows ? extensionsOf(env) : [""];
  const path = valueOf(env, "PATH", isWindows) ?? "";
  const directories = path === "" ? [] : path.split(isWindows ? ";" : ":");
  let relative: string | undefined;
  for (const directory of directories) {
    // An empty entry is the working directory; on Windows it means nothing.
    if (directory === "" && isWindows) continue;
    const found = findIn(directory === "" ? "." : directory, command, extensions, isWindows);
    if (found === undefined) continue;
    if (isAbsolute(found)) return { path: found };
    relative ??= found;
    if (!isWindows) break;
  }
  // Windows itself searches the working directory first.
  if (isWindows) relative ??= findIn(".", command, extensions, isWindows);
  return { relative };
}

function findIn(
  directory: string,
  command: string,
  extensions: readonly string[],
  isWindows: boolean,
): string | undefined {
  const base = join(directory, command);
  // A name with an extension is tried as it is first.
  const names = extname(command) === "" || !isWindows ? [] : [base];
  return [...names, ...extensions.map((extension) => base + extension)].find((path) => isExecutable(path, isWindows));
}

function isExecutable(path: string, isWindows: boolean): boolean {
  try {
    if (statSync(path).isDirectory()) return false;
    if (!isWindows) accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function extensionsOf(env: Environment): readonly string[] {
  const extensions = (valueOf(env, "PATHEXT", true) || WINDOWS_EXTENSIONS).toLowerCase().split(";");
  return extensions.filter((one) => one !== "").map((one) => (one.startsWith(".") ? one : `.${one}`));
}

/** The value of a variable. On Windows, upper and lower case in its name do not matter. */
function valueOf(env: Environment, name: string, isWindows: boolean): string | undefined {
  if (!isWindows) return env[name];
  const key = Object.keys(env).find((one) => one.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : env[key];
}
