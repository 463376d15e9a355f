import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { assertGolden } from "../golden/golden.ts";
import { leaveOut } from "../missing-tool.ts";
import { kubectl, kubectlPss } from "./kubectl.ts";
import { kubeconfigOf, reasonForNoServer, startServer } from "./server.ts";
import { settled, systemNamespaces } from "./settled.ts";
import { onTerminal, stable } from "./terminal.ts";

const OBJECTS = "docs/examples/cluster.yaml";
const WIDTHS = [80, 120];
/** The commands of the first ten minutes, by the name of their golden files. Each runs on terminals of both widths. */
const COMMANDS: readonly (readonly [name: string, args: string, code: number])[] = [
  ["audit", "audit", 1],
  ["audit-blocked", "audit --only blocked", 1],
  ["audit-ci-runners", "audit -n ci-runners", 0],
  ["audit-logging", "audit -n logging", 0],
  ["audit-shop", "audit -n shop", 0],
  ["audit-batch", "audit -n batch", 0],
  ["audit-playground", "audit -n playground", 0],
  ["audit-legacy-erp", "audit -n legacy-erp", 1],
  ["audit-level-baseline", "audit --level baseline --skip legacy-erp", 1],
  ["dry-run-baseline", "dry-run --enforce baseline -A", 1],
  ["dry-run-shop", "dry-run --enforce restricted -n shop", 0],
  ["plan", "plan", 0],
];

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  const server = await startServer({ controllers: true });
  after(() => server.stop());
  await systemNamespaces(server);
  const { code, stderr } = await kubectl(server, "admin", ["apply", "--filename", OBJECTS]);
  if (code !== 0) throw new Error(stderr);
  await settled(server);

  describe("the first ten minutes on a cluster where nothing is labelled", () => {
    for (const [name, args, exitCode] of COMMANDS) {
      for (const width of WIDTHS) {
        it(`${args}, ${width} columns`, async () => {
          const command = `exec "$NODE" bin/kubectl-pss.js ${args}`;
          const run = await onTerminal(server, command, { width, env: { NODE: process.execPath } });
          assertGolden(`commands/first-run/${name}-${width}.txt`, stable(run.output));
          assert.equal(run.code, exitCode);
        });
      }
    }

    it("without a terminal there is no suggestion, and JSON has the same verdict", async () => {
      const table = await kubectlPss(["audit", "--kubeconfig", kubeconfigOf(server, "admin")]);
      assert.doesNotMatch(table.stdout, /^Next:/m);
      const json = await kubectlPss(["audit", "--kubeconfig", kubeconfigOf(server, "admin"), "-o", "json"]);
      const report: {
        readonly namespaces: readonly {
          readonly name: string;
          readonly readyFor: string | null;
          readonly readyForReason?: string;
          readonly rejectedNow: number;
        }[];
      } = JSON.parse(json.stdout);
      const ready = report.namespaces.map(({ name, readyFor, readyForReason, rejectedNow }) => [
        name,
        readyFor ?? readyForReason,
        rejectedNow,
      ]);
      assert.deepEqual(
        ready.filter(([name]) => !/^(default|kube-.*)$/.test(String(name))),
        [
          ["batch", "empty", 0],
          ["ci-runners", "privileged", 0],
          ["legacy-erp", "baseline", 1],
          ["logging", "privileged", 0],
          ["playground", "empty", 0],
          ["shop", "restricted", 0],
        ],
      );
    });
  });
}
