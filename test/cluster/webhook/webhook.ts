/** The webhook as a process beside a real API server, and its registration there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { loadAll } from "js-yaml";
import { Client, type ApiObject } from "../client.ts";
import { kubeconfigOf, type ClusterFiles, type User } from "../server.ts";

/** The user of the webhook, who gets its rights alone. */
const USER: User = "stranger";

const POLL_MS = 20;
const READY_MS = 30_000;
/** The API server reads a new registration within a second. */
const MOST_POLLS = 2_000;

/** A webhook that runs. */
export interface Webhook {
  readonly port: number;
  readonly pid: number;
  /** Ends it as the kubelet does, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** The files of a certificate for 127.0.0.1 that the test server's authority has signed. */
export function pairOf({ directory }: ClusterFiles): { readonly cert: string; readonly key: string } {
  return { cert: join(directory, "server.crt"), key: join(directory, "server.key") };
}

/** Starts the webhook, and waits until it is ready. */
export async function startWebhook(server: ClusterFiles, flags: readonly string[] = []): Promise<Webhook> {
  await grantRights(server);
  const port = await freePort();
  const { cert, key } = pairOf(server);
  const words = [
    ...["webhook", "--kubeconfig", kubeconfigOf(server, USER), "--secure-port", String(port)],
    ...["--bind-address", "127.0.0.1", "--tls-cert-file", cert, "--tls-private-key-file", key],
    ...["--shutdown-delay", "0", ...flags],
  ];
  const child = spawn(process.execPath, ["bin/kubectl-pss.js", ...words], { stdio: ["ignore", "inherit", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    return child.exitCode;
  };
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(POLL_MS)) {
    if (child.exitCode !== null) throw new Error(`the webhook ended with ${child.exitCode}:\n${log}`);
    const answer = await getText(port, "/readyz").catch(() => undefined);
    if (answer?.status === 200 && child.pid !== undefined) return { port, pid: child.pid, stop };
  }
  await stop();
  throw new Error(`the webhook is not ready after ${READY_MS / 1000} s:\n${log}`);
}

/** Gets a path of the webhook. */
async function getText(
  port: number,
  path: string,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return await new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, rejectUnauthorized: false, agent: false }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Returns a port that nothing uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Gives the user the rights that the manifests give to the webhook. */
async function grantRights(server: ClusterFiles): Promise<void> {
  const admin = await Client.open(server, "admin");
  const role = manifestOf("ClusterRole");
  const binding = manifestOf("ClusterRoleBinding");
  const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: USER }];
  try {
    await createOnce(admin, role);
    await createOnce(admin, { ...binding, subjects });
  } finally {
    admin.close();
  }
}

/** The only object of a kind in the manifests of the webhook. */
function manifestOf(kind: string): ApiObject {
  const objects = loadAll(readFileSync("deploy/webhook.yaml", "utf8")) as readonly ApiObject[];
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`deploy/webhook.yaml has no ${kind}`);
  return found;
}

async function createOnce(client: Client, object: ApiObject): Promise<void> {
  await client.create(object).catch((error: unknown) => {
    if (!(error instanceof Error && error.message.includes("already exists"))) throw error;
  });
}

/** The name of the webhook that denies, and of the one that only warns. */
export const ENFORCING = "pod-security-webhook.kubernetes.io";
export const ADVISORY = "advisory.pod-security-webhook.kubernetes.io";

const CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

/**
 * Registers a webhook at the API server as the manifests do, but with the failure policy Fail, and waits until it is in force.
 *
 * @param port the webhook's port on this machine
 */
export async function registerWebhook(server: ClusterFiles, port: number): Promise<void> {
  const admin = await Client.open(server, "admin");
  try {
    const caBundle = (await readFile(join(server.directory, "ca.crt"))).toString("base64");
    const registration = manifestOf("ValidatingWebhookConfiguration");
    const clientConfig = { url: `https://127.0.0.1:${port}/`, caBundle };
    const webhooks = (registration["webhooks"] as readonly { readonly name: string }[]).map((webhook) => ({
      ...webhook,
      clientConfig,
      ...(webhook.name === ENFORCING && { failurePolicy: "Fail" }),
    }));
    const body = { ...registration, webhooks };
    await admin.ask("POST", CONFIGURATIONS, { body });
    await waitUntilInForce(admin);
  } finally {
    admin.close();
  }
}

/** Waits until the webhook denies a namespace with a wrong label. */
async function waitUntilInForce(admin: Client): Promise<void> {
  const labels = { "pod-security.kubernetes.io/enforce": "wrong" };
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: "waiting", labels } };
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    const { status } = await admin.send("POST", "/api/v1/namespaces?dryRun=All", { body });
    if (status === 422) return;
    await sleep(POLL_MS);
  }
  throw new Error("the API server does not call the webhook");
}
