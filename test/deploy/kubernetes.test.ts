import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it, test } from "node:test";
import { load, loadAll } from "js-yaml";
import manifest from "../../package.json" with { type: "json" };
import { runCli } from "../cli/run-cli.ts";
import { containerfile } from "./containerfile.ts";

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext: { readonly runAsUser: number; readonly fsGroup: number };
  readonly containers: readonly {
    readonly image: string;
    readonly args: readonly string[];
    readonly volumeMounts: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly readOnly?: boolean;
    }[];
    readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
  }[];
  readonly volumes: readonly { readonly persistentVolumeClaim: { readonly claimName: string } }[];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: unknown;
  readonly automountServiceAccountToken?: boolean;
  readonly spec?: {
    readonly template?: { readonly spec: PodSpec };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  };
}

const MANIFESTS = loadAll(readFileSync("deploy/kubernetes.yaml", "utf8")) as readonly Manifest[];

function one(kind: string): Manifest {
  const [found, another] = MANIFESTS.filter((object) => object.kind === kind);
  assert.ok(found !== undefined && another === undefined, kind);
  return found;
}

const auditor = one("CronJob").spec?.jobTemplate?.spec.template.spec;
const exporter = one("Deployment").spec?.template?.spec;
assert.ok(auditor !== undefined && exporter !== undefined);

describe("deploy/ meets restricted", () => {
  for (const [name, args] of [
    ["by its own labels", ["--fail-on", "any"]],
    ["at the newest version", ["--level", "restricted:latest"]],
    ["at the oldest version", ["--level", "restricted:v1.0"]],
    ["where baseline is asked for", ["--level", "baseline"]],
  ] as const) {
    it(name, async () => {
      const { code, stdout, stderr } = await runCli(["lint", "--strict", "-o", "json", ...args, "deploy/"]);
      const { notes, unreadable, summary }: { notes: unknown; unreadable: unknown; summary: Record<string, number> } =
        JSON.parse(stdout);
      assert.deepEqual({ code, stderr, notes, unreadable }, { code: 0, stderr: "", notes: [], unreadable: [] });
      assert.equal(summary["violations"], 0);
      assert.deepEqual([summary["namespaces"], summary["workloads"]], [1, 2]);
    });
  }

  it("by labels of its own namespace", async () => {
    const { stdout } = await runCli(["lint", "-o", "json", "deploy/"]);
    const { namespaces }: { namespaces: { policy: Record<string, unknown> }[] } = JSON.parse(stdout);
    const restricted = { level: "restricted", version: "latest", from: "label" };
    assert.deepEqual(
      namespaces.map(({ policy }) => policy),
      [{ enforce: restricted, audit: restricted, warn: restricted }],
    );
  });
});

test("its role is the documented one", () => {
  assert.deepEqual(one("ClusterRole"), load(readFileSync("docs/rbac.yaml", "utf8")));
});

test("the image's user is the one that the audit runs as", () => {
  const { user } = containerfile();
  assert.equal(user, `${auditor.securityContext.runAsUser}:${auditor.securityContext.runAsUser}`);
});

test("the image is that of this version", () => {
  assert.deepEqual(
    auditor.containers.map(({ image }) => image),
    [`ghcr.io/OWNER/kubectl-pss:v${manifest.version}`],
  );
});

test("the token of the service account is mounted where it is needed alone", () => {
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

test("what the audit writes is what the exporter reads, and can", () => {
  const [writer] = auditor.containers;
  const [reader] = exporter.containers;
  const [file] = writer?.args.flatMap((arg) => /^--metrics-file=(.*)$/.exec(arg)?.[1] ?? []) ?? [];
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

test("everything is in the one namespace", () => {
  const { name } = one("Namespace").metadata;
  const namespaced = MANIFESTS.filter(({ kind }) => !/^(Namespace|ClusterRole|ClusterRoleBinding)$/.test(kind));
  for (const { kind, metadata } of namespaced) assert.equal(metadata.namespace, name, kind);
});

test("what the audit is asked is what it takes", async () => {
  const args = auditor.containers[0]?.args.filter((arg) => !arg.startsWith("--metrics-file=")) ?? [];
  const { code, stdout } = await runCli([...args, "-f", "test/fixtures/audit/dump.yaml"]);
  const { kind, failOn, summary }: { kind: string; failOn: string; summary: { violations: number } } =
    JSON.parse(stdout);
  assert.deepEqual({ code, kind, failOn }, { code: 0, kind: "AuditReport", failOn: "none" });
  assert.notEqual(summary.violations, 0);
});
