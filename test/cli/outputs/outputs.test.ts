import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { FORMATS } from "../../../src/render/format.ts";
import { serverWith } from "../hostile/hostile-inputs.ts";
import { runCli } from "../run-cli.ts";
import { stubServer } from "../../sources/cluster/stub-server.ts";

const DUMP = "test/fixtures/audit/dump.yaml";
const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: true
  containers: [{name: web, image: web}]
`;

const ENFORCED =
  "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}}";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-outputs-"));
const at = (name: string): string => join(root, name);
const textOf = (name: string): string => readFileSync(at(name), "utf8");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
  writeFileSync(at("pod.yaml"), POD);
});
after(() => rmSync(root, { recursive: true }));

const lint = (...args: readonly string[]) => runCli(["lint", ...args, at("pod.yaml")]);

describe("several outputs of one run", () => {
  it("each file has the text of standard output, and the exit code does not change", async () => {
    for (const [command, input] of [
      ["lint", [at("pod.yaml")]],
      ["audit", ["-f", DUMP]],
    ] as const) {
      const formats = FORMATS.filter((format) => format !== "table");
      const files = formats.flatMap((format) => ["-o", `${format}=${at(`out.${format}.prom`)}`]);
      const table = await runCli([command, ...input]);
      const all = await runCli([command, "-o", "table", ...files, ...input]);
      assert.deepEqual(all, table);
      for (const format of formats) {
        const { stdout } = await runCli([command, "-o", format, ...input]);
        assert.equal(textOf(`out.${format}.prom`), stdout, format);
      }
    }
  });

  it("a later run replaces the files, also those with the name of an input", async () => {
    const names = [
      ...FORMATS.map((format) => [format, `${format}.txt`]),
      ...["json", "yaml", "sarif", "gitlab", "rdjson"].map((format) => [format, `${format}.json`]),
      ...["json", "yaml"].map((format) => [format, `${format}.yaml`]),
    ];
    const files = names.flatMap(([format, name = ""]) => ["-o", `${format}=${at(name)}`]);
    const first = await lint(...files);
    assert.deepEqual(await lint(...files), first);
  });

  it("a report replaces an empty file, and an empty list of GitLab", async () => {
    writeFileSync(at("empty.json"), "");
    writeFileSync(at("list.json"), "[]\n");
    const { code, stderr } = await lint("-o", `json=${at("empty.json")}`, "-o", `gitlab=${at("list.json")}`);
    assert.notEqual(code, 2, stderr);
  });

  it("a dry run also writes files", async () => {
    const file = at("dry-run.json");
    const args = ["dry-run", "-A", "--enforce", "restricted", "-f", DUMP];
    const { code, stdout } = await runCli([...args, "-o", `json=${file}`]);
    assert.equal(stdout, (await runCli(args)).stdout);
    assert.equal(code, (await runCli(args)).code);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).kind, "DryRunReport");
  });

  it("standard output has the table unless -o names another format", async () => {
    const table = await lint();
    assert.deepEqual(await lint("-o", `json=${at("a.json")}`), table);
    const yaml = await lint("-o", "yaml");
    assert.deepEqual(await lint("-o", `json=${at("a.json")}`, "-o", "yaml"), yaml);
    assert.deepEqual(await lint("-o", "yaml", `-o=json=${at("a.json")}`), yaml);
    assert.deepEqual(await lint("-o", "yaml", "-o", "yaml"), yaml);
  });

  it("all formats of a run have one time", async () => {
    await lint("-o", `json=${at("a.json")}`, "-o", `yaml=${at("a.yaml")}`);
    const { generatedAt } = JSON.parse(textOf("a.json"));
    assert.match(generatedAt, /^2026-/);
    assert.ok(textOf("a.yaml").includes(generatedAt));
  });

  it("a file of an earlier run is replaced, and no other file remains", async () => {
    writeFileSync(at("pss.sarif"), "x".repeat(1_000_000));
    await lint("-o", `sarif=${at("pss.sarif")}`, "-o", `junit=${at("pss.xml")}`);
    assert.equal(JSON.parse(textOf("pss.sarif")).version, "2.1.0");
    assert.match(textOf("pss.xml"), /^<\?xml /);
    assert.deepEqual(readdirSync(root).toSorted(), ["pod.yaml", "pss.sarif", "pss.xml"]);
  });

  it("an output file is not an input of a later run in its directory", async () => {
    const file = at("out.yaml");
    const twice = async () => {
      await runCli(["lint", "--no-timestamp", "-o", `yaml=${file}`, root]);
      return textOf("out.yaml");
    };
    const first = await twice();
    assert.equal(await twice(), first);
    assert.match(first, /files: 1/);
    await runCli(["audit", "--no-timestamp", "-o", `yaml=${file}`, "-f", root]);
    assert.match(textOf("out.yaml"), /files: 1/);
  });

  it("--messages, --only and --compare check all formats of the run", async () => {
    const { code, stderr } = await runCli(["audit", "-f", DUMP, "--only", "blocked", "-o", `sarif=${at("a")}`]);
    assert.equal(code, 2);
    assert.match(stderr, /^error: --only is not for -o sarif: /);
    const earlier = at("earlier.json");
    await runCli(["audit", "-f", DUMP, "-o", `json=${earlier}`]);
    const both = await runCli(["audit", "-f", DUMP, "--compare", earlier, "-o", `sarif=${at("a")}`]);
    assert.notEqual(both.code, 2, both.stderr);
    assert.equal((await lint("--messages", "-o", "json")).code, 2);
    const messages = await lint("--messages", "-o", "json", "-o", `wide=${at("wide.txt")}`);
    assert.notEqual(messages.code, 2, messages.stderr);
    assert.match(textOf("wide.txt"), /violates PodSecurity/);
  });
});

describe("a wrong output is rejected before anything is read", () => {
  const WRONG: readonly (readonly [name: string, args: () => readonly string[], message: RegExp])[] = [
    ["an unknown format", () => ["-o", `xml=${at("a")}`], /argument 'xml=.*' is invalid\. Allowed choices are table, /],
    ["no file", () => ["-o", "json="], /It names no file: write -o json=FILE, or -o json for standard output/],
    ["standard output as a file", () => ["-o", "json=-"], /It names no file/],
    [
      "two formats for standard output",
      () => ["-o", "json", "-o", "yaml"],
      /has the format json already: write -o yaml=FILE/,
    ],
    ["a directory", () => ["-o", `json=${root}`], /cannot be written: it is not a regular file/],
    ["a missing directory", () => ["-o", `json=${at("none/a.json")}`], /cannot be written: no such file or directory/],
    ["a file twice", () => ["-o", `json=${at("a")}`, "-o", `yaml=${root}/./a`], /this is the file of -o json as well/],
    ["an input", () => ["-o", `yaml=${at("pod.yaml")}`], /pod\.yaml: this is an input of the run as well/],
    ["an input by another name", () => ["-o", `yaml=${at("link.yaml")}`], /this is an input of the run as well/],
    [
      "a manifest beside the inputs",
      () => ["-o", `junit=${at("other.yaml")}`],
      /other\.yaml: the file has other content than an earlier report\nName another file/,
    ],
    [
      "the configuration",
      () => ["-o", `yaml=${at("other/.kubectl-pss.yaml")}`],
      /\.kubectl-pss\.yaml: the file is a configuration of lint\nName another file/,
    ],
    ["a manifest in JSON", () => ["-o", `sarif=${at("other.json")}`], /the file has other content/],
    [
      "the file of another flag",
      () => ["--update-accept", at("b.json"), "--reason", "r", "-o", `json=${at("b.json")}`],
      /this is the file of --update-accept as well/,
    ],
  ];
  for (const [name, args, message] of WRONG) {
    it(name, async () => {
      symlinkSync(at("pod.yaml"), at("link.yaml"));
      writeFileSync(at("other.yaml"), `# The pods\n---\n${POD}`);
      mkdirSync(at("other"), { recursive: true });
      writeFileSync(at("other/.kubectl-pss.yaml"), "failOn: none\n");
      writeFileSync(at("other.json"), '{"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web"}}');
      const { code, stdout, stderr } = await lint("-o", `html=${at("first.html")}`, ...args());
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.equal(existsSync(at("first.html")), false);
      assert.equal(textOf("pod.yaml"), POD);
    });
  }
});

it("a file that cannot be written at the end fails the run, after all other outputs", async () => {
  const file = at("a.json");
  const stolen = at("b.json");
  mkdirSync(at("locked"));
  writeFileSync(stolen, "");
  // A directory replaces the file after the check.
  const { openReportFiles } = await import("../../../src/cli/output/report-files.ts");
  const { files } = openReportFiles(
    [
      { format: "json", file },
      { format: "yaml", file: stolen },
    ],
    [],
  );
  const [one, two] = files;
  rmSync(stolen);
  mkdirSync(stolen);
  assert.ok(one !== undefined && two !== undefined);
  await assert.rejects(two.write(["x"]), /b\.json could not be written: it is not a regular file/);
  await one.write(["a", "b"]);
  assert.equal(textOf("a.json"), "ab");
  chmodSync(at("locked"), 0o755);
});

describe("a report names no exit code if a file of the run cannot be written", () => {
  const NAMESPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
  const CASES: readonly (readonly [title: string, args: readonly string[], input: string])[] = [
    ["an audit with violations", ["audit", "--level", "baseline", "-f", "-"], `${NAMESPACE}\n---\n${POD}`],
    ["an audit of unknown labels", ["audit", "-f", "-"], POD],
    ["an audit that nothing fails", ["audit", "-f", "-"], `${NAMESPACE}\n---\n${POD}`],
    ["a dry run of unknown labels", ["dry-run", "-A", "--enforce", "baseline", "-f", "-"], POD],
    ["a dry run of old violations", ["dry-run", "-A", "--enforce", "baseline", "-f", "-"], `${ENFORCED}\n---\n${POD}`],
    ["a lint without workloads", ["lint", "-"], NAMESPACE],
    ["a lint whose errors fail nothing", ["lint", "--fail-on", "none", "-"], `${ENFORCED}\n---\n${POD}`],
    ["a lint of an unreadable document", ["lint", "-"], `${POD}\n---\n{apiVersion: v1, kind: Pod, spec: 3}`],
  ];
  const CODE = / \(exit code \d[^)]*\)|; none fails the run \(.*\)|The exit code is 1 [^\n]*\n/g;

  for (const [title, args, input] of CASES) {
    it(title, async () => {
      const plain = await runCli(args, { stdin: input });
      assert.match(plain.stdout, CODE);
      const { code, stdout, stderr } = await runCli([...args, "-o", `json=${at("out.json")}`], {
        stdin: () => {
          // A directory replaces the file after the check.
          mkdirSync(at("out.json"));
          return input;
        },
      });
      assert.equal(stdout, plain.stdout.replaceAll(CODE, ""));
      assert.equal(code, 2);
      assert.match(stderr, /out\.json could not be written/);
    });
  }
});

describe("formats that need files have a message for a cluster", () => {
  it("once for each format, and only if it leaves out something", async (t) => {
    const item = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", namespace: "shop" },
      spec: { hostNetwork: true, containers: [] },
    };
    const stub = await stubServer(t, serverWith("x", [item]));
    const args = ["audit", "--server", stub.url.href];
    const { stderr } = await runCli([
      ...args,
      "--level",
      "baseline",
      "-o",
      "sarif",
      "-o",
      `sarif=${at("a")}`,
      "-o",
      `gitlab=${at("b")}`,
    ]);
    assert.equal(
      stderr.match(/^note: -o sarif of a cluster names no files, so GitHub's code scanning refuses the upload/gm)
        ?.length,
      1,
    );
    assert.match(stderr, /^note: -o gitlab of a cluster names no files/m);
    assert.doesNotMatch((await runCli([...args, "--level", "baseline"])).stderr, /names no files/);
    assert.doesNotMatch((await lint("-o", "sarif")).stderr, /names no files/);
  });
});
