import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiObject, Client } from "./client.ts";
import { podContent } from "./pods.ts";

export type Labels = Readonly<Record<string, string>>;

/** A namespace that no plan changes (`--skip`): when admission has seen its labels, it has seen all earlier labels. */
export const MARK = "mark";
export const ENFORCE = "pod-security.kubernetes.io/enforce";
/** The status of a pod that enforce rejects. */
const REFUSED = 403;
/** The number of requests until admission must have seen a label. */
const POLLS = 1000;
const POLL_MS = 20;

/** Observes a cluster during a rollout: the labels, and the running pods that would be rejected if they were recreated. */
export class RolloutWatch {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(client: Client): Promise<RolloutWatch> {
    const metadata = { name: MARK, labels: { [ENFORCE]: "privileged" } };
    await client.create({ apiVersion: "v1", kind: "Namespace", metadata });
    return new RolloutWatch(client);
  }

  /** The labels of each namespace. */
  async labels(): Promise<ReadonlyMap<string, Labels>> {
    const { items }: { items: readonly ApiObject[] } = JSON.parse(
      (await this.#client.ask("GET", "/api/v1/namespaces")).text,
    );
    return new Map(items.map(({ metadata: { name, labels = {} } }) => [name, labels]));
  }

  /** Waits until admission has seen all labels. */
  async settle(): Promise<void> {
    for (const level of ["restricted", "privileged"]) {
      await this.#client.ask("PATCH", `/api/v1/namespaces/${MARK}`, {
        body: { metadata: { labels: { [ENFORCE]: level } } },
        contentType: "application/merge-patch+json",
      });
      const isRefused = level === "restricted";
      let polls = 0;
      while (
        ((await this.#create({ namespace: MARK, name: "mark" }, podContent("privileged"))) === REFUSED) !==
        isRefused
      ) {
        assert.ok(++polls < POLLS, "admission does not follow");
        await sleep(POLL_MS);
      }
    }
  }

  /** The running pods that would be rejected if they were recreated. */
  async refusedPods(): Promise<ReadonlySet<string>> {
    const { items }: { items: readonly (ApiObject & { readonly spec: object })[] } = JSON.parse(
      (await this.#client.ask("GET", "/api/v1/pods")).text,
    );
    const refused = new Set<string>();
    await Promise.all(
      items.map(async ({ metadata: { namespace, name, labels, annotations }, spec }) => {
        // A new pod has no ephemeral containers: they are added to running pods.
        const { ephemeralContainers: _ephemeral, ...made } = spec as { ephemeralContainers?: unknown };
        const metadata = { namespace, name: `${name.slice(0, 200)}-again`, labels, annotations };
        if ((await this.#create(metadata, { spec: made })) === REFUSED) refused.add(`${namespace}/${name}`);
      }),
    );
    return refused;
  }

  /** The server's status for a new pod, without creating it. */
  async #create(metadata: object, content: object): Promise<number> {
    const { namespace } = metadata as { namespace: string };
    const { status } = await this.#client.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
      body: { apiVersion: "v1", kind: "Pod", metadata, ...content },
      contentType: "application/json",
    });
    return status;
  }
}

/** Asserts that all labels are as before, except invalid ones, which the server rejects. */
export function assertSameLabels(now: ReadonlyMap<string, Labels>, before: ReadonlyMap<string, Labels>): void {
  for (const [name, old] of before) {
    const found: Record<string, string> = { ...now.get(name) };
    for (const [label, value] of Object.entries(old)) {
      if (label.startsWith("pod-security") && !/^(privileged|baseline|restricted|latest|v1\.(0|[1-9]\d*))$/.test(value))
        found[label] = value;
    }
    assert.deepEqual(found, old, name);
  }
}
