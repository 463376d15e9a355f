import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Faults } from "../../src/api/decoding/decoder.ts";
import { auditPolicy, levelOf, type AuditedRequest } from "../../src/history/audit-policy/rules.ts";

const REQUEST: AuditedRequest = {
  user: "tim@k8s.io",
  groups: ["humans", "developers"],
  verb: "get",
  group: "",
  resource: "pods",
  subresource: "",
  namespace: "default",
  name: "busybox",
};
const LOG: AuditedRequest = { ...REQUEST, subresource: "log" };
const CLUSTER: AuditedRequest = {
  ...REQUEST,
  group: "rbac.authorization.k8s.io",
  resource: "clusterroles",
  namespace: "",
  name: "edit",
};
const MATCHES = { level: "Metadata", rule: 1 };
const NONE = { level: "None", rule: null };

/** Rules as in checker_test.go of pkg/audit/policy, k8s.io/apiserver v0.37.2, a request, and whether they match it. */
const RULES: Readonly<Record<string, readonly [rule: object, request: AuditedRequest, isMatch: boolean]>> = {
  "no condition": [{}, REQUEST, true],
  "a user": [{ users: ["tim@k8s.io"] }, REQUEST, true],
  "another user": [{ users: ["someone"] }, REQUEST, false],
  "a group": [{ userGroups: ["x", "humans"] }, REQUEST, true],
  "another group": [{ userGroups: ["x"] }, REQUEST, false],
  "a user and another group": [{ users: ["tim@k8s.io"], userGroups: ["x"] }, REQUEST, false],
  "a verb": [{ verbs: ["get"] }, REQUEST, true],
  "another verb": [{ verbs: ["create"] }, REQUEST, false],
  "a star is no verb": [{ verbs: ["*"] }, REQUEST, false],
  "a namespace": [{ namespaces: ["default"] }, REQUEST, true],
  "another namespace": [{ namespaces: ["kube-system"] }, REQUEST, false],
  "no namespace": [{ namespaces: [""] }, CLUSTER, true],
  "a resource": [{ resources: [{ group: "", resources: ["pods"] }] }, REQUEST, true],
  "a group without a name is the core group": [{ resources: [{ resources: ["pods"] }] }, REQUEST, true],
  "all resources of a group": [{ resources: [{ group: "rbac.authorization.k8s.io" }] }, CLUSTER, true],
  "all groups": [{ resources: [{ group: "*", resources: ["clusterroles"] }] }, CLUSTER, true],
  "another API group": [{ resources: [{ group: "apps", resources: ["pods"] }] }, REQUEST, false],
  "all resources": [{ resources: [{ group: "", resources: ["*"] }] }, LOG, true],
  "a resource is not its subresource": [{ resources: [{ group: "", resources: ["pods"] }] }, LOG, false],
  "a subresource": [{ resources: [{ group: "", resources: ["pods/log"] }] }, LOG, true],
  "all subresources of a resource": [{ resources: [{ group: "", resources: ["pods/*"] }] }, LOG, true],
  "all subresources of a resource, and the resource": [
    { resources: [{ group: "", resources: ["pods/*"] }] },
    REQUEST,
    true,
  ],
  "a subresource of all resources": [{ resources: [{ group: "", resources: ["*/log"] }] }, LOG, true],
  "a subresource of all resources, and no subresource": [
    { resources: [{ group: "", resources: ["*/log"] }] },
    REQUEST,
    false,
  ],
  "a name": [{ resources: [{ group: "", resources: ["pods"], resourceNames: ["busybox"] }] }, REQUEST, true],
  "another name": [{ resources: [{ group: "", resources: ["pods"], resourceNames: ["web"] }] }, REQUEST, false],
  "a path": [{ nonResourceURLs: ["*"] }, REQUEST, false],
};

function decode(policy: object) {
  const faults: Faults = [];
  const decoded = auditPolicy({ apiVersion: "audit.k8s.io/v1", kind: "Policy", ...policy }, [], faults);
  assert.ok(decoded !== undefined, JSON.stringify(faults));
  return decoded;
}

describe("a rule of an audit policy", () => {
  for (const [name, [rule, request, isMatch]] of Object.entries(RULES)) {
    it(`${isMatch ? "matches" : "does not match"}: ${name}`, () => {
      const policy = decode({ rules: [{ level: "Metadata", ...rule }] });
      assert.deepEqual(levelOf(policy, request), isMatch ? MATCHES : NONE);
    });
  }

  it("is the first one that matches", () => {
    const policy = decode({ rules: [{ level: "Request", verbs: ["list"] }, { level: "None" }, { level: "Metadata" }] });
    assert.deepEqual(levelOf(policy, REQUEST), { level: "None", rule: 2 });
  });

  it("logs nothing if complete requests are omitted", () => {
    const rules = [{ level: "Request", omitStages: ["ResponseComplete"] }];
    assert.deepEqual(levelOf(decode({ rules }), REQUEST), { level: "None", rule: 1 });
    const all = decode({ omitStages: ["ResponseComplete"], rules: [{ level: "Request" }] });
    assert.deepEqual(levelOf(all, REQUEST), { level: "None", rule: 1 });
  });
});
