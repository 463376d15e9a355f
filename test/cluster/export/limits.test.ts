/** The limits of `kubectl pss export` are those of a real API server: it accepts a policy at each limit, and refuses one beyond it. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { exportPolicies } from "../../../src/export/export.ts";
import { faultOfPolicies } from "../../../src/export/limits.ts";
import type { PolicyExemptions } from "../../../src/export/options.ts";
import type { AdmissionPolicy } from "../../../src/export/policy.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { NO_EXEMPTIONS, OPTIONS } from "../../export/options.ts";
import { leaveOut } from "../../missing-tool.ts";
import { Client, messageOf } from "../client.ts";
import { reasonForNoServer, startServer } from "../server.ts";

function policyWith(exemptions: Partial<PolicyExemptions>): AdmissionPolicy {
  const options = { ...OPTIONS, exemptions: { ...NO_EXEMPTIONS, ...exemptions } };
  const [policy] = exportPolicies(CHECKS, options).policies;
  assert.ok(policy !== undefined);
  return policy;
}

/** The policy whose condition about users has some number of characters. */
function withExpression(length: number): AdmissionPolicy {
  const expressionOf = (policy: AdmissionPolicy): string =>
    policy.spec.matchConditions?.find(({ name }) => name === "exempt-user")?.expression ?? "";
  const policy = policyWith({ users: ["u".repeat(length - expressionOf(policyWith({ users: [""] })).length)] });
  assert.equal(expressionOf(policy).length, length);
  return policy;
}

/** The policy with some number of match conditions. */
function withConditions(count: number): AdmissionPolicy {
  const labels = Array.from({ length: count - 1 }, (_, index) => ({ key: `k${index}`, value: "v" }));
  const policy = policyWith({ labels });
  assert.equal(policy.spec.matchConditions?.length, count);
  return policy;
}

/** The policy whose annotations have some number of bytes. */
function withAnnotations(bytes: number): AdmissionPolicy {
  const bytesOf = ({ metadata }: AdmissionPolicy): number =>
    Object.entries(metadata.annotations ?? {}).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const long = "n".repeat(99_000);
  const of = (length: number): AdmissionPolicy =>
    policyWith({ users: [long], groups: [long], runtimeClasses: ["r".repeat(length)] });
  const policy = of(bytes - bytesOf(of(0)));
  assert.equal(bytesOf(policy), bytes);
  return policy;
}

const LIMITS: Readonly<
  Record<string, readonly [make: (size: number) => AdmissionPolicy, most: number, refusal: RegExp]>
> = {
  "the length of an expression": [withExpression, 100_000, /expression code point size exceeds limit/],
  "the number of match conditions": [withConditions, 64, /must have at most 64 items/],
  "the size of all annotations": [withAnnotations, 256 * 1024, /may not be more than 262144 bytes/],
};

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else
  describe("a limit of export", async () => {
    const server = await startServer();
    const admin = await Client.open(server, "admin");
    after(async () => {
      admin.close();
      await server.stop();
    });
    for (const [name, [make, most, refusal]] of Object.entries(LIMITS)) {
      it(`is that of the API server: ${name}`, async () => {
        const send = async (policy: AdmissionPolicy) =>
          await admin.send("POST", "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?dryRun=All", {
            body: policy,
          });
        const policy = make(most);
        assert.equal(faultOfPolicies({ policies: [policy] }), undefined);
        const accepted = await send(policy);
        assert.equal(accepted.status, 201, accepted.text.slice(0, 2000));
        const beyond = make(most + 1);
        assert.notEqual(faultOfPolicies({ policies: [beyond] }), undefined);
        const refused = await send(beyond);
        assert.equal(refused.status, 422, refused.text.slice(0, 2000));
        assert.match(messageOf(refused), refusal);
      });
    }
  });
