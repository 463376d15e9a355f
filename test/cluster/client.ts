import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { kubeconfigOf, type ClusterFiles, type User } from "./server.ts";

const CONNECTIONS = 16;

/** The body and type of a request. */
export interface Payload {
  readonly body?: unknown;
  /** Default: `application/json`. */
  readonly contentType?: string;
  /** The user to impersonate, with all rights; the user of the client by default. */
  readonly as?: string;
}

/** The API server's answer, with its warnings in order. */
export interface Answer {
  readonly status: number;
  readonly warnings: readonly string[];
  /** The text of the answer. */
  readonly text: string;
}

/** The fields of an API object that the tests read. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A client of a server's API, for one user, with a few persistent connections. */
export class Client {
  readonly #server: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: Agent;

  /** A client for a user with a token. */
  static async open(files: ClusterFiles, user: User): Promise<Client> {
    const kubeconfig: {
      clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
      users: [{ user: { token: string } }];
    } = JSON.parse(await readFile(kubeconfigOf(files, user), "utf8"));
    const { server, "certificate-authority-data": ca } = kubeconfig.clusters[0].cluster;
    return new Client(new URL(server), Buffer.from(ca, "base64"), kubeconfig.users[0].user.token);
  }

  private constructor(server: URL, ca: Buffer, token: string) {
    this.#server = server;
    this.#headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    this.#agent = new Agent({ ca, keepAlive: true, maxSockets: CONNECTIONS });
  }

  /** Sends a request and reads its answer, with any status. */
  async send(method: string, path: string, { body, contentType, as }: Payload = {}): Promise<Answer> {
    const headers = {
      ...this.#headers,
      "content-type": contentType ?? "application/json",
      ...(as !== undefined && { "impersonate-user": as, "impersonate-group": "system:masters" }),
    };
    return await new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.#server), { method, headers, agent: this.#agent }, (response) => {
        const status = response.statusCode ?? 0;
        const warnings = (response.headersDistinct["warning"] ?? []).map(parseWarning);
        text(response).then((answer) => resolve({ status, warnings, text: answer }), reject);
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /**
   * Sends a request that must succeed.
   *
   * @throws Error with the server's message if it fails
   */
  async ask(method: string, path: string, payload: Payload = {}): Promise<Answer> {
    const answer = await this.send(method, path, payload);
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${messageOf(answer)}`);
  }

  /** Creates an object, and returns the stored object. */
  async create(object: ApiObject): Promise<ApiObject> {
    return JSON.parse((await this.ask("POST", pathOf(object), { body: object })).text);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The message of a `metav1.Status`. */
export function messageOf(answer: Answer): string {
  const status: { message?: string } = JSON.parse(answer.text);
  return status.message ?? "";
}

const RESOURCES: Readonly<Record<string, string>> = {
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  CronJob: "cronjobs",
  DaemonSet: "daemonsets",
  Deployment: "deployments",
  Event: "events",
  Job: "jobs",
  Namespace: "namespaces",
  Pod: "pods",
  PodTemplate: "podtemplates",
  ReplicaSet: "replicasets",
  ReplicationController: "replicationcontrollers",
  RoleBinding: "rolebindings",
  RuntimeClass: "runtimeclasses",
  StatefulSet: "statefulsets",
};

/** The path of the collection of its kind, where it is created. */
export function pathOf({ apiVersion, kind, metadata }: ApiObject): string {
  const resource = RESOURCES[kind];
  if (resource === undefined) throw new Error(`no resource is known for ${kind}`);
  const group = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  return metadata.namespace === undefined
    ? `${group}/${resource}`
    : `${group}/namespaces/${metadata.namespace}/${resource}`;
}

/** `299 - "text"`, where quotes and backslashes are escaped. Node reads bytes as Latin-1, and the server writes UTF-8. */
function parseWarning(header: string): string {
  const [, quoted] = /^299 \S+ "(.*)"$/s.exec(header) ?? [];
  if (quoted === undefined) throw new Error(`no warning: ${header}`);
  return Buffer.from(quoted.replaceAll(/\\(.)/gs, "$1"), "latin1").toString("utf8");
}
