/** The webhook in this process, beside an API server that answers as a test wants. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { runWebhook, type WebhookRequest } from "../../../src/app/webhook/serve.ts";
import { stubServer, type Respond, type Stub } from "../../sources/cluster/stub-server.ts";
import { selfSigned } from "../../sources/cluster/x509.ts";

/** A cluster with two namespaces and a pod in each. */
export const CLUSTER: Respond = (url) => {
  if (url.searchParams.has("watch")) return "never";
  if (url.pathname === "/api/v1/namespaces") {
    return { body: listOf("NamespaceList", [namespace("restricted", "restricted"), namespace("open")]) };
  }
  if (url.pathname.endsWith("/pods")) {
    return { body: listOf("PodList", [{ metadata: { name: "old", namespace: "open" }, spec: ROOT }]) };
  }
  const message = `namespaces "${url.pathname.split("/").at(-1)}" not found`;
  return { status: 404, body: { kind: "Status", status: "Failure", message } };
};

/** A Namespace that enforces a level. */
function namespace(name: string, enforce?: string): object {
  const labels = enforce === undefined ? {} : { "pod-security.kubernetes.io/enforce": enforce };
  return { metadata: { name, resourceVersion: "5", labels } };
}

/** A list of objects, all on one page. */
function listOf(kind: string, items: readonly object[]): object {
  return { apiVersion: "v1", kind, metadata: { resourceVersion: "10" }, items };
}

const ROOT = { containers: [{ name: "app", image: "app:1" }] };

/** A review of the creation of a Pod that violates restricted. */
export function podReview(in_ = "restricted", change: object = {}): string {
  return JSON.stringify({
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "u-1",
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      name: "web",
      namespace: in_,
      operation: "CREATE",
      userInfo: { username: "jane" },
      object: { apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec: ROOT },
      ...change,
    },
  });
}

/** A request to the webhook. */
export interface Sent {
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The webhook's answer. */
export interface Received {
  readonly status: number;
  readonly type: string | undefined;
  readonly text: string;
  /** The serial number of the certificate. */
  readonly fingerprint: string;
  readonly connection: string | undefined;
}

/** A webhook that runs, its API server and its files. */
export interface Running {
  readonly api: Stub;
  readonly port: number;
  readonly lines: readonly string[];
  readonly directory: string;
  send(path: string, sent?: Sent): Promise<Received>;
  /** Sends a review, and returns the response in the answer. */
  review(body: string, path?: string): Promise<unknown>;
  /** Ends it, and waits for its end. */
  end(): Promise<void>;
}

/** Starts the webhook, and waits until it listens. Unless it is cold, also until it knows the namespaces. */
export async function startWebhook(
  t: TestContext,
  options: Partial<WebhookRequest> & { readonly configuration?: string; readonly isCold?: boolean } = {},
  respond: Respond = CLUSTER,
): Promise<Running> {
  const api = await stubServer(t, respond);
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-webhook-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const file = (name: string, content: string): string => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };
  const { cert, key } = selfSigned();
  const { configuration, isCold = false, ...changes } = options;
  const port = changes.port ?? (await freePort());
  const lines: string[] = [];
  const ending = new AbortController();
  const run = runWebhook(
    {
      ...(configuration !== undefined && { config: file("configuration.yaml", configuration) }),
      kubeconfig: file("kubeconfig", kubeconfigOf(api.url)),
      port,
      address: "127.0.0.1",
      certFile: file("tls.crt", cert),
      keyFile: file("tls.key", key),
      minTlsVersion: "TLSv1.2",
      sniPairs: [],
      isPortShared: false,
      shutdownDelay: 0,
      isDryRun: false,
      verbosity: 0,
      ...changes,
    },
    { env: {}, say: (line) => void lines.push(line) },
    ending.signal,
  );
  const end = async (): Promise<void> => {
    ending.abort();
    await run;
  };
  t.after(() => end().catch(() => {}));
  const send = (path: string, sent?: Sent): Promise<Received> => sendTo(port, path, sent);
  let isOver = false;
  await Promise.race([run.finally(() => (isOver = true)), untilListening(send, isCold, () => isOver)]);
  return {
    api,
    port,
    lines,
    directory,
    send,
    async review(body, path = "/") {
      const { text: answer } = await send(path, { body });
      return JSON.parse(answer).response;
    },
    end,
  };
}

async function untilListening(send: Running["send"], isCold: boolean, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const status = await send("/readyz").then(
      (received) => received.status,
      () => undefined,
    );
    if (status === 200 || (isCold && status !== undefined)) return;
    await sleep(10);
  }
}

async function sendTo(port: number, path: string, sent: Sent = {}): Promise<Received> {
  const { body, type = "application/json", method = body === undefined ? "GET" : "POST", headers = {} } = sent;
  return await new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, method, rejectUnauthorized: false, agent: false } as const;
    const outgoing = request(
      { ...options, headers: { ...(body !== undefined && { "content-type": type }), ...headers } },
      (response) => {
        const { fingerprint256: fingerprint } = (
          response.socket as unknown as { getPeerCertificate(): { fingerprint256: string } }
        ).getPeerCertificate();
        const { "content-type": contentType, connection } = response.headers;
        text(response).then(
          (answer) =>
            resolve({ status: response.statusCode ?? 0, type: contentType, text: answer, fingerprint, connection }),
          reject,
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function kubeconfigOf(server: URL): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    clusters: [{ name: "test", cluster: { server: server.href } }],
    users: [{ name: "test", user: {} }],
  });
}

/** Waits until a condition is met; a test that waits in vain ends with its own time limit. */
export async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isMet())) await sleep(10);
}
