import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import { Client, type ApiObject } from "./client.ts";
import { startCluster } from "./cluster.ts";
import { kubectlPss } from "./kubectl.ts";
import { podContent } from "./pods.ts";
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

type Labels = Readonly<Record<string, string>>;

/** A namespace that no plan touches: admission knows of all labels before those that it knows of here. */
const MARK = "mark";
const ENFORCE = "pod-security.kubernetes.io/enforce";
/** The status of a pod that enforce rejects. */
const REFUSED = 403;
/** How often a test asks whether admission knows of a label. */
const POLLS = 1000;
const POLL_MS = 20;

const reason = await reasonForNoServer();
if (reason !== undefined) {
  leaveOut(reason);
} else {
  describe("kubectl pss plan", () => {
    let server: Server;
    let client: Client;
    let first: Plan;
    /** Before anything was done. */
    let labels: ReadonlyMap<string, Labels>;

    before(async () => {
      server = await startCluster();
      client = await Client.open(server, "admin");
      await client.create({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: MARK, labels: { [ENFORCE]: "privileged" } },
      });
      first = await plan();
      labels = await labelsOf();
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

    async function labelsOf(): Promise<ReadonlyMap<string, Labels>> {
      const { items }: { items: readonly ApiObject[] } = JSON.parse(
        (await client.ask("GET", "/api/v1/namespaces")).text,
      );
      return new Map(items.map(({ metadata: { name, labels: some = {} } }) => [name, some as Labels]));
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
      await settle();
      return stderr.split("\n").filter((line) => line.startsWith("Warning: "));
    }

    /** Waits until admission knows of all labels. */
    async function settle(): Promise<void> {
      for (const level of ["restricted", "privileged"]) {
        await client.ask("PATCH", `/api/v1/namespaces/${MARK}`, {
          body: { metadata: { labels: { [ENFORCE]: level } } },
          contentType: "application/merge-patch+json",
        });
        const isRefused = level === "restricted";
        let polls = 0;
        while (
          ((await create({ namespace: MARK, name: "mark" }, podContent("privileged"))) === REFUSED) !==
          isRefused
        ) {
          assert.ok(++polls < POLLS, "admission does not follow");
          await sleep(POLL_MS);
        }
      }
    }

    /** The server's status for a new pod, without creating it. */
    async function create(metadata: object, content: object): Promise<number> {
      const { namespace } = metadata as { namespace: string };
      const { status } = await client.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
        body: { apiVersion: "v1", kind: "Pod", metadata, ...content },
        contentType: "application/json",
      });
      return status;
    }

    /** Which running pods would be refused if they were made again. */
    async function refusedPods(): Promise<ReadonlySet<string>> {
      const { items }: { items: readonly (ApiObject & { readonly spec: object })[] } = JSON.parse(
        (await client.ask("GET", "/api/v1/pods")).text,
      );
      const refused = new Set<string>();
      await Promise.all(
        items.map(async ({ metadata: { namespace, name, labels: some, annotations }, spec }) => {
          // An ephemeral container is added to a pod that runs, and made with none.
          const { ephemeralContainers: _ephemeral, ...made } = spec as { ephemeralContainers?: unknown };
          const metadata = { namespace, name: `${name.slice(0, 200)}-again`, labels: some, annotations };
          if ((await create(metadata, { spec: made })) === REFUSED) refused.add(`${namespace}/${name}`);
        }),
      );
      return refused;
    }

    it("has something to do in each safe step", () => {
      assert.deepEqual(
        first.steps.filter(({ commands }) => commands.length > 0).map(({ number }) => number),
        [1, 2, 3, 4],
      );
    });

    it("its steps, run with sh, warn of no pod and refuse none that was admitted", async () => {
      const refusedBefore = await refusedPods();
      assert.ok(refusedBefore.size > 0, "some pods are refused from the start");
      for (const { number, safe, commands } of first.steps) {
        if (!safe) continue;
        assert.deepEqual(await sh(commands), [], `step ${number}`);
        const newly = [...(await refusedPods())].filter((pod) => !refusedBefore.has(pod));
        assert.deepEqual(newly, [], `step ${number}`);
      }
    });

    it("has nothing left to do then but what is to be mended", async () => {
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

    it("what is not yet safe would be warned of, where it is pods that stand in the way", async () => {
      const warned = new Set<string>();
      for (const { name, from, to } of first.steps.at(-1)?.namespaces ?? []) {
        const { warnings } = await dryRunLabels(client, name, to);
        if (warnings.join("\n").startsWith("existing pods in namespace")) warned.add(name);
        // Of templates the server says nothing, and of what is enforced already neither.
        else
          assert.ok(
            name === "controllers" || from[ENFORCE] === to[ENFORCE],
            `${name}: ${JSON.stringify({ from, to, warnings })}`,
          );
      }
      assert.ok(warned.size > 0);
    });

    it("raises enforce nowhere where lists are refused, and exits with 3", async () => {
      const run = await kubectlPss(["plan", "--kubeconfig", kubeconfigOf(server, "reader"), "-o", "json"]);
      const { steps }: Plan = JSON.parse(run.stdout);
      assert.equal(run.code, 3);
      for (const { namespaces } of steps.filter(({ safe }) => safe)) {
        for (const { name, from, to } of namespaces) {
          assert.ok((to[ENFORCE] ?? "privileged") === (from[ENFORCE] ?? "privileged") || !isLevel(from[ENFORCE]), name);
        }
      }
    });

    it("is not made for a server that is older than the cluster", async () => {
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

    it("undoing all steps brings back all labels, but for invalid ones, which no server takes", async () => {
      for (const { safe, undo } of first.steps.toReversed()) if (safe) await sh(undo);
      const now = await labelsOf();
      for (const [name, old] of labels) {
        const found = { ...now.get(name) };
        for (const [label, value] of Object.entries(old)) {
          if (
            label.startsWith("pod-security") &&
            !/^(privileged|baseline|restricted|latest|v1\.(0|[1-9]\d*))$/.test(value)
          )
            found[label] = value;
        }
        assert.deepEqual(found, old, name);
      }
    });
  });
}
