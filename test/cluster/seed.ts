import { setTimeout as sleep } from "node:timers/promises";
import { Client, pathOf, type ApiObject } from "./client.ts";
import { kubectl } from "./kubectl.ts";
import {
  CLUSTER_OBJECTS,
  DOCUMENTED_ROLE,
  NAMESPACES,
  TENANT_BINDING,
  fullLabels,
  type SeededNamespace,
} from "./namespaces.ts";
import { podContent } from "./pods.ts";
import { reportRejections } from "./rejections.ts";
import type { ClusterFiles } from "./server.ts";
import { podIn, type Seeded } from "./workloads.ts";

const MERGE_PATCH = "application/merge-patch+json";
const STRATEGIC_PATCH = "application/strategic-merge-patch+json";

/** The namespace that shows when admission has seen all earlier objects. */
const LAST = "seeded";
const SETTLE_MS = 20_000;
const POLL_MS = 20;

/** Fills a server with all namespaces and their objects, and waits until its admission plugin has seen them. */
export async function seed(files: ClusterFiles): Promise<void> {
  const client = await Client.open(files, "admin");
  try {
    const applied = await kubectl(files, "admin", ["apply", "--filename", DOCUMENTED_ROLE.file]);
    if (applied.code !== 0) throw new Error(`${DOCUMENTED_ROLE.file}: ${applied.stderr}`);
    await Promise.all(CLUSTER_OBJECTS.map((object) => client.create(object)));
    await Promise.all(NAMESPACES.map((namespace) => seedNamespace(client, namespace)));
    await client.create(TENANT_BINDING);
    await settle(client);
    await reportRejections(client);
  } finally {
    client.close();
  }
}

/** Creates a namespace with labels and objects. */
async function seedNamespace(client: Client, { name, labels, content }: SeededNamespace): Promise<void> {
  const first = { enforce: "privileged" };
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: fullLabels(first) } });
  const created = new Map<Seeded, Promise<ApiObject>>();
  for (const seeded of content) created.set(seeded, create(client, seeded, created));
  await Promise.all(created.values());
  // The labels may be invalid, and must come after the pods. Pod Security Admission does not check subresources, and an update of a namespace's
  // status also changes its labels.
  const body = { metadata: { labels: fullLabels({ enforce: null, ...labels }) } };
  await client.ask("PATCH", `/api/v1/namespaces/${name}/status`, { body, contentType: MERGE_PATCH });
}

async function create(
  client: Client,
  seeded: Seeded,
  created: ReadonlyMap<Seeded, Promise<ApiObject>>,
): Promise<ApiObject> {
  const { object, afterwards, terminating } = seeded;
  const ownerReferences = await ownersOf(seeded, created);
  const metadata = { ...object.metadata, ...(ownerReferences.length === 0 ? {} : { ownerReferences }) };
  const answer = await client.create({ ...object, metadata });
  const path = `${pathOf(object)}/${object.metadata.name}`;
  if (afterwards !== undefined) {
    await client.ask("PATCH", `${path}/${afterwards.subresource}`, {
      body: afterwards.patch,
      contentType: STRATEGIC_PATCH,
    });
  }
  if (terminating === true) await client.ask("DELETE", path);
  return answer;
}

async function ownersOf(
  { owner, foreignOwner }: Seeded,
  created: ReadonlyMap<Seeded, Promise<ApiObject>>,
): Promise<readonly unknown[]> {
  if (foreignOwner !== undefined) {
    return [{ ...foreignOwner, uid: `uid-of-${foreignOwner.name}`, controller: true }];
  }
  if (owner === undefined) return [];
  const answer = await created.get(owner);
  if (answer === undefined) throw new Error(`${owner.object.metadata.name} has to stand before what it owns`);
  const { apiVersion, kind, metadata } = answer;
  return [{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true }];
}

/** Admission reads pods from a cache, which follows the order of all writes: with the last write, it has all of them. */
async function settle(client: Client): Promise<void> {
  await seedNamespace(client, {
    name: LAST,
    labels: { enforce: "privileged" },
    content: [podIn(LAST, "last", podContent("privileged"))],
  });
  for (const end = Date.now() + SETTLE_MS; Date.now() < end; await sleep(POLL_MS)) {
    const { warnings } = await dryRunLabels(client, LAST, fullLabels({ enforce: "baseline" }));
    if (warnings.length > 0) return;
  }
  throw new Error(`admission does not know of the pods after ${SETTLE_MS / 1000} s`);
}

/** Requests the answer to other labels, like `kubectl label --dry-run=server --overwrite`; null removes a label. */
export async function dryRunLabels(
  client: Client,
  namespace: string,
  labels: Readonly<Record<string, string | null>>,
): ReturnType<Client["send"]> {
  return await client.send("PATCH", `/api/v1/namespaces/${namespace}?dryRun=All`, {
    body: { metadata: { labels } },
    contentType: MERGE_PATCH,
  });
}
