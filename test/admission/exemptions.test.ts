import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  NO_EXEMPTIONS,
  exemptNamespace,
  exemptRequest,
  exemptRuntimeClass,
  exemptUser,
  type Exemptions,
} from "../../src/admission/exemptions.ts";

const EXEMPTIONS: Exemptions = {
  usernames: ["alice", "system:serviceaccount:a:b", "*"],
  namespaces: ["infra", "a"],
  runtimeClasses: ["gvisor"],
};

describe("exemptions", () => {
  it("match exact names", () => {
    assert.deepEqual(exemptNamespace("infra", EXEMPTIONS), { by: "namespace", value: "infra" });
    assert.deepEqual(exemptUser("alice", EXEMPTIONS), { by: "user", value: "alice" });
    assert.deepEqual(exemptUser("system:serviceaccount:a:b", EXEMPTIONS)?.value, "system:serviceaccount:a:b");
    assert.deepEqual(exemptRuntimeClass({ spec: { runtimeClassName: "gvisor" } }, EXEMPTIONS), {
      by: "runtimeClass",
      value: "gvisor",
    });
  });

  it("have no patterns or prefixes, and are case-sensitive", () => {
    for (const name of ["infra-2", "Infra", "infr", "kube-system"])
      assert.equal(exemptNamespace(name, EXEMPTIONS), undefined);
    for (const name of ["bob", "Alice", "system:serviceaccount:a:c"])
      assert.equal(exemptUser(name, EXEMPTIONS), undefined);
    assert.equal(exemptRuntimeClass({ spec: { runtimeClassName: "gVisor" } }, EXEMPTIONS), undefined);
  });

  it("in a long list match the same names, and each list is read once", () => {
    let reads = 0;
    const namespaces = new Proxy(
      Array.from({ length: 1000 }, (_, index) => `n${index}`),
      {
        get(list, key, receiver) {
          if (typeof key === "string" && /^\d/.test(key)) reads++;
          return Reflect.get(list, key, receiver);
        },
      },
    );
    const long: Exemptions = { ...NO_EXEMPTIONS, namespaces };
    for (const name of ["n0", "n500", "n999"]) {
      assert.deepEqual(exemptNamespace(name, long), { by: "namespace", value: name });
    }
    for (const name of ["", "n", "N1", "n1000"]) assert.equal(exemptNamespace(name, long), undefined);
    assert.equal(reads, 1000);
  });

  it("never match a missing or empty value, even if it is listed", () => {
    const empty: Exemptions = { usernames: [""], namespaces: [""], runtimeClasses: [""] };
    assert.equal(exemptNamespace("", empty), undefined);
    assert.equal(exemptUser("", empty), undefined);
    assert.equal(exemptUser(undefined, empty), undefined);
    assert.equal(exemptRuntimeClass({ spec: { runtimeClassName: "" } }, empty), undefined);
    assert.equal(exemptRuntimeClass({ spec: {} }, empty), undefined);
  });

  it("of a request: the namespace's before the user's", () => {
    assert.equal(exemptRequest({ namespace: "infra", user: "alice" }, EXEMPTIONS)?.by, "namespace");
    assert.equal(exemptRequest({ namespace: "app", user: "alice" }, EXEMPTIONS)?.by, "user");
    assert.equal(exemptRequest({ namespace: "app", user: "bob" }, EXEMPTIONS), undefined);
    assert.equal(exemptRequest({ namespace: "app" }, EXEMPTIONS), undefined);
  });

  it("exempt nothing by themselves", () => {
    assert.equal(exemptRequest({ namespace: "kube-system", user: "system:admin" }, NO_EXEMPTIONS), undefined);
  });
});
