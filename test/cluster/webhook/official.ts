/** The official webhook, built from the Go module, beside an API server of the tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { buildGoProgram, goVersion, type GoProgram } from "../../go-program.ts";
import { kubeconfigOf, type ClusterFiles } from "../server.ts";
import { freePort, pairOf } from "./webhook.ts";

/** The module of the API server has everything that the webhook needs, compiled already. */
const OFFICIAL: GoProgram = {
  module: join(import.meta.dirname, "..", "apiserver"),
  package: "k8s.io/pod-security-admission/cmd/webhook",
  name: "official-webhook",
  flags: ["-ldflags=-s -w"],
  notice: "Building the official webhook for the tests: a minute, this once",
};

const POLL_MS = 50;
const READY_MS = 30_000;

/** Starts the official webhook, and waits until it is ready. */
export async function startOfficial(
  server: ClusterFiles,
): Promise<{ readonly port: number; readonly pid: number; stop(): Promise<void> }> {
  const program = await buildGoProgram(OFFICIAL, (await goVersion()) ?? "");
  const port = await freePort();
  const { cert, key } = pairOf(server);
  const flags = [
    ...[`--kubeconfig=${kubeconfigOf(server, "admin")}`, `--secure-port=${port}`, "--bind-address=127.0.0.1"],
    ...[`--tls-cert-file=${cert}`, `--tls-private-key-file=${key}`],
  ];
  const child = spawn(program, flags, { stdio: "ignore" });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  const client = new ReviewClient(port);
  try {
    for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(POLL_MS)) {
      const answer = await client.send("", "/readyz").catch(() => undefined);
      if (answer?.status === 200 && child.pid !== undefined) return { port, pid: child.pid, stop };
    }
  } finally {
    client.close();
  }
  await stop();
  throw new Error(`the official webhook is not ready after ${READY_MS / 1000} s`);
}

/** Sends reviews to a webhook over connections that stay open. */
export class ReviewClient {
  readonly #port: number;
  readonly #agent: Agent;

  constructor(port: number, connections = 4) {
    this.#port = port;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false });
  }

  async send(body: string, path = "/?timeout=5s"): Promise<{ readonly status: number; readonly text: string }> {
    return await new Promise((resolve, reject) => {
      const method = body === "" ? "GET" : "POST";
      const headers = body === "" ? {} : { "content-type": "application/json" };
      const options = { host: "127.0.0.1", port: this.#port, path, method, headers, agent: this.#agent };
      const sent = request(options, (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject);
      });
      sent.on("error", reject);
      sent.end(body === "" ? undefined : body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
