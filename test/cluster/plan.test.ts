import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import { Client } from "./client.ts";
import { startCluster } from "./cluster.ts";
import { kubectlPss } from "./kubectl.ts";
import { assertSameLabels, ENFORCE, MARK, RolloutWatch, type Labels } from "./rollout.ts";
import { dryRunLabels } from "./seed.ts";
import { kubeconfigOf, reasonForNoServer, type Server } from "./server.ts";
import { leaveOut } from "../missing-tool.ts";

interface Plan {
  readonly steps: readonly {
    readonly number: number;
    readonly safe: boolean;
    readonly commands: readonly string[];
    readonly undo: readonly string[];
    readonly namespaces: readonly { readonly name: string; readonly from: Labels; readonly to: Labels }[];
  }[];
}

const isLevel = (value = "privileged"): boolean => ["privileged", "baseline", "restricted"].includes(value);

const reason = await reasonForNoServer();
if (reason !== undefined) {
  leaveOut(reason);
} else {
  describe("kubectl pss plan", () => {
    let server: Server;
    let client: Client;
    let watch: RolloutWatch;
    let first: Plan;
    /** The report before any step. */
    let labels: ReadonlyMap<string, Labels>;

    before(async () => {
      server = await startCluster();
      client = await Client.open(server, "admin");
      watch = await RolloutWatch.open(client);
      first = await plan();
      labels = await watch.labels();
    });

    after(async () => {
      client.close();
      await server.stop();
    });

    async function plan(): Promise<Plan> {
      const flags = [
        "--admission-config",
        server.admissionConfig ?? "",
        "--skip",
        MARK,
        "--include-empty",
        "-o",
        "json",
      ];
      const run = await kubectlPss(["plan", "--kubeconfig", kubeconfigOf(server, "admin"), ...flags]);
      assert.equal(run.code, 0, run.stderr);
      return JSON.parse(run.stdout);
    }

    /** Pipes commands into sh, and returns kubectl's warnings. */
    async function sh(commands: readonly string[]): Promise<readonly string[]> {
      const child = spawn("sh", ["-eu"], {
        stdio: ["pipe", "ignore", "pipe"],
        env: { ...process.env, KUBECONFIG: kubeconfigOf(server, "admin") },
      });
      child.stdin.end(commands.join("\n"));
      const [stderr] = await Promise.all([text(child.stderr), once(child, "close")]);
      assert.equal(child.exitCode, 0, stderr);
      await watch.settle();
      return stderr.split("\n").filter((line) => line.startsWith("Warning: "));
    }

    it("has commands in each safe step", () => {
      assert.deepEqual(
        first.steps.filter(({ commands }) => commands.length > 0).map(({ number }) => number),
        [1, 2, 3, 4],
      );
    });

    it("its steps, run with sh, cause no warning about a pod and reject no admitted pod", async () => {
      const refusedBefore = await watch.refusedPods();
      assert.ok(refusedBefore.size > 0, "some pods are refused from the start");
      for (const { number, safe, commands } of first.steps) {
        if (!safe) continue;
        assert.deepEqual(await sh(commands), [], `step ${number}`);
        const newly = [...(await watch.refusedPods())].filter((pod) => !refusedBefore.has(pod));
        assert.deepEqual(newly, [], `step ${number}`);
      }
    });

    it("has only violations to fix after that", async () => {
      const { steps } = await plan();
      assert.deepEqual(
        steps.filter(({ safe }) => safe).flatMap(({ commands }) => commands),
        [],
      );
      assert.deepEqual(
        steps.at(-1)?.namespaces.map(({ name }) => name),
        first.steps.at(-1)?.namespaces.map(({ name }) => name),
      );
    });

    it("the API server would warn about unsafe changes that pods block", async () => {
      const warned = new Set<string>();
      for (const { name, from, to } of first.steps.at(-1)?.namespaces ?? []) {
        const { warnings } = await dryRunLabels(client, name, to);
        if (warnings.join("\n").startsWith("existing pods in namespace")) warned.add(name);
        // The server does not check templates, and does not check pods against a level that is enforced already.
        else
          assert.ok(
            name === "controllers" || from[ENFORCE] === to[ENFORCE],
            `${name}: ${JSON.stringify({ from, to, warnings })}`,
          );
      }
      assert.ok(warned.size > 0);
    });

    it("raises no enforce label if lists are forbidden, and exits with 3", async () => {
      const run = await kubectlPss(["plan", "--kubeconfig", kubeconfigOf(server, "reader"), "-o", "json"]);
      const { steps }: Plan = JSON.parse(run.stdout);
      assert.equal(run.code, 3);
      for (const { namespaces } of steps.filter(({ safe }) => safe)) {
        for (const { name, from, to } of namespaces) {
          assert.ok((to[ENFORCE] ?? "privileged") === (from[ENFORCE] ?? "privileged") || !isLevel(from[ENFORCE]), name);
        }
      }
    });

    it("is an error for a version older than the cluster", async () => {
      const run = await kubectlPss([
        "plan",
        "--kubeconfig",
        kubeconfigOf(server, "admin"),
        "--server-version",
        "v1.30",
      ]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, new RegExp(`^error: v1\\.30 is older than the cluster \\(v1\\.${NEWEST_MINOR}\\): `));
    });

    it("undoing all steps restores all labels, except invalid ones, which the server rejects", async () => {
      for (const { safe, undo } of first.steps.toReversed()) if (safe) await sh(undo);
      assertSameLabels(await watch.labels(), labels);
    });
  });
}
