import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { load } from "js-yaml";
import { packaged, unpackExecutable } from "../release/packaged.ts";
import { openCluster } from "./cluster.ts";
import { kubectlPss, type Run } from "./kubectl.ts";
import { kubeconfigOf, type User } from "./server.ts";

interface Kubeconfig {
  readonly clusters: readonly unknown[];
  readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
}

const cluster = await openCluster();
const artifacts = cluster === undefined ? undefined : await packaged();
if (cluster !== undefined && artifacts !== undefined) {
  const work = mkdtempSync(join(tmpdir(), "kubectl-pss-executable-"));
  after(() => rmSync(work, { recursive: true }));
  // The directory contains only kubectl, the plugin and its completion program.
  const path = join(work, "path");
  mkdirSync(path);
  await unpackExecutable(artifacts, work);
  symlinkSync(join(work, "kubectl-pss"), join(path, "kubectl-pss"));
  symlinkSync(join(work, "completions", "kubectl_complete-pss"), join(path, "kubectl_complete-pss"));
  symlinkSync(
    execFileSync("sh", ["-c", 'realpath "$(command -v kubectl)"'], { encoding: "utf8" }).trim(),
    join(path, "kubectl"),
  );

  const plugin = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Run => {
    const { status, stdout, stderr } = spawnSync("kubectl", args, {
      encoding: "utf8",
      env: { PATH: path, HOME: work, ...env },
      maxBuffer: 1 << 26,
    });
    return { code: status, stdout, stderr };
  };
  const arguments_ = ["audit", "--admission-config", cluster.admissionConfig, "-A", "-o", "json", "--no-timestamp"];
  const configOf = (user: User): Kubeconfig => load(readFileSync(kubeconfigOf(cluster, user), "utf8")) as Kubeconfig;

  /** A kubeconfig whose credential plugin prints `status`. */
  const execConfig = (user: User, status: object): string => {
    const credential = join(work, `${user}.json`);
    writeFileSync(
      credential,
      JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status }),
    );
    const program = join(work, `${user}-plugin`);
    writeFileSync(program, `#!/bin/sh\nexec /bin/cat ${credential}\n`, { mode: 0o755 });
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: program, interactiveMode: "Never" };
    const file = join(work, `${user}.kubeconfig`);
    writeFileSync(file, JSON.stringify({ ...configOf(user), users: [{ ...configOf(user).users[0], user: { exec } }] }));
    return file;
  };

  describe("the executable, as kubectl pss on a PATH with only kubectl", () => {
    it("has the same audit with a client certificate as the npm package", async () => {
      const kubeconfig = kubeconfigOf(cluster, "certified");
      assert.ok("client-certificate-data" in configOf("certified").users[0].user);
      const ours = plugin(["pss", ...arguments_, "--kubeconfig", kubeconfig]);
      const theirs = await kubectlPss([...arguments_, "--kubeconfig", kubeconfig]);
      assert.deepEqual([ours.code, ours.stderr], [1, theirs.stderr]);
      assert.equal(ours.stdout, theirs.stdout);
    });

    it("gets a token from a credential plugin", () => {
      const { token = "" } = configOf("auditor").users[0].user;
      assert.notEqual(token, "");
      const { code, stdout } = plugin(["pss", ...arguments_], { KUBECONFIG: execConfig("auditor", { token }) });
      assert.equal(code, 1);
      assert.ok(JSON.parse(stdout).namespaces.length > 10);
    });

    it("gets a certificate from a credential plugin", () => {
      const { user } = configOf("certified").users[0];
      const [certificate = "", key = ""] = [user["client-certificate-data"], user["client-key-data"]].map((data = "") =>
        Buffer.from(data, "base64").toString(),
      );
      const status = { clientCertificateData: certificate, clientKeyData: key };
      const { code } = plugin(["pss", ...arguments_], { KUBECONFIG: execConfig("certified", status) });
      assert.equal(code, 1);
    });

    it("shows its progress on a terminal", () => {
      const command = `stty cols 120; kubectl pss audit --kubeconfig ${kubeconfigOf(cluster, "auditor")}`;
      const { status, stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
        encoding: "utf8",
        env: { PATH: `${path}:/usr/bin:/bin`, HOME: work, TERM: "xterm-256color" },
        maxBuffer: 1 << 26,
      });
      assert.equal(status, 1, stdout);
      assert.match(stdout, /reading the cluster/);
    });

    it("makes a plan and a dry run", () => {
      const kubeconfig = kubeconfigOf(cluster, "auditor");
      assert.match(plugin(["pss", "plan", "--kubeconfig", kubeconfig]).stdout, /kubectl .*label --overwrite ns /);
      const { stdout } = plugin(["pss", "dry-run", "-A", "--enforce", "restricted", "--kubeconfig", kubeconfig]);
      assert.match(stdout, /existing pods in namespace/);
    });

    it("has kubectl pss in its usage", () => {
      for (const words of [[], ["audit"], ["lint"], ["plan"], ["dry-run"], ["explain"], ["version"], ["completion"]]) {
        const { code, stdout } = plugin(["pss", ...words, "--help"]);
        assert.match(stdout, new RegExp(`^Usage: kubectl pss ${words[0] ?? "COMMAND"}`));
        assert.equal(code, 0);
      }
    });

    it("works in kubectl's own completion", () => {
      const offered = (...words: readonly string[]): readonly string[] =>
        plugin(["__complete", "pss", ...words])
          .stdout.trimEnd()
          .split("\n");
      assert.deepEqual(offered("pl"), ["plan\tPlan the way to stricter policies, without breaking workloads", ":4"]);
      assert.deepEqual(offered("lint", "--level", "r"), ["restricted", ":4"]);
      assert.deepEqual(offered("lint", "--admission-config", ""), [":0"]);
      assert.deepEqual(
        offered("lint", "--acc")
          .slice(0, 1)
          .map((line) => line.split("\t")[0]),
        ["--accept"],
      );
    });
  });
}
