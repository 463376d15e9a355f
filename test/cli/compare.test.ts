import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { isRecord } from "../../src/api/record.ts";
import { runCli, type CliResult } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-compare-"));
const EARLIER = join(root, "earlier.json");
const DUMP = join(root, "dump.yaml");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
});
after(() => rmSync(root, { recursive: true }));

const PREFIX = "pod-security.kubernetes.io/";

function namespace(name: string, enforce?: string, others: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ ...(enforce !== undefined && { enforce }), ...others });
  const labels = `{${all.map(([mode, level]) => `${PREFIX}${mode}: ${level}`).join(", ")}}`;
  return `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: ${labels}}}\n---\n`;
}

/** A Deployment, whose own fields follow the name of its container, and a pod of it. */
function deployment(name: string, where: string, container: string): string {
  const labels = `{app: ${name}}`;
  const spec = `{containers: [{name: app, ${container}}]}`;
  return [
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ${where}}, spec: {selector: {matchLabels: ${labels}}, template: {metadata: {labels: ${labels}}, spec: ${spec}}}}`,
    `{apiVersion: v1, kind: Pod, metadata: {name: ${name}-1, namespace: ${where}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: ${name}, controller: true, uid: u}]}, spec: ${spec}}`,
    "",
  ].join("\n---\n");
}

const PRIVILEGED = "securityContext: {privileged: true}";
const PORT = "ports: [{name: web, hostPort: 80, containerPort: 80}]";

function write(...texts: readonly string[]): void {
  writeFileSync(DUMP, texts.join(""));
}

async function run(command: "audit" | "plan", ...args: readonly string[]): Promise<CliResult> {
  return runCli([command, "-f", DUMP, ...args]);
}

/** Writes the report of the current dump, to compare with. */
async function keep(command: "audit" | "plan", ...args: readonly string[]): Promise<void> {
  writeFileSync(EARLIER, (await run(command, "-o", "json", ...args)).stdout);
}

/** The field `compared` of a current report. */
async function compared(command: "audit" | "plan", ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await run(command, "-o", "json", "--compare", EARLIER, ...args);
  assert.notEqual(stdout, "", stderr);
  const document: unknown = JSON.parse(stdout);
  assert.ok(isRecord(document) && isRecord(document["compared"]));
  return document["compared"];
}

/** The name of a Deployment in a comparison. */
function named(where: string, name: string) {
  return { kind: "Deployment", apiVersion: "apps/v1", namespace: where, name };
}

describe("audit --compare", () => {
  it("reports changes in both directions", async () => {
    write(
      namespace("better"),
      namespace("worse"),
      namespace("raised"),
      namespace("lowered", "baseline"),
      namespace("gone"),
      deployment("a", "better", PRIVILEGED),
      deployment("b", "worse", ""),
      deployment("c", "lowered", PORT),
    );
    await keep("audit");
    write(
      namespace("better"),
      namespace("worse", "baseline"),
      namespace("raised", "restricted"),
      namespace("lowered", "privileged"),
      namespace("fresh"),
      deployment("a", "better", ""),
      deployment("b", "worse", PRIVILEGED),
      deployment("c", "lowered", PORT),
      deployment("d", "fresh", PRIVILEGED),
    );
    const { earlier, ...moves } = await compared("audit");
    assert.deepEqual(earlier, {
      file: EARLIER,
      source: { type: "files", files: 1 },
      scope: { names: null, selector: null, skipped: [] },
      serverVersion: "v1.37",
      generatedAt: "2026-11-30T12:00:00Z",
      complete: true,
    });
    assert.deepEqual(moves, {
      added: ["fresh"],
      uncovered: [],
      removed: ["gone"],
      readyForMore: [{ name: "better", from: "privileged", to: "baseline" }],
      readyForLess: [{ name: "worse", from: "baseline", to: "privileged" }],
      enforcesMore: [
        { name: "raised", from: "privileged", to: "restricted" },
        { name: "worse", from: "privileged", to: "baseline" },
      ],
      enforcesLess: [{ name: "lowered", from: "baseline", to: "privileged" }],
      newlyRejected: [named("worse", "b")],
      noLongerRejected: [named("lowered", "c")],
      newViolations: [
        { ...named("worse", "b"), check: "privileged", fields: ["containers[app].securityContext.privileged"] },
      ],
      fixedViolations: [
        { ...named("better", "a"), check: "privileged", fields: ["containers[app].securityContext.privileged"] },
      ],
      // The others follow enforce.
      reportsOther: [],
    });
  });

  it("recognizes a violation after a new order of containers, and after a level has another name", async () => {
    write(namespace("shop"), deployment("web", "shop", `${PORT}}, {name: other`));
    await keep("audit");
    write(namespace("shop", "baseline"), deployment("web", "shop", `image: x}, {name: other, image: y}, {name: zero`));
    const reordered = deployment("web", "shop", "x: 1").replaceAll(
      "{name: app, x: 1}",
      `{name: other}, {name: app, ${PORT}}`,
    );
    write(namespace("shop"), reordered);
    const { newViolations, fixedViolations } = await compared("audit");
    assert.deepEqual([newViolations, fixedViolations], [[], []]);
  });

  it("reports nothing that this run does not cover", async () => {
    write(namespace("a"), namespace("b"), deployment("web", "a", PRIVILEGED), deployment("web", "b", PRIVILEGED));
    await keep("audit");
    const { removed, fixedViolations } = await compared("audit", "-n", "a");
    assert.deepEqual([removed, fixedViolations], [[], []]);
    write(namespace("a"), "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: a}, spec: {hostNetwork: 1}}\n");
    const unread = await compared("audit");
    assert.deepEqual([unread["removed"], unread["fixedViolations"]], [[], []]);
  });

  it("compares all namespaces, with any --only", async () => {
    write(namespace("shop"), deployment("web", "shop", PRIVILEGED));
    await keep("audit");
    write(namespace("shop"), deployment("web", "shop", ""));
    const { fixedViolations } = await compared("audit", "--only", "ready");
    assert.equal(Array.isArray(fixedViolations) && fixedViolations.length, 1);
  });

  it("does not report namespaces as new that the earlier report did not cover", async () => {
    const some = ["a", "b", "c"].flatMap((name) => [namespace(name), deployment("web", name, PRIVILEGED)]);
    write(...some);
    for (const [flag, value, uncovered, says] of [
      ["-n", "a", ["b", "c"], "only namespace a: the changes in 2 other namespaces are not known"],
      ["--skip", "c", ["c"], "only namespaces other than c: the changes in 1 other namespace are not known"],
      ["-l", "kubernetes.io/metadata.name=a", ["a", "b", "c"], "only namespaces with kubernetes.io/metadata.name=a: "],
    ] as const) {
      await keep("audit", flag, value);
      const moves = await compared("audit");
      assert.deepEqual([moves["added"], moves["newViolations"]], [[], []], flag);
      if (flag === "-l") continue;
      assert.deepEqual(moves["uncovered"], uncovered);
      const { stdout } = await run("audit", "--compare", EARLIER);
      assert.ok(stdout.replaceAll("\n", " ").includes(`The earlier report covered ${says}`), stdout);
    }
    await keep("audit", "-n", "a");
    write(...some.slice(0, 2));
    assert.deepEqual((await compared("audit", "-n", "a"))["uncovered"], []);
  });

  it("counts a field once that violates a check and its replacement", async () => {
    write(namespace("shop"), deployment("web", "shop", ""));
    await keep("audit");
    const volume = deployment("web", "shop", "").replaceAll(
      "spec: {containers",
      "spec: {volumes: [{name: d, hostPath: {path: /}}], containers",
    );
    write(namespace("shop"), volume);
    const { newViolations } = await compared("audit");
    assert.deepEqual(newViolations, [
      { ...named("shop", "web"), check: "hostPathVolumes", fields: ["volumes[d].hostPath"] },
    ]);
  });

  it("reports changed audit and warn levels, even if no verdict changed", async () => {
    write(namespace("shop"), namespace("same", "baseline"), deployment("web", "shop", ""));
    await keep("audit");
    write(
      namespace("shop", undefined, { audit: "restricted", warn: "restricted" }),
      namespace("same", "baseline", { warn: "baseline" }),
      deployment("web", "shop", ""),
    );
    const { stdout } = await run("audit", "--compare", EARLIER);
    assert.match(stdout, /: 1 namespace with other audit or warn levels\n/);
    assert.match(stdout, /\n {2}shop: audit privileged → restricted, warn privileged → restricted\n/);
  });

  it("does not read the earlier report as an input", async () => {
    write(namespace("shop"));
    await keep("audit");
    const { stdout, code } = await runCli(["audit", "-f", root, "--compare", EARLIER, "-o", "json"]);
    const { source, unreadable, notes }: Record<string, unknown> = JSON.parse(stdout);
    assert.deepEqual([code, source, unreadable, notes], [0, { type: "files", files: 1 }, [], []]);
  });

  it("does not change the exit code", async () => {
    write(namespace("shop", "baseline"), deployment("web", "shop", ""));
    await keep("audit");
    assert.equal((await run("audit", "--compare", EARLIER)).code, 0);
    write(namespace("shop", "baseline"), deployment("web", "shop", PRIVILEGED));
    const plain = await run("audit");
    assert.equal((await run("audit", "--compare", EARLIER)).code, plain.code);
  });

  it("is in the first line, in a section and on a page, also if nothing changed", async () => {
    write(namespace("shop"), deployment("web", "shop", PRIVILEGED));
    await keep("audit");
    const since = `Since ${EARLIER} of 2026-11-30 at 12:00 UTC: `;
    assert.equal((await run("audit", "--compare", EARLIER)).stdout.split("\n")[1], `${since}nothing moved`);
    write(namespace("shop"), deployment("web", "shop", ""));
    const { stdout } = await run("audit", "--compare", EARLIER);
    assert.equal(stdout.split("\n")[1], `${since}1 fixed violation, 1 namespace ready for more`);
    assert.match(stdout, /\n1 NAMESPACE READY FOR MORE:\n {2}shop: privileged → baseline\n/);
    const page = (await run("audit", "--compare", EARLIER, "-o", "html")).stdout;
    assert.match(page, /<summary>1 namespace ready for more<\/summary>\n<ul>\n<li><bdi>shop: privileged → baseline/);
    const markdown = (await run("audit", "--compare", EARLIER, "-o", "markdown")).stdout;
    assert.match(markdown, /<summary>1 fixed violation<\/summary>\n\n- `shop deployment\.apps\/web: privileged at /);
  });

  it("doubts a comparison with another input, another version or an incomplete report", async () => {
    write(
      namespace("shop"),
      "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: shop}, spec: {hostNetwork: 1}}\n",
    );
    await keep("audit", "--server-version", "v1.30");
    const { stdout } = await run("audit", "--compare", EARLIER);
    assert.match(stdout, /The earlier report is incomplete/);
    assert.match(stdout, /evaluated as Kubernetes v1\.30, whose checks may differ/);
  });
});

describe("plan --compare", () => {
  it("tells which namespaces moved, and what was fixed", async () => {
    const stays = [namespace("stays", "restricted"), deployment("z", "stays", PORT)];
    write(
      ...stays,
      namespace("shop", "privileged"),
      namespace("new"),
      deployment("web", "shop", PORT),
      deployment("a", "new", ""),
    );
    await keep("plan");
    write(
      ...stays,
      namespace("shop", "privileged"),
      namespace("new", "baseline"),
      namespace("fresh"),
      deployment("web", "shop", ""),
      deployment("a", "new", ""),
    );
    const { earlier, ...moves } = await compared("plan");
    assert.ok(isRecord(earlier) && earlier["file"] === EARLIER);
    assert.deepEqual(moves, {
      added: ["fresh"],
      uncovered: [],
      removed: [],
      readyForMore: [{ name: "shop", from: "privileged", to: "baseline" }],
      readyForLess: [],
      enforcesMore: [{ name: "new", from: "privileged", to: "baseline" }],
      enforcesLess: [],
      newlyRejected: [],
      noLongerRejected: [],
      otherOptions: [],
      moved: [{ name: "shop", from: "unlabelled", to: "ready", observeDays: null }],
      newObstacles: [],
      fixedObstacles: [{ ...named("shop", "web"), check: "hostPorts" }],
    });
    const { stdout } = await run("plan", "--compare", EARLIER);
    assert.match(stdout, /\n1 NAMESPACE MOVED:\n {2}shop: unlabelled → ready\n/);
    assert.match(
      (await run("plan", "--compare", EARLIER, "-o", "html")).stdout,
      /<h2 id="compared-heading">What moved/,
    );
  });

  it("says that nothing got worse where nothing runs any more, or this run could not read", async () => {
    const pod = (name: string) =>
      `{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: ${name}}, spec: {containers: [{name: a}]}}\n---\n`;
    const names = ["emptied", "kept", "skipped", "unread"];
    write(...names.map((name) => namespace(name) + pod(name)), pod("stays"), namespace("stays"));
    await keep("plan");
    write(
      ...names.map((name) => namespace(name)),
      ...["kept", "skipped", "stays"].map(pod),
      namespace("stays"),
      "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: unread}, spec: {hostNetwork: 1}}\n",
    );
    const moves = await compared("plan", "--skip", "skipped", "--keep-privileged", "kept");
    assert.deepEqual([moves["readyForLess"], moves["readyForMore"]], [[], []]);
    assert.deepEqual(moves["otherOptions"], ["skip", "keepPrivileged"]);
    assert.ok(Array.isArray(moves["moved"]));
    assert.deepEqual(
      moves["moved"].map((move) => isRecord(move) && move["name"]),
      ["emptied", "unread"],
    );
    const { stdout } = await run("plan", "--compare", EARLIER, "--skip", "skipped");
    assert.match(stdout, /The earlier plan was made with another --skip: moves with no other cause are left out/);
  });

  it("says of a namespace that is being deleted only that enforce is kept", async () => {
    const some = (privileged: string, ...which: readonly string[]): string[] =>
      which.map((name) => deployment(name, "shop", privileged));
    const rejected = deployment("old", "shop", PRIVILEGED).split("---\n")[0] ?? "";
    const alive = [namespace("shop", "baseline"), rejected, "---\n", ...some("", "web", "db")];
    const deleted = [
      namespace("shop", "baseline").replace("name: shop", "name: shop, deletionTimestamp: '2026-01-02T03:04:05Z'"),
      ...alive.slice(1),
    ];
    for (const [before, now, from, to] of [
      [alive, deleted, "unlabelled", "kept"],
      [deleted, alive, "kept", "unlabelled"],
      [deleted, deleted, "", ""],
    ] as const) {
      write(...before);
      await keep("plan");
      write(...now);
      const { earlier, otherOptions, moved, ...others } = await compared("plan");
      assert.ok(isRecord(earlier));
      assert.deepEqual(otherOptions, []);
      assert.deepEqual(moved, from === "" ? [] : [{ name: "shop", from, to, observeDays: null }]);
      for (const [part, entries] of Object.entries(others)) assert.deepEqual(entries, [], `${from} → ${to}: ${part}`);
    }
  });

  it("does not compare levels of plans with another step or pin", async () => {
    write(
      namespace("shop"),
      deployment("web", "shop", "").replaceAll("{name: app, }", "{name: app, securityContext: {}}"),
    );
    await keep("plan", "--max-step", "1");
    const moves = await compared("plan", "--pin", "v1.20");
    assert.deepEqual([moves["readyForMore"], moves["readyForLess"]], [[], []]);
    assert.deepEqual([moves["newObstacles"], moves["fixedObstacles"]], [[], []]);
    assert.deepEqual(moves["otherOptions"], ["maxStep", "pin"]);
  });

  it("knows a bare pod with a generated name again", async () => {
    const pod = (name: string) =>
      `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, generateName: debug-, namespace: shop}, spec: {hostNetwork: true, containers: [{name: a}]}}\n`;
    write(namespace("shop", "privileged"), pod("debug-aaaaa"));
    await keep("plan");
    write(namespace("shop", "privileged"), pod("debug-bbbbb"));
    const { newObstacles, fixedObstacles } = await compared("plan");
    assert.deepEqual([newObstacles, fixedObstacles], [[], []]);
  });

  it("says after which observation a namespace is ready", async () => {
    const pod = "{apiVersion: v1, kind: Pod, metadata: {name: x, namespace: shop}, spec: {containers: [{name: a}]}}\n";
    write(namespace("shop", "privileged"), pod.replace("spec: {", "spec: {hostNetwork: true, "));
    await keep("plan");
    write(namespace("shop", "privileged"), pod);
    const { stdout } = await run("plan", "--compare", EARLIER);
    assert.match(stdout, /\n1 NAMESPACE MOVED:\n {2}shop: unlabelled → ready after 7 days of observation\n/);
  });

  it("compares violations of namespaces that have the same goal", async () => {
    write(namespace("shop", "baseline"), deployment("web", "shop", ""), deployment("db", "shop", ""));
    await keep("plan");
    write(
      namespace("shop", "baseline"),
      deployment("db", "shop", ""),
      deployment("api", "shop", "securityContext: {allowPrivilegeEscalation: false}"),
    );
    const { newObstacles, fixedObstacles } = await compared("plan");
    const checks = ["capabilities_restricted", "runAsNonRoot", "seccompProfile_restricted"];
    assert.deepEqual(
      newObstacles,
      checks.map((check) => ({ ...named("shop", "api"), check })),
    );
    assert.deepEqual(
      fixedObstacles,
      ["allowPrivilegeEscalation", ...checks].map((check) => ({ ...named("shop", "web"), check })),
    );
  });
});

describe("what --compare refuses", () => {
  const refused = async (command: "audit" | "plan", message: RegExp, ...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await run(command, "--compare", EARLIER, ...args);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
  };

  it("a file that is not there, empty, or no report", async () => {
    write(namespace("shop"));
    await refused("audit", /earlier\.json: no such file or directory\n.*`kubectl pss audit -o json > FILE` writes/);
    writeFileSync(EARLIER, "");
    await refused("audit", /earlier\.json is empty\n.*into another file/);
    writeFileSync(EARLIER, "{");
    await refused("plan", /earlier\.json: not valid JSON/);
    writeFileSync(EARLIER, "[]");
    await refused("plan", /earlier\.json is not a report of plan: expected a RolloutPlan of kubectl-pss\/v1/);
  });

  it("a report of another kind", async () => {
    write(namespace("shop"));
    await keep("plan");
    await refused(
      "audit",
      /is not a report of audit: expected an AuditReport of kubectl-pss\/v1, found kind RolloutPlan/,
    );
    await keep("audit");
    await refused("plan", /expected a RolloutPlan of kubectl-pss\/v1, found kind AuditReport/);
    writeFileSync(EARLIER, (await runCli(["lint", DUMP, "-o", "json"])).stdout);
    await refused("audit", /found kind LintReport/);
  });

  it("a report of some namespaces, and a plan of one step", async () => {
    write(namespace("shop"));
    await keep("audit", "--only", "ready");
    await refused("audit", /lists only some namespaces \(--only ready\)/);
    await keep("plan", "--step", "1");
    await refused("plan", /has only one step \(--step\)/);
  });

  it("a plan to another target", async () => {
    write(namespace("shop"), deployment("web", "shop", ""));
    await keep("plan", "--target", "baseline");
    await refused(
      "plan",
      /earlier\.json is a plan to baseline, and this one is to restricted[^]*kubectl pss plan --target restricted -o json > FILE/,
    );
    await refused("plan", /is a plan to baseline[^]*--target restricted -o json > FILE/, "--target", "restricted");
    assert.equal((await run("plan", "--compare", EARLIER, "--target", "baseline")).code, 0);
  });

  it("a damaged report", async () => {
    write(namespace("shop"), deployment("web", "shop", PRIVILEGED));
    for (const [command, field, wrong] of [
      ["audit", '"stablePath": ', '"stablePath": 1, "x": '],
      ["audit", '"serverVersion": ', '"serverVersion": 1, "x": '],
      ["audit", '"generatedAt": ', '"generatedAt": "yesterday", "x": '],
      ["audit", '"type": ', '"type": "disk", "x": '],
      ["plan", '"state": ', '"state": "lost", "x": '],
      ["plan", '"kept": [', '"kept": {}, "x": ['],
    ] as const) {
      await keep(command);
      const { stdout } = await run(command, "-o", "json");
      writeFileSync(EARLIER, stdout.replace(field, wrong));
      await refused(command, /earlier\.json: .*expected .*\n.*write the file again with this one/);
    }
  });

  it("formats without a place for it", async () => {
    write(namespace("shop"));
    await keep("audit");
    for (const format of ["azure", "github", "gitlab", "junit", "rdjson", "sarif", "name"]) {
      await refused("audit", new RegExp(`--compare is not for -o ${format}`), "-o", format);
    }
    for (const args of [
      ["-o", "commands"],
      ["-o", "manifests"],
      ["--step", "1"],
    ]) {
      await refused("plan", /--compare is not for -o (commands|manifests)/, ...args);
    }
    for (const file of ["", "-"]) {
      const { code, stderr } = await runCli(["audit", "-f", DUMP, `--compare=${file}`]);
      assert.equal(code, 2);
      assert.match(stderr, /--compare needs the name of a file/);
    }
  });
});
