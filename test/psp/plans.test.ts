import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lint } from "../../src/index.ts";
import { DUMPS, migrationOf } from "./dumps.ts";
import { labelledObjects, labelsOfSteps } from "./labelled.ts";

const MINORS = Array.from({ length: 14 }, (_, index) => 24 + index);

describe("the plan of a dump", () => {
  for (const name of DUMPS) {
    it(`${name}: its labels reject no pod and warn about no template, from v1.24 to v1.37`, async () => {
      const migration = await migrationOf(name);
      const labels = labelsOfSteps(migration, ["4", "5"]);
      const recommended = migration.namespaces.filter((namespace) => namespace.recommended !== null);
      assert.deepEqual(
        [...labels.keys()].toSorted(),
        recommended.map((namespace) => namespace.name),
      );
      const objects = labelledObjects(name, migration, labels);
      for (const minor of MINORS) {
        const { summary, namespaces, unreadable } = lint({ name, objects }, { serverVersion: `v1.${minor}` });
        assert.deepEqual(unreadable, []);
        assert.ok(summary.workloads >= 4, String(summary.workloads));
        assert.equal(summary.violations, 0, JSON.stringify(namespaces));
      }
    });

    it(`${name}: a stricter label would reject a pod, so each level is the strictest`, async () => {
      const migration = await migrationOf(name);
      for (const { name: namespace, recommended } of migration.namespaces) {
        if (recommended === null || recommended === "restricted") continue;
        const stricter = recommended === "baseline" ? ("restricted" as const) : ("baseline" as const);
        const labels = new Map([[namespace, { "pod-security.kubernetes.io/enforce": stricter }]]);
        const objects = labelledObjects(name, migration, labels);
        assert.ok(lint({ name, objects }).summary.violations > 0, namespace);
      }
    });
  }

  it("recommends the steps that the invented clusters need", async () => {
    const levels = await Promise.all(
      DUMPS.map(async (name) =>
        (await migrationOf(name)).namespaces.map((one) => `${one.name}: ${one.meets}, ${one.recommended}`),
      ),
    );
    assert.deepEqual(levels, [
      [
        "kube-system: privileged, privileged",
        "old: baseline, baseline",
        "shop: restricted, restricted",
        "web: baseline, baseline",
      ],
      [
        "batch: baseline, restricted",
        "billing: baseline, baseline",
        "kube-system: privileged, privileged",
        "shop: baseline, restricted",
      ],
      [
        "empty: restricted, null",
        "kube-system: privileged, privileged",
        "lab: privileged, privileged",
        "shop: restricted, restricted",
      ],
    ]);
  });

  it("attributes every change in the invented clusters to its policy", async () => {
    const { namespaces } = await migrationOf("mutating");
    const changes = namespaces.flatMap(({ changed }) => changed.flatMap((workload) => workload.changes));
    assert.equal(changes.length, 26);
    assert.deepEqual(
      changes.filter(({ by }) => by === null),
      [],
    );
  });
});
