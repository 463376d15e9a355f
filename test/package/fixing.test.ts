/** The patches of `fix` with kubectl and kustomize, and its filter as a post-renderer of Helm 3 and Helm 4. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it, type TestContext } from "node:test";
import { runCli } from "../cli/run-cli.ts";
import { tree } from "../sources/tree.ts";
import { buildPrograms, type Programs } from "./programs.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      securityContext: {seccompProfile: {type: Unconfined}}
      initContainers:
        - {name: init, image: a, securityContext: {runAsNonRoot: false}}
      containers:
        - {name: web, image: a, env: [{name: A, value: b}], ports: [{containerPort: 80, hostPort: 80}]}
        - {name: log, image: a, securityContext: {capabilities: {add: [NET_ADMIN, NET_BIND_SERVICE]}}}
`;

/** Asserts that objects meet restricted. */
async function assertMeets(objects: string): Promise<void> {
  const { code, stdout } = await runCli(["lint", "--level", "restricted", "--fail-on-empty", "-"], { stdin: objects });
  assert.equal(code, 0, stdout);
}

describe("fix with real programs", () => {
  let programs: Programs | undefined;
  before(async () => {
    programs = await buildPrograms();
  });

  /** The programs; undefined skips the test, and buildPrograms has said why. */
  const needed = (t: TestContext): Programs | undefined => {
    if (programs === undefined) t.skip("the programs are not built");
    return programs;
  };

  it("kustomize and kubectl apply the component that -o kustomize prints", async (t) => {
    const found = needed(t);
    if (found === undefined) return;
    const { stdout } = await runCli(["fix", "--take-away", "-o", "kustomize", "-"], { stdin: DEPLOYMENT });
    const directory = tree({
      "kustomization.yaml": "resources: [web.yaml]\ncomponents: [pss]\n",
      "web.yaml": DEPLOYMENT,
      "pss/kustomization.yaml": stdout,
    });
    await assertMeets(execFileSync(found.kustomize, ["build", directory], { encoding: "utf8" }));
    if (found.kubectl === undefined) return;
    await assertMeets(execFileSync(found.kubectl, ["kustomize", directory], { encoding: "utf8" }));
  });

  it("kubectl patch --local applies the patches of both formats", async (t) => {
    const kubectl = needed(t)?.kubectl;
    if (kubectl === undefined) return;
    const report = await runCli(["fix", "--take-away", "-o", "json", "-"], { stdin: DEPLOYMENT });
    const [workload] = JSON.parse(report.stdout).workloads;
    for (const [type, patch] of [
      ["strategic", workload.patch],
      ["json", workload.jsonPatch],
    ]) {
      const args = ["patch", "--local", "-f", "-", "-o", "yaml", `--type=${type}`, "-p", patch];
      await assertMeets(execFileSync(kubectl, args, { input: DEPLOYMENT, encoding: "utf8" }));
    }
  });

  for (const [helm, args] of [
    ["helm3", ["--post-renderer", "PROGRAM", "--post-renderer-args", "fix", "--post-renderer-args", "-"]],
    ["helm4", ["--post-renderer", "pss-fix"]],
  ] as const) {
    it(`${helm} uses the filter as a post-renderer`, async (t) => {
      const found = needed(t);
      if (found === undefined) return;
      const directory = tree({
        "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
        "chart/templates/web.yaml": DEPLOYMENT.replace(
          "ports: [{containerPort: 80, hostPort: 80}]",
          "ports: []",
        ).replace("add: [NET_ADMIN, NET_BIND_SERVICE]", "add: []"),
      });
      const program = join(directory, "kubectl-pss");
      writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${ROOT}bin/kubectl-pss.js" "$@"\n`);
      chmodSync(program, 0o755);
      const plugins = join(directory, "plugins");
      mkdirSync(plugins);
      // Helm 3 cannot read the plugin.
      if (helm === "helm4") cpSync(join(ROOT, "helm-plugin"), join(plugins, "pss-fix"), { recursive: true });
      const rendered = execFileSync(
        found[helm],
        ["template", "web", join(directory, "chart"), ...args.map((arg) => (arg === "PROGRAM" ? program : arg))],
        {
          encoding: "utf8",
          env: { PATH: `${directory}:${process.env["PATH"]}`, HOME: directory, HELM_PLUGINS: plugins },
        },
      );
      await assertMeets(rendered);
    });
  }
});
