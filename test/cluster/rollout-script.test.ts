import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { leaveOut } from "../missing-tool.ts";
import { Client } from "./client.ts";
import { startCluster } from "./cluster.ts";
import { kubectl, kubectlPss } from "./kubectl.ts";
import { assertSameLabels, ENFORCE, MARK, RolloutWatch, type Labels } from "./rollout.ts";
import { podContent } from "./pods.ts";
import { controllerIn, podIn } from "./workloads.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type Server, type User } from "./server.ts";

interface Audited {
  readonly namespaces: readonly {
    readonly name: string;
    readonly readyFor: string | null;
    readonly policy: { readonly enforce: { readonly level: string } };
    readonly rejectedNow: number;
  }[];
}

interface ScriptRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LEVELS = ["privileged", "baseline", "restricted"];
const ACTIONS = [["apply"], ["apply", "1"], ["undo"], ["dry-run"], ["dry-run", "undo"]];
/** More days than any observation of this cluster takes. */
const DAYS = 32;
const DAY_MS = 86_400_000;

const AUDIT = "pod-security.kubernetes.io/audit";
const LABELED = /^namespace\/(\S+) labeled$/gm;

/** The namespaces in an output, in order. */
function namesIn(output: string, pattern: RegExp): string[] {
  return Array.from(output.matchAll(pattern), ([, name = ""]) => name);
}

const reason = await reasonForNoServer();
if (reason !== undefined) {
  leaveOut(reason);
} else {
  describe("the script of a plan", () => {
    let here: Server;
    let other: Server;
    let client: Client;
    let watch: RolloutWatch;
    let directory: string;
    let labels: ReadonlyMap<string, Labels>;
    let otherLabels: ReadonlyMap<string, Labels>;

    before(async () => {
      [here, other] = await Promise.all([startCluster(), startServer()]);
      client = await Client.open(here, "admin");
      watch = await RolloutWatch.open(client);
      await seedReady();
      labels = await watch.labels();
      directory = await mkdtemp(join(tmpdir(), "kubectl-pss-rollout-"));
      await writeFile(join(directory, "date"), '#!/bin/sh\necho "$NOW"\n');
      await chmod(join(directory, "date"), 0o755);
      otherLabels = await labelsOf(other);
    });

    after(async () => {
      client.close();
      await Promise.all([here.stop(), other.stop(), rm(directory, { recursive: true, force: true })]);
    });

    /** Namespaces that are ready for a stricter level than they enforce: with a controller, and with a pod without a controller. */
    async function seedReady(): Promise<void> {
      for (const name of ["ready", "ready-once"]) {
        // The default audit level of this cluster is stricter, and would need no label.
        const labels = { [ENFORCE]: "privileged", [AUDIT]: "privileged" };
        await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
      }
      await client.create(controllerIn("ready", "Deployment", "web", podContent("compliant")));
      await client.create(podIn("ready-once", "shell", podContent("compliant")).object);
    }

    async function labelsOf(server: Server): Promise<ReadonlyMap<string, Labels>> {
      const { stdout } = await kubectl(server, "admin", ["get", "namespaces", "-o", "json"]);
      const { items } = JSON.parse(stdout) as { items: { metadata: { name: string; labels?: Labels } }[] };
      return new Map(items.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
    }

    async function uidOf(server: Server): Promise<string> {
      const { stdout } = await kubectl(server, "admin", ["get", "ns", "kube-system", "-o", "jsonpath={.metadata.uid}"]);
      return stdout;
    }

    function configuration(): string[] {
      return ["--admission-config", here.admissionConfig, "--skip", MARK];
    }

    /** The script of a user's plan; its commands use the kubeconfig of the environment. */
    async function scriptOf(user: User = "admin", flags: readonly string[] = []): Promise<string> {
      const args = ["plan", ...configuration(), ...flags, "-o", "commands"];
      const { stdout } = await run(process.execPath, ["bin/kubectl-pss.js", ...args], { server: here, user });
      return stdout;
    }

    /** The words of a plan about the observation of a namespace. */
    async function observedIn(name: string): Promise<unknown> {
      const args = ["plan", ...configuration(), "-o", "json", "--kubeconfig", kubeconfigOf(here, "admin")];
      const { namespaces } = JSON.parse((await kubectlPss(args)).stdout) as {
        readonly namespaces: readonly { readonly name: string; readonly observed: unknown }[];
      };
      return namespaces.find((one) => one.name === name)?.observed;
    }

    async function sh(
      script: string,
      args: readonly string[],
      server: Server,
      user: User = "admin",
      daysLater = 0,
    ): Promise<ScriptRun> {
      const file = join(directory, "rollout.sh");
      await writeFile(file, script);
      return await run("sh", [file, ...args], { server, user, daysLater });
    }

    async function run(
      program: string,
      args: readonly string[],
      {
        server,
        user,
        input = "",
        daysLater = 0,
      }: { readonly server: Server; readonly user: User; readonly input?: string; readonly daysLater?: number },
    ): Promise<ScriptRun> {
      const NOW = new Date(Date.now() + daysLater * DAY_MS).toISOString().replace(/\.\d+/, "");
      const PATH = `${directory}${delimiter}${process.env["PATH"] ?? ""}`;
      const child = spawn(program, args, {
        stdio: ["pipe", "pipe", "pipe"],
        env: { ...process.env, KUBECONFIG: kubeconfigOf(server, user), PATH, NOW },
      });
      child.stdin.on("error", () => {
        // The script may not read its input.
      });
      child.stdin.end(input);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { code: child.exitCode, stdout, stderr };
    }

    async function audit(): Promise<Audited> {
      const args = ["audit", "--kubeconfig", kubeconfigOf(here, "admin"), "--admission-config", here.admissionConfig];
      return JSON.parse((await kubectlPss([...args, "-o", "json"])).stdout) as Audited;
    }

    it("stops on another cluster, names both uids, and changes nothing there", async () => {
      const script = await scriptOf();
      const [mine, theirs] = await Promise.all([uidOf(here), uidOf(other)]);
      assert.notEqual(mine, theirs);
      for (const args of ACTIONS) {
        const { code, stdout, stderr } = await sh(script, args, other);
        assert.deepEqual([code, stdout], [2, ""], args.join(" "));
        assert.ok(stderr.includes(mine) && stderr.includes(theirs), stderr);
        assert.match(stderr, /\nNothing was run\.\n$/);
      }
      assert.deepEqual(await labelsOf(other), otherLabels);
    });

    it("stops if the user may not get the namespace kube-system, and changes nothing", async () => {
      const { code, stdout, stderr } = await sh(await scriptOf(), ["apply"], here, "tenant");
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^Error from server \(Forbidden\): [^]*\nNothing was run\.\n$/);
    });

    it("of a user who may not get kube-system compares the URL of the server", async () => {
      const namespace = /^# Plan to restricted for 1 namespace /m;
      const script = await scriptOf("tenant", ["-n", "team-a"]);
      assert.match(script, namespace);
      assert.match(script, /^# It runs only if kubectl talks to https:\/\/127\.0\.0\.1:\d+: /m);
      for (const args of ACTIONS) {
        const { code, stdout, stderr } = await sh(script, args, other);
        assert.deepEqual([code, stdout], [2, ""], args.join(" "));
        assert.match(
          stderr,
          /^kubectl talks to another server:\n {2}https:\/\/\S+ .*\n {2}https:\/\/\S+ .*\nNothing was run\.\n$/,
        );
      }
      assert.deepEqual(await labelsOf(other), otherLabels);
      const dry = await sh(script, ["dry-run"], here);
      assert.equal(dry.code, 0, dry.stderr);
      assert.deepEqual(await watch.labels(), labels);
    });

    it("of one namespace has the uid, too: kube-system is a separate request", async () => {
      const script = await scriptOf("admin", ["-n", "default"]);
      assert.ok(script.includes(await uidOf(here)));
      assert.doesNotMatch(script, /--overwrite ns .*kube-system/);
    });

    it("of a dump has a guard if the dump has kube-system, and otherwise a comment that it has no guard", async () => {
      const dump = join(directory, "dump.json");
      for (const [names, guard] of [
        [["get", "namespaces", "-o", "json"], new RegExp(`the uid ${await uidOf(here)}\\.$`, "m")],
        [["get", "namespaces", "default", "-o", "json"], /^# NO GUARD: /m],
      ] as const) {
        await writeFile(dump, (await kubectl(here, "admin", names)).stdout);
        const { stdout } = await kubectlPss(["plan", "-f", dump, "-o", "commands"]);
        assert.match(stdout, guard);
      }
    });

    it("runs all steps after the audit and the plan, causes no rejected pod, and restores the same labels", async () => {
      const refusedBefore = await watch.refusedPods();
      const rejectedBefore = (await audit()).namespaces.map(({ name, rejectedNow }) => [name, rejectedNow]);
      const first = await scriptOf();
      for (const step of [1, 2, 3]) assert.match(first, new RegExp(`^# Step ${step}, .*: \\d+ namespace`, "m"));
      for (const step of ["1", "2", "3", "observed"]) {
        const script = step === "1" ? first : await scriptOf();
        const before = await watch.labels();
        const dry = await sh(script, ["dry-run", step], here, "admin", DAYS);
        assert.equal(dry.code, 0, dry.stderr);
        assert.doesNotMatch(dry.stderr, /^Warning: /m);
        assert.deepEqual(await watch.labels(), before, "a dry run changes nothing");
        const applied = await sh(script, ["apply", step], here, "admin", DAYS);
        assert.equal(applied.code, 0, applied.stderr);
        assert.doesNotMatch(applied.stderr, /^Warning: /m, `step ${step}`);
        assert.deepEqual(
          namesIn(dry.stdout, /^namespace\/(\S+) labeled \(server dry run\)$/gm),
          namesIn(applied.stdout, LABELED),
        );
        await watch.settle();
        const newly = [...(await watch.refusedPods())].filter((pod) => !refusedBefore.has(pod));
        assert.deepEqual(newly, [], `step ${step}`);
        const rejected = (await audit()).namespaces.map(({ name, rejectedNow }) => [name, rejectedNow]);
        assert.deepEqual(rejected, rejectedBefore, `step ${step}`);
      }
      const audited = (await audit()).namespaces.filter(({ readyFor, name }) => readyFor !== null && name !== MARK);
      assert.ok(audited.length > 0);
      for (const { name, readyFor, policy } of audited) {
        assert.ok(LEVELS.indexOf(policy.enforce.level) >= LEVELS.indexOf(readyFor ?? ""), name);
      }
      assert.notDeepEqual(await watch.labels(), labels);
      const undone = await sh(first, ["undo"], here);
      assert.equal(undone.code, 0, undone.stderr);
      assertSameLabels(await watch.labels(), labels);
    });

    it("applies all safe steps from a pipe, and undo restores the labels", async () => {
      const script = await scriptOf();
      const before = await watch.labels();
      assert.equal(await observedIn("ready-once"), null, "step 2 begins the observation");
      const applied = await run("sh", ["-s", "--", "apply"], { server: here, user: "admin", input: script });
      assert.equal(applied.code, 0, applied.stderr);
      assert.doesNotMatch(applied.stderr, /^Warning: /m);
      const after = await watch.labels();
      assert.equal(after.get("ready")?.[ENFORCE], "restricted");
      assert.equal(after.get("ready-once")?.[ENFORCE], "privileged", "it is observed first");
      assert.match(
        applied.stdout,
        /^Left out: .* of step 3\. Observe .* and then run:\n {2}.* sh -s -- apply observed$/m,
      );
      for (const action of ["apply", "dry-run"]) {
        const early = await sh(script, [action, "observed"], here, "admin", 6);
        assert.equal(early.code, 1);
        assert.match(early.stderr, /^ready-once: observed for 6 of 7 days, since \d{4}-\S+Z: (?:would be )?skipped$/m);
        const [, since] = /^ready-once: observed .* since (\S+Z):/m.exec(early.stderr) ?? [];
        assert.deepEqual(await observedIn("ready-once"), { since, days: 0 }, "a later plan and the script agree");
      }
      assert.equal((await watch.labels()).get("ready-once")?.[ENFORCE], "privileged");
      const observed = await sh(script, ["apply", "observed"], here, "admin", DAYS);
      assert.equal(observed.code, 0, observed.stderr);
      assert.equal((await watch.labels()).get("ready-once")?.[ENFORCE], "restricted");
      const undone = await run("sh", ["-s", "--", "undo"], { server: here, user: "admin", input: script });
      assert.equal(undone.code, 0, undone.stderr);
      assertSameLabels(await watch.labels(), before);
    });

    it("changes nothing in a repeated step, and skips a namespace that another user changed", async () => {
      const script = await scriptOf();
      const before = await watch.labels();
      assert.equal((await sh(script, ["apply"], here)).code, 0);
      const done = await watch.labels();
      for (const step of ["1", "2", "3"]) {
        const repeated = await sh(script, ["apply", step], here);
        assert.equal(repeated.code, 0, repeated.stderr);
        assertSameLabels(await watch.labels(), done);
      }
      for (const words of [
        ["undo", "2"],
        ["dry-run", "undo", "2"],
      ]) {
        const { code, stdout, stderr } = await sh(script, words, here);
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(
          stderr,
          /^A later step of this plan is applied in \d+ of the namespaces:\n[^]*\nNothing was run\.\n$/,
        );
      }
      assertSameLabels(await watch.labels(), done);
      const preview = await sh(script, ["dry-run", "undo"], here);
      assert.equal(preview.code, 0, preview.stderr);
      assertSameLabels(await watch.labels(), done);
      await kubectl(here, "admin", ["label", "--overwrite", "ns", "ready", `${ENFORCE}=baseline`]);
      for (const action of ["apply", "undo"]) {
        const { code, stderr } = await sh(script, [action, "3"], here);
        assert.equal(code, 1);
        assert.match(stderr, /^ready: its labels have changed since the plan: skipped$/m);
        assert.equal((await watch.labels()).get("ready")?.[ENFORCE], "baseline");
      }
      await kubectl(here, "admin", ["label", "--overwrite", "ns", "ready", `${ENFORCE}=restricted`]);
      const undone = await sh(script, ["undo"], here);
      assert.equal(undone.code, 0, undone.stderr);
      assertSameLabels(await watch.labels(), before);
      const dry = /^namespace\/(\S+) (?:un)?labeled \(server dry run\)$/gm;
      assert.deepEqual(namesIn(preview.stdout, dry), namesIn(undone.stdout, /^namespace\/(\S+) (?:un)?labeled$/gm));
      assert.match(undone.stdout, /^namespace\/\S+ unlabeled$/m);
    });

    it("undo continues if a namespace no longer exists", async () => {
      for (const name of ["gone-a", "gone-b", "gone-c"]) await kubectl(here, "admin", ["create", "namespace", name]);
      const script = await scriptOf("admin", ["--include-empty"]);
      const before = await watch.labels();
      assert.equal((await sh(script, ["apply"], here)).code, 0);
      await client.ask("DELETE", "/api/v1/namespaces/gone-b");
      await client.ask("PUT", "/api/v1/namespaces/gone-b/finalize", {
        body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "gone-b" }, spec: { finalizers: [] } },
      });
      const { code, stderr } = await sh(script, ["undo"], here);
      assert.equal(code, 1);
      assert.match(stderr, /^gone-b: the namespace does not exist: skipped$/m);
      assert.match(stderr, /^Not everything is undone: /m);
      assertSameLabels(await watch.labels(), new Map([...before].filter(([name]) => name !== "gone-b")));
    });
  });
}
