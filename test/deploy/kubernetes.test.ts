import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, test } from "node:test";
import { load } from "js-yaml";
import manifest from "../../package.json" with { type: "json" };
import { runCli } from "../cli/run-cli.ts";
import { containerfile } from "./containerfile.ts";
import { allowedBy, MANIFESTS, one, selects, type Labels, type Role } from "./manifests.ts";

const cronJob = one("CronJob").spec;
const deployment = one("Deployment").spec;
const auditor = cronJob.jobTemplate.spec.template.spec;
const exporter = deployment.template.spec;

const FILE = "deploy/kubernetes.yaml";

describe("deploy/kubernetes.yaml meets restricted", () => {
  for (const [name, args] of [
    ["by its own labels", ["--fail-on", "any"]],
    ["at the newest version", ["--level", "restricted:latest"]],
    ["at the oldest version", ["--level", "restricted:v1.0"]],
    ["where baseline is required", ["--level", "baseline"]],
  ] as const) {
    it(name, async () => {
      const { code, stdout, stderr } = await runCli(["lint", "--strict", "-o", "json", ...args, FILE]);
      const { notes, unreadable, summary }: { notes: unknown; unreadable: unknown; summary: Record<string, number> } =
        JSON.parse(stdout);
      assert.deepEqual({ code, stderr, notes, unreadable }, { code: 0, stderr: "", notes: [], unreadable: [] });
      assert.equal(summary["violations"], 0);
      assert.deepEqual([summary["namespaces"], summary["workloads"]], [1, 2]);
    });
  }

  it("by the labels of its own namespace", async () => {
    const { stdout } = await runCli(["lint", "-o", "json", FILE]);
    const { namespaces }: { namespaces: { policy: Record<string, unknown> }[] } = JSON.parse(stdout);
    const restricted = { level: "restricted", version: "latest", from: "label" };
    assert.deepEqual(
      namespaces.map(({ policy }) => policy),
      [{ enforce: restricted, audit: restricted, warn: restricted }],
    );
  });
});

test("its role may list what the documented role may list, and no more", () => {
  const documented = allowedBy(load(readFileSync("docs/rbac.yaml", "utf8")) as Role);
  const lists = documented.filter((allowed) => allowed.startsWith("list "));
  assert.deepEqual(allowedBy(one("ClusterRole")), lists);
  assert.deepEqual(
    documented.filter((allowed) => !lists.includes(allowed)),
    lists.map((allowed) => allowed.replace("list ", "get ")),
  );
});

test("the audit runs as the image's user", () => {
  const { user } = containerfile();
  assert.equal(user, `${auditor.securityContext.runAsUser}:${auditor.securityContext.runAsUser}`);
});

test("the image has this version", () => {
  assert.deepEqual(
    auditor.containers.map(({ image }) => image),
    [`ghcr.io/OWNER/kubectl-pss:v${manifest.version}`],
  );
});

test("only the audit mounts the token of the service account", () => {
  const { name } = one("ServiceAccount").metadata;
  assert.deepEqual([auditor.serviceAccountName, auditor.automountServiceAccountToken], [name, true]);
  assert.deepEqual([exporter.serviceAccountName, exporter.automountServiceAccountToken], [undefined, false]);
  assert.equal(one("ServiceAccount").automountServiceAccountToken, false);
});

test("the root file systems are read-only", () => {
  for (const { securityContext } of [...auditor.containers, ...exporter.containers]) {
    assert.equal(securityContext.readOnlyRootFilesystem, true);
  }
});

test("the exporter reads the file that the audit writes, and has permission to", () => {
  const [writer] = auditor.containers;
  const [reader] = exporter.containers;
  const [file] = writer?.args.flatMap((arg) => /^--output=prometheus=(.*)$/.exec(arg)?.[1] ?? []) ?? [];
  const [directory] =
    reader?.args.flatMap((arg) => /^--collector\.textfile\.directory=(.*)$/.exec(arg)?.[1] ?? []) ?? [];
  const claim = one("PersistentVolumeClaim").metadata.name;
  assert.match(file ?? "", /^\/metrics\/[^/]+\.prom$/);
  assert.equal(directory, "/metrics");
  assert.deepEqual(
    [writer?.volumeMounts, reader?.volumeMounts],
    [[{ name: "metrics", mountPath: "/metrics" }], [{ name: "metrics", mountPath: "/metrics", readOnly: true }]],
  );
  for (const { volumes, securityContext } of [auditor, exporter]) {
    assert.deepEqual(volumes, [{ name: "metrics", persistentVolumeClaim: { claimName: claim } }]);
    assert.equal(securityContext.fsGroup, auditor.securityContext.fsGroup);
  }
});

/** The flags of node_exporter v1.12.1 that deploy/kubernetes.yaml may use, from its node_exporter.go, collector/textfile.go and exporter-toolkit. */
const EXPORTER_FLAGS = new Set([
  "collector.disable-defaults",
  "collector.textfile",
  "collector.textfile.directory",
  "web.config.file",
  "web.disable-exporter-metrics",
  "web.listen-address",
  "web.max-requests",
  "web.telemetry-path",
]);

test("node_exporter gets only existing flags, and runs only its textfile collector", () => {
  const [container] = exporter.containers;
  assert.match(container?.image ?? "", /^quay\.io\/prometheus\/node-exporter:v1\.12\.1(@sha256:[0-9a-f]{64})?$/);
  const flags = container?.args.map((arg) => /^--([a-z.-]+)(?:=.*)?$/.exec(arg)?.[1] ?? arg) ?? [];
  for (const flag of flags) assert.ok(EXPORTER_FLAGS.has(flag), flag);
  for (const flag of ["collector.disable-defaults", "collector.textfile"]) assert.ok(flags.includes(flag), flag);
});

test("node_exporter has memory for thousands of namespaces, and Go gets the limit", () => {
  const [container] = exporter.containers;
  const mebibytes = (text = ""): number => Number(/^(\d+)Mi(?:B)?$/.exec(text)?.[1]);
  const limit = mebibytes(container?.resources.limits.memory);
  const asked = mebibytes(container?.env?.find(({ name }) => name === "GOMEMLIMIT")?.value);
  assert.ok(limit >= 256, String(limit));
  assert.ok(asked >= limit / 2 && asked < limit, String(asked));
});

test("the Service gives Prometheus the port that node_exporter listens on", () => {
  const { metadata, spec } = one("Service");
  assert.ok(selects(spec.selector, deployment.template.metadata.labels));
  assert.ok(!selects(spec.selector, cronJob.jobTemplate.spec.template.metadata.labels));
  const [container] = exporter.containers;
  const [port, ...others] = container?.ports ?? [];
  assert.deepEqual(others, []);
  assert.ok(port !== undefined);
  assert.ok(container !== undefined);
  assert.ok(container.args.includes(`--web.listen-address=:${port.containerPort}`));
  assert.equal(container.readinessProbe?.httpGet.port, port.name);
  assert.deepEqual(spec.ports, [{ name: port.name, port: port.containerPort, targetPort: port.name }]);
  // Prometheus scrapes the pod itself, at the port of the annotation.
  assert.deepEqual(metadata.annotations, {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": String(port.containerPort),
  });
});

test("the Deployment selects its own pods, and never runs two at a time", () => {
  const { replicas, strategy, selector, template } = deployment;
  assert.deepEqual([replicas, strategy], [1, { type: "Recreate" }]);
  assert.ok(selects(selector.matchLabels, template.metadata.labels));
  assert.ok(!selects(selector.matchLabels, cronJob.jobTemplate.spec.template.metadata.labels));
});

test("no two audits run at once, and each runs on the node of the volume", () => {
  assert.equal(cronJob.concurrencyPolicy, "Forbid");
  assert.deepEqual(one("PersistentVolumeClaim").spec.accessModes, ["ReadWriteOnce"]);
  const [term, ...others] = auditor.affinity?.podAffinity.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  assert.deepEqual(others, []);
  assert.equal(term?.topologyKey, "kubernetes.io/hostname");
  const selector = term.labelSelector.matchLabels;
  assert.ok(selects(selector, deployment.template.metadata.labels));
  // With an affinity to pods with its own labels, the first pod would be admitted on any node.
  assert.ok(!selects(selector, cronJob.jobTemplate.spec.template.metadata.labels));
});

test("both run on Linux, with one SELinux level, so that neither takes the volume from the other", () => {
  const linux: Labels = { "kubernetes.io/os": "linux" };
  for (const { nodeSelector } of [auditor, exporter]) assert.deepEqual(nodeSelector, linux);
  const { level } = auditor.securityContext.seLinuxOptions;
  // SELinux requires the categories in order.
  const [, low, high] = /^s0:c(\d+),c(\d+)$/.exec(level) ?? [];
  assert.ok(Number(low) < Number(high) && Number(high) < 1024, level);
  assert.equal(exporter.securityContext.seLinuxOptions.level, level);
});

test("everything is in the one namespace", () => {
  const { name } = one("Namespace").metadata;
  const namespaced = MANIFESTS.filter(({ kind }) => !/^(Namespace|ClusterRole|ClusterRoleBinding)$/.test(kind));
  for (const { kind, metadata } of namespaced) assert.equal(metadata.namespace, name, kind);
});

test("the arguments of the audit are valid", async () => {
  const args = auditor.containers[0]?.args.filter((arg) => !arg.startsWith("--output=prometheus=")) ?? [];
  const { code, stdout } = await runCli([...args, "-f", "test/fixtures/audit/dump.yaml"]);
  const { kind, failOn, summary }: { kind: string; failOn: string; summary: { violations: number } } =
    JSON.parse(stdout);
  assert.deepEqual({ code, kind, failOn }, { code: 0, kind: "AuditReport", failOn: "none" });
  assert.notEqual(summary.violations, 0);
});
