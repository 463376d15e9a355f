import { statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../api/user-error.ts";
import { readTextFile } from "../../files/read-text.ts";
import { readKubeconfigDocument } from "./kubeconfig-document.ts";
import type { Kubeconfig } from "./kubeconfig.ts";

/** The variables of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The kubeconfigs of a user. */
export interface KubeconfigFiles {
  /** Their paths, also of those that do not exist. */
  readonly files: readonly string[];
  /** All files, merged. */
  readonly config: Kubeconfig;
  /** The files that do not exist. */
  readonly missing: readonly string[];
}

/**
 * Reads and merges the kubeconfigs that kubectl would: `--kubeconfig` alone, else those in KUBECONFIG, else `~/.kube/config`. The first file
 * that sets a value wins. An entry of a list is one value, so entries are not merged (client-go v0.37.2 tools/clientcmd/loader.go).
 * Missing files are ignored, except the one of `--kubeconfig`.
 *
 * @param platform a value of process.platform: on Windows other variables have the home directory, and `;` separates paths
 * @throws UserError if a file cannot be read
 */
export function readKubeconfigFiles(kubeconfig: string, env: Environment, platform: string): KubeconfigFiles {
  const files = kubeconfig === "" ? filesOf(env, platform) : [kubeconfig];
  const missing = files.filter((file) => !exists(file));
  if (kubeconfig !== "" && missing.length > 0) {
    throw new UserError(`${kubeconfig}: no such file or directory`, "Check the file given with --kubeconfig.");
  }
  const configs = files.filter((file) => !missing.includes(file)).map(readFile);
  return { files, config: merge(configs), missing };
}

/** The files that the environment names, in order and without repetitions. */
function filesOf(env: Environment, platform: string): string[] {
  const isWindows = platform === "win32";
  const paths = env["KUBECONFIG"] ?? "";
  if (paths !== "") return [...new Set(paths.split(isWindows ? ";" : ":"))].filter((path) => path !== "");
  if (!isWindows) return [join(env["HOME"] ?? "", ".kube", "config")];
  const homes = [env["HOME"], `${env["HOMEDRIVE"] ?? ""}${env["HOMEPATH"] ?? ""}`, env["USERPROFILE"]];
  const configs = homes.flatMap((home) => (home === undefined || home === "" ? [] : [join(home, ".kube", "config")]));
  const first = configs.find(exists) ?? configs[0];
  return first === undefined ? [] : [first];
}

/** Whether a file exists, readable or not. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function readFile(file: string): Kubeconfig {
  // For kubectl, too, this means an empty kubeconfig.
  if (file === "/dev/null") return readKubeconfigDocument(file, "");
  const read = readTextFile(file);
  if ("text" in read) return readKubeconfigDocument(file, read.text);
  const hint = "Make it a readable kubeconfig, or name another with --kubeconfig or KUBECONFIG.";
  throw new UserError(`${file}: ${read.fault}`, hint);
}

function merge(configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    currentContext: configs.find(({ currentContext }) => currentContext !== "")?.currentContext ?? "",
    clusters: firstWins(configs.map(({ clusters }) => clusters)),
    users: firstWins(configs.map(({ users }) => users)),
    contexts: firstWins(configs.map(({ contexts }) => contexts)),
  };
}

function firstWins<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  return new Map(maps.toReversed().flatMap((map) => [...map]));
}
