/** The commands of `audit -o patches`, run with the real kubectl on local objects, and with a program in its place that records its arguments. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it, test } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { tree } from "../../sources/tree.ts";
import { runCli } from "../run-cli.ts";

const DUMP = "test/fixtures/patches/dump.yaml";

/** A directory with a kubectl that prints its arguments as lines of JSON. */
function recorder(): string {
  const directory = tree({ kubectl: "#!/usr/bin/env node\nconsole.log(JSON.stringify(process.argv.slice(2)));\n" });
  chmodSync(join(directory, "kubectl"), 0o755);
  return directory;
}

/** Runs a script with the recorder, and returns the arguments of each call of kubectl. */
function callsOf(script: string): string[][] {
  const path = [recorder(), process.env["PATH"] ?? ""].join(delimiter);
  const { stdout, stderr, status } = spawnSync("bash", ["-eu"], {
    input: script,
    encoding: "utf8",
    env: { PATH: path },
  });
  assert.equal(status, 0, stderr);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as string[]);
}

/** The same script, where the commands in comments run, too. */
const withComments = (script: string): string => script.replaceAll(/^# (?=kubectl )/gm, "");

test("the commands are those of fix -o patch and -o json6902 for the same objects", async () => {
  const { stdout } = await runCli(["audit", "-f", DUMP, "-o", "patches"]);
  const { workloads } = JSON.parse((await runCli(["fix", "-o", "json", DUMP])).stdout) as {
    readonly workloads: readonly {
      readonly name: string;
      readonly patch: string | null;
      readonly jsonPatch: string | null;
    }[];
  };
  const byName = new Map(workloads.map((one) => [one.name, one]));
  const calls = callsOf(withComments(stdout));
  assert.equal(calls.length, 9);
  for (const [command, resource = "", flag, namespace, type, , patch = ""] of calls) {
    assert.deepEqual([command, flag], ["patch", "-n"]);
    const name = resource.split("/")[1] ?? "";
    const fixed = byName.get(name);
    if (type === "--type=json") assert.deepEqual(JSON.parse(patch), JSON.parse(fixed?.jsonPatch ?? ""));
    else {
      const {
        apiVersion: _,
        kind: _kind,
        metadata,
        ...changes
      } = JSON.parse(fixed?.patch ?? "") as Record<string, unknown>;
      assert.deepEqual(metadata, { name, namespace });
      assert.deepEqual(JSON.parse(patch), changes);
    }
  }
});

test("a command for an object of another tool is a comment", async () => {
  const { stdout } = await runCli(["audit", "-f", DUMP, "-o", "patches"]);
  const run = callsOf(stdout).map(([, resource]) => resource);
  assert.deepEqual(run, [
    "deployment.apps/unlabelled",
    "cronjob.batch/report",
    "deployment.apps/web",
    "rollout.argoproj.io/canary",
  ]);
});

test("--level, -n and --accept decide what is patched", async () => {
  const names = async (...flags: readonly string[]): Promise<string[]> => {
    const { stdout } = await runCli(["audit", "-f", DUMP, "-o", "patches", ...flags]);
    return callsOf(withComments(stdout)).map(([, resource = ""]) => resource.split("/")[1] ?? "");
  };
  assert.deepEqual(await names("-n", "plain"), ["unlabelled"]);
  assert.deepEqual(await names("-n", "loose"), []);
  assert.deepEqual(await names("-n", "loose", "--level", "restricted"), ["free"]);
  assert.deepEqual(await names("-n", "plain", "--level", "baseline"), []);
  const accepted = tree({
    "list.yaml": "- {namespace: plain, name: unlabelled, check: '*', reason: known}\n",
  });
  assert.deepEqual(await names("-n", "plain", "--accept", join(accepted, "list.yaml")), []);
});

test("nothing to patch is said, and what was not read", async () => {
  const { stdout, code } = await runCli(["audit", "-f", DUMP, "-n", "loose", "-o", "patches"]);
  assert.equal(stdout, "# Nothing to patch: no violation was found in 1 workload.\n");
  assert.equal(code, 0);
  const broken = tree({ "a.yaml": readFileSync(DUMP, "utf8"), "b.yaml": "kind: [" });
  assert.match(
    (await runCli(["audit", "-f", broken, "-o", "patches"])).stdout,
    /^# Incomplete: something could not be read/m,
  );
});

test("a namespace whose labels are not known has no patch, and is counted", async () => {
  const deployments = readFileSync(DUMP, "utf8")
    .split("---\n")
    .filter((text) => !text.includes("kind: Namespace"));
  const dump = tree({ "a.yaml": deployments.join("---\n") });
  const { stdout } = await runCli(["audit", "-f", dump, "-o", "patches"]);
  assert.match(
    stdout,
    /^# The labels of 3 namespaces could not be read, so nothing is patched there: --level names a level\.$/m,
  );
  assert.deepEqual(callsOf(withComments(stdout)), []);
  const asked = await runCli(["audit", "-f", dump, "-o", "patches", "--level", "restricted"]);
  assert.equal(callsOf(withComments(asked.stdout)).length, 10);
});

test("running pods that violate, and whose template does not, have no patch and are named", async () => {
  const safe = "securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";
  const pod = "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}";
  const owner = (kind: string, name: string): string =>
    `ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${name}, uid: ${name}, controller: true}]`;
  const dump = tree({
    "a.yaml": [
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {pod-security.kubernetes.io/warn: restricted}}\n",
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w, namespace: a, uid: w}\nspec: {selector: {}, template: {spec: {${pod}, containers: [{name: c, image: c, ${safe}}]}}}\n`,
      `apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: w-1, namespace: a, uid: w-1, ${owner("Deployment", "w")}}\nspec: {selector: {}, template: {spec: {${pod}, containers: [{name: c, image: c, ${safe}}]}}}\n`,
      `apiVersion: v1\nkind: Pod\nmetadata: {name: w-1-x, namespace: a, ${owner("ReplicaSet", "w-1")}}\nspec: {${pod}, containers: [{name: c, image: c, ${safe}}, {name: injected, image: i}]}\n`,
    ].join("---\n"),
  });
  const { stdout } = await runCli(["audit", "-f", dump, "-o", "patches"]);
  assert.match(
    stdout,
    /^# {3}a Deployment\/w: allowPrivilegeEscalation, capabilities_restricted: only its running pods violate, and its template meets restricted:latest;/m,
  );
  assert.deepEqual(callsOf(stdout), []);
});

test("no name of a dump runs a command of its own", async () => {
  const names = ["a'; touch owned; '", "$(touch owned)", "a\ntouch owned", "-x", "a\u2028b", "`touch owned`", "é"];
  const objects = names.map((name) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: name, annotations: { "meta.helm.sh/release-name": name } },
    spec: { selector: {}, template: { spec: { containers: [{ name, image: name }] } } },
  }));
  const plain = objects.map((one) => ({ ...one, metadata: { name: one.metadata.name, namespace: "plain" } }));
  const namespaces = [...names, "plain"].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  const dump = tree({
    "a.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [...namespaces, ...objects, ...plain] }),
  });
  const { stdout } = await runCli(["audit", "-f", dump, "-o", "patches"]);
  assert.ok(
    stdout.split("\n").every((line) => line === "" || line.startsWith("#") || line.startsWith("kubectl patch ")),
  );
  const calls = callsOf(stdout);
  assert.deepEqual(
    new Set(calls.map(([, resource]) => resource)),
    new Set(names.map((name) => `deployment.apps/${name}`)),
  );
  for (const [, resource = "", , namespace, , , patch = ""] of calls) {
    assert.equal(namespace, "plain");
    const { spec } = JSON.parse(patch) as { spec: { template: { spec: { containers: [{ name: string }] } } } };
    assert.equal(`deployment.apps/${spec.template.spec.containers[0].name}`, resource);
  }
});

/** A dump with pods, so that a plan may raise enforce. */
function planned(count: number): string {
  const namespace =
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: many\n  labels: {pod-security.kubernetes.io/enforce: baseline}\n";
  const deployments = Array.from(
    { length: count },
    (_, index) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web-${index}, namespace: many}\n` +
      `spec: {selector: {}, template: {spec: {${index % 4 === 0 ? "volumes: [{name: a, flexVolume: {driver: a}}], " : ""}containers: [{name: c, image: c}]}}}\n`,
  );
  const pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: bare, namespace: many}\nspec: {containers: [{name: c, image: c}]}\n";
  return tree({ "a.yaml": [namespace, ...deployments, pod].join("---\n") });
}

test("step 4 of a plan counts the patches that its command prints", async () => {
  const dump = planned(8);
  const { stdout } = await runCli(["plan", "-f", dump], { columns: 300, env: { NO_COLOR: "1" } });
  const [, flags = "", patches, all] =
    /^ +fix: {2}kubectl pss (audit -n many --level restricted -o patches -f \S+) {2}# adds the fields of (\d+) of (\d+) workloads$/m.exec(
      stdout,
    ) ?? [];
  assert.deepEqual([patches, all], ["6", "9"], stdout);
  assert.equal(callsOf((await runCli(flags.split(" "))).stdout).length, 6);
});

test("a plan counts no patches in a pipe, and none of a namespace with more templates than it tries", async () => {
  assert.doesNotMatch((await runCli(["plan", "-f", planned(8)])).stdout, /patches/);
  const wide = await runCli(["plan", "-f", planned(2001), "-o", "wide"], { columns: 300, env: { NO_COLOR: "1" } });
  assert.match(wide.stdout, /^ +fix: {2}kubectl pss audit -n many -f/m);
  assert.doesNotMatch(wide.stdout, /-o patches/);
});

const hasKubectl = spawnSync("kubectl", ["version", "--client"]).status === 0;
if (!hasKubectl) leaveOut("The patches of an audit are not tried with kubectl: it is missing");
else {
  describe("kubectl patch --local", () => {
    it("makes objects that meet the level", async () => {
      const { stdout } = await runCli(["audit", "-f", DUMP, "-o", "patches"]);
      const objects = new Map(
        readFileSync(DUMP, "utf8")
          .split("---\n")
          .map((text) => [
            `${/^kind: (.*)$/m.exec(text)?.[1]}/${/name: ([\w-]+)/.exec(text)?.[1]}`.toLowerCase(),
            text,
          ]),
      );
      let count = 0;
      for (const [command = "", resource = "", flag = "", namespace = "", ...patch] of callsOf(withComments(stdout))) {
        const text = objects.get(resource.replace(/\.[^/]*/, ""));
        assert.ok(text !== undefined, resource);
        const file = join(tree({ "a.yaml": text }), "a.yaml");
        const args = [command, "--local", "-f", file, flag, namespace, ...patch, "-o", "yaml"];
        const patched = execFileSync("kubectl", args, { encoding: "utf8" });
        const linted = await runCli(["lint", "--level", "restricted", "-"], { stdin: patched });
        assert.equal(linted.code, 0, `${resource}\n${linted.stdout}`);
        count++;
      }
      assert.equal(count, 9);
    });
  });
}
