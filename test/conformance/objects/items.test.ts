/** Compares the objects read from values with `items`, lists or not, with kubectl and the API server's decoding. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { ourOutcomes, theirOutcomes } from "../outcomes.ts";
import { Referee } from "../referee.ts";
import { differenceOf, ourVisit } from "../manifests/visited.ts";

const POLICIES = ["baseline:latest"];
const SPEC = { hostNetwork: true, containers: [{ name: "a" }] };
const POD = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: SPEC };

/** Right and wrong types; each gets all kinds of items. */
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

// Except null in a list: kubectl reads an empty object. There is nothing to judge, and we add a note.
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
  describe("objects with items", () => {
    after(() => referee.stop());

    it("an apiVersion with an empty group is in the core group, and one with more slashes is invalid", async () => {
      for (const apiVersion of ["/v1", "v1", "//v1", "/apps/v1", "v1/", "/"]) {
        const text = JSON.stringify({ ...POD, apiVersion });
        const theirs = await referee.visit({ bytes: Buffer.from(text), policies: POLICIES });
        const expected = theirOutcomes(theirs.objects).map((each) => ({ ...each, apiVersion: "v1" }));
        const isPod = apiVersion === "/v1" || apiVersion === "v1";
        assert.equal(expected.length, isPod ? 1 : 0, text);
        assert.deepEqual(ourOutcomes(text, POLICIES), expected, text);
      }
    });

    it("kubectl rejects a list in a list, and we add a note", async () => {
      const inner = { apiVersion: "v1", kind: "PodList", items: [POD] };
      for (const items of [[inner], [inner, POD], [POD, inner], [{ ...inner, items: [] }]]) {
        const bytes = Buffer.from(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
        const theirs = await referee.visit({ bytes, policies: POLICIES });
        assert.match(theirs.stopped ?? "", /is not a list: no Items field in this object/);
        assert.ok(ourVisit(bytes, POLICIES).some(({ outcome }) => outcome === "no object"));
        assert.equal(differenceOf(ourVisit(bytes, POLICIES), theirs), undefined);
      }
    });

    for (const type of TYPES) {
      it(`${JSON.stringify(type)}: the objects are the same as kubectl's`, async () => {
        for (const items of [undefined, ...ITEMS]) {
          const text = JSON.stringify({ ...type, metadata: { name: "d" }, spec: { ...SPEC, template: {} }, items });
          const theirs = await referee.manifest({ text, policies: POLICIES });
          assert.deepEqual(ourOutcomes(text, POLICIES), theirOutcomes(theirs), text);
        }
      });
    }
  });
}
