import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sizeOfInventory } from "../../../src/audit/workload/report-size.ts";
import { ADMISSION, inventoryOf, namespace } from "../../audit/clusters.ts";
import { itemsOf } from "../../audit/items.ts";
import { PlanInputs } from "../../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN } from "../../../src/rollout/options.ts";
import type { NamespaceInput } from "../../../src/rollout/planned-namespace.ts";

const CONTAINERS = "containers: [{name: c, image: i}]";
const STATUS = "status: {phase: Succeeded}\n";

/** An object of namespace team-a; `owner` is its controller, as `apiVersion Kind name`. */
function object(apiVersion: string, kind: string, name: string, spec: string, owner = ""): string {
  const [group, ownerKind, ownerName] = owner.split(" ");
  const reference =
    owner === ""
      ? ""
      : `, ownerReferences: [{apiVersion: ${group}, kind: ${ownerKind}, name: ${ownerName}, uid: u, controller: true}]`;
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: team-a${reference}}\nspec: {${spec}}\n`;
}

const pod = (name: string, owner = ""): string => object("v1", "Pod", name, CONTAINERS, owner);
const template = `template: {spec: {${CONTAINERS}}}`;
const cronJob = (name: string, schedule: string, others = ""): string =>
  object("batch/v1", "CronJob", name, `schedule: "${schedule}", ${others}jobTemplate: {spec: {${template}}}`);

function inputOf(dump: string): NamespaceInput {
  const inputs = new PlanInputs({ ...USUAL_PLAN, admission: ADMISSION }, sizeOfInventory());
  const inventory = inventoryOf({}, [inputs]);
  const items = itemsOf(namespace("team-a", {}) + dump);
  inventory.readFiles(() => items);
  return inputs.namespaces(inventory)[0] ?? assert.fail();
}

/** `custom-owner Workflow/build; 7 days` */
function cautionsOf(dump: string): string {
  const { cautions, observeDays } = inputOf(dump);
  const texts = cautions.map(({ code, workloads }) => [code, ...workloads.map(({ kind, name }) => `${kind}/${name}`)]);
  return [...texts.map((words) => words.join(" ")), `${cautions.length === 0 ? null : observeDays} days`].join("; ");
}

describe("a namespace is observed first", () => {
  const cases: readonly (readonly [name: string, dump: string, cautions: string])[] = [
    ["a pod without a controller", pod("debug"), "bare-pod Pod/debug; 7 days"],
    ["a pod without a controller that has ended", pod("debug") + STATUS, "bare-pod Pod/debug; 7 days"],
    [
      "pods of a custom resource, also finished ones",
      pod("a", "argoproj.io/v1 Workflow b") + pod("c", "argoproj.io/v1 Workflow a") + STATUS,
      "custom-owner Workflow/a Workflow/b; 7 days",
    ],
    [
      "a ReplicaSet of a custom resource",
      object("apps/v1", "ReplicaSet", "web-1", `replicas: 1, ${template}`, "argoproj.io/v1 Rollout web"),
      "custom-owner Rollout/web; 7 days",
    ],
    ["a Job", object("batch/v1", "Job", "migrate", template), "job Job/migrate; 7 days"],
    ["a pod of a deleted Job", pod("a", "batch/v1 Job migrate"), "job Job/migrate; 7 days"],
    [
      "several reasons, and a rare CronJob",
      pod("debug") + object("batch/v1", "Job", "migrate", template) + cronJob("report", "0 3 1 * *"),
      "bare-pod Pod/debug; job Job/migrate; 31 days",
    ],
    [
      "a suspended CronJob counts",
      pod("debug") + cronJob("report", "@monthly", "suspend: true, "),
      "bare-pod Pod/debug; 31 days",
    ],
    ["a frequent CronJob does not", pod("debug") + cronJob("report", "@hourly"), "bare-pod Pod/debug; 7 days"],
    ["an invalid schedule does not", pod("debug") + cronJob("report", "never"), "bare-pod Pod/debug; 7 days"],
    [
      "a schedule that never runs does not",
      pod("debug") + cronJob("report", `@every ${"9".repeat(400)}h`) + cronJob("other", "constructor"),
      "bare-pod Pod/debug; 7 days",
    ],
  ];
  for (const [name, dump, cautions] of cases) it(name, () => assert.equal(cautionsOf(dump), cautions));
});

describe("a namespace needs no observation", () => {
  const cases: Readonly<Record<string, string>> = {
    "with a Deployment, its ReplicaSet and its pods":
      object("apps/v1", "Deployment", "web", `replicas: 1, ${template}`) +
      object("apps/v1", "ReplicaSet", "web-1", `replicas: 1, ${template}`, "apps/v1 Deployment web") +
      pod("web-1-a", "apps/v1 ReplicaSet web-1"),
    "with only a CronJob, even a rare one": cronJob("report", "@yearly"),
    "with a Job of a CronJob":
      cronJob("report", "@daily") +
      object("batch/v1", "Job", "report-1", template, "batch/v1 CronJob report") +
      pod("report-1-a", "batch/v1 Job report-1"),
    "with a DaemonSet of a custom resource, whose template is judged": object(
      "apps/v1",
      "DaemonSet",
      "agent",
      template,
      "example.com/v1 Agent a",
    ),
    "with a mirror pod, which the API server cannot prevent":
      "---\napiVersion: v1\nkind: Pod\nmetadata: {name: etcd-a, namespace: team-a, annotations: {kubernetes.io/config.mirror: x}, " +
      `ownerReferences: [{apiVersion: v1, kind: Node, name: a, uid: u, controller: true}]}\nspec: {${CONTAINERS}}\n`,
  };
  for (const [name, dump] of Object.entries(cases)) it(name, () => assert.equal(cautionsOf(dump), "null days"));
});

describe("an object that makes pods and is not judged", () => {
  const rollout = object("argoproj.io/v1", "Rollout", "web", template);
  const unjudged = (dump: string) => {
    const { isComplete, unjudged: objects = [] } = inputOf(dump + pod("other"));
    return [isComplete, ...objects.map(({ kind, name }) => `${kind}/${name}`)];
  };

  it("makes the namespace incomplete", () => assert.deepEqual(unjudged(rollout), [false, "Rollout/web"]));

  it("also makes it incomplete as an object of a retired kind", () => {
    const set = object("apps/v1alpha1", "PetSet", "db", template);
    assert.deepEqual(unjudged(set), [false, "PetSet/db"]);
  });

  it("does not make it incomplete if its own objects are judged", () => {
    const deployment = object("apps/v1", "Deployment", "web", template, "argoproj.io/v2 Rollout web");
    assert.deepEqual(unjudged(rollout + deployment), [true]);
    assert.deepEqual(unjudged(rollout + pod("web-1", "argoproj.io/v1 Rollout web")), [true]);
    assert.deepEqual(unjudged(rollout + pod("web-1", "argoproj.io/v1 Rollout other")), [false, "Rollout/web"]);
  });

  it("makes it incomplete if all its pods are finished", () => {
    const finished = pod("web-1", "argoproj.io/v1 Rollout web") + STATUS;
    assert.deepEqual(unjudged(rollout + finished), [false, "Rollout/web"]);
    assert.deepEqual(unjudged(rollout + finished + pod("web-2", "argoproj.io/v1 Rollout web")), [true]);
  });

  it("does not make it incomplete if it only changes pods, is in another namespace, or has no namespace", () => {
    const changes = object("apps.kruise.io/v1", "SidecarSet", "s", CONTAINERS);
    assert.deepEqual(unjudged(changes), [true]);
    assert.deepEqual(unjudged(rollout.replace("team-a", "team-b")), [true]);
    assert.deepEqual(unjudged(rollout.replace(", namespace: team-a", "")), [true]);
  });
});
