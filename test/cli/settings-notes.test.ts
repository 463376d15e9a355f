import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { runCli, type CliResult } from "./run-cli.ts";

const home = process.cwd();
let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kubectl-pss-settings-"));
  process.chdir(directory);
  mkdirSync(".git");
});
afterEach(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, text);
  }
}

/** A Pod that violates baseline. */
function pod(name: string, metadata = ""): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop${metadata}}\nspec: {hostNetwork: true, containers: [{name: c, image: i}]}\n`;
}

function lint(...args: readonly string[]): Promise<CliResult> {
  return runCli(["lint", ...args]);
}

/** The messages of a kind of note of a lint, with the severity and the place. */
function notes(code: string, ...args: readonly string[]): Promise<string[]> {
  return notesOf(["lint", ...args], code);
}

async function notesOf(words: readonly string[], code: string): Promise<string[]> {
  const { stdout } = await runCli([...words, "-o", "json"]);
  const report = JSON.parse(stdout) as {
    notes: { severity: string; code: string; message: string; file?: string; line?: number }[];
  };
  return report.notes
    .filter((note) => note.code === code)
    .map(({ severity, message, file, line }) => `${severity} ${file ?? "-"}:${line ?? "-"} ${message}`);
}

describe("the configuration of a run", () => {
  const FILES = {
    "a/.kubectl-pss.yaml": "failOn: any\n",
    "a/p.yaml": pod("a"),
    "b/.kubectl-pss.yaml": "failOn: none\n",
    "b/p.yaml": pod("b"),
  };

  it("is named in the summary of each format that has one, and in JSON", async () => {
    write({
      ".kubectl-pss.yaml": "failOn: any\n",
      "p.yaml": pod("p"),
      "clean.yaml": pod("c").replace("hostNetwork: true, ", ""),
    });
    for (const format of ["table", "wide", "markdown", "github", "azure"]) {
      assert.match((await lint("-o", format, "p.yaml")).stdout, /^Configuration: \.kubectl-pss\.yaml$/m, format);
    }
    assert.match((await lint("--level", "baseline", "clean.yaml")).stdout, /^Configuration: \.kubectl-pss\.yaml$/m);
    const { configuration } = JSON.parse((await lint("-o", "json", "p.yaml")).stdout) as { configuration: string };
    assert.equal(configuration, ".kubectl-pss.yaml");
    rmSync(".kubectl-pss.yaml");
    assert.doesNotMatch((await lint("p.yaml")).stdout, /Configuration/);
  });

  it("has a warning if another configuration is nearer to some inputs, in both orders", async () => {
    write(FILES);
    const other = (nearest: string, file: string, counting: string): string =>
      `warning ${nearest}:1 "${nearest}" does not count, and is the nearest one to "${file}": a run has one configuration, that of its first input, ${counting}; give these inputs runs of their own, or name the configuration with --config`;
    assert.deepEqual(await notes("other-configuration", "a", "b"), [
      other("b/.kubectl-pss.yaml", "b/p.yaml", 'so "a/.kubectl-pss.yaml" counts'),
    ]);
    assert.deepEqual(await notes("other-configuration", "b", "a"), [
      other("a/.kubectl-pss.yaml", "a/p.yaml", 'so "b/.kubectl-pss.yaml" counts'),
    ]);
    assert.equal((await lint("a", "b")).code, 1);
    assert.equal((await lint("b", "a")).code, 0);
    assert.equal((await notes("other-configuration", ".")).length, 2);
    assert.deepEqual(await notes("other-configuration", "a"), []);
    assert.deepEqual(await notes("other-configuration", "--config", "a/.kubectl-pss.yaml", "a", "b"), []);
  });

  it("has a warning if it applies to inputs outside of its directory", async () => {
    write({ ...FILES, "c/p.yaml": pod("c"), "c/q.yaml": pod("q") });
    rmSync("b", { recursive: true });
    const [note, ...more] = await notes("other-configuration", "a", "c");
    assert.match(
      note ?? "",
      /^warning -:- "a\/.kubectl-pss.yaml" counts for 2 files such as "c\/p.yaml" too, which it is neither/,
    );
    assert.deepEqual(more, []);
    assert.match(
      (await notes("other-configuration", "c", "a")).join(),
      /"a\/.kubectl-pss.yaml" does not count, .*, and that has no configuration;/,
    );
  });
});

describe("a setting that matches nothing", () => {
  const SETTINGS = `levels:
  - {path: gone/, level: privileged}
  - {path: ./k8s, level: privileged}
  - {namespace: Shop, level: privileged}
  - {namespace: shop, level: baseline}
  - {namespace: sh*, level: privileged}
exclude:
  - testdata/
  - ./k8s/skip.yaml
  - "!gone.yaml"
accept:
  - {kind: po, check: hostPorts, reason: why}
  - {kind: "Pod*", name: other, check: hostPorts, reason: why}
`;

  it("is named with its line", async () => {
    write({ ".kubectl-pss.yaml": SETTINGS, "k8s/p.yaml": pod("p"), "testdata/t.yaml": pod("t") });
    assert.deepEqual(await notes("unused-setting", "."), [
      'warning .kubectl-pss.yaml:2 levels[0] decides about no object (path "gone/")',
      'warning .kubectl-pss.yaml:3 levels[1] decides about no object (path "./k8s"): a pattern does not begin with ./; write "/k8s"',
      'warning .kubectl-pss.yaml:4 levels[2] decides about no object (namespace "Shop")',
      'warning .kubectl-pss.yaml:6 levels[4] decides about no object (namespace "sh*")',
      'warning .kubectl-pss.yaml:9 exclude[1] matches nothing ("./k8s/skip.yaml"): a pattern does not begin with ./; write "/k8s/skip.yaml"',
      'warning .kubectl-pss.yaml:10 exclude[2] matches nothing ("!gone.yaml")',
    ]);
    const about = (line: number, kind: string): string =>
      `info .kubectl-pss.yaml:${line} hostPorts of ${kind} is accepted, but there is no such workload; `;
    const wrongKind = `${about(12, "po/*")}found the kind "po", did you mean Pod?`;
    assert.deepEqual(await notes("unused-acceptance", "."), [wrongKind, `${about(13, "Pod*/other")}remove the entry`]);
    // A run over single files names only what is certainly wrong.
    assert.deepEqual(await notes("unused-acceptance", "k8s/p.yaml"), [wrongKind]);
  });

  it("means no other kind if it occurs in the input", async () => {
    const list = "- {namespace: shop, kind: CronTab, name: gone, check: hostPorts, reason: why}\n";
    const cronTab = "apiVersion: stable.example.com/v1\nkind: CronTab\nmetadata: {name: tab, namespace: shop}\n";
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
    write({ "accepted.list": list, "k8s/ns.yaml": namespace, "k8s/p.yaml": pod("p") });
    const object = (properties: object) => ({ type: "object", properties });
    const containers = { type: "array", items: object({ name: {}, image: {}, command: {}, securityContext: {} }) };
    const template = object({
      metadata: {},
      spec: object({ containers, volumes: {}, nodeSelector: {}, tolerations: {} }),
    });
    const openAPIV3Schema = object({ spec: object({ template }) });
    const definition = JSON.stringify({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "crontabs.stable.example.com" },
      spec: {
        group: "stable.example.com",
        names: { kind: "CronTab", plural: "crontabs" },
        scope: "Namespaced",
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }],
      },
    });
    for (const command of [["lint"], ["audit", "-f"]]) {
      const noteOf = async (...flags: readonly string[]): Promise<string> => {
        const found = await notesOf([...command, "k8s", "--accept", "accepted.list", ...flags], "unused-acceptance");
        assert.equal(found.length, 1);
        return found[0]?.replace(/^.*[;,] /s, "") ?? "";
      };
      for (const name of ["tab", "definition"]) rmSync(`k8s/${name}.yaml`, { force: true });
      assert.equal(await noteOf(), "did you mean CronJob?");
      assert.equal(await noteOf("--pod-template", "stable.example.com/CronTab=.spec.template"), "remove the entry");
      write({ "k8s/definition.yaml": definition });
      assert.equal(await noteOf(), "remove the entry");
      rmSync("k8s/definition.yaml");
      write({ "k8s/tab.yaml": cronTab });
      assert.equal(await noteOf(), "remove the entry");
    }
  });

  it("is not named by a run that did not read everything", async () => {
    write({ ".kubectl-pss.yaml": SETTINGS, "k8s/p.yaml": pod("p"), "testdata/t.yaml": pod("t") });
    assert.deepEqual(await notes("unused-setting", "k8s"), []);
    assert.deepEqual(await notes("unused-setting", "k8s/p.yaml"), []);
    write({ "k8s/broken.yaml": "kind: {\n" });
    assert.deepEqual(await notes("unused-setting", "."), []);
  });

  it("is not named if a flag overrides it", async () => {
    write({ ".kubectl-pss.yaml": "levels: [{path: gone/, level: privileged}]\n", "p.yaml": pod("p") });
    assert.deepEqual(await notes("unused-setting", "--level", "baseline", "."), []);
  });
});

describe("a file that the configuration names and that does not exist", () => {
  for (const [what, text, place] of [
    [
      "the admission configuration",
      "failOn: any\nadmissionConfig: nope.yaml\n",
      ".kubectl-pss.yaml:2: admissionConfig: nope.yaml: no such file",
    ],
    ["a directory", "admissionConfig: k8s\n", ".kubectl-pss.yaml:1: admissionConfig: k8s: it is a directory"],
    [
      "values",
      "render:\n  values:\n    - k8s/p.yaml\n    - [k8s/p.yaml, nope.yaml]\n",
      ".kubectl-pss.yaml:4: render.values: nope.yaml: no such file",
    ],
  ] as const) {
    it(`is an error with the line that names it: ${what}`, async () => {
      write({ ".kubectl-pss.yaml": text, "k8s/p.yaml": pod("p") });
      const { code, stderr } = await lint("--render", "k8s");
      assert.deepEqual([code, stderr], [2, `error: ${place}\nPaths in the configuration begin at its directory.\n`]);
    });
  }

  it("is no error if a flag overrides it, or nothing is rendered", async () => {
    write({ ".kubectl-pss.yaml": "admissionConfig: nope.yaml\nrender: {values: [nope.yaml]}\n", "p.yaml": pod("p") });
    writeFileSync("admission.yaml", readFileSync(join(home, "test/fixtures/lint/admission.yaml")));
    assert.equal((await lint("--admission-config", "admission.yaml", "p.yaml")).code, 1);
  });
});

describe("an annotation in the wrong place or with nearly the right key", () => {
  const KEY = "kubectl-pss/accept.hostNamespaces";
  const NAMESPACE = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: {${KEY}: ok}}\n`;
  const CRON_JOB = `apiVersion: batch/v1
kind: CronJob
metadata: {name: c, namespace: shop}
spec:
  schedule: "0 0 * * *"
  jobTemplate:
    metadata: {annotations: {${KEY}: ok}}
    spec:
      template:
        metadata: {annotations: {${KEY}: ok}}
        spec: {hostNetwork: true, containers: [{name: c, image: i}]}
`;

  it("has a warning, and an error when strict", async () => {
    write({ "ns.yaml": NAMESPACE, "cron.yaml": CRON_JOB });
    const expected = [
      `cron.yaml:7 annotation ${KEY}: put it into metadata.annotations of the CronJob: the template of its Jobs accepts nothing`,
      `cron.yaml:10 annotation ${KEY}: it accepts nothing in a pod template; put it into metadata.annotations of CronJob "c"`,
      `ns.yaml:3 annotation ${KEY}: put it into metadata.annotations of the workloads: a Namespace accepts nothing`,
    ];
    assert.deepEqual(
      await notes("misplaced-acceptance", "."),
      expected.map((text) => `warning ${text}`),
    );
    assert.deepEqual(
      await notes("misplaced-acceptance", "--strict", "."),
      expected.map((text) => `error ${text}`),
    );
    assert.equal((await lint("--strict", ".")).code, 2);
  });

  for (const key of [
    "kubectl-pss.io/accept.hostNamespaces",
    "kubectl-pss.kubernetes.io/accept.hostNamespaces",
    "kubectl-pss.accept/hostNamespaces",
    "accept.kubectl-pss/hostNamespaces",
    "kubectl_pss/accept.hostNamespaces",
    "kubectlpss/accept.hostNamespaces",
    "kubctl-pss/accept.hostNamespaces",
    "pss/accept.hostNamespaces",
    "pod-security.kubernetes.io/accept.hostNamespaces",
    "kubectl-pss/accepted.hostNamespaces",
    "kubectl-pss/accept/hostNamespaces",
  ]) {
    it(`names the right key of ${key}`, async () => {
      write({ "p.yaml": pod("p", `, annotations: {${key}: ok}`) });
      const [note, ...more] = await notes("invalid-acceptance", "p.yaml");
      assert.match(
        note ?? "",
        /^warning p.yaml:3 annotation .* so it accepts nothing. It is written kubectl-pss\/accept.hostNamespaces$/,
      );
      assert.deepEqual(more, []);
      assert.equal((await lint("--strict", "p.yaml")).code, 2);
    });
  }

  it("is not reported for annotations of other programs", async () => {
    const others = [
      "example.com/accept.hostPorts",
      "nginx.ingress.kubernetes.io/accept-encoding",
      "kubectl.kubernetes.io/last-applied",
      "acceptance/x",
      "checkov.io/skip1",
      "app.kubernetes.io/accept",
    ];
    write({ "p.yaml": pod("p", `, annotations: {${others.map((key) => `${key}: ok`).join(", ")}}`) });
    assert.deepEqual(await notes("invalid-acceptance", "p.yaml"), []);
  });
});

describe("a list of accepted violations as an input", () => {
  for (const [what, name, text] of [
    ["YAML", "accepted.yaml", "- {check: hostNamespaces, reason: why}\n"],
    ["JSON", "my accepted.json", '[{"check": "hostNamespaces", "reason": "why"}, {"check": "x"}]'],
  ] as const) {
    it(`has a warning with the flag that applies it: ${what}`, async () => {
      write({ [name]: text, "p.yaml": pod("p") });
      const shown = name.includes(" ") ? `'${name}'` : name;
      assert.deepEqual(await notes("accepted-list", "."), [
        `warning ${name}:1 a list of accepted violations, and no manifest: it accepts nothing as an input; apply it: kubectl pss lint --accept ${shown} PATH`,
      ]);
      assert.equal((await lint(".")).code, 1);
    });
  }

  it("is read as a list if it is applied", async () => {
    write({ "accepted.yaml": "- {check: hostNamespaces, reason: why}\n", "p.yaml": pod("p") });
    assert.equal((await lint("--accept", "accepted.yaml", ".")).code, 0);
    assert.deepEqual(await notes("accepted-list", "--accept", "accepted.yaml", "."), []);
  });
});

describe("--until", () => {
  it("gives new entries their last day", async () => {
    write({ "p.yaml": pod("p") });
    const args = ["--update-accept", "accepted.yaml", "--reason", "old debt", "--until", "2999-01-31", "p.yaml"];
    assert.equal((await lint(...args)).code, 0);
    assert.match(readFileSync("accepted.yaml", "utf8"), /reason: old debt\n {2}until: '2999-01-31'/);
  });

  for (const [args, message] of [
    [["--until", "2999-01-31"], /^error: --until is for --update-accept FILE\n/],
    [
      ["--update-accept", "a.yaml", "--reason", "r", "--until", "2999-02-30"],
      /^error: --until: expected the last day as YYYY-MM-DD/,
    ],
    [
      ["--update-accept", "a.yaml", "--reason", "r", "--until", "2001-01-31"],
      /^error: --until 2001-01-31 is over: today is \d{4}-\d\d-\d\d in UTC\n/,
    ],
    [
      ["--update-accept", "a.yaml", "--reason", "ok until 2999-01-31"],
      /^error: --reason names a day, which ends nothing\nGive the day as --until 2999-01-31\n/,
    ],
  ] as const) {
    it(`rejects ${args.join(" ")}`, async () => {
      write({ "p.yaml": pod("p") });
      const { code, stderr } = await lint(...args, "p.yaml");
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }
});
