/** A namespace whose controllers cannot make pods. The controller manager does not run here, so this module writes the status that it would write. */
import { messageOf, pathOf, type ApiObject, type Client } from "./client.ts";
import { podContent } from "./pods.ts";
import { podIn, controllerIn, type Seeded } from "./workloads.ts";

/** Its name. Its labels enforce restricted. */
export const STUCK = "stuck";
const CONTENT = podContent("privileged");
/** The time of the Event. */
export const LAST_SEEN = "2026-01-02T03:04:05Z";

/** A Deployment with a ReplicaSet, and a StatefulSet. */
export function stuckControllers(): readonly Seeded[] {
  const deployment = { object: controllerIn(STUCK, "Deployment", "web", CONTENT) };
  const set = { object: controllerIn(STUCK, "ReplicaSet", "web-5d9c", CONTENT), owner: deployment };
  return [deployment, set, { object: controllerIn(STUCK, "StatefulSet", "db", CONTENT) }];
}

/** Sends a pod of each controller, which the API server rejects, and writes the message to a condition and an Event, as the controllers do. */
export async function reportRejections(client: Client): Promise<void> {
  const message = await rejectionOf(client, "web-5d9c-");
  const condition = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message };
  await client.ask("PATCH", `/apis/apps/v1/namespaces/${STUCK}/replicasets/web-5d9c/status`, {
    body: { status: { conditions: [condition] } },
    contentType: "application/strategic-merge-patch+json",
  });
  const { text } = await client.ask("GET", `/apis/apps/v1/namespaces/${STUCK}/statefulsets/db`);
  const { metadata }: ApiObject = JSON.parse(text);
  await client.create({
    apiVersion: "v1",
    kind: "Event",
    metadata: { namespace: STUCK, name: "db.18c9" },
    involvedObject: { apiVersion: "apps/v1", kind: "StatefulSet", namespace: STUCK, name: "db", uid: metadata.uid },
    reason: "FailedCreate",
    message: `create Pod db-0 in StatefulSet db failed error: ${await rejectionOf(client, "db-0")}`,
    type: "Warning",
    firstTimestamp: "2026-01-01T00:00:00Z",
    lastTimestamp: LAST_SEEN,
    count: 7,
  });
}

/** The API server's message about a pod with a name; a name that ends in "-" is a generateName. */
export async function rejectionOf(client: Client, name: string): Promise<string> {
  const { object } = podIn(STUCK, name, CONTENT);
  const metadata = name.endsWith("-") ? { namespace: STUCK, generateName: name } : object.metadata;
  const answer = await client.send("POST", `${pathOf(object)}?dryRun=All`, { body: { ...object, metadata } });
  if (answer.status !== 403) throw new Error(`${name}: ${answer.status} ${answer.text}`);
  return messageOf(answer);
}
