import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sizeOfInventory } from "../../../src/audit/workload/report-size.ts";
import { ADMISSION, inventoryOf, namespace } from "../../audit/clusters.ts";
import { itemsOf } from "../../audit/items.ts";
import { PlanInputs } from "../../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN } from "../../../src/rollout/options.ts";
import { planRollout } from "../../../src/rollout/plan.ts";

const CONTAINERS =
  "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, " +
  "containers: [{name: c, image: i, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]";
/** A webhook adds a field that the template does not have. */
const REASON = "host namespaces (hostPID=true)";

const message = (level: string): string =>
  `pods "web-" is forbidden: violates PodSecurity "${level}:latest": ${REASON}`;

function deployment(condition = ""): string {
  return (
    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: team-a, uid: d}\n" +
    `spec: {replicas: 1, template: {spec: {${CONTAINERS}}}}\n${condition}`
  );
}

const failing = (text: string): string =>
  `status: {conditions: [{type: ReplicaFailure, status: "True", message: ${JSON.stringify(text)}}]}\n`;

const event = (level: string): string =>
  "---\napiVersion: v1\nkind: Event\nmetadata: {name: e, namespace: team-a}\nreason: FailedCreate\n" +
  "involvedObject: {apiVersion: apps/v1, kind: ReplicaSet, name: web-1, namespace: team-a, uid: r}\n" +
  `message: ${JSON.stringify(`Error creating: ${message(level)}`)}\n`;

const REPLICA_SET =
  "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-1, namespace: team-a, uid: r, " +
  "ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]}\n" +
  `spec: {replicas: 1, template: {spec: {${CONTAINERS}}}}\n`;
const POD =
  "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-1-a, namespace: team-a, " +
  `ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: r, controller: true}]}\nspec: {${CONTAINERS}}\n`;
/** A plan for a dump without pods raises no level. */
const OTHER = POD.replaceAll("team-a", "team-b");

/** The planned level of enforce, the number of rejected workloads, and the checks that block the last step. */
function planned(
  enforce: string,
  dump: string,
): readonly [level: string | undefined, rejected: number | undefined, blockedBy: string] {
  const options = { ...USUAL_PLAN, admission: ADMISSION };
  const inputs = new PlanInputs(options, sizeOfInventory());
  const inventory = inventoryOf({}, [inputs]);
  const items = itemsOf(namespace("team-a", { enforce, audit: "restricted", warn: "restricted" }) + OTHER + dump);
  inventory.readFiles(() => items);
  const { namespaces, steps } = planRollout(inputs.namespaces(inventory), options);
  const overview = namespaces.find(({ name }) => name === "team-a");
  const blocked = steps.at(-1)?.namespaces.find(({ name }) => name === "team-a");
  const texts = blocked?.blockedBy.map(
    ({ kind, name, checks, rejected }) => `${kind}/${name} ${checks.map(({ check }) => check).join()} ${rejected}`,
  );
  return [overview?.enforce?.planned, overview?.rejectedNow, texts?.join() ?? ""];
}

describe("a workload whose new pods are rejected now", () => {
  const blocked = (level: string): string => `Deployment/web hostNamespaces ${message(level)}`;

  it("blocks the level that a condition reports, and not a less strict one", () => {
    const dump = (level: string): string => deployment(failing(message(level)));
    // Another policy than that of the label rejected the pods, so they are not rejected now.
    assert.deepEqual(planned("privileged", dump("restricted")), ["baseline", 0, blocked("restricted")]);
    assert.deepEqual(planned("baseline", dump("restricted")), ["baseline", 0, blocked("restricted")]);
    assert.deepEqual(planned("baseline", dump("baseline")), ["baseline", 1, blocked("baseline")]);
  });

  it("blocks the level that an Event reports about its ReplicaSet, as long as it has too few pods", () => {
    const dump = deployment() + REPLICA_SET + event("restricted");
    assert.deepEqual(planned("baseline", dump), ["baseline", 0, blocked("restricted")]);
    assert.deepEqual(planned("baseline", deployment() + REPLICA_SET + event("baseline")), [
      "baseline",
      1,
      blocked("baseline"),
    ]);
    assert.deepEqual(planned("baseline", dump + POD), ["restricted", 0, ""]);
    // Each place of the pod counts once.
    assert.deepEqual(planned("baseline", dump.replace("replicas: 1", "replicas: 2") + POD + POD), [
      "baseline",
      0,
      blocked("restricted"),
    ]);
  });

  it("is not one that another admission plugin rejects", () => {
    const dump = deployment(failing('pods "web-" is forbidden: exceeded quota: q'));
    assert.deepEqual(planned("baseline", dump), ["restricted", 0, ""]);
  });

  it("blocks every level if the message has no known level", () => {
    const dump = deployment(failing('pods "web-" is forbidden: violates PodSecurity "strict:latest": x'));
    assert.deepEqual(planned("privileged", dump).slice(0, 2), ["privileged", 0]);
  });
});
