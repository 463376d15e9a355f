/** Dumps that hold an object more than once: overlapping files, two moments, a must-gather. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { runCli, type CliResult } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-twice-"));
after(() => rmSync(root, { recursive: true }));

/** Runs a command on some files, by their paths in a directory of their own; stderr names them without it. */
async function run(args: readonly string[], files: Readonly<Record<string, string>>): Promise<CliResult> {
  const directory = mkdtempSync(join(root, "case-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const paths = Object.keys(files).map((path) => join(directory, path));
  const { code, stdout, stderr } = await runCli([...args, ...paths]);
  return { code, stdout, stderr: stderr.replaceAll(`${directory}/`, "") };
}

const CONTAINERS = "containers: [{name: a, image: x}]";

function owner(kind: string, name: string): string {
  return `ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${name}, uid: o, controller: true}]`;
}

function pod(name: string, { namespace = "team-a", uid = "", spec = "", metadata = "" } = {}): string {
  const fields = [`name: ${name}`, `namespace: ${namespace}`, ...(uid === "" ? [] : [`uid: ${uid}`]), metadata];
  const told = fields.filter((field) => field !== "").join(", ");
  return `apiVersion: v1\nkind: Pod\nmetadata: {${told}}\nspec: {${spec}${CONTAINERS}}\n---\n`;
}

function controller(kind: string, name: string, { spec = "", metadata = "", apiVersion = "apps/v1" } = {}): string {
  const template = `template: {metadata: {labels: {a: b}}, spec: {${spec}${CONTAINERS}}}`;
  return (
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: team-a${metadata}}\n` +
    `spec: {replicas: 1, selector: {matchLabels: {a: b}}, ${template}}\n---\n`
  );
}

function namespace(name: string, level = "baseline", team = "x"): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {team: ${team}, pod-security.kubernetes.io/enforce: ${level}}}\n---\n`;
}

const HOST = "hostNetwork: true, ";
const OWNED = pod("web-5f-a", { uid: "u1", spec: HOST, metadata: owner("ReplicaSet", "web-5f") });
const ALL =
  OWNED +
  controller("ReplicaSet", "web-5f", { spec: HOST, metadata: `, ${owner("Deployment", "web")}` }) +
  controller("Deployment", "web", { spec: HOST });
const NAMESPACE_AND_PODS = namespace("team-a") + OWNED;

describe("overlapping dumps", () => {
  for (const files of [
    { "all.yaml": ALL, "ns-pods.yaml": NAMESPACE_AND_PODS },
    { "ns-pods.yaml": NAMESPACE_AND_PODS, "all.yaml": ALL },
  ]) {
    const order = Object.keys(files).join(", ");

    it(`count a pod once in the answer of the API server and beside it: ${order}`, async () => {
      const args = ["dry-run", "-n", "team-a", "--enforce", "restricted", "-o", "json", "-f"];
      const { code, stdout, stderr } = await run(args, files);
      assert.equal(code, 1);
      assert.equal(stderr, "");
      const { namespaces, summary, notes } = JSON.parse(stdout);
      assert.deepEqual(namespaces[0].serverWarnings, [
        'existing pods in namespace "team-a" violate the new PodSecurity enforce level "restricted:latest"',
        "web-5f-a: host namespaces, allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
      ]);
      const [workload, ...others] = namespaces[0].workloads;
      assert.deepEqual([workload.kind, workload.pods, others], ["Deployment", 1, []]);
      const inForce = workload.results.filter(({ modes }: { modes: string[] }) => modes.includes("enforce"));
      assert.deepEqual(
        inForce.map(({ subject, pods }: { subject: string; pods: number }) => [subject, pods]),
        [
          ["template", 0],
          ["pods", 1],
        ],
      );
      assert.deepEqual([summary.objects, summary.workloads, summary.pods], [4, 1, 1]);
      assert.deepEqual(notes, [
        {
          severity: "info",
          code: "repeated-object",
          message: "1 object is in the input more than once: it counts once",
        },
      ]);
    });
  }

  it("are no mistake, as --strict has it", async () => {
    const args = ["audit", "--fail-on", "none", "--strict", "-f"];
    const { code, stdout } = await run(args, { "a.yaml": ALL, "b.yaml": NAMESPACE_AND_PODS });
    assert.equal(code, 0);
    assert.match(stdout, /1 workload with 1 pod in 1 namespace; 4 objects in 2 files/);
  });

  it("may be of two formats and groups", async () => {
    const old = controller("Deployment", "web", { apiVersion: "extensions/v1beta1" });
    const json = JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: [
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "web", namespace: "team-a" },
          spec: {
            replicas: 1,
            selector: { matchLabels: { a: "b" } },
            template: { spec: { containers: [{ name: "a", image: "x" }] } },
          },
        },
      ],
    });
    const { stdout } = await run(["audit", "-o", "json", "-f"], {
      "a.yaml": old,
      "b.json": json,
      "c.yaml": namespace("team-a"),
    });
    const { namespaces, summary, notes } = JSON.parse(stdout);
    assert.deepEqual([summary.objects, summary.workloads], [2, 1]);
    assert.equal(namespaces[0].workloads[0].apiVersion, "apps/v1");
    assert.ok(notes.every(({ code }: { code: string }) => code !== "duplicate-object"));
  });

  it("may hold objects that have neither a name nor a uid, each of which counts", async () => {
    const nameless = `apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: job-, namespace: team-a}\nspec: {template: {spec: {${CONTAINERS}}}}\n---\n`;
    const { stdout } = await run(["audit", "-o", "json", "-f"], {
      "a.yaml": namespace("team-a") + nameless,
      "b.yaml": nameless,
    });
    const { namespaces, summary, notes } = JSON.parse(stdout);
    assert.deepEqual([summary.objects, summary.workloads, notes], [3, 2, []]);
    assert.equal(namespaces[0].workloads[1].name, "job-*");
  });
});

describe("dumps of two moments", () => {
  const BEFORE = pod("web-0", { uid: "u1", spec: "hostPID: true, " });
  const AFTER = pod("web-0", { uid: "u2" });

  it("count an object as it is read last, and name the other place", async () => {
    const args = ["audit", "-o", "json", "-f"];
    const files = { "a.yaml": namespace("team-a") + BEFORE, "b.yaml": AFTER };
    const { code, stdout } = await run(args, files);
    assert.equal(code, 0);
    const { namespaces, notes, summary } = JSON.parse(stdout);
    assert.deepEqual([summary.pods, summary.violations], [1, 0]);
    assert.match(namespaces[0].workloads[0].source.file, /b\.yaml$/);
    const [repeated, duplicate, ...others] = notes;
    assert.deepEqual(others, []);
    assert.deepEqual(repeated, {
      severity: "warning",
      code: "repeated-object",
      message:
        "1 object is in the input more than once: it counts once. It has more than one uid: the input is of several moments, or of several clusters",
    });
    assert.deepEqual([duplicate.severity, duplicate.code, duplicate.line], ["warning", "duplicate-object", 1]);
    assert.match(
      duplicate.message,
      /^Pod team-a\/web-0 has other contents in .*a\.yaml:5; these count, as they come later\. Its uid is another one there/,
    );
  });

  it("count it the other way round in the other order, and fail with --strict", async () => {
    const { code, stderr } = await run(["audit", "--strict", "-f"], {
      "b.yaml": AFTER,
      "a.yaml": namespace("team-a") + BEFORE,
    });
    assert.equal(code, 2);
    assert.match(stderr, /^error: a\.yaml:5: Pod team-a\/web-0 has other contents in b\.yaml:1; these count/m);
  });

  it("say nothing of what makes no difference to a report", async () => {
    const { stdout } = await run(["audit", "-o", "json", "-f"], {
      "a.yaml": namespace("team-a") + pod("p", { uid: "u", spec: "nodeName: n1, " }),
      "b.yaml": pod("p", { uid: "u", spec: "nodeName: n2, " }),
    });
    assert.deepEqual(
      JSON.parse(stdout).notes.map(({ severity, code }: { severity: string; code: string }) => `${severity} ${code}`),
      ["info repeated-object"],
    );
  });

  it("take the owner of an object from the last place as well", async () => {
    const { stdout } = await run(["audit", "-o", "json", "-f"], {
      "a.yaml":
        namespace("team-a") +
        OWNED +
        controller("ReplicaSet", "web-5f", { metadata: `, ${owner("Deployment", "web")}` }),
      "b.yaml": controller("ReplicaSet", "web-5f"),
    });
    const [workload, ...others] = JSON.parse(stdout).namespaces[0].workloads;
    assert.deepEqual([workload.kind, workload.name, workload.pods, others], ["ReplicaSet", "web-5f", 1, []]);
  });

  it("warn of a plan as well, which takes what is read last", async () => {
    const files = (last: string): Record<string, string> => ({
      "a.yaml": namespace("team-a", "privileged"),
      "b.yaml": BEFORE,
      "c.yaml": AFTER,
      [`z-${last === BEFORE ? "before" : "after"}.yaml`]: last,
    });
    const levelOf = async (last: string): Promise<string> => {
      const { stdout } = await run(["plan", "-o", "json", "-f"], files(last));
      const plan = JSON.parse(stdout);
      assert.ok(plan.notes.some(({ code }: { code: string }) => code === "duplicate-object"));
      return plan.steps[2].namespaces[0]?.to["pod-security.kubernetes.io/enforce"] ?? "none";
    };
    assert.equal(await levelOf(BEFORE), "none");
    assert.equal(await levelOf(AFTER), "baseline");
  });
});

describe("a dump that is read for some namespaces", () => {
  const unreadable = (where: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: bad${where}}\nspec: {hostNetwork: "yes", ${CONTAINERS}}\n---\n`;
  const GOOD = namespace("team-a") + namespace("other", "baseline", "z") + pod("p");
  const SCOPES: readonly (readonly string[])[] = [
    ["-n", "team-a"],
    ["-l", "team=x"],
  ];
  const COMMANDS: readonly (readonly string[])[] = [["audit"], ["dry-run", "--warn", "baseline"], ["plan"]];
  const CASES: readonly (readonly [what: string, text: string, count: number, code: number])[] = [
    ["an unreadable object of another namespace does not count", unreadable(", namespace: other"), 0, 0],
    ["an unreadable object of the namespace counts", unreadable(", namespace: team-a"), 1, 3],
    ["an unreadable object of no namespace counts", unreadable(""), 1, 3],
    ["an unreadable object whose namespace has another type counts", unreadable(", namespace: [other]"), 1, 3],
    ["a document that is no YAML counts", "a: [\n---\n", 1, 3],
    [
      "an unreadable list counts, whatever namespace it claims",
      "apiVersion: v1\nkind: PodList\nmetadata: {namespace: other}\nitems: {}\n---\n",
      1,
      3,
    ],
    [
      "one item of a list counts, and the one after it does not",
      `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {namespace: team-a}, spec: {hostPID: 1}}\n` +
        `- {apiVersion: v1, kind: Pod, metadata: {namespace: other}, spec: {hostPID: 1}}\n---\n`,
      1,
      3,
    ],
    [
      "a kind that does not exist is of its namespace",
      "apiVersion: v1\nkind: pod\nmetadata: {namespace: other}\n",
      0,
      0,
    ],
    ["a kind that does not exist is an error", "apiVersion: v1\nkind: pod\nmetadata: {namespace: team-a}\n", 0, 2],
  ];
  for (const scope of SCOPES) {
    for (const [what, text, count, expected] of CASES) {
      for (const command of COMMANDS) {
        it(`${command[0]} ${scope.join(" ")}: ${what}`, async () => {
          const { code, stdout } = await run([...command, ...scope, "-o", "json", "-f"], { "a.yaml": GOOD + text });
          assert.equal(JSON.parse(stdout).unreadable.length, count);
          // What a plan makes of an error is not asked here.
          if (command[0] !== "plan" || expected !== 2) assert.equal(code, expected);
        });
      }
    }
  }

  it("says nothing of what is twice in other namespaces", async () => {
    const { stdout } = await run(["audit", "-n", "team-a", "--strict", "-o", "json", "-f"], {
      "a.yaml": GOOD + pod("q", { namespace: "other" }) + namespace("other", "restricted", "z"),
      "b.yaml": pod("q", { namespace: "other", spec: HOST }),
    });
    assert.deepEqual(JSON.parse(stdout).notes, []);
  });

  it("counts what a selector cannot tell", async () => {
    const { code, stdout } = await run(["audit", "-l", "team=x", "-o", "json", "-f"], {
      "a.yaml": GOOD + unreadable(", namespace: unknown"),
    });
    assert.deepEqual([code, JSON.parse(stdout).unreadable.length], [3, 1]);
  });

  it("counts a Namespace that cannot be read, for a selector and for its own name alone", async () => {
    const broken = "apiVersion: v1\nkind: Namespace\nmetadata: {name: third, labels: {a: 1}}\n";
    const count = async (...scope: string[]): Promise<number> => {
      const { stdout } = await run(["audit", ...scope, "-o", "json", "-f"], { "a.yaml": GOOD + broken });
      return JSON.parse(stdout).unreadable.length;
    };
    assert.deepEqual(
      [await count("-n", "team-a"), await count("-n", "third"), await count("-l", "team=x"), await count("-A")],
      [0, 1, 1, 1],
    );
  });
});

describe("manifests with one object in several files", () => {
  const lint = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const { code, stdout } = await run(["lint", "-o", "json", ...args], files);
    const { namespaces, notes, summary } = JSON.parse(stdout);
    const places = namespaces.flatMap(({ workloads }: { workloads: { source: { file: string; line: number } }[] }) =>
      workloads.map(({ source: { file, line } }) => `${file.split("/").slice(-2).join("/")}:${line}`),
    );
    const said = notes
      .filter(({ code: noteCode }: { code: string }) => noteCode === "repeated-object")
      .map(({ severity, message, file, line }: { severity: string; message: string; file: string; line: number }) =>
        `${severity} ${file}:${line}: ${message}`.replaceAll(/\/\S*\/(?=[a-z]+\/[a-z]+\.yaml)/g, ""),
      );
    return { code, places, said, summary };
  };
  const GOOD = controller("Deployment", "web");
  const BAD = controller("Deployment", "web", { spec: HOST });

  it("are judged each, and count once where the same is said of them", async () => {
    const { code, places, said, summary } = await lint({ "dev/a.yaml": BAD, "prod/a.yaml": `# a comment\n${BAD}` });
    assert.equal(code, 1);
    assert.deepEqual(places, ["dev/a.yaml:1"]);
    assert.deepEqual([summary.objects, summary.workloads, summary.violations], [1, 1, 5]);
    assert.deepEqual(said, [
      "info prod/a.yaml:2: Deployment team-a/web is in dev/a.yaml:1 as well, and the same is said of it: it counts once, there",
    ]);
  });

  for (const [first, second] of [
    [GOOD, BAD],
    [BAD, GOOD],
  ] as const) {
    it(`are told apart where something else is said, ${first === BAD ? "the first" : "the second"} of which violates`, async () => {
      const { code, places, said, summary } = await lint({ "dev/a.yaml": first, "prod/a.yaml": second }, "--strict");
      // Two environments are no mistake.
      assert.equal(code, 1);
      assert.deepEqual(places, ["dev/a.yaml:1", "prod/a.yaml:1"]);
      assert.deepEqual([summary.objects, summary.workloads], [2, 2]);
      assert.deepEqual(said, [
        "warning prod/a.yaml:1: Deployment team-a/web is in dev/a.yaml:1 as well, and something else is said of it there: each of them counts",
      ]);
    });
  }

  it("count once for each thing that is said", async () => {
    const { places, said } = await lint({ "a/a.yaml": GOOD, "b/a.yaml": BAD, "c/a.yaml": GOOD, "d/a.yaml": BAD });
    assert.deepEqual(places, ["a/a.yaml:1", "b/a.yaml:1"]);
    assert.deepEqual(
      said.map((note: string) => note.slice(0, note.indexOf(":")) + / is in \S+/.exec(note)?.[0]),
      ["warning b/a.yaml is in a/a.yaml:1", "info c/a.yaml is in a/a.yaml:1", "info d/a.yaml is in b/a.yaml:1"],
    );
  });

  it("are several objects where they name no namespace, unless -n does", async () => {
    const unplaced = BAD.replace(", namespace: team-a", "");
    const files = { "one/a.yaml": unplaced, "two/a.yaml": unplaced };
    const { places, summary } = await lint(files);
    assert.deepEqual([places.length, summary.workloads, summary.objects], [2, 2, 2]);
    assert.equal((await lint(files, "-n", "team-a")).summary.workloads, 1);
  });

  it("are counted once whatever their kind", async () => {
    const service = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: team-a}\n---\n";
    const files = { "a/a.yaml": namespace("team-a") + service, "b/a.yaml": namespace("team-a") + service };
    assert.equal((await lint(files)).summary.objects, 2);
  });
});
