/** All consumers of an inventory share one limit of memory. Each refuses the object that would exceed it, and the others of its kind that would add to it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addPolicies } from "../../../src/app/policies/lint-policies.ts";
import { FoundPolicies } from "../../../src/app/policies/found-policies.ts";
import { policyFacts } from "../../../src/app/policies/policy-facts.ts";
import { Audit } from "../../../src/audit/audit.ts";
import type { InventoryConsumer } from "../../../src/audit/inventory/consumer.ts";
import { lint } from "../../../src/audit/lint.ts";
import { ReportSize } from "../../../src/audit/workload/report-size.ts";
import { exportPolicies } from "../../../src/export/export.ts";
import { ClusterFixes } from "../../../src/fixes/cluster/cluster-fixes.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { AccessObjects } from "../../../src/psp/migration/access-objects.ts";
import { MigratedWorkloads } from "../../../src/psp/migration/migrated-workloads.ts";
import type { Unreadable } from "../../../src/report/report.ts";
import { CustomKinds } from "../../../src/workloads/custom/custom-kinds.ts";
import { OPTIONS as EXPORT } from "../../export/options.ts";
import { ADMISSION, inventoryOf } from "../clusters.ts";
import { OPTIONS, itemsOf, levelAt } from "../items.ts";

const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
const OBJECTS = Array.from({ length: 20 }, (_, index) =>
  JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `d${index}`, namespace: "shop" },
    spec: { selector: {}, template: { metadata: {}, spec: { hostPID: true, containers: [{ name: `c${index}` }] } } },
  }),
);
/** The policies that this program exports, and their bindings. */
const { policies, bindings } = exportPolicies(CHECKS, {
  ...EXPORT,
  levels: [levelAt("restricted", "latest")],
  binding: { type: "default" },
  controllers: true,
});
const POLICIES = [...policies, ...bindings].map((one) => JSON.stringify(one));
const DUMP = [...POLICIES, NAMESPACE, ...OBJECTS].join("\n---\n");

const sizeOf = (most: number): ReportSize => new ReportSize("select fewer namespaces with -n", most);

/** The number of objects beyond the limit, after some consumers read the dump. */
function beyondWith(consumers: readonly InventoryConsumer[]): number {
  const inventory = inventoryOf({}, consumers);
  inventory.readFiles(() => itemsOf(DUMP));
  return beyondIn(inventory.unreadable);
}

function beyondIn(unreadable: readonly Unreadable[]): number {
  const beyond = unreadable.filter(({ message }) => message.startsWith("beyond the limit of a report: "));
  assert.equal(beyond.length, unreadable.length);
  return beyond.length;
}

function foundPolicies(): FoundPolicies {
  const found = new FoundPolicies(true);
  for (const item of itemsOf(DUMP)) found.add(item);
  return found;
}

/** The consumers, each with a size. */
const CONSUMERS: Readonly<Record<string, (size: ReportSize) => InventoryConsumer>> = {
  "from-psp": (size) => {
    const access = new AccessObjects(true, () => assert.fail("nothing is decoded"), size);
    return new MigratedWorkloads(access, createEvaluator(CHECKS), size);
  },
  "the patches of a cluster": (size) =>
    new ClusterFixes(
      { admission: ADMISSION, levels: [levelAt("restricted", "latest")], kinds: new CustomKinds(), most: Infinity },
      size,
    ),
  "the review of admission policies": (size) => policyFacts(foundPolicies(), size).review,
  "an audit": (size) => new Audit({ admission: ADMISSION, failOn: "enforce", levels: [], identify: false }, size),
};

/** The estimated bytes of a consumer without a limit. */
function bytesOf(create: (size: ReportSize) => InventoryConsumer): number {
  const size = sizeOf(1e9);
  assert.equal(beyondWith([create(size)]), 0);
  return size.bytes;
}

describe("the limit of what a run keeps", () => {
  for (const [name, create] of Object.entries(CONSUMERS)) {
    it(`is that of ${name}`, () => {
      assert.equal(beyondWith([create(sizeOf(1))]), OBJECTS.length - 1);
      const some = beyondWith([create(sizeOf(bytesOf(create) / 2))]);
      assert.ok(some > 0 && some < OBJECTS.length - 1, `${some} are beyond the limit`);
    });
  }

  it("is shared by all consumers of a run", () => {
    const all = Object.values(CONSUMERS);
    const most = Math.max(...all.map(bytesOf)) + 1;
    for (const create of all) assert.equal(beyondWith([create(sizeOf(most))]), 0);
    const size = sizeOf(most);
    assert.ok(beyondWith(all.map((create) => create(size))) > 0);
  });

  it("is also that of a lint, together with the verdicts of admission policies", () => {
    const linted = (most: number) => {
      let size = sizeOf(most);
      const createSize = (): ReportSize => (size = sizeOf(most));
      const read = () => itemsOf(DUMP);
      const report = lint(read, { ...OPTIONS, createSize });
      const judged = size.bytes;
      const reviewed = addPolicies(report, foundPolicies(), read, { current: undefined, size });
      return { before: report.summary.unreadable, judged, reviewed: size.bytes, after: reviewed };
    };
    const whole = linted(1e9);
    assert.equal(whole.after.policies?.length, OBJECTS.length * 2);
    const { before, after } = linted((whole.judged + whole.reviewed) / 2);
    assert.equal(before, 0);
    const beyond = beyondIn(after.unreadable);
    assert.equal(after.summary.unreadable, beyond);
    assert.ok(beyond > 0 && beyond < OBJECTS.length, `${beyond} are beyond the limit`);
    const judged = new Set(after.policies?.map((verdict) => verdict.name));
    assert.equal(judged.size + beyond, OBJECTS.length);
  });
});

describe("the size of a lint", () => {
  const copies = (count: number, of: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => of(index)).join("\n---\n");
  const sizeAfter = (text: string): number => {
    const size = sizeOf(1e9);
    lint(() => itemsOf(text), { ...OPTIONS, levels: [levelAt("restricted", "latest")], createSize: () => size });
    return size.bytes;
  };

  it("does not count the copies of an object", () => {
    const one = String(OBJECTS[0]);
    assert.equal(sizeAfter(copies(9, () => one)), sizeAfter(one));
  });

  it("counts objects of one name with other verdicts, and the texts by which they are compared", () => {
    const other = (index: number): string => String(OBJECTS[index]).replace(/"name":"d\d+"/, '"name":"d"');
    assert.ok(sizeAfter(copies(9, other)) > sizeAfter(copies(9, (index) => String(OBJECTS[index]))));
  });
});
