import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import { allowedBy, type Role } from "../deploy/manifests.ts";
import { requestsOf } from "./audit-log.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss, type Run } from "./kubectl.ts";
import { DOCUMENTED_ROLE, NAMESPACES } from "./namespaces.ts";
import { kubeconfigOf, type User } from "./server.ts";

interface AuditReport {
  readonly serverVersion: string;
  readonly namespaces: readonly {
    readonly name: string;
    readonly workloads: readonly { readonly kind: string; readonly name: string; readonly pods: number }[];
  }[];
  readonly unreadable: readonly { readonly resource?: string }[];
}

const RESOURCES = [
  ...["cronjobs", "daemonsets", "deployments", "jobs", "namespaces", "pods", "podtemplates", "replicasets"],
  ...["replicationcontrollers", "statefulsets"],
];

/** The top workloads of the namespace `controllers`, and the pods folded into each that are not finished. */
const FOLDED = [
  "Cluster orders 1",
  "CronJob report 0",
  "CronJob yearly 0",
  "DaemonSet node-agent 1",
  "Deployment scaled-to-zero 0",
  "Deployment web 3",
  "Pod kube-proxy-node-1 1",
  "PodTemplate blueprint 0",
  "ReplicationController legacy 1",
  "Rollout canary 1",
  "StatefulSet db 2",
];

const cluster = await openCluster();
if (cluster !== undefined) {
  const configured = ["--admission-config", cluster.admissionConfig, "-o", "json"];
  const audit = async (user: User, ...args: readonly string[]): Promise<Run> =>
    await kubectlPss(["audit", "--kubeconfig", kubeconfigOf(cluster, user), ...configured, ...args]);

  describe("kubectl pss audit", () => {
    it("folds pods into their workloads", async () => {
      const { stdout } = await audit("auditor", "-n", "controllers");
      const { namespaces }: AuditReport = JSON.parse(stdout);
      const workloads = namespaces.flatMap((namespace) => namespace.workloads);
      assert.deepEqual(
        workloads.map(({ kind, name, pods }) => `${kind} ${name} ${pods}`),
        FOLDED,
      );
    });

    it("a dump has the same report as the cluster", async () => {
      const ofCluster = await audit("auditor", "-A");
      const dump = await kubectl(cluster, "admin", [
        "get",
        [...RESOURCES, "events"].join(","),
        "--all-namespaces",
        "-o",
        "json",
      ]);
      const ofDump = await kubectlPss(["audit", "-f", "-", ...configured], dump.stdout);
      assert.deepEqual([ofCluster.code, ofDump.code], [1, 1]);
      const theirs = seededNamespaces(ofCluster.stdout);
      for (const [name, ours] of seededNamespaces(ofDump.stdout)) assert.deepEqual(ours, theirs.get(name), name);
      assert.equal(theirs.size, NAMESPACES.length);
    });

    it("needs only the documented role", async () => {
      const { code, stdout } = await audit("auditor", "-A");
      const { unreadable, serverVersion }: AuditReport = JSON.parse(stdout);
      assert.deepEqual(
        { code, unreadable, serverVersion },
        { code: 1, unreadable: [], serverVersion: `v1.${NEWEST_MINOR}` },
      );
    });

    it("reads the permitted lists, names the missing ones, and exits with 3", async () => {
      const { code, stdout } = await audit("reader");
      const report: AuditReport = JSON.parse(stdout);
      const missing = RESOURCES.filter((resource) => resource !== "namespaces" && resource !== "pods");
      assert.equal(code, 3);
      assert.deepEqual(report.unreadable.map(({ resource }) => resource).sort(), missing);
      const pods = report.namespaces.find(({ name }) => name === "team-a")?.workloads.map(({ name }) => name);
      assert.deepEqual(pods, ["compliant", "host-ports", "plain"]);
    });

    it("reads the only namespace that the tenant may read", async () => {
      const { stdout } = await audit("tenant", "-n", "team-a");
      const { namespaces }: AuditReport = JSON.parse(stdout);
      assert.deepEqual(
        namespaces.map(({ name, workloads }) => [name, workloads.length]),
        [["team-a", 3]],
      );
    });

    it("reports that the user may read nothing, and exits with 3", async () => {
      const { code, stdout } = await audit("stranger", "-A");
      const { namespaces, unreadable }: AuditReport = JSON.parse(stdout);
      assert.deepEqual({ code, namespaces }, { code: 3, namespaces: [] });
      assert.deepEqual(unreadable.map(({ resource }) => resource).sort(), RESOURCES);
    });

    it("accepts a client certificate", async () => {
      const { code, stdout, stderr } = await audit("certified", "-n", "empty");
      const { namespaces }: AuditReport = JSON.parse(stdout);
      assert.deepEqual(
        { code, stderr, names: namespaces.map(({ name }) => name) },
        { code: 0, stderr: "", names: ["empty"] },
      );
    });

    it("reports an expired client certificate, and exits with 2", async () => {
      const { code, stdout, stderr } = await audit("expired");
      assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
      assert.match(stderr, /user "expired": the client certificate expired at /);
    });

    it("impersonates the user of --as", async () => {
      const { code, stdout } = await audit("admin", "--as", "somebody", "--as-group", "readers", "-n", "team-a");
      const { unreadable }: AuditReport = JSON.parse(stdout);
      assert.deepEqual({ code, missing: unreadable.length }, { code: 3, missing: RESOURCES.length - 2 });
    });

    it("lists every resource of the documented role, and uses get only for namespaces", async () => {
      const role = load(readFileSync(DOCUMENTED_ROLE.file, "utf8")) as Role;
      const asked = (await requestsOf(cluster, "auditor")).flatMap(({ verb, objectRef }) =>
        objectRef === undefined ? [] : [`${verb} ${objectRef.resource}`],
      );
      // One command creates the role, so it has both verbs for each resource.
      const lists = allowedBy(role).filter((allowed) => allowed.startsWith("list "));
      assert.deepEqual([...new Set(asked)].sort(), ["get namespaces", ...lists].sort());
    });

    it("sent only GET requests", async () => {
      for (const user of ["auditor", "reader", "tenant", "stranger", "certified"] as const) {
        const requests = await requestsOf(cluster, user);
        assert.notEqual(requests.length, 0);
        assert.deepEqual(
          requests.filter(({ verb }) => verb !== "get" && verb !== "list"),
          [],
        );
      }
    });
  });
}

/** The namespaces that no test changes, by name, without the places, which only files have. */
function seededNamespaces(report: string): ReadonlyMap<string, unknown> {
  const { namespaces }: AuditReport = JSON.parse(report, (key, value: unknown) =>
    key === "source" || key === "line" || key === "column" || key === "endLine" || key === "endColumn"
      ? undefined
      : value,
  );
  const seeded = new Set(NAMESPACES.map(({ name }) => name));
  return new Map(namespaces.filter(({ name }) => seeded.has(name)).map((namespace) => [namespace.name, namespace]));
}
