/** Reviews by a real API server, and the renewal of the webhook's certificates as a user does it. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Client, Payload } from "../client.ts";
import { kubeconfigOf, type ClusterFiles } from "../server.ts";
import { kubectl } from "../kubectl.ts";
import { REGISTRATION, SECRET, WEBHOOK_NAMESPACE } from "../../../src/api/webhook/names.ts";

const POD: Payload = {
  body: {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "strict" },
    spec: { containers: [{ name: "web", image: "web" }] },
  },
};
const DENIED = /^admission webhook "[^"]+" denied the request: pods "web" is forbidden: violates PodSecurity/;

/** Creates pods that the webhook must deny, again and again. */
export class Requests {
  readonly #client: Client;
  readonly #running: Promise<void>;
  #isOver = false;
  answered = 0;
  readonly failures: string[] = [];

  constructor(client: Client) {
    this.#client = client;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const { text } = await this.#client.send("POST", "/api/v1/namespaces/strict/pods?dryRun=All", POD);
      this.answered++;
      const { message = "" }: { message?: string } = JSON.parse(text);
      if (!DENIED.test(message)) this.failures.push(message);
    }
  }

  /** Waits for some more answers. */
  async pause(answers = 30): Promise<void> {
    const end = this.answered + answers;
    while (this.answered < end) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }
}

/** Runs the command of the docs: the objects of the cluster, new certificates, and their apply. */
export async function renewInCluster(files: ClusterFiles, flags = ""): Promise<string> {
  const config = `--kubeconfig=${kubeconfigOf(files, "admin")}`;
  const command = [
    `kubectl ${config} get secret/${SECRET} validatingwebhookconfiguration/${REGISTRATION} -n ${WEBHOOK_NAMESPACE} --ignore-not-found -o yaml`,
    `${process.execPath} bin/kubectl-pss.js webhook certificates -f - -o manifests ${flags}`,
    `kubectl ${config} apply --server-side --force-conflicts --field-manager=webhook-certificates -f -`,
  ].join(" | ");
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", command]);
  return `${stdout}${stderr}`;
}

/** Writes the Secret of the cluster into the files of the webhook, as the kubelet does. */
export async function syncSecret(files: ClusterFiles, cert: string, key: string): Promise<void> {
  const { stdout } = await kubectl(files, "admin", ["get", "secret", SECRET, "-n", WEBHOOK_NAMESPACE, "-o", "json"]);
  const { data }: { data: Record<string, string> } = JSON.parse(stdout);
  const decoded = (name: string): Buffer => Buffer.from(data[name] ?? "", "base64");
  writeFileSync(key, decoded("tls.key"), { mode: 0o600 });
  writeFileSync(cert, decoded("tls.crt"));
}
