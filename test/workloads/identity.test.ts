import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { identityOf, isMirrorPod, workloadKeyOf } from "../../src/workloads/identity.ts";

type Asked = Parameters<typeof identityOf>[1] & { readonly namespace?: string };

const POD: Asked = { apiVersion: "v1", kind: "Pod", namespace: "a", name: "p" };
const WEB: Asked = { apiVersion: "apps/v1", kind: "Deployment", namespace: "a", name: "web" };

/** Pairs of objects, and whether both are the same object. */
const PAIRS: readonly (readonly [name: string, a: Asked, b: Asked, isOne: boolean])[] = [
  ["the same name", POD, { ...POD }, true],
  ["the same name with and without a uid", POD, { ...POD, uid: "u" }, true],
  ["a name of a recreated object", { ...POD, uid: "u" }, { ...POD, uid: "v" }, true],
  [
    "one uid under two names, as a copy made by hand has it",
    { ...POD, uid: "u" },
    { ...POD, name: "q", uid: "u" },
    false,
  ],
  ["another namespace", POD, { ...POD, namespace: "b" }, false],
  ["another kind", WEB, { ...WEB, kind: "StatefulSet" }, false],
  ["another group", WEB, { ...WEB, apiVersion: "apps.example.com/v1" }, false],
  ["another version", WEB, { ...WEB, apiVersion: "apps/v1beta1" }, true],
  ["a group that the kind has moved from", WEB, { ...WEB, apiVersion: "extensions/v1beta1" }, true],
  [
    "a group that another kind has moved from",
    { ...WEB, kind: "Job" },
    { ...WEB, kind: "Job", apiVersion: "extensions/v1beta1" },
    false,
  ],
  ["no name and the same uid", { ...POD, name: "", uid: "u" }, { ...POD, name: "", uid: "u" }, true],
  ["a uid in place of a name", { ...POD, name: "u" }, { ...POD, name: "", uid: "u" }, false],
  [
    "parts that run into each other",
    { ...POD, namespace: "a", name: "bc" },
    { ...POD, namespace: "ab", name: "c" },
    false,
  ],
  ["parts with separators", { ...POD, namespace: "a/v1", name: "p" }, { ...POD, namespace: "a", name: "v1/p" }, false],
  [
    "kinds that run into names",
    { apiVersion: "v1", kind: "Pod", namespace: "a", name: "x" },
    { apiVersion: "v1", kind: "Podname ", namespace: "a", name: "x" },
    false,
  ],
];

describe("the identity of an object", () => {
  for (const [name, a, b, isOne] of PAIRS) {
    it(`${isOne ? "is the same for" : "differs for"} ${name}`, () => {
      const [first, second] = [a, b].map((object) => identityOf(object.namespace ?? "", object));
      assert.ok(first !== undefined);
      assert.equal(first === second, isOne);
    });
  }

  it("is undefined without a name and a uid", () => {
    assert.equal(identityOf("a", { apiVersion: "v1", kind: "Pod" }), undefined);
    assert.equal(identityOf("a", { apiVersion: "v1", kind: "Pod", name: "", uid: "" }), undefined);
  });
});

describe("the key of a workload", () => {
  const pod = (metadata: object) => ({ apiVersion: "v1", kind: "Pod", metadata });
  const ref = (name: string, kind = "Pod") => ({ apiVersion: kind === "Pod" ? "v1" : "apps/v1", kind, name });

  it("differs for each object without a name, regardless of the names of others", () => {
    const unnamed = [0, 1, 2].map((count) => workloadKeyOf(pod({ generateName: "a-" }), ref("a-*"), count));
    const hostile = ["a-*", "a-*/0", "a-*/1", "/0", "number 0", "uid u", ""].map((name) =>
      workloadKeyOf(pod({ name: name === "" ? "x" : name }), ref(name), 0),
    );
    const uids = ["u", "v"].map((uid) => workloadKeyOf(pod({ uid }), ref(""), 0));
    const all = [...unnamed, ...hostile, ...uids];
    assert.equal(new Set(all).size, all.length);
  });

  it("is the owner's for an owned object, with or without a name", () => {
    const web = ref("web", "ReplicaSet");
    const keys = [pod({ name: "a" }), pod({}), pod({ uid: "u" })].map((object, count) =>
      workloadKeyOf(object, web, count),
    );
    assert.equal(new Set(keys).size, 1);
  });

  it("is the same in both places of an object with only a uid", () => {
    const object = pod({ uid: "u" });
    assert.equal(workloadKeyOf(object, ref(""), 0), workloadKeyOf(object, ref(""), 1));
  });

  it("separates the kind and the name", () => {
    const custom = (kind: string, name: string) => ({ apiVersion: "x/v1", kind, name });
    const [a, b] = [custom("A", "name b"), custom("Aname ", "b")].map((owner) => workloadKeyOf(pod({}), owner, 0));
    assert.notEqual(a, b);
  });
});

it("only a Pod can be a mirror pod", () => {
  const metadata = { annotations: { "kubernetes.io/config.mirror": "" } };
  assert.equal(isMirrorPod({ kind: "Pod", metadata }), true);
  assert.equal(isMirrorPod({ kind: "Deployment", metadata }), false);
  assert.equal(isMirrorPod({ kind: "Pod", metadata: {} }), false);
});
