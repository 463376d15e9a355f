import { spawn } from "node:child_process";
import { isRecord } from "../api/record.ts";
import { findExecutable } from "./cluster/auth/find-executable.ts";

/** The most milliseconds that a user waits for candidates. */
const MAX_TIME = 3000;
/** The most bytes that are read of an answer. 500 namespaces have about 0.5 MB. */
const MAX_OUTPUT = 8 * 1024 * 1024;
/** One page, without discovery, so that kubectl writes nothing to its cache. */
const REQUEST = ["get", "--raw", "/api/v1/namespaces?limit=500", "--request-timeout=2s"];

/**
 * Reads the names of a cluster's namespaces with the user's kubectl, for the completion. kubectl gets no input, and its messages are not shown. If it
 * fails, takes more than 3 seconds, or is not on the PATH, there are no names.
 *
 * @param flags kubectl's flags for the cluster and the user
 */
export async function kubectlNamespaces(
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const { path } = findExecutable("kubectl", env, process.platform);
  return path === undefined ? [] : namesIn(await outputOf(path, [...REQUEST, ...flags], env));
}

function outputOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"], windowsHide: true });
  const chunks: Buffer[] = [];
  let length = 0;
  const giveUp = (): void => {
    clearTimeout(timer);
    child.kill("SIGKILL");
    // A plugin that kubectl runs may keep the pipe open.
    child.stdout.destroy();
    child.unref();
    resolve("");
  };
  const timer = setTimeout(giveUp, MAX_TIME);
  child.on("error", giveUp);
  child.stdout.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_OUTPUT) giveUp();
    else chunks.push(chunk);
  });
  child.on("close", (code) => {
    clearTimeout(timer);
    resolve(code === 0 ? Buffer.concat(chunks).toString("utf8") : "");
  });
  return promise;
}

function namesIn(text: string): readonly string[] {
  const list = parse(text);
  const items = isRecord(list) && Array.isArray(list["items"]) ? list["items"] : [];
  return items.flatMap((item: unknown) => {
    const name = isRecord(item) && isRecord(item["metadata"]) ? item["metadata"]["name"] : undefined;
    // The name of a namespace is a label of RFC 1123. Anything else is no candidate for a command line.
    return typeof name === "string" && /^[-a-z0-9]{1,63}$/.test(name) ? [name] : [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
