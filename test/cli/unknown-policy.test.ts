import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it, test } from "node:test";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-unknown-"));
after(() => rmSync(folder, { recursive: true }));
const DUMP = join(folder, "dump.yaml");
writeFileSync(
  DUMP,
  `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}
`,
);

describe("an audit without the labels of a namespace", () => {
  for (const output of ["table", "wide", "markdown", "github", "html"]) {
    it(`-o ${output} reports that the policy is unknown, and not that nothing violates it`, async () => {
      const { stdout } = await runCli(["audit", "-f", DUMP, "-o", output]);
      assert.match(stdout, /policy of 1 namespace (?:is )?unknown/i);
      // The page has words for all cases in its script.
      const shown = stdout.replace(/<script[^]*?<\/script>/g, "");
      assert.doesNotMatch(shown, /no violations|passed/i);
    });
  }

  const UNREAD =
    /the Namespace "shop" was not read: its labels are unknown, and so is its policy; add the output of kubectl get ns -o yaml/;

  it("is incomplete: exit code 3, also with --strict", async () => {
    for (const args of [["audit"], ["audit", "--strict"], ["plan"], ["dry-run", "-A", "--enforce", "baseline"]]) {
      const { code, stderr } = await runCli([...args, "-f", DUMP]);
      assert.equal(code, 3, args.join(" "));
      assert.match(stderr, UNREAD);
    }
  });

  for (const [output, expected] of [
    ["github", /^::error title=could not be read::the Namespace "shop" was not read/m],
    [
      "junit",
      /<testcase name="namespace shop" classname="unreadable"[^>]*>\s*<error message="the Namespace &quot;shop&quot;/,
    ],
    ["sarif", /"executionSuccessful": false[^]*"level": "error"[^]*the Namespace \\"shop\\" was not read/],
    ["json", /"resource": "namespaces",\s*"namespace": "shop"/],
  ] as const) {
    it(`-o ${output} has an error about it`, async () => {
      const { code, stdout } = await runCli(["audit", "-f", DUMP, "-o", output]);
      assert.equal(code, 3);
      assert.match(stdout, expected);
    });
  }

  it("has the verdicts of --level, which need no labels: a note, and the exit code of the level", async () => {
    const level = async (name: string) => runCli(["audit", "-f", DUMP, "--level", name, "-o", "github"]);
    const failing = await level("baseline");
    assert.equal(failing.code, 1);
    assert.match(failing.stdout, /1 error/);
    assert.match(failing.stdout, /^::warning ?::the labels of namespace "shop" are unknown, and so is its policy/m);
    assert.equal((await level("privileged")).code, 0);
  });
});

describe("a dry run without the labels of a namespace", () => {
  const run = (...args: readonly string[]) => runCli(["dry-run", "-A", "-f", DUMP, ...args]);

  it("has no comparison: violations are neither new nor old", async () => {
    const { stdout } = await run("--enforce", "baseline", "--warn", "restricted");
    assert.match(stdout, /enforce: unknown → baseline:latest/);
    assert.match(stdout, /The policy in force is unknown: nothing is compared with it/);
    assert.match(stdout, /violations of enforce, warn, new or not: 1 bare pod/);
    assert.doesNotMatch(stdout, /new violations|already|^Warning:/m);
    const { namespaces } = JSON.parse((await run("--enforce", "baseline", "-o", "json")).stdout);
    const [{ currentPolicy, policy, serverWarnings, workloads }] = namespaces;
    assert.deepEqual([currentPolicy, serverWarnings], [null, []]);
    const enforce = { level: "baseline", version: "latest", from: "label" };
    assert.deepEqual(
      policy,
      { enforce, audit: null, warn: null },
      "the dry run sets one mode, and the others are unknown",
    );
    assert.deepEqual(
      workloads[0].results.map(({ modes, newIn }: { modes: object; newIn: object }) => [modes, newIn]),
      [
        [["enforce"], []],
        [[], []],
      ],
    );
  });

  for (const output of ["markdown", "html", "wide"]) {
    it(`-o ${output} reports it`, async () => {
      const { stdout } = await run("--enforce", "baseline", "-o", output);
      assert.match(stdout, /policy in force is unknown/i);
    });
  }

  it("judges no mode that the change does not set, even if the configuration has defaults", async () => {
    const config = join(folder, "admission.yaml");
    writeFileSync(
      config,
      "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: {enforce: baseline, audit: restricted, warn: restricted}\n",
    );
    const args = ["--warn", "baseline", "-o", "json", "--admission-config", config, "--fail-on", "any"];
    const { namespaces } = JSON.parse((await run(...args)).stdout);
    const modes = namespaces[0].workloads[0].results.flatMap(({ modes: of }: { modes: string[] }) => of);
    assert.deepEqual(modes, ["warn"]);
  });

  it("without violations of the new level has nothing new", async () => {
    const { code, stdout } = await run("--enforce", "privileged");
    assert.equal(code, 3);
    assert.match(stdout, /No new violations in 1 namespace/);
  });

  it("-o name has the workloads that violate", async () => {
    assert.equal((await run("--enforce", "baseline", "-o", "name")).stdout, "pod/web\n");
    assert.equal((await run("--enforce", "privileged", "-o", "name")).stdout, "");
  });
});

describe("--only", () => {
  for (const output of ["azure", "github", "gitlab", "junit", "rdjson", "sarif"]) {
    it(`is rejected with -o ${output}, which would hide failures`, async () => {
      const { code, stdout, stderr } = await runCli(["audit", "-f", DUMP, "--only", "ready", "-o", output]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, new RegExp(`^error: --only is not for -o ${output}`));
    });
  }
});

test("the levels of --level are known, also if --only lists no namespace", async () => {
  const args = [
    "audit",
    "-f",
    DUMP,
    "--level",
    "baseline",
    "--level",
    "baseline:latest",
    "--level",
    "restricted:v1.30",
  ];
  const { code, stdout } = await runCli([...args, "--only", "unlabelled"]);
  assert.equal(code, 1);
  assert.match(
    stdout,
    /violations of baseline:latest \(--level\) or restricted:v1\.30 \(--level\) or what is enforced in all namespaces/,
  );
  const { levels, namespaces } = JSON.parse((await runCli([...args, "--only", "unlabelled", "-o", "json"])).stdout);
  assert.deepEqual([levels, namespaces], [["baseline:latest", "restricted:v1.30"], []]);
  assert.deepEqual(JSON.parse((await runCli(["audit", "-f", DUMP, "-o", "json"])).stdout).levels, []);
});
