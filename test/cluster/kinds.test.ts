import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isOwnGroup } from "../../src/objects/kinds/kind-table.ts";
import { classifyKind } from "../../src/objects/kinds/kinds.ts";
import { groupOf } from "../../src/workloads/identity.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss } from "./kubectl.ts";

interface GroupList {
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}
interface ResourceList {
  readonly resources: readonly {
    readonly kind: string;
    readonly group?: string;
    readonly version?: string;
  }[];
}

const POD = '{"containers":[{"name":"a","image":"b"}]}';
const UNREADABLE = "unreadable";
const METADATA = '"metadata":{"name":"a"}';

/** Manifests that the API server or kubectl rejects, and our note. */
const REJECTED: readonly (readonly [manifest: string, note: string])[] = [
  [`{"apiVersion":"v1","kind":"Pods",${METADATA},"spec":${POD}}`, "unknown-kind"],
  [`{"apiVersion":"apps/v1","kind":"Deploymnet",${METADATA}}`, "unknown-kind"],
  [`{"apiVersion":"v1","kind":"Deployment",${METADATA}}`, "unknown-kind"],
  [`{"apiVersion":"networking.k8s.io/v9","kind":"Ingress",${METADATA}}`, "unknown-kind"],
  [`{"apiVersion":"v1","kind":"List"}`, "unknown-kind"],
  [
    `{"apiVersion":"v1","kind":"PodsList","items":[{"apiVersion":"v1","kind":"ConfigMap",${METADATA}}]}`,
    "unknown-kind",
  ],
  [
    `{"apiVersion":"apps/v9","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap",${METADATA}}]}`,
    "unknown-kind",
  ],
  [`{"apiVersion":"v1","Kind":"ConfigMap",${METADATA}}`, "missing-kind"],
  [`{"apiVersion":"v1","kind":5,${METADATA}}`, "missing-kind"],
  [`{"apiVersion":"v1",${METADATA},"spec":${POD}}`, "missing-kind"],
  [`{"apiversion":"v1","kind":"ConfigMap",${METADATA}}`, "missing-kind"],
  [`{"kind":"ConfigMap",${METADATA}}`, "missing-kind"],
  // It may be a pod, so it counts as unreadable, and a plan raises enforce nowhere.
  [`{"apiversion":"v1","kind":"Pod",${METADATA},"spec":${POD}}`, UNREADABLE],
  [`{"apiVersion":"v1","kind":"List","items":[{${METADATA}}]}`, "missing-kind"],
  [`{"apiVersion":"v1","kind":"Pod",${METADATA},"spec":${POD},"items":[]}`, "items-in-object"],
  [`{"apiVersion":"v1","kind":"Pod",${METADATA},"spec":${POD},"items":null}`, "items-in-object"],
];

const cluster = await openCluster();
if (cluster !== undefined) {
  describe("kinds of Kubernetes' own", () => {
    it("of the API server are all known", async () => {
      const raw = async (path: string): Promise<string> =>
        (await kubectl(cluster, "admin", ["get", "--raw", path])).stdout;
      const { groups }: GroupList = JSON.parse(await raw("/apis"));
      const versions = groups.flatMap(({ versions: each }) => each.map(({ groupVersion }) => groupVersion));
      let count = 0;
      for (const apiVersion of ["v1", ...versions.filter((each) => isOwnGroup(groupOf(each)))]) {
        const path = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
        const { resources }: ResourceList = JSON.parse(await raw(path));
        for (const { kind, group, version } of resources) {
          const type = version === undefined ? apiVersion : group === undefined ? version : `${group}/${version}`;
          assert.match(classifyKind(type, kind).class, /^(known|builtin)$/, `${kind} of ${type}`);
          count++;
        }
      }
      assert.ok(count > 100, `${count} kinds`);
    });

    for (const [manifest, note] of REJECTED) {
      it(`${note}: rejected by kubectl or the API server, and an error here: ${manifest}`, async () => {
        const theirs = await kubectl(cluster, "admin", ["create", "--dry-run=server", "-f", "-"], manifest);
        assert.notEqual(theirs.code, 0, theirs.stdout);
        const ours = await kubectlPss(["lint", "-o", "json", "-"], manifest);
        const { notes, unreadable }: { notes: readonly { code: string; severity: string }[]; unreadable: unknown[] } =
          JSON.parse(ours.stdout);
        if (note === UNREADABLE) {
          assert.deepEqual([ours.code, unreadable.length], [3, 1]);
          return;
        }
        assert.equal(ours.code, 2);
        assert.ok(
          notes.some(({ code, severity }) => code === note && severity === "error"),
          ours.stdout,
        );
      });
    }
  });
}
