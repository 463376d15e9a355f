/** Dumps that contain an object more than once: overlapping files, two moments, a must-gather. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { runCli, type CliResult } from "../run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-twice-"));
after(() => rmSync(root, { recursive: true }));

/** Runs a command on some files in a temporary directory; stderr names them without the directory. */
async function run(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Omit<CliResult, "screen">> {
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

  it("are no error with --strict", async () => {
    const args = ["audit", "--fail-on", "none", "--strict", "-f"];
    const { code, stdout } = await run(args, { "a.yaml": ALL, "b.yaml": NAMESPACE_AND_PODS });
    assert.equal(code, 0);
    assert.match(stdout, /^2 files, evaluated as Kubernetes \S+: 1 namespace, 1 workload, 1 pod$/m);
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

  it("may contain objects without a name and uid, and each counts", async () => {
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

  it("count an object in its last place, and name the other place", async () => {
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
      /^Pod team-a\/web-0 has other contents in .*a\.yaml:5; the later document counts\. Its uid differs there/,
    );
  });

  it("count its other place in the other order, and fail with --strict", async () => {
    const { code, stderr } = await run(["audit", "--strict", "-f"], {
      "b.yaml": AFTER,
      "a.yaml": namespace("team-a") + BEFORE,
    });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error: a\.yaml:5: Pod team-a\/web-0 has other contents in b\.yaml:1; the later document counts/m,
    );
  });

  it("get no note about differences that no report contains", async () => {
    const { stdout } = await run(["audit", "-o", "json", "-f"], {
      "a.yaml": namespace("team-a") + pod("p", { uid: "u", spec: "nodeName: n1, " }),
      "b.yaml": pod("p", { uid: "u", spec: "nodeName: n2, " }),
    });
    assert.deepEqual(
      JSON.parse(stdout).notes.map(({ severity, code }: { severity: string; code: string }) => `${severity} ${code}`),
      ["info repeated-object"],
    );
  });

  it("have the owner of the last place, too", async () => {
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

  for (const [order, texts] of Object.entries({ "the last": [AFTER, BEFORE], "the first": [BEFORE, AFTER] })) {
    it(`keep a plan from raising enforce if ${order} place does not meet a level`, async () => {
      const [first = "", second = ""] = texts;
      const files = { "a.yaml": namespace("team-a", "privileged"), "b.yaml": first, "c.yaml": second };
      const { code, stdout } = await run(["plan", "-o", "json", "-f"], files);
      assert.equal(code, 0);
      const { steps, notes } = JSON.parse(stdout);
      assert.deepEqual(steps[2].namespaces, []);
      assert.deepEqual(
        steps[3].namespaces[0].blockedBy.map(
          ({ kind, name, checks }: { kind: string; name: string; checks: { check: string }[] }) => [
            kind,
            name,
            checks.map(({ check }) => check),
          ],
        ),
        [["Pod", "web-0", ["hostNamespaces"]]],
      );
      const { message } = notes.find((note: { code: string }) => note.code === "duplicate-object");
      assert.match(message, /has other contents in .*; each of them is taken into account\. Its uid/);
    });
  }

  it("allow a plan the level that every place meets", async () => {
    const meets = "securityContext: {runAsNonRoot: true}, ";
    const files = {
      "a.yaml": namespace("team-a", "privileged"),
      "b.yaml": pod("web-0", { spec: meets }),
      "c.yaml": pod("web-0"),
    };
    const { stdout } = await run(["plan", "-o", "json", "-f"], files);
    const { steps, notes } = JSON.parse(stdout);
    assert.ok(notes.some(({ code }: { code: string }) => code === "duplicate-object"));
    const [{ to, workloads }] = steps[2].namespaces;
    assert.deepEqual([to["pod-security.kubernetes.io/enforce"], workloads], ["baseline", 1]);
  });

  it("count a workload of a plan once if it has only a uid", async () => {
    const nameless = `apiVersion: v1\nkind: Pod\nmetadata: {generateName: p-, uid: u7, namespace: team-a}\nspec: {${CONTAINERS}}\n---\n`;
    const files = { "a.yaml": namespace("team-a", "privileged") + nameless, "b.yaml": nameless };
    const { stdout } = await run(["plan", "-o", "json", "-f"], files);
    assert.equal(JSON.parse(stdout).steps[2].namespaces[0].workloads, 1);
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
      "an unreadable list counts, with any namespace",
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
          assert.equal(code, expected);
        });
      }
    }
  }

  it("has no note about repeated objects in other namespaces", async () => {
    const { stdout } = await run(["audit", "-n", "team-a", "--strict", "-o", "json", "-f"], {
      "a.yaml": GOOD + pod("q", { namespace: "other" }) + namespace("other", "restricted", "z"),
      "b.yaml": pod("q", { namespace: "other", spec: HOST }),
    });
    assert.deepEqual(JSON.parse(stdout).notes, []);
  });

  it("counts objects for which a selector is undecided", async () => {
    const { code, stdout } = await run(["audit", "-l", "team=x", "-o", "json", "-f"], {
      "a.yaml": GOOD + unreadable(", namespace: unknown"),
    });
    assert.deepEqual([code, JSON.parse(stdout).unreadable.length], [3, 1]);
  });

  it("counts an unreadable Namespace only for a selector and for its own name", async () => {
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

describe("a plan for a dump with lost or empty parts", () => {
  const READY =
    namespace("team-a", "privileged") +
    namespace("team-b", "privileged") +
    pod("p") +
    pod("p", { namespace: "team-b" });
  const LOST = `apiVersion: v1\nkind: Pod\nmetadata: {name: lost, namespace: team-b}\nspec: {${HOST}${CONTAINERS}}\n`;
  const spec = `spec: {template: {spec: {${HOST}${CONTAINERS}}}}\n---\n`;
  const CASES: readonly (readonly [
    what: string,
    text: string,
    raised: readonly string[],
    code: number,
    note: string,
  ])[] = [
    ["a lost document", LOST + pod("q", { namespace: "team-b" }), [], 3, "lost-document"],
    ["a document behind ...", `${pod("q").replace("---\n", "...\n")}${LOST}---\n`, [], 3, "lost-document"],
    [
      "a kind that does not exist",
      `apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: w, namespace: team-b}\n${spec}`,
      ["team-a"],
      2,
      "unknown-kind",
    ],
    [
      "a kind that does not exist, in no namespace",
      `apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: w}\n${spec}`,
      [],
      2,
      "unknown-kind",
    ],
    [
      "an object without a kind",
      `apiVersion: v1\nmetadata: {name: w, namespace: team-b}\n${spec}`,
      ["team-a"],
      2,
      "missing-kind",
    ],
    [
      "an object without a kind, in no namespace",
      `apiVersion: v1\nmetadata: {name: w}\n${spec}`,
      [],
      2,
      "missing-kind",
    ],
    [
      "an object with items",
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: w, namespace: team-b}\nitems: []\n---\n`,
      ["team-a"],
      2,
      "items-in-object",
    ],
  ];
  for (const [what, text, raised, expected, note] of CASES) {
    it(`does not raise enforce with ${what}`, async () => {
      const { code, stdout } = await run(["plan", "-o", "json", "-f"], { "a.yaml": READY, "b.yaml": text });
      const { steps, kept, notes } = JSON.parse(stdout);
      assert.ok(notes.some((one: { code: string }) => one.code === note));
      assert.equal(code, expected);
      const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);
      assert.deepEqual(names(steps[2].namespaces), raised);
      assert.deepEqual(
        names(kept),
        ["team-a", "team-b"].filter((name) => !raised.includes(name)),
      );
      for (const { reason, because } of kept) {
        assert.equal(reason, "unread");
        // audit and warn reject nothing, so step 2 still sets them.
        assert.equal(
          because,
          "some objects in it could not be read or judged, and may violate any level; " +
            "step 2 still sets audit=baseline warn=baseline there: these labels reject nothing new",
        );
      }
      // No command of any step raises enforce there.
      const raising = steps
        .flatMap(({ commands }: { commands: readonly string[] }) => commands)
        .filter((command: string) => command.includes("/enforce="));
      assert.equal(raising.length > 0, raised.length > 0);
      for (const { name } of kept) assert.ok(!raising.some((command: string) => command.split(" ").includes(name)));
    });
  }

  it("raises enforce if nothing is lost", async () => {
    const { code, stdout } = await run(["plan", "-o", "json", "-f"], { "a.yaml": READY });
    assert.deepEqual([code, JSON.parse(stdout).steps[2].namespaces.length], [0, 2]);
  });

  for (const scope of [["-A"], ["-n", "team-a"], ["-l", "team=x"]]) {
    it(`is the same for a namespace beside an unreadable one: ${scope.join(" ")}`, async () => {
      const text = "apiVersion: v1\nkind: Pod\nmetadata: {name: bad, namespace: team-b}\nspec: {hostPID: 1}\n---\n";
      const { stdout } = await run(["plan", ...scope, "-o", "json", "-f"], { "a.yaml": READY + text });
      const { steps, kept } = JSON.parse(stdout);
      const planned = steps[2].namespaces.map(({ name }: { name: string }) => name);
      assert.deepEqual(planned, ["team-a"]);
      assert.deepEqual(
        kept.map(({ name, reason }: { name: string; reason: string }) => [name, reason]),
        scope[0] === "-n" ? [] : [["team-b", "unread"]],
      );
    });
  }
});

describe("a selector and a namespace that is not in the dump", () => {
  const FILES = {
    "a.yaml": namespace("team-a") + pod("p", { spec: "" }),
    "b.yaml": pod("q", { namespace: "team-q", spec: "hostPID: true, " }) + pod("r", { namespace: "team-q" }),
    "c.yaml": pod("r", { namespace: "team-q" }) + pod("s", { namespace: "team-r" }),
  };
  for (const command of [["audit"], ["dry-run", "--warn", "baseline"], ["plan"]]) {
    it(`${command[0]} reports objects that are left out`, async () => {
      const { stdout } = await run([...command, "-l", "team=x", "-o", "json", "-f"], FILES);
      const unreadable: readonly { resource: string; namespace: string; message: string }[] =
        JSON.parse(stdout).unreadable;
      assert.deepEqual(
        unreadable.map(({ resource, namespace: of, message }) => [resource, of, message.split("; ")[1]]),
        [
          ["namespaces", "team-q", "2 objects are left out"],
          ["namespaces", "team-r", "1 object is left out"],
        ],
      );
    });
  }

  it("make the result incomplete, for any levels", async () => {
    const { code, stderr } = await run(["audit", "-l", "team=x", "--level", "baseline", "-f"], FILES);
    assert.equal(code, 3);
    assert.match(
      stderr,
      /^error: the Namespace "team-q" was not read: its labels are unknown, so it is unknown whether -l selects it/m,
    );
  });

  it("have no note for a namespace with other labels, and no note without -l", async () => {
    const files = { "a.yaml": namespace("team-a") + namespace("team-q", "baseline", "z"), "b.yaml": FILES["b.yaml"] };
    for (const scope of [
      ["-l", "team=x"],
      ["-n", "team-a"],
    ]) {
      const { stdout } = await run(["audit", ...scope, "-o", "json", "-f"], files);
      assert.deepEqual(JSON.parse(stdout).notes, []);
    }
  });
});

describe("a namespace that only unjudged objects name", () => {
  const UNKNOWN = "apiVersion: v1\nkind: Pods\nmetadata: {name: uk, namespace: team-q}\n---\n";
  const FOREIGN = `apiVersion: example.com/v1\nkind: Foo\nmetadata: {name: f, namespace: team-q}\nspec: {template: {spec: {${CONTAINERS}}}}\n---\n`;
  const SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: team-q}\n---\n";
  const CASES: readonly (readonly [text: string, code: number, notes: readonly string[]])[] = [
    [UNKNOWN, 2, ["unknown-kind"]],
    [FOREIGN, 0, ["found-by-shape"]],
    [SERVICE, 0, []],
    [UNKNOWN.replace(", namespace: team-q", ""), 2, ["unknown-kind"]],
  ];
  for (const [text, expected, notes] of CASES) {
    it(`is not empty: ${text.split("\n").slice(1, 3).join(" ")}`, async () => {
      const { code, stdout } = await run(["audit", "-n", "team-q", "-o", "json", "-f"], {
        "a.yaml": namespace("team-a") + text,
      });
      assert.equal(code, expected);
      assert.deepEqual(
        JSON.parse(stdout).notes.map((note: { code: string }) => note.code),
        notes,
      );
    });
  }

  it("is unknown if all objects are in other namespaces", async () => {
    const { code, stderr } = await run(["audit", "-n", "typo", "-f"], {
      "a.yaml": namespace("team-a") + UNKNOWN + SERVICE,
    });
    assert.equal(code, 2);
    assert.match(stderr, /there is no namespace "typo", and nothing in it/);
  });
});

describe("a note about an object that a dump repeats", () => {
  const NOTED =
    pod("p", { uid: "u9", spec: "hostNetwrok: true, " }) +
    `apiVersion: example.com/v1\nkind: Foo\nmetadata: {name: f, namespace: team-a}\nspec: {template: {spec: {${CONTAINERS}}}}\n---\n` +
    "apiVersion: v1\nkind: Pods\nmetadata: {name: uk, namespace: team-a}\n---\n";
  const codesOf = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
    const { stdout } = await run(["audit", "-o", "json", "-f"], files);
    return JSON.parse(stdout).notes.map(({ code }: { code: string }) => code);
  };

  it("appears once if it is the same for each place", async () => {
    assert.deepEqual(await codesOf({ "a.yaml": namespace("team-a") + NOTED, "b.yaml": NOTED }), [
      "repeated-object",
      "unknown-field",
      "found-by-shape",
      "unknown-kind",
    ]);
  });

  it("appears for each place if it differs, and for each object", async () => {
    const other = pod("p", { uid: "u9", spec: "hostPidd: true, " }) + pod("q", { spec: "hostNetwrok: true, " });
    const codes = await codesOf({ "a.yaml": namespace("team-a") + NOTED, "b.yaml": other });
    assert.equal(codes.filter((code) => code === "unknown-field").length, 3);
  });
});

describe("objects without a name beside one with a hostile name", () => {
  for (const [what, suffix] of Object.entries({ "a number": "/1", "a star": "" })) {
    it(`count each: ${what}`, async () => {
      const unnamed = `apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-, namespace: team-a}\nspec: {${CONTAINERS}}\n---\n`;
      const files = { "a.yaml": namespace("team-a", "privileged") + pod(`"a-*${suffix}"`) + unnamed + unnamed };
      const { stdout: audit } = await run(["audit", "-o", "json", "-f"], files);
      assert.equal(JSON.parse(audit).summary.workloads, 3);
      const { stdout: plan } = await run(["plan", "-o", "json", "-f"], files);
      assert.equal(JSON.parse(plan).steps[2].namespaces[0].workloads, 3);
    });
  }
});

describe("one uid on several names", () => {
  const COPIED = pod("p", { uid: "u" }) + pod("q", { uid: "u" });
  const sharedOf = async (scope: readonly string[], files: Readonly<Record<string, string>>): Promise<string[]> => {
    const { stdout } = await run(["audit", ...scope, "-o", "json", "-f"], files);
    const notes: readonly { severity: string; code: string; line: number; message: string }[] =
      JSON.parse(stdout).notes;
    return notes
      .filter(({ code }) => code === "shared-uid")
      .map(({ severity, line, message }) =>
        `${severity} ${line}: ${message.replaceAll(/\/\S*\//g, "")}`.replace(" pod", ""),
      );
  };

  it("has a note, and each of the objects counts", async () => {
    const files = { "a.yaml": namespace("team-a") + COPIED, "b.yaml": COPIED };
    const { stdout } = await run(["audit", "-o", "json", "-f"], files);
    assert.equal(JSON.parse(stdout).summary.pods, 2);
    const [note = "", ...others] = await sharedOf([], files);
    assert.deepEqual(others, []);
    assert.match(
      note,
      /^warning 6: Pod .*q has the same uid as Pod .*p in .*b\.yaml:1: a cluster never uses a uid twice/,
    );
  });

  it("has one note for each uid", async () => {
    const [note = "", ...others] = await sharedOf([], {
      "a.yaml": namespace("team-a") + COPIED + pod("r", { uid: "u" }) + pod("s", { uid: "u" }) + pod("t", { uid: "v" }),
    });
    assert.deepEqual(others, []);
    assert.match(note, / and 2 more: a cluster never/);
  });

  it("has no note for other namespaces, and no note for one object in two versions", async () => {
    const old = controller("Deployment", "web", { apiVersion: "extensions/v1beta1", metadata: ", uid: d" });
    const files = {
      "a.yaml": namespace("team-a") + old + controller("Deployment", "web", { metadata: ", uid: d" }),
      "b.yaml": pod("p", { uid: "u", namespace: "other" }) + pod("q", { uid: "u", namespace: "other" }),
    };
    assert.deepEqual(await sharedOf(["-n", "team-a"], files), []);
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

  it("are all judged, and count once if their verdicts are the same", async () => {
    const { code, places, said, summary } = await lint({ "dev/a.yaml": BAD, "prod/a.yaml": `# a comment\n${BAD}` });
    assert.equal(code, 1);
    assert.deepEqual(places, ["dev/a.yaml:1"]);
    assert.deepEqual([summary.objects, summary.workloads, summary.violations], [1, 1, 5]);
    assert.deepEqual(said, [
      "info prod/a.yaml:2: Deployment team-a/web is in dev/a.yaml:1 as well, with the same result: it counts once, there",
    ]);
  });

  for (const [first, second] of [
    [GOOD, BAD],
    [BAD, GOOD],
  ] as const) {
    it(`count separately if their verdicts differ, and ${first === BAD ? "the first" : "the second"} violates`, async () => {
      const { code, places, said, summary } = await lint({ "dev/a.yaml": first, "prod/a.yaml": second }, "--strict");
      // Manifests of two environments are no mistake.
      assert.equal(code, 1);
      assert.deepEqual(places, ["dev/a.yaml:1", "prod/a.yaml:1"]);
      assert.deepEqual([summary.objects, summary.workloads], [2, 2]);
      assert.deepEqual(said, [
        "warning prod/a.yaml:1: Deployment team-a/web is in dev/a.yaml:1 as well, with a different result: each of them counts",
      ]);
    });
  }

  it("count once for each verdict", async () => {
    const { places, said } = await lint({ "a/a.yaml": GOOD, "b/a.yaml": BAD, "c/a.yaml": GOOD, "d/a.yaml": BAD });
    assert.deepEqual(places, ["a/a.yaml:1", "b/a.yaml:1"]);
    assert.deepEqual(
      said.map((note: string) => note.slice(0, note.indexOf(":")) + / is in \S+/.exec(note)?.[0]),
      ["warning b/a.yaml is in a/a.yaml:1", "info c/a.yaml is in a/a.yaml:1", "info d/a.yaml is in b/a.yaml:1"],
    );
  });

  it("are several objects if they name no namespace, unless -n does", async () => {
    const unplaced = BAD.replace(", namespace: team-a", "");
    const files = { "one/a.yaml": unplaced, "two/a.yaml": unplaced };
    const { places, summary } = await lint(files);
    assert.deepEqual([places.length, summary.workloads, summary.objects], [2, 2, 2]);
    assert.equal((await lint(files, "-n", "team-a")).summary.workloads, 1);
  });

  it("are counted once, regardless of their kind", async () => {
    const service = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: team-a}\n---\n";
    const files = { "a/a.yaml": namespace("team-a") + service, "b/a.yaml": namespace("team-a") + service };
    assert.equal((await lint(files)).summary.objects, 2);
  });
});
