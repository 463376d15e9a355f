import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkService } from "../../../src/server/setup/check-service.ts";

const REFERENCE = { namespace: "a", name: "webhook", port: 443 };
const SERVICE = { spec: { selector: { app: "w" }, ports: [{ port: 443, targetPort: "webhook" }] } };
const READY = {
  metadata: { labels: { app: "w" } },
  spec: { containers: [{ ports: [{ name: "webhook", containerPort: 8443 }] }] },
  status: { conditions: [{ type: "Ready", status: "True" }] },
};
const ENDING = { ...READY, metadata: { ...READY.metadata, deletionTimestamp: "2026-11-30T12:00:00Z" } };
const OTHER_PORT = { ...READY, spec: { containers: [{ ports: [{ name: "other" }] }] } };
const FOREIGN = { ...READY, metadata: { labels: { app: "v" } } };

type Case = readonly [name: string, service: object | undefined, pods: readonly object[], state: string, found: string];

const CASES: readonly Case[] = [
  ["a pod that is ready", SERVICE, [READY], "ok", "1 of 1 pod ready"],
  ["a port with a number", { spec: { ...SERVICE.spec, ports: [{ port: 443, targetPort: 8443 }] } }, [OTHER_PORT], "ok", "1 of 1 pod ready"],
  ["a pod that is being deleted", SERVICE, [ENDING], "problem", "0 of 1 pod ready"],
  ["another port of the pods", SERVICE, [OTHER_PORT], "problem", "its pods have no container port webhook"],
  ["pods of another application", SERVICE, [FOREIGN], "problem", "selects no pod"],
  ["no selector", { spec: { ports: SERVICE.spec.ports } }, [READY], "problem", "selects no pod"],
  ["another port of the Service", { spec: { ports: [{ port: 80 }] } }, [READY], "problem", "has no port 443, but 80"],
  ["no Service", undefined, [READY], "problem", "not found"],
]; // prettier-ignore

describe("the check of the Service", () => {
  for (const [name, service, pods, state, found] of CASES) {
    it(name, () => {
      const [result, ...others] = checkService(REFERENCE, service as Record<string, unknown> | undefined, {
        pods: pods as readonly Record<string, unknown>[],
      });
      assert.deepEqual([result?.state, others], [state, []]);
      assert.equal(result?.found.endsWith(found), true, result?.found ?? "");
    });
  }

  it("is unknown if the pods cannot be listed, and about the port alone for manifests", () => {
    const [unknown] = checkService(REFERENCE, SERVICE, { message: "pods is forbidden" });
    assert.deepEqual(
      [unknown?.state, unknown?.found],
      ["unknown", "Service webhook of namespace a: pods is forbidden"],
    );
    assert.equal(checkService(REFERENCE, SERVICE, undefined)[0]?.state, "ok");
  });

  it("suggests no command that needs a file, or that would replace the configuration of the webhook", () => {
    for (const [, service, pods] of CASES) {
      const results = checkService(REFERENCE, service as Record<string, unknown> | undefined, {
        pods: pods as readonly Record<string, unknown>[],
      });
      assert.doesNotMatch(JSON.stringify(results), /deploy\/|"apply"/);
    }
  });
});
