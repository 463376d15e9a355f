import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import manifest from "../../../package.json" with { type: "json" };
import { NOW, runCli, type CliResult } from "../run-cli.ts";

const DUMP = "test/fixtures/audit/dump.yaml";
const BROKEN = "test/fixtures/lint/broken.yaml";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-metrics-"));
const FILE = join(root, "kubectl-pss.prom");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
});
after(() => rmSync(root, { recursive: true }));

function audit(...args: readonly string[]): Promise<CliResult> {
  return runCli(["audit", "-f", DUMP, ...args]);
}

/** The value of a metric with these labels, or without labels. */
function valueOf(name: string, labels = ""): string | undefined {
  const line = readFileSync(FILE, "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}${labels} `));
  return line?.slice(name.length + labels.length + 1);
}

describe("-o prometheus", () => {
  it("writes metrics, and changes neither the report nor the exit code", async () => {
    const withMetrics = await audit("-o", `prometheus=${FILE}`);
    assert.deepEqual(withMetrics, await audit());
    assert.equal(withMetrics.code, 1);
    assert.equal(valueOf("kubectl_pss_build_info", `{version="v${manifest.version}"}`), "1");
    const finished = Number(valueOf("kubectl_pss_last_run_timestamp_seconds")) * 1000;
    assert.equal(finished, NOW);
    assert.equal(valueOf("kubectl_pss_namespace_violating_workloads", '{namespace="shop",mode="enforce"}'), "2");
    assert.deepEqual(readdirSync(root), ["kubectl-pss.prom"]);
  });

  it("works with any format, and with violations that do not fail the run", async () => {
    const { code, stdout } = await audit("-o", "json", "--fail-on", "none", "-o", `prometheus=${FILE}`);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).failOn, "none");
    assert.equal(valueOf("kubectl_pss_failing_violations"), "0");
  });

  it("counts unreadable inputs", async () => {
    const { code } = await audit(BROKEN, "-o", `prometheus=${FILE}`);
    assert.equal(code, 3);
    assert.equal(valueOf("kubectl_pss_last_run_complete"), "0");
    assert.equal(valueOf("kubectl_pss_namespace_complete", '{namespace="shop"}'), "0");
    assert.notEqual(valueOf("kubectl_pss_unreadable_objects"), "0");
  });

  it("has no policy in force if a dump has no Namespace", async () => {
    const pods = join(root, "pods.yaml");
    writeFileSync(
      pods,
      "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {hostNetwork: true, containers: [{name: web}]}\n",
    );
    const { code } = await runCli(["audit", "-f", pods, "-o", `prometheus=${FILE}`]);
    assert.equal(code, 3);
    assert.equal(valueOf("kubectl_pss_unreadable_lists", '{resource="namespaces",namespace="shop"}'), "1");
    for (const name of ["policy_level", "violating_workloads"]) {
      assert.equal(valueOf(`kubectl_pss_namespace_${name}`, '{namespace="shop",mode="enforce"}'), "NaN");
    }
    assert.equal(valueOf("kubectl_pss_namespace_complete", '{namespace="shop"}'), "0");
    assert.equal(valueOf("kubectl_pss_last_run_complete"), "0");
    assert.doesNotMatch(readFileSync(FILE, "utf8"), /policy_info/);
  });

  it("does not count accepted violations as violating", async () => {
    const { code } = await audit(
      "--update-accept",
      join(root, "accepted.json"),
      "--reason",
      "r",
      "-o",
      `prometheus=${FILE}`,
    );
    assert.equal(code, 0);
    assert.equal(valueOf("kubectl_pss_accepted_violations"), "7");
    assert.equal(valueOf("kubectl_pss_namespace_violating_workloads", '{namespace="shop",mode="enforce"}'), "0");
  });

  it("is readable by others regardless of the umask, and keeps a changed mode", async () => {
    const umask = process.umask(0o077);
    try {
      await audit("-o", `prometheus=${FILE}`);
      assert.equal(statSync(FILE).mode & 0o7777, 0o644);
      chmodSync(FILE, 0o640);
      await audit("-o", `prometheus=${FILE}`);
      assert.equal(statSync(FILE).mode & 0o7777, 0o640);
    } finally {
      process.umask(umask);
    }
  });

  it("may be a link, which remains a link", async () => {
    const link = join(root, "link.prom");
    writeFileSync(FILE, "before");
    symlinkSync("kubectl-pss.prom", link);
    await audit("-o", `prometheus=${link}`);
    assert.equal(lstatSync(link).isSymbolicLink(), true);
    assert.equal(valueOf("kubectl_pss_last_run_complete"), "1");
  });

  for (const [name, path, reason] of [
    ["in a directory that is not there", join(root, "no/such.prom"), "no such file or directory"],
    ["that is a directory", root, "it is not a regular file"],
    ["that is a device", "/dev/null", "it is not a regular file"],
  ] as const) {
    it(`${name} makes the exit code 2, and nothing is read`, async () => {
      const { code, stdout, stderr } = await runCli(["audit", "-f", "no/such.yaml", "-o", `prometheus=${path}`]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(stderr, `error: ${path} cannot be written: ${reason}\nNothing was read.\n`);
    });
  }

  it("has no time with --no-timestamp", async () => {
    await audit("-o", `prometheus=${FILE}`, "--no-timestamp");
    assert.equal(valueOf("kubectl_pss_last_run_timestamp_seconds"), undefined);
    assert.equal(valueOf("kubectl_pss_last_run_complete"), "1");
  });

  it("warns about a name that the collector ignores", async () => {
    const file = join(root, "kubectl-pss.prom.txt");
    const { code, stderr } = await audit("-o", `prometheus=${file}`);
    assert.deepEqual([code, readdirSync(root)], [1, ["kubectl-pss.prom.txt"]]);
    const warning = `warning: ${file}: the textfile collector reads only files whose names end in .prom\n`;
    assert.equal(stderr, `${warning}${(await audit()).stderr}`);
  });

  it("in a directory that is read-only makes the exit code 2", () => {
    // Root may write everywhere, so the program runs as another user.
    const other = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const bin = new URL("../../../bin/kubectl-pss.js", import.meta.url).pathname;
    const args = [bin, "audit", "-f", DUMP, "-o", `prometheus=${FILE}`];
    chmodSync(root, 0o555);
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", ...other });
    chmodSync(root, 0o700);
    assert.equal(status, 2);
    assert.match(stderr, /cannot be written: permission denied/);
  });

  it("does not work with --only, which would hide namespaces", async () => {
    for (const output of ["prometheus", `prometheus=${FILE}`]) {
      const { code, stderr } = await audit("-o", output, "--only", "blocked");
      assert.equal(code, 2);
      assert.match(stderr, /^error: --only is not for -o prometheus: /);
    }
  });

  it("is for audit and lint", async () => {
    for (const command of ["dry-run", "plan"]) {
      const { code, stderr } = await runCli([command, "-o", "prometheus"]);
      assert.equal(code, 2);
      assert.match(stderr, /Allowed choices are table/);
    }
  });

  it("does not change after a run that ends early", async () => {
    writeFileSync(FILE, "before");
    const { code } = await runCli(["audit", "-f", "no/such.yaml", "-n", "missing", "-o", `prometheus=${FILE}`]);
    assert.notEqual(code, 0);
    assert.equal(readFileSync(FILE, "utf8"), "before");
  });
});

describe("lint -o prometheus", () => {
  const POD =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {hostNetwork: true, containers: [{name: web}]}\n";

  async function lint(text: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await runCli(["lint", "-o", "prometheus", ...args, "-"], { stdin: text });
    return stdout;
  }

  it("reports the assumed policy as the namespace's own", async () => {
    const text = await lint(POD);
    assert.match(text, /^kubectl_pss_last_run_complete 1$/m);
    assert.match(text, /^kubectl_pss_namespace_complete\{namespace="shop"\} 1$/m);
    assert.match(text, /^kubectl_pss_namespace_policy_info\{.*mode="enforce",level="baseline",.*from="builtin"\} 1$/m);
    assert.match(text, /^kubectl_pss_namespace_violating_workloads\{namespace="shop",mode="enforce"\} 1$/m);
    assert.doesNotMatch(text, /level_violating_workloads|server=/);
  });

  it("counts the workloads that violate a level, and no modes, with --level", async () => {
    const text = await lint(POD, "--level", "baseline", "--level", "privileged", "--level", "restricted:v1.25");
    const counts = [
      ...text.matchAll(/^kubectl_pss_namespace_level_violating_workloads\{namespace="shop",level="(.*)"\} (.*)$/gm),
    ];
    assert.deepEqual(
      counts.map(([, level, value]) => [level, value]),
      [
        ["baseline:latest", "1"],
        ["privileged:latest", "0"],
        ["restricted:v1.25", "1"],
      ],
    );
    assert.match(text, /^kubectl_pss_failing_violations [1-9]/m);
    assert.doesNotMatch(text, /mode=/);
  });

  it("is incomplete after an unreadable document", async () => {
    assert.match(await lint(`${POD}---\nkind: {\n`), /^kubectl_pss_last_run_complete 0$/m);
  });
});
