import assert from "node:assert/strict";
import { test } from "node:test";
import { lint } from "../../../src/audit/lint.ts";
import { addPolicies } from "../../../src/app/policies/lint-policies.ts";
import { sizeOfLint } from "../../../src/audit/workload/report-size.ts";
import { FoundPolicies } from "../../../src/app/policies/found-policies.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import { OPTIONS, itemsOf } from "../../audit/items.ts";

const POD = "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: ns}, spec: {containers: [{name: a}]}}\n---\n";
const policy = (spec: string): string =>
  `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: p}, spec: ${spec}}\n---\n`;

for (const [name, spec, gaps] of [
  [
    "about pods",
    "{matchConstraints: {resourceRules: [{apiGroups: ['*'], resources: ['*'], apiVersions: ['*'], operations: ['*']}]}}",
    1,
  ],
  [
    "about other objects",
    "{matchConstraints: {resourceRules: [{apiGroups: [x.example], resources: [y], apiVersions: [v1], operations: ['*']}]}}",
    0,
  ],
] as const) {
  test(`the inputs are not read again for a foreign policy ${name}`, () => {
    const items = itemsOf(POD + policy(spec));
    const found = new FoundPolicies(true);
    for (const item of items) if (item.type === "other") found.add(item);
    let reads = 0;
    const read = (): SourceItem[] => {
      reads++;
      return items;
    };
    const report = addPolicies(
      lint(() => items, OPTIONS),
      found,
      read,
      { current: undefined, size: sizeOfLint() },
    );
    assert.equal(found.areAny, true);
    assert.equal(reads, 0);
    assert.deepEqual(report.policies ?? [], []);
    assert.equal(report.notes.filter(({ message }) => message.startsWith("ValidatingAdmissionPolicies")).length, gaps);
  });
}
