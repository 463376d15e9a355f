import assert from "node:assert/strict";
import { test } from "node:test";
import type { PolicyRequest } from "../../../src/admission/policy-judge.ts";
import { isRecord } from "../../../src/api/record.ts";
import { POLICY_ANNOTATION } from "../../../src/api/policies/policy-annotation.ts";
import { readAnnotation } from "../../../src/export/annotation.ts";
import { exportPolicies } from "../../../src/export/export.ts";
import type { ExportOptions } from "../../../src/export/options.ts";
import type { PolicyObject } from "../../../src/export/review/policy-object.ts";
import { readPolicies } from "../../../src/export/review/read-policies.ts";
import { specHash } from "../../../src/export/spec-hash.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { policyDocuments } from "../../../src/render/formats/export/admission-policies.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import * as fc from "../../property.ts";
import { BOTH, NO_EXEMPTIONS, OPTIONS } from "../options.ts";

const ALL: ExportOptions = {
  ...OPTIONS,
  levels: BOTH,
  allVersions: true,
  controllers: true,
  binding: { type: "labels" },
  actions: ["Deny", "Audit"],
};

/** Options with each exemption, whose texts are hard to quote. */
const EXEMPT: ExportOptions = {
  ...OPTIONS,
  exemptions: {
    ...NO_EXEMPTIONS,
    runtimeClasses: ["sandbox"],
    serviceAccounts: ["logs/agent"],
    namespaces: ["infra"],
    labels: [{ key: "example.com/a", value: "b  c" }],
    images: [{ prefix: `registry "x"\\ /`, check: "privileged" }],
  },
  without: ["seccompProfile_restricted"],
  messagePerCheck: true,
};

/** The objects of an export, as they are read from its YAML. */
function exported(options: ExportOptions): PolicyObject[] {
  const text = policyDocuments(exportPolicies(CHECKS, options)).join("");
  return [...readDocuments(text)].map((document) => {
    assert.ok("value" in document && isRecord(document.value));
    return { kind: String(document.value["kind"]), value: document.value };
  });
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  assert.ok(isRecord(value));
  return value;
}

function firstOf(options: ExportOptions): PolicyObject {
  const [policy] = exported(options);
  assert.ok(policy !== undefined);
  return policy;
}

function withSpec({ kind, value }: PolicyObject, change: (spec: Fields) => Fields): PolicyObject {
  return { kind, value: { ...value, spec: change(fieldsOf(value["spec"])) } };
}

function gapsOf(objects: readonly PolicyObject[]): readonly string[] {
  return readPolicies(CHECKS, objects).remarks.map(({ gap, policy, binding = "" }) =>
    `${gap} ${policy} ${binding}`.trim(),
  );
}

const PRIVILEGED = { spec: { containers: [{ name: "a", image: "b", securityContext: { privileged: true } }] } };
const REQUEST: PolicyRequest = {
  namespace: "shop",
  labels: {},
  groupKind: "/Pod",
  pod: PRIVILEGED,
  madePod: undefined,
};

test("every exported policy is recognized", () => {
  for (const options of [OPTIONS, ALL, EXEMPT, { ...ALL, messagePerCheck: true }]) {
    const objects = exported(options);
    assert.deepEqual(gapsOf(objects), []);
    assert.ok(readPolicies(CHECKS, objects).areAny);
  }
});

test("the API server's defaults do not change a policy", () => {
  const stored = exported(EXEMPT).map((object) =>
    withSpec(object, (spec) => {
      if (object.kind !== "ValidatingAdmissionPolicy") {
        const resources = { objectSelector: {}, matchPolicy: "Equivalent", ...fieldsOf(spec["matchResources"]) };
        return { ...spec, matchResources: resources };
      }
      const constraints = fieldsOf(spec["matchConstraints"]);
      const { resourceRules } = constraints;
      assert.ok(Array.isArray(resourceRules));
      const rules = resourceRules.map((rule) => ({ ...fieldsOf(rule), scope: "*" }));
      return {
        ...spec,
        matchConstraints: { objectSelector: {}, matchPolicy: "Equivalent", ...constraints, resourceRules: rules },
      };
    }),
  );
  assert.deepEqual(gapsOf(stored), []);
});

test("a policy with any other text in its spec is edited", () => {
  const policy = firstOf(EXEMPT);
  const texts = JSON.stringify(policy.value["spec"]).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  fc.assert(
    fc.property(fc.nat(texts.length - 1), fc.string({ minLength: 1 }), (index, added) => {
      let at = 0;
      const edited: unknown = JSON.parse(
        JSON.stringify(policy.value["spec"]).replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
          at++ === index ? JSON.stringify(`${String(JSON.parse(text))}x${added}`) : text,
        ),
      );
      const [gap = ""] = gapsOf([withSpec(policy, () => fieldsOf(edited))]);
      // If the edited text is the list of resources, the policy may select no pods any more.
      assert.ok(gap === "" || gap.startsWith("edited "), gap);
    }),
  );
  assert.deepEqual(gapsOf([withSpec(policy, (spec) => ({ ...spec, failurePolicy: "Ignore" }))]), [
    "edited pss-restricted-latest",
  ]);
});

test("a policy with the right hash and other rules is of another version", () => {
  const policy = firstOf(OPTIONS);
  const other = withSpec(policy, (spec) => ({ ...spec, failurePolicy: "Ignore" }));
  const metadata = fieldsOf(policy.value["metadata"]);
  const annotation = String(fieldsOf(metadata["annotations"])[POLICY_ANNOTATION]);
  const hash = specHash(other.value["spec"]);
  const value = annotation.replace(/"hash":"\w+"/, `"hash":"${hash}"`);
  const object = {
    ...other,
    value: { ...other.value, metadata: { ...metadata, annotations: { [POLICY_ANNOTATION]: value } } },
  };
  assert.deepEqual(gapsOf([object]), ["other-version pss-restricted-latest"]);
});

test("an annotation of any other contents is edited, and never an error", () => {
  const policy = firstOf(OPTIONS);
  const metadata = fieldsOf(policy.value["metadata"]);
  const read = (annotation: unknown) =>
    gapsOf([
      {
        ...policy,
        value: { ...policy.value, metadata: { ...metadata, annotations: { [POLICY_ANNOTATION]: annotation } } },
      },
    ]);
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.anything()), (annotation) => {
      assert.deepEqual(read(annotation === undefined ? null : annotation), ["edited pss-restricted-latest"]);
    }),
  );
  const known = {
    level: "baseline",
    version: "latest",
    rules: "v1.37",
    hash: "0",
  };
  assert.ok(readAnnotation(JSON.stringify(known)) !== undefined);
  for (const wrong of [
    { level: "privileged" },
    { version: "v1.36" },
    { rules: "latest" },
    { pods: "jobs" },
    { without: "privileged" },
    { users: [1] },
    { labels: [["a"]] },
    { images: { a: "b" } },
    { messagePerCheck: "yes" },
    { hash: 1 },
  ]) {
    assert.equal(readAnnotation(JSON.stringify({ ...known, ...wrong })), undefined, JSON.stringify(wrong));
  }
});

test("objects with any fields are read without an error", () => {
  const kinds = fc.constantFrom("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
  const metadata = fc.record({ name: fc.constantFrom("a", "b"), annotations: fc.object() }, { requiredKeys: [] });
  const value = fc.record({ metadata: fc.oneof(metadata, fc.anything()), spec: fc.oneof(fc.object(), fc.anything()) });
  fc.assert(
    fc.property(fc.array(fc.record({ kind: kinds, value })), (objects) => {
      readPolicies(CHECKS, objects).judge(REQUEST);
    }),
  );
});

test("policies of other origin are named if they judge pods or their controllers", () => {
  const foreign = (rule: object): readonly string[] =>
    gapsOf([
      {
        kind: "ValidatingAdmissionPolicy",
        value: { metadata: { name: "a" }, spec: { matchConstraints: { resourceRules: [rule] } } },
      },
    ]);
  const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
  for (const judging of [
    rule,
    { ...rule, resources: ["*"] },
    { ...rule, resources: ["*/*"] },
    { ...rule, resources: ["pods/*"] },
    { ...rule, resources: ["*/resize"] },
    { ...rule, apiGroups: ["*"], operations: ["*"] },
    { ...rule, apiGroups: ["apps"], resources: ["services", "deployments"] },
    { ...rule, apiGroups: ["batch"], resources: ["cronjobs"], operations: ["UPDATE"] },
  ]) {
    assert.deepEqual(foreign(judging), ["foreign a"], JSON.stringify(judging));
  }
  for (const other of [
    { ...rule, operations: ["DELETE", "CONNECT"] },
    { ...rule, resources: ["services"] },
    { ...rule, resources: ["pods/exec"] },
    { ...rule, apiGroups: ["apps"] },
    {},
  ]) {
    assert.deepEqual(foreign(other), [], JSON.stringify(other));
  }
});

test("bindings and exemptions that are not evaluated are named", () => {
  const [policy, binding] = exported({ ...OPTIONS, exemptions: { ...NO_EXEMPTIONS, users: ["installer"] } });
  assert.ok(policy !== undefined && binding !== undefined);
  assert.deepEqual(gapsOf([policy, binding]), ["exempts-users pss-restricted-latest"]);
  assert.deepEqual(gapsOf([firstOf(OPTIONS)]), ["unbound pss-restricted-latest"]);
  assert.deepEqual(gapsOf([binding]), ["missing-policy pss-restricted-latest pss-restricted-latest-default"]);
  for (const more of [
    { paramRef: { name: "a" } },
    { matchResources: { objectSelector: { matchLabels: { a: "b" } } } },
    { matchResources: { resourceRules: [{}] } },
    { matchResources: { namespaceSelector: { matchExpressions: [{ key: "a", operator: "Like" }] } } },
    { validationActions: ["Refuse"] },
  ]) {
    const edited = withSpec(binding, (spec) => ({ ...spec, ...more }));
    assert.deepEqual(
      gapsOf([firstOf(OPTIONS), edited]),
      ["foreign-binding pss-restricted-latest pss-restricted-latest-default"],
      JSON.stringify(more),
    );
    assert.deepEqual(readPolicies(CHECKS, [firstOf(OPTIONS), edited]).judge(REQUEST), { answers: [], undecided: [] });
  }
});

test("policies and bindings that the API server rejects are named, with the field", () => {
  const [policy, binding] = exported(OPTIONS);
  assert.ok(policy !== undefined && binding !== undefined);
  const invalid = (object: PolicyObject, change: Fields): string[] =>
    readPolicies(CHECKS, [{ kind: object.kind, value: { ...object.value, ...change } }]).remarks.flatMap(
      ({ gap, policy: name, binding: of, fault }) => (fault === undefined ? [] : `${gap} ${of ?? name}: ${fault}`),
    );
  const metadata = fieldsOf(policy.value["metadata"]);
  const name = metadata["name"];
  for (const [object, gap] of [
    [policy, "invalid"],
    [binding, "invalid-binding"],
  ] as const) {
    const own = String(fieldsOf(object.value["metadata"])["name"]);
    for (const [change, fault] of [
      [{ metadata: { ...metadata, name: 5 } }, "5: metadata.name: expected a string, found a number"],
      [{ metadata: { ...metadata, name: "" } }, ": metadata.name: expected a string, found an empty string"],
      [{ metadata: { ...metadata, name: undefined } }, ": metadata.name: expected a string, found nothing"],
      [{ metadata: { ...metadata, name: [] } }, ": metadata.name: expected a string, found a list"],
      [{ metadata: "x" }, ": metadata: expected an object, found a string"],
      [{ spec: [] }, `${own}: spec: expected an object, found a list`],
      [{ spec: undefined }, `${own}: spec: expected an object, found nothing`],
    ] as const) {
      assert.deepEqual(invalid(object, change), [`${gap} ${fault}`], JSON.stringify(change).slice(0, 80));
    }
  }
  for (const [policyName, found] of [
    [5, "a number"],
    [null, "null"],
    ["", "an empty string"],
    [undefined, "nothing"],
  ] as const) {
    assert.deepEqual(invalid(binding, { spec: { ...fieldsOf(binding.value["spec"]), policyName } }), [
      `invalid-binding ${String(name)}-default: spec.policyName: expected a string, found ${found}`,
    ]);
  }
  const aboutServices = {
    metadata: { name: 5 },
    spec: { matchConstraints: { resourceRules: [{ apiGroups: [""], operations: ["*"], resources: ["services"] }] } },
  };
  assert.deepEqual(invalid(policy, aboutServices), []);
});

test("the labels of a namespace decide whether a binding selects it", () => {
  const judge = (options: Partial<ExportOptions>, request: Partial<PolicyRequest>) => {
    const { answers, undecided } = readPolicies(CHECKS, exported({ ...OPTIONS, ...options })).judge({
      ...REQUEST,
      ...request,
    });
    return [answers.map(({ binding }) => binding), undecided];
  };
  const binding = "pss-restricted-latest-default";
  assert.deepEqual(judge({}, {}), [[binding], []]);
  assert.deepEqual(judge({}, { labels: { "pod-security.kubernetes.io/enforce": "privileged" } }), [[], []]);
  assert.deepEqual(judge({}, { labels: undefined }), [[], [binding]]);
  // The name is known without any label.
  assert.deepEqual(judge({}, { labels: undefined, namespace: "kube-system" }), [[], []]);
  assert.deepEqual(judge({}, { labels: undefined, pod: { spec: {} } }), [[], []]);
  const own = { binding: { type: "label", key: "team", value: "a" } } as const;
  assert.deepEqual(judge(own, { labels: { team: "a" } }), [["pss-restricted-latest-label"], []]);
  assert.deepEqual(judge(own, { labels: { team: "b" } }), [[], []]);
  assert.deepEqual(judge(own, {}), [[], []]);
});

test("the last of several policies with a name counts", () => {
  const policy = firstOf(OPTIONS);
  const edited = withSpec(policy, (spec) => ({ ...spec, failurePolicy: "Ignore" }));
  const [, binding] = exported(OPTIONS);
  assert.ok(binding !== undefined);
  assert.deepEqual(gapsOf([edited, binding, policy]), []);
  assert.deepEqual(gapsOf([policy, binding, edited]), ["edited pss-restricted-latest"]);
});
