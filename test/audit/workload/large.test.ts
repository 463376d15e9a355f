/** A report has a limit of memory: an object beyond it is reported as not judged, and its namespace is incomplete. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sizeOfInventory } from "../../../src/audit/workload/report-size.ts";
import { lint } from "../../../src/audit/lint.ts";
import { PlanInputs } from "../../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN } from "../../../src/rollout/options.ts";
import type { Report } from "../../../src/report/report.ts";
import type { PolicyChange } from "../../../src/audit/dry-run/change.ts";
import { ADMISSION, audit, dryRun, inventoryOf } from "../clusters.ts";
import { OPTIONS, itemsOf, levelAt } from "../items.ts";

const FULL =
  "beyond the limit of a report: the objects before it take 320 MiB already; select fewer namespaces with -n";
const FULL_LINT = "beyond the limit of a report: the objects before it take 448 MiB already; name fewer files";

const RESTRICT: PolicyChange = { enforce: { type: "set", level: "restricted", version: undefined } };

/** Pods with names of containers of a mebibyte, which each message repeats. */
const LONG = Array.from({ length: 16 }, (_, index) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `p${String(index).padStart(2, "0")}`, namespace: "shop" },
    spec: { containers: [{ name: `${index}-${"x".repeat(1024 * 1024)}` }] },
  }),
);
const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
const DUMP = [NAMESPACE, ...LONG].join("\n---\n");

/** The places that were not judged. */
function unjudgedIn({ unreadable }: Pick<Report, "unreadable">, message: string): (number | undefined)[] {
  return unreadable.filter((one) => one.message === message).map(({ source }) => source?.document);
}

describe("an input that is too large for a report", () => {
  it("is not judged beyond the limit in an audit", () => {
    const report = audit(DUMP);
    const unjudged = unjudgedIn(report, FULL);
    assert.ok(unjudged.length > 0 && unjudged.length < LONG.length, `${unjudged.length} are not judged`);
    assert.equal(report.summary.workloads + unjudged.length, LONG.length);
    assert.equal(report.unreadable.length, unjudged.length);
    assert.equal(report.namespaces[0]?.readyForReason, "unknown");
  });

  it("is not judged beyond the limit in a dry run", () => {
    const report = dryRun(DUMP, RESTRICT);
    const unjudged = unjudgedIn(report, FULL);
    assert.ok(unjudged.length > 0 && unjudged.length < LONG.length, `${unjudged.length} are not judged`);
    assert.equal(report.summary.workloads + unjudged.length, LONG.length);
  });

  it("is not judged beyond the limit in a plan, which keeps no message", () => {
    const inputs = new PlanInputs({ ...USUAL_PLAN, admission: ADMISSION }, sizeOfInventory());
    const inventory = inventoryOf({}, [inputs]);
    const pods = LONG.flatMap((pod) => [1, 2].map((copy) => pod.replace('"name":"p', `"name":"p${copy}-`)));
    inventory.readFiles(() => itemsOf([NAMESPACE, ...pods].join("\n---\n")));
    const unjudged = unjudgedIn(inventory, FULL);
    assert.ok(unjudged.length > 0 && unjudged.length < pods.length, `${unjudged.length} are not judged`);
    assert.equal(inputs.namespaces(inventory)[0]?.isComplete, false);
  });

  it("is not judged beyond the limit in a lint", () => {
    const items = itemsOf([...LONG, ...LONG.map((pod) => pod.replaceAll("-x", "-y"))].join("\n---\n"));
    const report = lint(() => items, { ...OPTIONS, levels: [levelAt("restricted", "latest")] });
    const unjudged = unjudgedIn(report, FULL_LINT);
    assert.ok(unjudged.length > 0 && unjudged.length < 2 * LONG.length, `${unjudged.length} are not judged`);
  });

  it("still counts pods whose verdict the report has", () => {
    const owned = (name: string): string =>
      `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]}, spec: {hostPID: true}}`;
    const report = audit([NAMESPACE, owned("web-0"), ...LONG, owned("web-1")].join("\n---\n"));
    const web = report.namespaces[0]?.workloads.find(({ name }) => name === "web");
    assert.equal(web?.pods, 2);
    assert.ok(unjudgedIn(report, FULL).length > 0);
  });
});
