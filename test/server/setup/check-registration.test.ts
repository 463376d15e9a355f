import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { loadAll } from "js-yaml";
import type { SetupStep } from "../../../src/api/webhook/setup.ts";
import { checkRegistration } from "../../../src/server/setup/check-registration.ts";
import { decodeRegistration, type Registration } from "../../../src/server/setup/registration.ts";

type Fields = Record<string, unknown>;

/** The registration of deploy/webhook in force: with the failure policy Fail. */
function registered(change: (webhooks: readonly Fields[]) => void = () => {}): Registration {
  const objects = loadAll(readFileSync("deploy/webhook.yaml", "utf8")) as readonly Fields[];
  const object = objects.find(({ kind }) => kind === "ValidatingWebhookConfiguration") ?? {};
  // The anchors of the manifests share values.
  const copy: { webhooks: [Fields, Fields] } = JSON.parse(JSON.stringify(object));
  copy.webhooks[0]["failurePolicy"] = "Fail";
  change(copy.webhooks);
  return decodeRegistration(copy as unknown as Fields);
}

const rulesOf = (webhook: Fields | undefined): Fields[] => webhook?.["rules"] as Fields[];
const clientOf = (webhook: Fields | undefined): { service: Fields } => webhook?.["clientConfig"] as { service: Fields };
const only = (key: string, operator: string, values: readonly string[]): object => ({
  matchExpressions: [{ key, operator, values }],
});
const NAME = "kubernetes.io/metadata.name";

type Change = (webhooks: readonly Fields[]) => void;

/** A change, the state of its result, and a part of its words. */
const CASES: readonly (readonly [name: string, change: Change, state: string, found: string])[] = [
  ["no rule for pods", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], resources: ["namespaces"] }), "problem", "no rule for CREATE and UPDATE of pods, pods/ephemeralcontainers"],
  ["CREATE alone", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], operations: ["CREATE"] }), "problem", "no rule for UPDATE of namespaces"],
  ["another version of the API", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], apiVersions: ["v1beta1"] }), "problem", "no rule for CREATE and UPDATE of namespaces"],
  ["a scope without namespaces", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], scope: "Namespaced" }), "problem", "no rule for CREATE and UPDATE of namespaces"],
  ["a scope without pods", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], scope: "Cluster" }), "problem", "no rule for CREATE and UPDATE of pods"],
  ["no subresource", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], resources: ["*"] }), "problem", "of pods/ephemeralcontainers"],
  ["no rule for Jobs", ([, two]) => void rulesOf(two).pop(), "notice", "no rule for CREATE and UPDATE of cronjobs.batch, jobs.batch: such requests get no warnings"],
  ["DELETE", ([one]) => (rulesOf(one)[0] = { ...rulesOf(one)[0], operations: ["*"] }), "notice", "the webhook allows every DELETE and CONNECT"],
  ["an old version of reviews", ([one]) => void (one && (one["admissionReviewVersions"] = ["v1beta1", "v1"])), "problem", 'admissionReviewVersions ["v1beta1","v1"]'],
  ["an unknown version of reviews first", ([one]) => void (one && (one["admissionReviewVersions"] = ["v9", "v1"])), "", ""],
  ["a path without reviews", ([one]) => void (clientOf(one).service["path"] = "/readyz"), "problem", "the path /readyz"],
  ["a path of its own", ([one]) => void (clientOf(one).service["path"] = "/validate"), "", ""],
  ["a long timeout", ([one]) => void (one && (one["timeoutSeconds"] = 30)), "notice", "timeoutSeconds 30: each request waits that long"],
  ["a short timeout", ([one]) => void (one && (one["timeoutSeconds"] = 1)), "notice", "a check of existing pods has less than a second"],
  ["no timeout", ([one]) => void (one && delete one["timeoutSeconds"]), "", ""],
  ["matchPolicy Exact", ([one]) => void (one && (one["matchPolicy"] = "Exact")), "notice", "matchPolicy Exact"],
  ["Ignore", ([one]) => void (one && (one["failurePolicy"] = "Ignore")), "notice", "failurePolicy Ignore: while no replica answers, pods are not judged"],
  ["Fail for controllers", ([, two]) => void (two && delete two["failurePolicy"]), "notice", "no controller can be changed"],
  ["its own namespace", ([one]) => void (one && (one["namespaceSelector"] = only(NAME, "NotIn", ["kube-system"]))), "problem", "it judges its own namespace pod-security-webhook"],
  ["kube-system", ([one]) => void (one && (one["namespaceSelector"] = only(NAME, "NotIn", ["pod-security-webhook"]))), "notice", "it judges kube-system"],
  ["one more namespace that is left out", ([one]) => void (one && (one["namespaceSelector"] = only(NAME, "NotIn", ["kube-system", "pod-security-webhook", "legacy"]))), "notice", "only namespaces with kubernetes.io/metadata.name NotIn (legacy) are judged"],
  ["namespaces with a label", ([one]) => void (one && (one["namespaceSelector"] = { matchLabels: { judged: "yes" } })), "notice", "only namespaces with judged In (yes) are judged"],
  ["objects with a label", ([one]) => void (one && (one["objectSelector"] = only("skip", "DoesNotExist", []))), "problem", "objectSelector skip DoesNotExist"],
  ["a match condition", ([one]) => void (one && (one["matchConditions"] = [{ name: "a", expression: "true" }])), "notice", "1 match condition: requests that it leaves out are not judged"],
]; // prettier-ignore

describe("the check of a registration", () => {
  it("finds nothing in that of deploy/webhook", () => {
    assert.deepEqual(
      checkRegistration(registered()).map(({ state }) => state),
      ["ok"],
    );
  });

  for (const [name, change, state, found] of CASES) {
    it(name, () => {
      const results = checkRegistration(registered(change)).filter((result) => result.state !== "ok");
      if (state === "") return assert.deepEqual(results, []);
      const result = results.find((one) => one.found.includes(found));
      assert.equal(result?.state, state, JSON.stringify(results));
      assert.ok(result?.expected !== undefined);
    });
  }

  it("has no webhook", () => {
    const [result] = checkRegistration({ name: "empty", webhooks: [] });
    assert.equal(result?.state, "problem");
  });

  it("is all right after its own changes", () => {
    for (const [name, change] of CASES) {
      const object = { metadata: { name: "test" }, webhooks: [] as Fields[] };
      const whole = registered((webhooks) => {
        change(webhooks);
        object.webhooks = webhooks.map((webhook) => structuredClone(webhook));
      });
      for (const { next } of checkRegistration(whole)) if (next !== undefined) apply(object, next);
      const left = checkRegistration(decodeRegistration(object as unknown as Fields));
      assert.deepEqual(
        left.filter(({ state, next }) => state !== "ok" && next !== undefined),
        [],
        name,
      );
    }
  });
});

/** Applies the change of a step, as a JSON Patch. */
function apply(object: object, step: SetupStep): void {
  assert.equal(step.type, "change");
  if (step.type !== "change") return;
  const { op, path, value } = step.change;
  const names = path.split("/").slice(1);
  const last = names.pop() ?? "";
  const parent = names.reduce((at: unknown, name) => (at as Fields)[name], object) as Fields | unknown[];
  if (Array.isArray(parent) && last === "-") parent.push(value);
  else if (op === "remove") delete (parent as Fields)[last];
  else (parent as Fields)[last] = value;
}
