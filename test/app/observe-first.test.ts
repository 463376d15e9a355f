/** An audit and a dry run say of a namespace what a plan says: that its next pods may differ from those of today. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runAudit } from "../../src/app/audit.ts";
import { runDryRun } from "../../src/app/dry-run.ts";
import type { ObjectsRequest } from "../../src/app/inputs/objects-request.ts";
import { runPlan } from "../../src/app/plan.ts";
import { dryRunNext } from "../../src/render/formats/dry-run/next.ts";
import { observeFirstText, readyNowText } from "../../src/render/words/plan/cautions.ts";
import { namespace } from "../audit/clusters.ts";
import { tree } from "../sources/tree.ts";
import { recordedTerminal } from "./terminal.ts";

const SAFE =
  "{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: [{name: c, image: i, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}";
const PRIVILEGED = "{restartPolicy: Never, containers: [{name: c, image: i, securityContext: {privileged: true}}]}";

function deployment(space: string): string {
  return `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: ${space}}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: ${SAFE}}}\n`;
}

function finishedJob(space: string): string {
  return `---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: once, namespace: ${space}}\nspec: {template: {spec: ${PRIVILEGED}}}\nstatus: {conditions: [{type: Complete, status: "True"}]}\n`;
}

function monthly(space: string): string {
  return `---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: month-end, namespace: ${space}}\nspec: {schedule: "0 3 1 * *", jobTemplate: {spec: {template: {spec: ${SAFE.replace("{", "{restartPolicy: Never, ")}}}}}\n`;
}

const DUMP: ObjectsRequest = {
  filename: [
    tree({
      "dump.yaml": [
        namespace("imports", {}),
        deployment("imports"),
        finishedJob("imports"),
        namespace("billing", {}),
        deployment("billing"),
        finishedJob("billing"),
        monthly("billing"),
        namespace("shop", {}),
        deployment("shop"),
        namespace("done", { enforce: "restricted" }),
        deployment("done"),
        finishedJob("done"),
        "---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u, controller: true}]}\n" +
          `spec: ${SAFE}\n`,
      ].join(""),
    }),
  ],
  verbosity: 0,
};
const USUAL = { failOn: "enforce", levels: [], strict: false, identify: false, accepted: undefined } as const;
const ENFORCE = { enforce: { type: "set", level: "restricted", version: undefined } } as const;

test("an audit, a dry run and a plan have the same reasons to observe a namespace, and the same days", async () => {
  const audit = await runAudit({ ...DUMP, ...USUAL, hasPlannedLevels: false, hasCautions: true }, recordedTerminal());
  const request = { ...DUMP, ...USUAL, changes: ENFORCE, allNamespaces: true, hasCautions: true };
  const dryRun = await runDryRun(request, recordedTerminal());
  const plan = await runPlan({ ...DUMP, target: "restricted", maxStep: 2, now: 0 }, recordedTerminal());
  const planned = plan.steps
    .filter(({ id }) => id === "enforce")
    .flatMap(({ namespaces }) => namespaces)
    .filter(({ observeDays }) => observeDays !== null)
    .map(({ name, observeDays, cautions }) => ({ name, days: observeDays, cautions }));
  assert.deepEqual(
    planned.map(({ name, days }) => [name, days]),
    [
      ["billing", 31],
      ["imports", 7],
    ],
  );
  for (const { namespaces } of [audit, dryRun]) {
    const found = namespaces.flatMap(({ name, observeFirst }) =>
      observeFirst === undefined ? [] : [{ name, days: observeFirst.days, cautions: observeFirst.cautions }],
    );
    assert.deepEqual(found, planned);
  }
  assert.match(
    readyNowText(audit),
    /2 namespaces may get other pods: billing, imports\. Finished workloads in billing, imports violated/,
  );
});

test("a dry run names the finished Job and the CronJob that decides the days, and ends with the plan instead of the labels", async () => {
  const request = { ...DUMP, ...USUAL, changes: ENFORCE, hasCautions: true };
  const report = await runDryRun({ ...request, namespace: ["billing"] }, recordedTerminal());
  const [billing] = report.namespaces;
  assert.ok(billing);
  assert.match(
    observeFirstText(billing),
    /^Observe for 31 days first: finished Job "once" violated the new enforce \(.*\): the next one like it would be rejected; CronJob "month-end" has the longest time between two runs\.$/,
  );
  assert.equal(nextOf(report), "kubectl pss plan -n billing");
  const shop = await runDryRun({ ...request, namespace: ["shop"] }, recordedTerminal());
  assert.match(nextOf(shop), /^kubectl label --overwrite ns shop /);
});

test("labels that only audit and warn have need no observation", async () => {
  const changes = { audit: { type: "set", level: "restricted", version: undefined } } as const;
  const request = { ...DUMP, ...USUAL, changes, namespace: ["imports"], hasCautions: true };
  const report = await runDryRun(request, recordedTerminal());
  assert.equal(report.namespaces[0]?.observeFirst, undefined);
  assert.match(nextOf(report), /^kubectl label --overwrite ns imports /);
});

function nextOf(report: Parameters<typeof dryRunNext>[0]): string {
  const next = dryRunNext(report);
  assert.ok(next);
  const words = (program: readonly string[]) => (args: readonly string[]) => ({
    text: [...program, ...args].join(" "),
    isWhole: true,
  });
  return next.command({ pss: words(["kubectl", "pss"]), kubectl: words(["kubectl"]) }).text;
}
