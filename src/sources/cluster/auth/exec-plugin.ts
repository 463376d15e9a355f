import { spawn, type ChildProcess } from "node:child_process";
import { showUnprintable } from "../../../api/words/output-text.ts";
import { UserError } from "../../../api/user-error.ts";
import { describeFileError } from "../../../api/files.ts";
import { marshalJson } from "../../../text/json/go-json.ts";
import { findExecutable } from "./find-executable.ts";
import { nameOfPlugin, readExecCredential, type ExecCredential } from "./exec-credential.ts";
import type { Cluster, ExecPlugin } from "../kubeconfig/kubeconfig.ts";
import type { Environment } from "../kubeconfig/kubeconfig-files.ts";

const API_VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];
const INTERACTIVE_MODES = ["Never", "IfAvailable", "Always"];

/** The most output that is read. Credentials take a few kilobytes. */
const MAX_OUTPUT = 1024 * 1024;

/** The input of a plugin besides its own configuration. */
export interface PluginContext {
  /** The user that names the plugin, and the place of that user, for errors. */
  readonly origin: string;
  /** For `spec.cluster`, if the plugin asks for it. */
  readonly cluster: Cluster;
  /** The PEM of the cluster's authority. */
  readonly certificateAuthority: Buffer | undefined;
  readonly env: Environment;
  /** Whether the standard input is a terminal. */
  readonly isTerminal: boolean;
}

/**
 * Verifies the configuration of a plugin as client-go v0.37.2 does before it runs one (tools/clientcmd/validation.go,
 * plugin/pkg/client/auth/exec).
 *
 * @throws UserError
 */
export function verifyExecPlugin(plugin: ExecPlugin, origin: string): void {
  const hint = "Correct the user's exec in the kubeconfig.";
  const { command, apiVersion, interactiveMode, env } = plugin;
  if (command === "") throw new UserError(`${origin}: exec.command is missing`, hint);
  if (apiVersion === "") throw new UserError(`${origin}: exec.apiVersion is missing`, hint);
  if (!API_VERSIONS.includes(apiVersion)) {
    const remedy = `Only ${API_VERSIONS.join(" and ")} are known; a newer version of the plugin may support one of them.`;
    throw new UserError(`${origin}: exec plugin: invalid apiVersion${showVersion(apiVersion)}`, remedy);
  }
  if (!INTERACTIVE_MODES.includes(interactiveMode)) {
    const found = interactiveMode === "" ? "is missing, " : "";
    throw new UserError(`${origin}: exec.interactiveMode ${found}must be ${INTERACTIVE_MODES.join(", ")}`, hint);
  }
  if (env.some(({ name }) => name === "")) throw new UserError(`${origin}: a variable of exec.env has no name`, hint);
}

/** Shows an unknown version of the API. Shows nothing if it does not look like one. */
function showVersion(apiVersion: string): string {
  return /^client\.authentication\.k8s\.io\/v[0-9a-z]{1,12}$/.test(apiVersion) ? ` "${apiVersion}"` : "";
}

/**
 * Runs a credential plugin once and reads its output. The plugin shares standard error, and an interactive one also standard input, so that it
 * can ask for a password. As in kubectl there is no timeout, since the user may have to look for a token.
 *
 * @throws UserError if it cannot be run, fails, or prints no credentials. The message contains no output of the plugin
 */
export async function runExecPlugin(plugin: ExecPlugin, context: PluginContext): Promise<ExecCredential> {
  const { origin, isTerminal, env } = context;
  const isInteractive = plugin.interactiveMode !== "Never" && isTerminal;
  if (plugin.interactiveMode === "Always" && !isTerminal) {
    const message = `${nameOfPlugin(plugin, origin)} needs a terminal, and standard input is not one`;
    throw new UserError(message, "Run this in a terminal, without anything piped into it.");
  }
  const own = Object.fromEntries(plugin.env.map(({ name, value }) => [name, value]));
  const info = marshalJson(execInfo(plugin, context, isInteractive));
  const program = locate(plugin, context);
  const started = { program, env: { ...env, ...own, KUBERNETES_EXEC_INFO: info }, isInteractive };
  const output = await run(plugin, origin, started);
  return readExecCredential(output, plugin, origin);
}

/** Finds the program on our own PATH, as Go does. A PATH in the plugin's `env` does not count. */
function locate(plugin: ExecPlugin, { origin, env }: PluginContext): string {
  const { path, relative } = findExecutable(plugin.command, env, process.platform);
  if (path !== undefined) return path;
  const [fault, hint] = relative === undefined ? describeStart({ code: "ENOENT" }, plugin) : describeRelative(relative);
  throw new UserError(`${nameOfPlugin(plugin, origin)} ${fault}`, hint);
}

function describeRelative(path: string): [fault: string, hint: string] {
  return [
    `is not run: the PATH leads to ${path} in the working directory`,
    "Write absolute paths in PATH, or the plugin's path in the user's exec.command.",
  ];
}

/** The value of KUBERNETES_EXEC_INFO, with the names and omissions of client-go's pkg/apis/clientauthentication. */
function execInfo(plugin: ExecPlugin, { cluster, certificateAuthority }: PluginContext, interactive: boolean) {
  const { server, tlsServerName, insecureSkipTlsVerify, proxyUrl, disableCompression, execExtension } = cluster;
  const shown = {
    server,
    ...(tlsServerName !== "" && { "tls-server-name": tlsServerName }),
    ...(insecureSkipTlsVerify && { "insecure-skip-tls-verify": true }),
    ...(certificateAuthority !== undefined && {
      "certificate-authority-data": certificateAuthority.toString("base64"),
    }),
    ...(proxyUrl !== "" && { "proxy-url": proxyUrl }),
    ...(disableCompression && { "disable-compression": true }),
    config: execExtension ?? null,
  };
  return {
    kind: "ExecCredential",
    apiVersion: plugin.apiVersion,
    spec: { ...(plugin.provideClusterInfo && { cluster: shown }), interactive },
  };
}

interface Started {
  readonly program: string;
  readonly env: Environment;
  readonly isInteractive: boolean;
}

function run(plugin: ExecPlugin, origin: string, { program, env, isInteractive }: Started): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const fail = (fault: string, hint: string | readonly string[]): void =>
    reject(new UserError(`${nameOfPlugin(plugin, origin)} ${fault}`, hint));
  let child: ChildProcess;
  try {
    const stdin = isInteractive ? "inherit" : "ignore";
    const stdio = [stdin, "pipe", "inherit"] as const;
    child = spawn(program, plugin.args, { argv0: plugin.command, env, stdio: [...stdio], windowsHide: true });
  } catch (error) {
    fail(...describeStart(error, plugin));
    return promise;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  child.on("error", (error) => fail(...describeStart(error, plugin)));
  child.stdout?.on("data", (chunk: Buffer) => {
    length += chunk.length;
    chunks.push(chunk);
    if (length <= MAX_OUTPUT) return;
    child.kill();
    child.stdout?.destroy();
    fail(
      `printed more than ${MAX_OUTPUT / 1024} KiB, which is too much for credentials`,
      "Run it by hand to see what it prints.",
    );
  });
  child.on("close", (code, signal) => {
    if (code === 0) return resolve(Buffer.concat(chunks).toString("utf8"));
    const how = signal === null ? `failed with exit code ${code}` : `was ended by ${signal}`;
    return fail(how, "Its own message is on standard error. Run it by hand, or log in to the cluster again.");
  });
  return promise;
}

function describeStart(error: unknown, { installHint }: ExecPlugin): [fault: string, hint: string | readonly string[]] {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOENT") {
    const install = installHint.trim();
    // Each line has a prefix. Without one, it could look like a message of this program.
    const said = install.split("\n").map((line) => `installHint: ${showUnprintable(line)}`);
    const hint = install === "" ? "Install it, or put it on the PATH." : said;
    return ["is not installed: executable not found", hint];
  }
  // Node's message contains the argument, which may be a secret.
  const fault =
    code === "ERR_INVALID_ARG_VALUE" ? "an argument or variable contains a zero byte" : describeFileError(error);
  return [`cannot be run: ${fault}`, "Make it an executable file, or correct the user's exec in the kubeconfig."];
}
