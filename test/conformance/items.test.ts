/** Which objects come out of what has `items`, a list or not, held against kubectl and the API server's decoding. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { ourOutcomes, theirOutcomes } from "./objects.ts";
import { Referee } from "./referee.ts";

const POLICIES = ["baseline:latest"];
const SPEC = { hostNetwork: true, containers: [{ name: "a" }] };
const POD = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: SPEC };

/** What names a type, right or wrong; each gets all kinds of items. */
const TYPES: readonly object[] = [
  ...["List", "PodList", "NamespaceList", "PodsList", "Pod", "Pods", "Namespace", "Service"].map((kind) => ({
    apiVersion: "v1",
    kind,
  })),
  ...["List", "Deployment", "DeploymentList", "Pod", "ControllerRevision"].map((kind) => ({
    apiVersion: "apps/v1",
    kind,
  })),
  ...["Job", "CronJob", "JobList"].flatMap((kind) =>
    ["batch/v1", "batch/v2alpha1", "batch/v9"].map((apiVersion) => ({ apiVersion, kind })),
  ),
  ...["AllowList", "Bundle", "List"].map((kind) => ({ apiVersion: "example.com/v1", kind })),
  { kind: "List" },
  { kind: "PodList" },
  { kind: "Service" },
  { apiVersion: "v1" },
  {},
];

// But for null in a list, of which kubectl makes an empty object: nothing to judge, and a note here.
const ITEMS: readonly unknown[] = [
  null,
  [],
  {},
  "x",
  5,

  [5, "x", []],
  [POD],
  [{ metadata: { name: "b" }, spec: SPEC }],
  [{ kind: "", apiVersion: null, spec: SPEC }],
  [{ kind: "Pod", spec: SPEC }],
  [{ apiVersion: "v1", spec: SPEC }],
  [
    { ...POD, items: [] },
    { ...POD, items: [POD] },
  ],
  [{ apiVersion: "v1", kind: "PodList", items: [{ metadata: { name: "c" }, spec: SPEC }, POD] }],
  [{ apiVersion: "v1", kind: "List", items: null }],
  [{ ...POD, spec: { hostNetwork: "yes" } }, POD],
];

const referee = await Referee.start();
if (referee !== undefined) {
  describe("what has items", () => {
    after(() => referee.stop());

    for (const type of TYPES) {
      it(`${JSON.stringify(type)}: the same objects come out as for kubectl`, async () => {
        for (const items of [undefined, ...ITEMS]) {
          const text = JSON.stringify({ ...type, metadata: { name: "d" }, spec: { ...SPEC, template: {} }, items });
          const theirs = await referee.manifest({ text, policies: POLICIES });
          assert.deepEqual(ourOutcomes(text, POLICIES), theirOutcomes(theirs), text);
        }
      });
    }
  });
}
