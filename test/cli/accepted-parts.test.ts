import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { FORMATS } from "../../src/render/format.ts";
import { runCli } from "./run-cli.ts";

/** Two containers are privileged, and the pod violates two other checks. */
const MANIFEST = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: true
  containers:
    - {name: main, image: i, securityContext: {privileged: true}, ports: [{containerPort: 1, hostPort: 1}]}
    - {name: side, image: i, securityContext: {privileged: true}}
`;

const home = process.cwd();
let directory = "";
before(() => {
  directory = mkdtempSync(join(tmpdir(), "kubectl-pss-parts-"));
  process.chdir(directory);
  writeFileSync("web.yaml", MANIFEST);
});
after(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true });
});

/** The formats that list violations to fix, and have no place for workloads that are accepted as a whole. */
const WITHOUT_ACCEPTED: ReadonlySet<string> = new Set(["name", "gitlab", "rdjson"]);

async function lint(format: string, entries: string): Promise<string> {
  writeFileSync("accepted.yaml", entries);
  const { code, stdout, stderr } = await runCli(["lint", "--accept", "accepted.yaml", "-o", format, "web.yaml"]);
  assert.deepEqual([code, stderr], [1, ""]);
  return stdout;
}

for (const format of FORMATS) {
  describe(`-o ${format}`, () => {
    it("names the container of a violation that is accepted, and lists the violation", async () => {
      const text = await lint(format, "- {check: privileged, container: main, reason: old debt}\n");
      if (format === "name") assert.equal(text, "pod/web\n");
      else if (format === "prometheus")
        assert.match(text, /^kubectl_pss_accepted_violations 0\nkubectl_pss_partly|partly_accepted_violations 1$/m);
      else if (["json", "yaml"].includes(format)) assert.match(text, /"?partlyAccepted"?: 1\b/);
      else {
        assert.match(
          text,
          /accepted[^]{0,40}container (?:&quot;|\\?"|&#34;)main|privileged, container (?:&quot;|\\?")main/i,
        );
        assert.match(text, /side/);
      }
    });

    it("names an accepted check beside other violations", async () => {
      const text = await lint(format, "- {check: hostPorts, reason: the ingress needs it}\n");
      assert.equal(text.includes("the ingress needs it"), !WITHOUT_ACCEPTED.has(format) && format !== "prometheus");
      if (format === "prometheus") assert.match(text, /^kubectl_pss_accepted_violations 1$/m);
    });
  });
}

describe("a violation of the pod and its containers", () => {
  it("reports that only the pod itself is accepted", async () => {
    const manifest = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {seLinuxOptions: {type: pod_t}}
  containers: [{name: main, image: i, securityContext: {seLinuxOptions: {type: main_t}}}]
`;
    writeFileSync("pod.yaml", manifest);
    writeFileSync("pod-accepted.yaml", '- {check: seLinuxOptions, container: "", reason: why}\n');
    const args = ["lint", "--accept", "pod-accepted.yaml", "--level", "baseline", "pod.yaml"];
    const { stdout } = await runCli(args);
    assert.match(
      stdout,
      /^Accepted: parts of 1 violation\n {2}Pod\/web in shop: seLinuxOptions, the pod itself: why \(pod-accepted.yaml:1\)$/m,
    );
  });
});
