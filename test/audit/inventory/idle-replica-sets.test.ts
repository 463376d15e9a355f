import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { audit, auditCluster, namespace } from "../clusters.ts";
import { itemsOf } from "../items.ts";

interface Parts {
  readonly revision?: string;
  readonly created?: string;
  readonly replicas?: number;
  readonly owner?: string;
  readonly key?: string;
}

/** A ReplicaSet of team-a whose name is that of a check that its template violates, or "good". */
function replicaSet(
  name: string,
  { revision, created, replicas = 0, owner = "Rollout/web", key = "rollout.argoproj.io/revision" }: Parts = {},
): string {
  const [kind, ownerName] = owner.split("/");
  const apiVersion = kind === "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1";
  const metadata = {
    name,
    namespace: "team-a",
    creationTimestamp: created,
    ...(revision !== undefined && { annotations: { [key]: revision } }),
    ownerReferences: [{ apiVersion, kind, name: ownerName, uid: "o", controller: true }],
  };
  const spec = { containers: [{ name: "c", image: "i" }], [name]: true };
  return `---\n${JSON.stringify({ apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { replicas, template: { spec } } })}\n`;
}

const ROLLOUT = "Rollout/web";

/** The workloads of a dump, each with the fields that block baseline, and the number of pods that it wants. */
async function judged(dump: string): Promise<unknown> {
  const reports = [audit(namespace("team-a") + dump), await auditCluster(itemsOf(namespace("team-a") + dump))];
  const [first, second] = reports.map(({ namespaces }) =>
    namespaces.flatMap(({ workloads }) =>
      workloads.map(({ kind, name, replicas, otherResults }) => [
        `${kind}/${name}`,
        replicas,
        otherResults.flatMap(({ level, violations }) =>
          level === "baseline"
            ? violations.flatMap(({ fields }) => fields.map(({ path }) => path.split(".").at(-1)))
            : [],
        ),
      ]),
    ),
  );
  assert.deepEqual(first, second);
  return first;
}

describe("ReplicaSets without replicas, of an owner that was not read", () => {
  for (const [name, sets, expected] of [
    ["the only one is judged", [replicaSet("hostPID")], [[ROLLOUT, 0, ["hostPID"]]]],
    [
      "the one with the highest revision is judged",
      [replicaSet("hostIPC", { revision: "9" }), replicaSet("hostPID", { revision: "10" }), replicaSet("hostNetwork")],
      [[ROLLOUT, 0, ["hostPID"]]],
    ],
    [
      "the same for a Deployment",
      [
        replicaSet("hostPID", { revision: "3", owner: "Deployment/web", key: "deployment.kubernetes.io/revision" }),
        replicaSet("hostIPC", { revision: "2", owner: "Deployment/web", key: "deployment.kubernetes.io/revision" }),
      ],
      [["Deployment/web", 0, ["hostPID"]]],
    ],
    [
      "without revisions, the one that was created last is judged",
      [
        replicaSet("hostIPC", { created: "2026-01-01T00:00:00Z" }),
        replicaSet("hostPID", { created: "2026-01-02T00:00:00Z" }),
      ],
      [[ROLLOUT, 0, ["hostPID"]]],
    ],
    [
      "no ReplicaSet is judged if a newer one has replicas",
      [replicaSet("hostIPC", { revision: "1" }), replicaSet("hostPID", { revision: "2", replicas: 3 })],
      [[ROLLOUT, 3, ["hostPID"]]],
    ],
    [
      "the newest is judged besides an older one with replicas: the next pods are made from it",
      [replicaSet("hostIPC", { revision: "1", replicas: 2 }), replicaSet("hostPID", { revision: "2" })],
      [[ROLLOUT, 2, ["hostIPC", "hostPID"]]],
    ],
    [
      "each owner has a newest one",
      [replicaSet("hostIPC"), replicaSet("hostPID", { owner: "Rollout/db" })],
      [
        ["Rollout/db", 0, ["hostPID"]],
        [ROLLOUT, 0, ["hostIPC"]],
      ],
    ],
  ] as const) {
    it(name, async () => {
      for (const order of [sets, sets.toReversed()]) assert.deepEqual(await judged(order.join("")), expected);
    });
  }

  it("are not judged if the Deployment was read", async () => {
    const deployment = `---\n${JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "team-a" },
      spec: { replicas: 0, template: { spec: { containers: [{ name: "c" }] } } },
    })}\n`;
    const dump = deployment + replicaSet("hostPID", { owner: "Deployment/web" });
    assert.deepEqual(await judged(dump), [["Deployment/web", 0, []]]);
  });
});
