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
import { Readable, Writable } from "node:stream";
import { after, beforeEach, describe, it } from "node:test";
import manifest from "../../../package.json" with { type: "json" };
import { run } from "../../../src/main.ts";
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

/** An audit, and a function that runs when the reader is about to read its report, with the milliseconds that this takes. */
async function auditMeanwhile(file: string, happens: () => number): Promise<CliResult> {
  const texts = { stdout: "", stderr: "" };
  let isFirst = true;
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.stdout += chunk.toString();
      const wait = isFirst ? happens() : 0;
      isFirst = false;
      setTimeout(done, wait);
    },
  });
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.stderr += chunk.toString();
      done();
    },
  });
  const streams = { stdin: Readable.from([]), stdout, stderr, env: {} };
  const code = await run(["audit", "-f", DUMP, "--metrics-file", file], streams);
  return { code, ...texts };
}

/** The value of a metric with these labels, or without labels. */
function valueOf(name: string, labels = ""): string | undefined {
  const line = readFileSync(FILE, "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}${labels} `));
  return line?.slice(name.length + labels.length + 1);
}

describe("--metrics-file", () => {
  it("writes metrics, and changes neither the report nor the exit code", async () => {
    const withMetrics = await audit("--metrics-file", FILE);
    assert.deepEqual(withMetrics, await audit());
    assert.equal(withMetrics.code, 1);
    assert.equal(valueOf("kubectl_pss_build_info", `{version="v${manifest.version}"}`), "1");
    const finished = Number(valueOf("kubectl_pss_last_run_timestamp_seconds")) * 1000;
    assert.equal(finished, NOW);
    assert.equal(valueOf("kubectl_pss_namespace_violating_workloads", '{namespace="shop",mode="enforce"}'), "2");
    assert.deepEqual(readdirSync(root), ["kubectl-pss.prom"]);
  });

  it("goes with any format, and with violations that fail nothing", async () => {
    const { code, stdout } = await audit("-o", "json", "--fail-on", "none", "--metrics-file", FILE);
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).failOn, "none");
    assert.equal(valueOf("kubectl_pss_failing_violations"), "0");
  });

  it("counts unreadable inputs", async () => {
    const { code } = await audit(BROKEN, "--metrics-file", FILE);
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
    const { code } = await runCli(["audit", "-f", pods, "--metrics-file", FILE]);
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
    const { code } = await audit("--update-accept", join(root, "accepted.json"), "--metrics-file", FILE);
    assert.equal(code, 0);
    assert.equal(valueOf("kubectl_pss_accepted_violations"), "7");
    assert.equal(valueOf("kubectl_pss_namespace_violating_workloads", '{namespace="shop",mode="enforce"}'), "0");
  });

  it("is readable by others regardless of the umask, and keeps a changed mode", async () => {
    const umask = process.umask(0o077);
    try {
      await audit("--metrics-file", FILE);
      assert.equal(statSync(FILE).mode & 0o7777, 0o644);
      chmodSync(FILE, 0o640);
      await audit("--metrics-file", FILE);
      assert.equal(statSync(FILE).mode & 0o7777, 0o640);
    } finally {
      process.umask(umask);
    }
  });

  it("may be a link, which stays one", async () => {
    const link = join(root, "link.prom");
    writeFileSync(FILE, "before");
    symlinkSync("kubectl-pss.prom", link);
    await audit("--metrics-file", link);
    assert.equal(lstatSync(link).isSymbolicLink(), true);
    assert.equal(valueOf("kubectl_pss_last_run_complete"), "1");
  });

  for (const [name, path, reason] of [
    ["in a directory that is not there", join(root, "no/such.prom"), "no such file or directory"],
    ["that is a directory", root, "it is not a regular file"],
    ["that is a device", "/dev/null", "it is not a regular file"],
  ] as const) {
    it(`${name} makes the exit code 2, and nothing is read`, async () => {
      const { code, stdout, stderr } = await runCli(["audit", "-f", "no/such.yaml", "--metrics-file", path]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(stderr, `error: ${path} cannot be written: ${reason}\nNothing was read.\n`);
    });
  }

  it("in a directory that is removed meanwhile makes the exit code 2, after the report", async () => {
    const folder = join(root, "folder");
    mkdirSync(folder);
    const { code, stdout, stderr } = await auditMeanwhile(join(folder, "kubectl-pss.prom"), () => {
      rmSync(folder, { recursive: true });
      return 0;
    });
    assert.deepEqual([code, stdout], [2, (await audit()).stdout]);
    assert.match(stderr, /^error: .*kubectl-pss\.prom could not be written: no such file or directory$/m);
  });

  it("has the time when everything was read, and not that when the report had been taken", async () => {
    let printed = 0;
    await auditMeanwhile(FILE, () => {
      printed = Date.now();
      return 100;
    });
    const finished = Number(valueOf("kubectl_pss_last_run_timestamp_seconds")) * 1000;
    assert.ok(finished <= printed, `${finished} ${printed}`);
  });

  it("warns about a name that the collector ignores", async () => {
    const file = join(root, "kubectl-pss.prom.txt");
    const { code, stderr } = await audit("--metrics-file", file);
    assert.deepEqual([code, readdirSync(root)], [1, ["kubectl-pss.prom.txt"]]);
    const warning = `warning: ${file}: the textfile collector reads only files whose names end in .prom\n`;
    assert.equal(stderr, `${warning}${(await audit()).stderr}`);
  });

  it("in a directory that is read-only makes the exit code 2", () => {
    // Root may write everywhere, so the program runs as another user.
    const other = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const bin = new URL("../../../bin/kubectl-pss.js", import.meta.url).pathname;
    const args = [bin, "audit", "-f", DUMP, "--metrics-file", FILE];
    chmodSync(root, 0o555);
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", ...other });
    chmodSync(root, 0o700);
    assert.equal(status, 2);
    assert.match(stderr, /cannot be written: permission denied/);
  });

  for (const name of ["", "-"]) {
    it(`cannot be ${JSON.stringify(name)}, and nothing is read then`, async () => {
      const { code, stdout, stderr } = await runCli(["audit", "-f", "no/such.yaml", `--metrics-file=${name}`]);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
      assert.equal(stderr, "error: --metrics-file needs the name of a file\nStandard output is the report's.\n");
    });
  }

  it("is only for an audit", async () => {
    for (const command of ["lint", "dry-run", "plan"]) {
      const { code, stderr } = await runCli([command, "--metrics-file", FILE]);
      assert.equal(code, 2);
      assert.match(stderr, /unknown option '--metrics-file'/);
    }
  });

  it("is left as it was by a run that ends early", async () => {
    writeFileSync(FILE, "before");
    const { code } = await runCli(["audit", "-f", "no/such.yaml", "-n", "missing", "--metrics-file", FILE]);
    assert.notEqual(code, 0);
    assert.equal(readFileSync(FILE, "utf8"), "before");
  });
});
