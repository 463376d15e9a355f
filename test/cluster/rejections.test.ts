import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import type { Role } from "../deploy/manifests.ts";
import { Client } from "./client.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss } from "./kubectl.ts";
import { DOCUMENTED_ROLE } from "./namespaces.ts";
import { LAST_SEEN, STUCK, rejectionOf } from "./rejections.ts";
import { kubeconfigOf, type User } from "./server.ts";

/** A group with the documented role, without the right to list Events. */
const BLIND = "blind";
const RBAC = "rbac.authorization.k8s.io";

interface Report {
  readonly namespaces: readonly {
    readonly workloads: readonly { readonly name: string; readonly rejection: { readonly from: string } | null }[];
  }[];
  readonly notes: readonly { readonly severity: string; readonly code: string; readonly message: string }[];
}

const cluster = await openCluster();
if (cluster !== undefined) {
  describe("pods that are rejected at this moment", async () => {
    const client = await Client.open(cluster, "admin");
    after(() => client.close());
    const audit = (user: User, ...args: readonly string[]) =>
      kubectlPss(["audit", "--kubeconfig", kubeconfigOf(cluster, user), "-n", STUCK, "-o", "json", ...args]);
    const rejectionsIn = (stdout: string) => {
      const { namespaces }: Report = JSON.parse(stdout);
      return namespaces.flatMap(({ workloads }) => workloads.map(({ name, rejection }) => [name, rejection]));
    };

    const fromCondition = { message: await rejectionOf(client, "web-5d9c-"), from: "condition" };
    const fromEvent = { message: await rejectionOf(client, "db-0"), from: "event", lastSeen: LAST_SEEN };

    it("have the API server's message, from a condition and an Event", async () => {
      assert.match(
        fromCondition.message,
        /^pods "web-5d9c-[^"]*" is forbidden: violates PodSecurity "restricted:latest": /,
      );
      const { code, stdout } = await audit("auditor");
      const { notes }: Report = JSON.parse(stdout);
      assert.deepEqual([code, notes.map((note) => note.code)], [1, []]);
      const names = rejectionsIn(stdout).map(([name]) => name);
      assert.deepEqual(names, ["web", "db"]);
      const [web, db] = rejectionsIn(stdout).map(([, rejection]) => rejection);
      assert.deepEqual(db, fromEvent);
      // The API server generates another name for a generateName each time.
      assert.deepEqual(withoutName(web), withoutName(fromCondition));
    });

    it("are the same in a dump with Events", async () => {
      const kinds = "namespaces,pods,deployments,replicasets,statefulsets,events";
      const dump = await kubectl(cluster, "admin", ["get", kinds, "--all-namespaces", "-o", "json"]);
      const { stdout } = await kubectlPss(["audit", "-f", "-", "-n", STUCK, "-o", "json"], dump.stdout);
      assert.deepEqual(rejectionsIn(stdout), rejectionsIn((await audit("auditor")).stdout));
    });

    it("are no longer reported after a change of the labels to a policy that does not reject them", async () => {
      const label = (enforce: string) =>
        kubectl(cluster, "admin", [
          "label",
          "--overwrite",
          "ns",
          STUCK,
          `pod-security.kubernetes.io/enforce=${enforce}`,
        ]);
      await label("privileged");
      try {
        const { code, stdout } = await audit("auditor");
        assert.deepEqual(rejectionsIn(stdout), [
          ["web", null],
          ["db", null],
        ]);
        assert.equal(code, 0);
      } finally {
        await label("restricted");
      }
      assert.equal((await audit("auditor")).code, 1);
    });

    it("do not require the right to list Events: without it there is one note, and no other change", async () => {
      const { rules } = load(readFileSync(DOCUMENTED_ROLE.file, "utf8")) as Role;
      const withoutEvents = rules.filter(({ resources }) => !resources.includes("events"));
      assert.equal(withoutEvents.length, rules.length - 1);
      await client.create({
        apiVersion: `${RBAC}/v1`,
        kind: "ClusterRole",
        metadata: { name: BLIND },
        rules: withoutEvents,
      });
      await client.create({
        apiVersion: `${RBAC}/v1`,
        kind: "ClusterRoleBinding",
        metadata: { name: BLIND },
        roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: BLIND },
        subjects: [{ apiGroup: RBAC, kind: "Group", name: BLIND }],
      });
      const as = ["--as", "somebody", "--as-group", BLIND];
      const [seeing, blind, everywhere] = await Promise.all([
        audit("auditor"),
        audit("admin", ...as),
        audit("admin", ...as, "-n", "empty,team-a"),
      ]);
      assert.deepEqual([seeing.code, blind.code], [1, 1]);
      const { notes, ...report }: Report = JSON.parse(blind.stdout, withoutTime);
      assert.deepEqual(
        notes.map(({ severity, code }) => [severity, code]),
        [["info", "no-events"]],
      );
      assert.match(notes[0]?.message ?? "", /^the user may not list Events, .*the right to list events is optional$/);
      const { notes: _none, ...expected }: Report = JSON.parse(seeing.stdout, (key, value) =>
        key === "rejection" && value?.from === "event" ? null : withoutTime(key, value),
      );
      assert.deepEqual(report, expected);
      assert.equal((JSON.parse(everywhere.stdout) as Report).notes.length, 1);
    });
  });
}

function withoutName(rejection: unknown): unknown {
  return JSON.parse(JSON.stringify(rejection).replace(/web-5d9c-\w*/, "web-5d9c-"));
}

/** Leaves out the time of a report: two runs may be in different seconds. */
function withoutTime(key: string, value: unknown): unknown {
  return key === "generatedAt" ? null : value;
}
