import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { buildGoProgram, goVersion, type GoProgram } from "../go-program.ts";
import { LIBRARY_RELEASE } from "../../src/policy/version.ts";

/** The version of k8s.io/kubernetes: v1.X.Y for the library release v0.X.Y. */
const SERVER_VERSION = LIBRARY_RELEASE.replace("v0.", "v1.");

const [major, minor] = SERVER_VERSION.slice(1).split(".");
const VERSION_PACKAGE = "k8s.io/component-base/version";
const LINKED_IN = [
  `${VERSION_PACKAGE}.gitVersion=${SERVER_VERSION}`,
  `${VERSION_PACKAGE}.gitMajor=${major}`,
  `${VERSION_PACKAGE}.gitMinor=${minor}`,
  `${VERSION_PACKAGE}.gitTreeState=clean`,
];

const API_SERVER: GoProgram = {
  module: join(import.meta.dirname, "apiserver"),
  package: ".",
  name: "apiserver",
  // Without -trimpath, because Go's build cache has packages that were compiled without it.
  flags: [`-ldflags=-s -w ${LINKED_IN.map((variable) => `-X ${variable}`).join(" ")}`],
  notice: "Building the API server for the tests: some minutes, this once",
};

const POLL_MS = 20;
/** A start takes about 3 s. */
const READY_MS = 120_000;
const STOP_MS = 30_000;

/** The users of the server and their credentials: see credentials.go of the server. */
export type User =
  | "admin"
  | "operator"
  | "auditor"
  | "reader"
  | "tenant"
  | "stranger"
  /** The users with a client certificate. */
  | "certified"
  | "expired";

/** The files of a server that is running. */
export interface ClusterFiles {
  readonly directory: string;
  /** Its AdmissionConfiguration. */
  readonly admissionConfig: string;
}

/** The kubeconfig of a user. */
export function kubeconfigOf({ directory }: ClusterFiles, user: User): string {
  return join(directory, `${user}.kubeconfig`);
}

/** The audit log: a line of JSON for each stage of a request. */
export function auditLogOf({ directory }: ClusterFiles): string {
  return join(directory, "audit.log");
}

/** A real API server of the tests. */
export interface Server extends ClusterFiles {
  /** Stops it, and removes all its files. */
  stop(): Promise<void>;
}

/** The options of a server. */
export interface ServerOptions {
  /** The text of an AdmissionConfiguration; without it, the server has its own defaults. */
  readonly admissionConfig?: string;
  /** Whether Kubernetes' own controllers make the pods of Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs. */
  readonly controllers?: boolean;
  /** Whether it writes an audit log. */
  readonly audit?: boolean;
  /** More flags of kube-apiserver. */
  readonly flags?: readonly string[];
}

/** The reason why no server can run here, in a line; undefined if it can. */
export async function reasonForNoServer(): Promise<string | undefined> {
  if ((await goVersion()) === undefined) return leftOut("Go", "https://go.dev/doc/install");
  try {
    await promisify(execFile)("kubectl", ["version", "--client"]);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return leftOut("kubectl", "https://kubernetes.io/docs/tasks/tools");
  }
}

function leftOut(program: string, site: string): string {
  return `What is compared with a real API server is left out, because ${program} is not installed: see ${site}`;
}

/**
 * Builds the API server unless it has been built, starts it and waits until it is ready. It ends with this process.
 *
 * @throws Error with the end of the server's log if it does not start
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const executable = await buildGoProgram(API_SERVER, (await goVersion()) ?? "");
  try {
    return await tryStart(executable, options);
  } catch {
    // The port was free, and another process may use it now.
    return await tryStart(executable, options);
  }
}

async function tryStart(executable: string, options: ServerOptions): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), "kubectl-pss-cluster-"));
  const admissionConfig = join(directory, "admission.yaml");
  const log = join(directory, "server.log");
  const output = openSync(log, "w");
  const server = spawn(
    executable,
    [
      ...(options.controllers === true ? ["-controllers"] : []),
      directory,
      ...(await flagsOf(options, directory, admissionConfig)),
    ],
    {
      stdio: ["pipe", output, output],
    },
  );
  closeSync(output);
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await becomeReady(server, join(directory, "ready"));
    return { directory, admissionConfig, stop };
  } catch (error) {
    const lines = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-20);
    await stop();
    throw new Error(`the API server does not come up:\n${lines.join("\n")}`, { cause: error });
  }
}

async function flagsOf(options: ServerOptions, directory: string, admissionConfig: string): Promise<readonly string[]> {
  const flags = [...(options.flags ?? [])];
  if (options.admissionConfig !== undefined) {
    await writeFile(admissionConfig, options.admissionConfig);
    flags.push(`--admission-control-config-file=${admissionConfig}`);
  }
  if (options.audit === true) {
    const policy = join(directory, "audit-policy.yaml");
    await writeFile(policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n");
    flags.push(`--audit-policy-file=${policy}`, `--audit-log-path=${auditLogOf({ directory, admissionConfig })}`);
  }
  return flags;
}

async function becomeReady(server: ChildProcess, file: string): Promise<void> {
  let failure: Error | undefined;
  server.once("error", (error) => (failure = error));
  server.once("exit", (code, signal) => (failure ??= new Error(`it ended with ${signal ?? code}`)));
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(POLL_MS)) {
    if (failure !== undefined) throw failure;
    if ((await readFile(file, "utf8").catch(() => "")) !== "") return;
  }
  throw new Error(`it is not ready after ${READY_MS / 1000} s`);
}

/** Stops the server by closing its standard input, and kills it if it does not stop. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const exited = once(server, "exit");
  server.stdin?.end();
  const timer = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
  await exited;
  clearTimeout(timer);
}
