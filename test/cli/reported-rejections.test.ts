import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-reported-"));
after(() => rmSync(folder, { recursive: true }));

/** A Deployment whose template meets restricted, and whose pods the API server rejects at that level. */
const dump = (labels: string): string => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {${labels}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 1
  template:
    spec:
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers: [{name: a, image: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]
status:
  conditions:
    - type: ReplicaFailure
      status: "True"
      message: 'pods "web-1" is forbidden: violates PodSecurity "restricted:latest": privileged (container "b" must not set securityContext.privileged=true)'
`;

async function auditOf(labels: string, ...args: readonly string[]): Promise<string> {
  const file = join(folder, "dump.yaml");
  writeFileSync(file, dump(labels));
  return (await runCli(["audit", "-f", file, ...args])).stdout;
}

describe("a rejection that the API server reports and the template does not explain", () => {
  it("is by stricter defaults if no label sets enforce", async () => {
    const table = await auditOf("");
    assert.match(table, /shop {2}Deployment\/web {2}enforce=not set {2}as the API server reports/);
    assert.match(table, /although no known policy does: its defaults may be stricter \(--admission-config\)/);
    assert.match(await auditOf("", "-n", "shop"), /REJECTED NOW \(enforce=not set\)/);
  });

  it("is about other pods than the template's if the label has the same policy", async () => {
    const table = await auditOf("pod-security.kubernetes.io/enforce: restricted");
    assert.match(table, /although their templates meet the policy: something changes their pods/);
    assert.doesNotMatch(table, /stricter/);
  });
});
