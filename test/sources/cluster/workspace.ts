/** Kubeconfigs in temporary directories, kubectl to compare with, and a server that records its requests. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import { createServer as createTlsServer, request as requestTls } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { ClusterFlags, Endpoint } from "../../../src/sources/cluster/endpoint.ts";
import { resolveEndpoint } from "../../../src/sources/cluster/resolve-endpoint.ts";
import type { TestPair } from "./x509.ts";

/** Whether kubectl is available for comparisons. */
export const HAS_KUBECTL = spawnSync("kubectl", ["version", "--client"]).status === 0;

export const WITHOUT_KUBECTL =
  "The comparison with kubectl is left out, because it is not installed: see https://kubernetes.io/docs/tasks/tools";

/** Creates a directory with files. It is removed when the test ends. */
export function directoryWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-cluster-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

/** A kubeconfig with one context `c`, cluster `k` and user `u`, written as JSON, which is YAML too. */
export function kubeconfig(cluster: object, user: object, context: object = {}): string {
  return JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "k", user: "u", ...context } }],
    clusters: [{ name: "k", cluster }],
    users: [{ name: "u", user }],
  });
}

export const MACHINE = { platform: "linux", serviceAccount: "/nowhere", isTerminal: false };

/** Resolves like a machine without a terminal, outside of any cluster. */
export function resolveHere(
  flags: ClusterFlags,
  env: Readonly<Record<string, string>> = {},
  machine: Partial<typeof MACHINE> = {},
): Promise<Endpoint> {
  const path = process.env["PATH"] ?? "";
  return resolveEndpoint(flags, { PATH: path, HOME: "/nowhere", ...env }, { ...MACHINE, ...machine });
}

/** Runs kubectl. From the environment of this process it gets only the PATH. */
export function kubectl(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | null;
    stdout: string;
    stderr: string;
  }>();
  const path = process.env["PATH"] ?? "";
  const child = spawn("kubectl", args, {
    env: { PATH: path, HOME: "/nowhere", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.on("error", reject);
  child.on("close", (status) => resolve({ status, stdout, stderr }));
  return promise;
}

/** The credentials that arrived at the server: the sorted headers, and the name in the client's certificate. */
export interface Arrived {
  readonly headers: readonly string[];
  readonly client: string | undefined;
}

/** Starts a server that answers `{}` to every request; `status` can be changed. */
export async function recorder(
  t: TestContext,
  tls?: TestPair,
): Promise<{ readonly url: string; readonly arrived: Arrived[]; answer: { status: number } }> {
  const arrived: Arrived[] = [];
  const answer = { status: 200 };
  const server = tls ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }) : createServer({});
  server.on("request", (request: IncomingMessage, response) => {
    arrived.push({ headers: whoAsks(request), client: clientName(request) });
    response.writeHead(answer.status, { "content-type": "application/json" }).end("{}");
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/consistent-type-assertions
  const { port } = server.address() as AddressInfo;
  return { url: `http${tls ? "s" : ""}://127.0.0.1:${port}`, arrived, answer };
}

function whoAsks({ rawHeaders }: IncomingMessage): string[] {
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[index + 1]}`] : [],
  );
  return lines.filter((line) => /^(authorization|impersonate-)/.test(line)).toSorted();
}

function clientName({ socket }: IncomingMessage): string | undefined {
  if (!("getPeerCertificate" in socket) || typeof socket.getPeerCertificate !== "function") return undefined;
  return socket.getPeerCertificate().subject?.CN;
}

/** Sends one GET to an endpoint, and returns the status of the answer. */
export async function get(endpoint: Endpoint): Promise<number> {
  const { headers, ...pair } = await endpoint.authenticate();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const send = endpoint.server.protocol === "https:" ? requestTls : request;
  const options = {
    ...endpoint.tls,
    ...pair,
    agent: false,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? [...value] : String(value)]),
    ),
  };
  const sent = send(new URL("version", `${endpoint.server.href.replace(/\/$/, "")}/`), options, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  sent.on("error", reject);
  sent.end();
  return promise;
}

/** Flags as arguments of kubectl. */
export function asArguments(flags: ClusterFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return Array.isArray(value) ? value.map((each) => `${flag}=${each}`) : [`${flag}=${value}`];
  });
}
