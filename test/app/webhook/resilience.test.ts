/** Two replicas behind a proxy, as behind a Service, while everything around them changes. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { selfSigned } from "../../sources/cluster/x509.ts";
import { CLUSTER, podReview, startWebhook, until, type Running } from "./running.ts";

const CONNECTIONS = 8;
const configuration = (user: string): string =>
  `apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\nexemptions: {usernames: [${user}]}\n`;

/** A proxy for TCP connections to the replicas that are ready, in turn. It asks them as the kubelet does. */
async function startProxy(t: TestContext, replicas: Set<Running>): Promise<number> {
  let ready: readonly Running[] = [...replicas];
  const over = new AbortController();
  const probing = (async () => {
    while (!over.signal.aborted) {
      const all = [...replicas];
      const statuses = await Promise.all(all.map((one) => one.send("/readyz").catch(() => undefined)));
      ready = all.filter((_, index) => statuses[index]?.status === 200);
      await sleep(20);
    }
  })();
  let turn = 0;
  const server = createServer((client) => {
    const replica = ready[turn++ % ready.length];
    if (replica === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(replica.port, "127.0.0.1");
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("error", () => to.destroy()).on("close", () => to.destroy());
      from.pipe(to);
    }
  }).listen(0, "127.0.0.1");
  t.after(async () => {
    over.abort();
    server.close();
    await probing;
  });
  await until(() => server.listening);
  return (server.address() as AddressInfo).port;
}

/** The reviews of an API server: each must be answered with the denial. */
class Load {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, rejectUnauthorized: false });
  readonly #port: number;
  readonly failures: string[] = [];
  answered = 0;
  #isOver = false;
  readonly #running: Promise<unknown>;

  constructor(port: number) {
    this.#port = port;
    this.#running = Promise.all(Array.from({ length: CONNECTIONS }, () => this.#run()));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
    this.#agent.destroy();
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const answer = await this.#send().catch((error: unknown) => `${error}`);
      this.answered++;
      if (!answer.includes('"code":403')) this.failures.push(answer);
    }
  }

  /** Sends a review, and again if the connection was an old one that the server has closed, as Go's net/http does. */
  async #send(): Promise<string> {
    for (;;) {
      const answer = await this.#trySend();
      if (answer !== undefined) return answer;
    }
  }

  /** @returns undefined if an old connection was closed */
  async #trySend(): Promise<string | undefined> {
    const headers = { "content-type": "application/json" };
    const options = { host: "127.0.0.1", port: this.#port, path: "/?timeout=5s", method: "POST", headers } as const;
    return await new Promise<string | undefined>((resolve, reject) => {
      const sent = request({ ...options, agent: this.#agent }, (response) => {
        text(response).then(resolve, reject);
      });
      sent.on("error", (error) => (sent.reusedSocket ? resolve(undefined) : reject(error)));
      sent.end(podReview());
    });
  }
}

test("no review fails while certificates, the configuration, the API server and the replicas change", async (t) => {
  let isUp = true;
  let watches = 0;
  const cluster: typeof CLUSTER = (url, incoming, count) => {
    if (!isUp) return undefined;
    // Each watch ends soon.
    if (!url.searchParams.has("watch")) return CLUSTER(url, incoming, count);
    watches++;
    return "later";
  };
  const start = (): Promise<Running> =>
    startWebhook(t, { configuration: configuration("nobody"), shutdownDelay: 500 }, cluster);
  const first = await start();
  const second = await start();
  const replicas = new Set([first, second]);
  const load = new Load(await startProxy(t, replicas));
  const pause = async (): Promise<void> => {
    const before = load.answered;
    await until(() => load.answered > before + 50);
  };
  await pause();
  for (const { directory, lines } of replicas) {
    const { cert, key } = selfSigned({ commonName: "next" });
    writeFileSync(join(directory, "tls.key"), key);
    writeFileSync(join(directory, "tls.crt"), cert);
    writeFileSync(join(directory, "configuration.yaml"), configuration("somebody"));
    await until(() => lines.includes("the changed certificate is in use"));
    await until(() => lines.includes("the changed configuration is in force"));
  }
  await pause();
  const third = await start();
  replicas.add(third);
  await first.end();
  replicas.delete(first);
  await pause();
  isUp = false;
  await until(() => second.lines.some((line) => line.startsWith("the namespaces cannot be read")));
  await pause();
  isUp = true;
  await until(() => second.lines.includes("the namespaces can be read again"));
  await pause();
  await load.stop();
  assert.deepEqual(load.failures, []);
  assert.ok(load.answered > 200 && watches > 4, `${load.answered} reviews, ${watches} watches`);
});
