import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { requestsOf } from "./audit-log.ts";
import { ASKED } from "./changes.ts";
import { Client, messageOf } from "./client.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss, warningsOf } from "./kubectl.ts";
import { NAMESPACES, fullLabels } from "./namespaces.ts";
import { dryRunLabels } from "./seed.ts";
import { kubeconfigOf } from "./server.ts";

interface DryRunReport {
  readonly namespaces: readonly {
    readonly name: string;
    readonly serverWarnings: readonly string[];
    readonly denied: string | null;
  }[];
}

const cluster = await openCluster();
if (cluster !== undefined) {
  describe("kubectl pss dry-run", async () => {
    const client = await Client.open(cluster, "admin");
    after(() => client.close());
    const flags = ["--kubeconfig", kubeconfigOf(cluster, "auditor"), "--admission-config", cluster.admissionConfig];

    const dryRun = async (...args: readonly string[]): Promise<DryRunReport> => {
      const { code, stdout, stderr } = await kubectlPss(["dry-run", ...args, ...flags, "-o", "json"]);
      assert.ok(code === 0 || code === 1, `exit code ${code}: ${stderr}`);
      return JSON.parse(stdout);
    };

    for (const [words, change] of ASKED) {
      it(`${words} gives the API server's answers for every namespace`, async () => {
        const { namespaces } = await dryRun("-A", ...words.split(" "));
        const ours = new Map(namespaces.map(({ name, serverWarnings, denied }) => [name, { serverWarnings, denied }]));
        for (const { name } of NAMESPACES) {
          const answer = await dryRunLabels(client, name, fullLabels(change));
          const denied = answer.status === 200 ? null : messageOf(answer);
          assert.deepEqual(ours.get(name), { serverWarnings: answer.warnings, denied }, name);
        }
      });
    }

    it("sent only GET requests", async () => {
      await dryRun("-A", "--enforce", "restricted");
      const requests = await requestsOf(cluster, "auditor");
      assert.notEqual(requests.length, 0);
      assert.deepEqual(
        requests.filter(({ verb }) => verb !== "get" && verb !== "list"),
        [],
      );
    });

    for (const name of ["unlabelled", "controllers", "many-reasons"]) {
      it(`-n ${name} prints the same as kubectl`, async () => {
        const label = "pod-security.kubernetes.io/enforce=restricted";
        const run = await kubectl(cluster, "admin", ["label", "--dry-run=server", "--overwrite", "ns", name, label]);
        const { namespaces } = await dryRun("-n", name, "--enforce", "restricted");
        assert.deepEqual(
          namespaces.map(({ name, serverWarnings }) => ({ name, serverWarnings })),
          [{ name, serverWarnings: warningsOf(run) }],
        );
        const { stdout: stderr } = await kubectlPss(["dry-run", "-n", name, "--enforce", "restricted", ...flags]);
        assert.deepEqual(warningsOf({ ...run, stderr }), warningsOf(run), "the table has the same lines");
      });
    }
  });
}
