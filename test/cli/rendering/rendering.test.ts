/** Rendering by the command line, with stubs. test/package/rendering.test.ts has the real programs. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { FORMATS } from "../../../src/render/format.ts";
import { runCli } from "../run-cli.ts";
import { tree } from "../../sources/tree.ts";

const CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n";
const POD =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: a}\nspec: {hostPID: true, containers: [{name: a, image: a}]}\n";
const PATCH = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {hostPID: true}}}\n";

const directory = tree({
  "charts/web/Chart.yaml": CHART,
  "charts/web/templates/a.yaml": "a: {{ .b }}\n",
  "charts/api/Chart.yaml": CHART,
  "charts/api/templates/a.yaml": "a: {{ .b }}\n",
  "charts/pod.yaml": POD,
  "overlay/kustomization.yaml": "resources: [pod.yaml]\npatches: [{path: patch.yaml}]\n",
  "overlay/pod.yaml": POD,
  "overlay/patch.yaml": PATCH,
  "empty/.keep": "",
  "values.yaml": "a: b\n",
});
const before_ = process.cwd();
before(() => process.chdir(directory));
after(() => process.chdir(before_));

/** A PATH with a helm and a kubectl of the shell. */
function stubs(script: string): Readonly<Record<string, string>> {
  const bin = tree({ ".keep": "" });
  for (const name of ["helm", "kubectl"]) writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: [bin, process.env["PATH"] ?? ""].join(":") };
}

describe("a flag of charts without --render is rejected by name", () => {
  for (const flags of [
    ["--values", "values.yaml"],
    ["--set", "a=b"],
    ["--set-string", "a=b"],
    ["--kube-version", "v1.34"],
    ["--api-versions", "a/v1"],
    ["--release-name", "a"],
  ] as const) {
    for (const others of [["charts"], ["-k", "overlay"]]) {
      it([...flags, ...others].join(" "), async () => {
        const { code, stderr } = await runCli(["lint", ...flags, ...others]);
        assert.equal(code, 2);
        const missing = others[0] === "-k" ? "with -k: it is for charts" : "without --render";
        assert.match(stderr, new RegExp(`^error: ${flags[0]} has no effect ${missing}\\n`));
      });
    }
  }
});

describe("a flag of charts without any chart is rejected by name", () => {
  for (const [flags, paths] of [
    [["--values", "values.yaml"], ["overlay"]],
    [["--set", "a=b"], ["values.yaml"]],
    [
      ["--release-name", "a"],
      ["-k", "overlay"],
    ],
  ] as const) {
    it([...flags, ...paths].join(" "), async () => {
      const { code, stdout, stderr } = await runCli(["lint", "--render", ...flags, ...paths]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, new RegExp(`^error: ${flags[0]} has no effect: there is no chart among the inputs\\n`));
    });
  }
});

describe("a wrong value ends the run before anything is rendered", () => {
  for (const [args, message] of [
    [["--render", "--values", "gone.yaml", "charts"], /--values gone\.yaml: no such file/],
    [["--render", "--values", "values.yaml,", "charts"], /The name of a file is empty/],
    [
      ["--render", "--values", "https://me:pw@example.org/v.yaml", "charts"],
      /--values https:\/\/example\.org\/v\.yaml is an address/,
    ],
    [["--render", "--set", "a", "charts"], /It is KEY=VALUE/],
    [["--render", "--kube-version", "new", "charts"], /It is a version/],
    [["--render", "--api-versions", "", "charts"], /An API version is empty/],
    [["--render", "--release-name", "A_b", "charts"], /lower-case letters/],
    [["--render"], /nothing to lint/],
    [["-k", "charts"], /-k charts has no kustomization that can be read/],
    [["-k", "gone"], /-k gone is no directory/],
    [["-k", ""], /It is empty/],
    [["-k", "overlay", "-k", "overlay"], /It is one kustomization/],
    [
      ["-k", "https://me:pw@example.org/a?ref=b"],
      /-k https:\/\/example\.org\/a is an address, and nothing is downloaded[^]*kubectl kustomize URL/,
    ],
  ] as const) {
    it(args.join(" "), async () => {
      const env = stubs('touch "$0.ran"');
      const { code, stderr } = await runCli(["lint", ...args], { env });
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /pw/);
      assert.ok(!existsSync(join(env["PATH"]?.split(":")[0] ?? "", "helm.ran")));
    });
  }
});

describe("a missing program is exit code 3 with the next step", () => {
  const env = { PATH: join(directory, "empty") };

  it("helm: the rest is judged", async () => {
    const { code, stdout, stderr } = await runCli(["lint", "--render", "charts"], { env });
    assert.equal(code, 3);
    assert.match(stdout, /Pod\/a {2}charts\/pod\.yaml:1/);
    assert.match(
      stderr,
      /charts\/web\/Chart\.yaml:1: not judged: charts\/web is a Helm chart, and helm is not on the PATH: install Helm, or /,
    );
  });

  it("kubectl and kustomize", async () => {
    const { code, stderr } = await runCli(["lint", "-k", "overlay"], { env });
    assert.equal(code, 3);
    assert.match(
      stderr,
      /overlay is a kustomization, and neither kubectl nor kustomize is on the PATH: install one of them/,
    );
  });

  it("a program in the working directory is not run", async () => {
    const { code, stderr } = await runCli(["lint", "-k", "overlay"], { env: { PATH: "bin" } });
    assert.equal(code, 3);
    assert.match(stderr, /neither kubectl nor kustomize/);
  });
});

describe("a kustomization that cannot be rendered names everything that is in the way", () => {
  const BUILD = "build it yourself: kustomize build";
  for (const [name, files, message] of [
    [
      "missing",
      ["kustomization.yaml", "resources: [./no.yaml, nope]"],
      "with paths that do not exist: resources: ./no.yaml, resources: nope. Correct them, and lint again",
    ],
    [
      "remote",
      ["kustomization.yaml", "resources: ['https://example.org/a']"],
      `with parts that are not on this disk: resources: https://example.org/a. Nothing is downloaded, and no Helm runs in it; ${BUILD} remote |`,
    ],
    [
      "both",
      ["kustomization.yaml", "resources: [./no.yaml, 'https://example.org/a']"],
      `with paths that do not exist: resources: ./no.yaml, and with parts that are not on this disk: resources: https://example.org/a. Correct the paths that do not exist. Nothing is downloaded, and no Helm runs in it; ${BUILD} both |`,
    ],
    [
      "all",
      [
        "kustomization.yaml",
        "resources: [./no.yaml, 'https://example.org/a', ../empty/a.yaml]\nhelmCharts: [{name: a}]",
      ],
      `with paths that do not exist: resources: ./no.yaml, and with parts that are not on this disk: helmCharts, resources: https://example.org/a, and with files from outside of its directory: ../empty/a.yaml. Correct the paths that do not exist. kustomize reads files from outside only with a flag. Nothing is downloaded, and no Helm runs in it; ${BUILD} --enable-helm --load-restrictor LoadRestrictionsNone all |`,
    ],
    [
      "parts",
      [
        "kustomization.yaml",
        "resources: [base, ./no.yaml]",
        "base/kustomization.yaml",
        "resources: ['https://example.org/a']",
      ],
      `with paths that do not exist: resources: ./no.yaml, and with parts that are not on this disk: resources: https://example.org/a (in refused/parts/base). Correct`,
    ],
    [
      "inner",
      [
        "kustomization.yaml",
        "resources: [base]",
        "base/kustomization.yaml",
        "resources: ['https://example.org/a', ./no.yaml]",
      ],
      "with paths that do not exist: resources: ./no.yaml, and with parts that are not on this disk: resources: https://example.org/a. Correct",
    ],
  ] as const) {
    it(name, async () => {
      mkdirSync(join("empty"), { recursive: true });
      writeFileSync("empty/a.yaml", POD);
      for (let index = 0; index + 1 < files.length; index += 2) {
        const file = join("refused", name, files[index] ?? "");
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, (files[index + 1] ?? "").replaceAll("../empty", "../../empty"));
      }
      const { code, stderr } = await runCli(["lint", "-k", `refused/${name}`], { env: stubs("exit 1") });
      assert.equal(code, 3);
      const subject = `refused/${name}${name === "inner" ? `, by refused/${name}/base,` : ""}`;
      const expected = message.replaceAll("../empty", "../../empty").replaceAll(` ${name} |`, ` refused/${name} |`);
      assert.ok(stderr.includes(`${subject} is a kustomization ${expected}`), stderr);
    });
  }
});

describe("an input that was not rendered never passes silently", () => {
  it("charts in a searched directory are one note with their number, and an error with --strict", async () => {
    const { code, stdout, stderr } = await runCli(["lint", "--fail-on", "none", "charts"]);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^warning: 2 Helm charts: their templates are not judged without lint --render \(-o wide lists them\)$/m,
    );
    assert.match(stdout, /^Not judged: 2 Helm charts$/m);
    const strict = await runCli(["lint", "--fail-on", "none", "--strict", "charts"]);
    assert.equal(strict.code, 2);
  });

  for (const args of [["charts/web"], ["charts/web/Chart.yaml"], ["charts/web/templates/a.yaml"]]) {
    it(`${args.join(" ")} alone is incomplete, with the command to run`, async () => {
      const { code, stderr } = await runCli(["lint", ...args]);
      assert.equal(code, 3);
      assert.match(stderr, /render it to judge its templates: kubectl pss lint --render charts\/web$/m);
    });
  }

  it("the next command has the flags of the run", async () => {
    const { stdout } = await runCli(["lint", "--level", "restricted", "-n", "shop", "charts/web"], { columns: 120 });
    assert.match(stdout, /Next: .*kubectl pss lint --render --level restricted -n shop charts\/web/);
  });

  for (const args of [["audit"], ["dry-run", "-A", "--enforce", "baseline"], ["plan"]]) {
    it(`${args.join(" ")} -f of a chart or a kustomization is incomplete, too`, async () => {
      for (const path of ["charts/web", "overlay/kustomization.yaml"]) {
        const { code, stderr } = await runCli([...args, "-f", path]);
        assert.equal(code, 3, stderr);
        assert.match(stderr, /^error: .* not judged: .*: kubectl pss lint (?:--render charts\/web|-k overlay)$/m);
      }
    });
  }

  it("a dump beside a chart is judged, and the chart is a note", async () => {
    const { stderr } = await runCli(["audit", "-f", "charts"]);
    assert.match(stderr, /^warning: 2 Helm charts: /m);
    assert.doesNotMatch(stderr, /not judged: charts/);
  });

  it("a patch that is named as a file is a note", async () => {
    const { code, stderr } = await runCli(["lint", "overlay/patch.yaml"]);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^warning: overlay\/kustomization\.yaml:1: overlay is a kustomization: its patches are not applied.*: kubectl pss lint -k overlay$/m,
    );
  });
});

describe("places in rendered output", () => {
  // Each line of the output is in the thousands, and none of the template is.
  const OUTPUT = `---\n# Source: web/templates/a.yaml\n${"\n".repeat(7000)}${POD.replace("spec:", "unknown: a\nspec:")}`;
  const ANNOTATIONS = `annotations: {kubectl-pss/accept.hostNamespaces: "the agent", kubectl-pss/accept.none: a}`;
  const ACCEPTED = OUTPUT.replace("metadata: {", `metadata: {${ANNOTATIONS}, `);

  for (const format of FORMATS) {
    it(`-o ${format} shows no line of the output as a line of the template`, async () => {
      const { stdout, stderr } = await runCli(["lint", "-o", format, "--fail-on", "any", "-"], { stdin: OUTPUT });
      const accepted = await runCli(["lint", "-o", format, "--fail-on", "any", "-"], { stdin: ACCEPTED });
      const shown = [stdout, stderr, accepted.stdout, accepted.stderr].join("\n");
      assert.doesNotMatch(
        shown.replaceAll(/"rendered": ?\{[^}]*\}|rendered:\n(?: +.*\n){2}/g, ""),
        /(?:a\.yaml:|\bline[=:] ?|"(?:startLine|endLine|begin|line)": ?|linenumber=)70\d\d/,
      );
      if (format !== "name") assert.match(shown, /web\/templates\/a\.yaml/);
    });
  }

  it("an annotation that accepts a violation has the place of its line in the output", async () => {
    const args = ["lint", "--level", "baseline", "-"];
    const { stdout, stderr } = await runCli(args, { stdin: ACCEPTED });
    assert.match(stdout, /: the agent \(annotation in charts\/web\/templates\/a\.yaml \(rendered line 70\d\d\)\)$/m);
    assert.match(
      stderr,
      /^warning: charts\/web\/templates\/a\.yaml \(rendered line 70\d\d\): annotation kubectl-pss\/accept\.none: /m,
    );
  });
});

describe("accepted violations of rendered objects", () => {
  const output = (spec: string): string =>
    `---\n# Source: web/templates/a.yaml\n${POD.replace("hostPID: true, ", spec)}`;

  it("have entries without a file, and a note names the entry that the chart no longer needs", async () => {
    const file = join(tree({ ".keep": "" }), "accepted.json");
    const update = ["--update-accept", file, "--reason", "old debt"];
    const updated = await runCli(["lint", ...update, "-"], { stdin: output("hostPID: true, ") });
    assert.equal(updated.code, 0, updated.stderr);
    assert.doesNotMatch(readFileSync(file, "utf8"), /a\.yaml/);
    const accepted = await runCli(["lint", "--accept", file, "-"], { stdin: output("hostPID: true, ") });
    assert.equal(accepted.code, 0, accepted.stdout);
    assert.doesNotMatch(accepted.stderr, /remove the entry/);
    const { code, stderr } = await runCli(["lint", "--accept", file, "-"], { stdin: output("") });
    assert.equal(code, 0);
    assert.match(
      stderr,
      /: hostNamespaces of Pod\/\S+ .*is accepted, but there is no such violation; remove the entry$/m,
    );
    assert.equal(stderr.match(/remove the entry/g)?.length, 1);
  });
});

describe("a signal", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`${signal} ends the program that renders and its children`, { skip: process.platform === "win32" }, async () => {
      const env = stubs('sleep 600 & echo $! $$ > "$0.pids"; wait');
      const pids = join(env["PATH"]?.split(":")[0] ?? "", "helm.pids");
      const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), "lint", "--render", "charts/web"], {
        env,
        cwd: directory,
        stdio: "ignore",
      });
      const ended = once(child, "exit");
      await written(pids);
      child.kill(signal);
      assert.deepEqual(await ended, [null, signal]);
      for (const pid of readFileSync(pids, "utf8").trim().split(" ")) await gone(Number(pid));
    });
  }
});

/** Waits until a file has a line. */
async function written(file: string): Promise<void> {
  while (!(existsSync(file) && readFileSync(file, "utf8").endsWith("\n"))) await sleep(5);
}

/** Waits until a process has ended; a process without a waiting parent remains a zombie. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    const status = `/proc/${pid}/stat`;
    if (existsSync(status) && readFileSync(status, "utf8").includes(" Z ")) return;
    await sleep(5);
  }
}
