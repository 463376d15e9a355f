import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import { ASKED, OTHERS, type Change } from "./changes.ts";
import { Client, messageOf } from "./client.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss, warningsOf } from "./kubectl.ts";
import { NAMESPACES, fullLabels } from "./namespaces.ts";
import {
  builtinAdmission,
  configuredAdmission,
  predict,
  takeInventory,
  type Inventory,
  type NamespaceAnswer,
  type Prediction,
} from "./predict.ts";
import { dryRunLabels, seed } from "./seed.ts";
import { kubeconfigOf, startServer } from "./server.ts";

const CHANGES: readonly Change[] = [...ASKED.map(([, change]) => change), ...OTHERS];
const EMULATED_MINOR = 35;

async function inventoryOf(client: Client): Promise<Inventory> {
  const lists = await Promise.all(["namespaces", "pods"].map((list) => client.ask("GET", `/api/v1/${list}`)));
  const [namespaces, pods] = lists;
  return takeInventory(namespaces?.text ?? "", pods?.text ?? "");
}

async function ask(client: Client, name: string, change: Change): Promise<NamespaceAnswer> {
  const answer = await dryRunLabels(client, name, fullLabels(change));
  if (answer.status === 200) return { denied: undefined, warnings: answer.warnings };
  assert.equal(answer.status, 422, answer.text);
  return { denied: messageOf(answer), warnings: answer.warnings };
}

/** Compares every change of every namespace, and returns the count of each outcome. */
async function compareAll(
  client: Client,
  prediction: (name: string, change: Change) => Prediction,
): Promise<ReadonlyMap<string, number>> {
  const outcomes = new Map<string, number>();
  const differences: unknown[] = [];
  const compare = async (name: string, change: Change): Promise<void> => {
    const { outcome, ...ours } = prediction(name, change);
    const theirs = await ask(client, name, change);
    const kind = ours.warnings.length === 0 ? outcome : `${outcome}, warned`;
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    if (ours.denied !== theirs.denied || ours.warnings.join("\n") !== theirs.warnings.join("\n")) {
      differences.push({ name, change, ours, theirs });
    }
  };
  await Promise.all(NAMESPACES.flatMap(({ name }) => CHANGES.map((change) => compare(name, change))));
  assert.deepEqual(differences, []);
  return outcomes;
}

const cluster = await openCluster();
if (cluster !== undefined) {
  describe("new labels of a namespace", async () => {
    const client = await Client.open(cluster, "admin");
    after(() => client.close());
    const admission = configuredAdmission(cluster);
    const inventory = await inventoryOf(client);
    const ours = (name: string, change: Change): Prediction => predict(name, fullLabels(change), inventory, admission);

    it(`${NAMESPACES.length * CHANGES.length} changes have the predicted answers, with a configuration`, async () => {
      const outcomes = await compareAll(client, ours);
      const wanted = [
        "denied",
        "exempt",
        "exempt, warned",
        "privileged",
        "recheck",
        "recheck, warned",
        "relaxed",
        "unchanged",
      ];
      assert.deepEqual([...outcomes.keys()].sort(), wanted);
    });

    it("the API server truncates long warnings, as predicted", () => {
      const { warnings } = ours("many-reasons", { enforce: "restricted" });
      assert.equal(Math.max(...warnings.map((warning) => warning.length)), 256);
    });

    // The matrix sends requests like kubectl's; these tests run kubectl itself.
    const SAMPLE = ["unlabelled", "controllers", "pinned-old", "invalid-enforce", "exempt-labelled", "many-reasons"];
    const SAMPLED: readonly Change[] = [
      { enforce: "restricted" },
      { enforce: "baseline", "enforce-version": `v1.${NEWEST_MINOR}` },
      { enforce: "Restricted", audit: "restricted" },
      { enforce: null, "enforce-version": null },
    ];
    for (const name of SAMPLE) {
      it(`kubectl prints the predicted warnings and rejections for ${name}`, async () => {
        for (const change of SAMPLED) {
          const labels = Object.entries(fullLabels(change)).map(([label, value]) =>
            value === null ? `${label}-` : `${label}=${value}`,
          );
          const run = await kubectl(cluster, "admin", [
            "label",
            "--dry-run=server",
            "--overwrite",
            "ns",
            name,
            ...labels,
          ]);
          const { denied, warnings } = ours(name, change);
          assert.deepEqual(warningsOf(run), warnings, `${name} ${labels.join(" ")}`);
          // kubectl adds an article before it.
          const refusal = run.code === 0 ? undefined : run.stderr.trim();
          assert.equal(refusal, denied === undefined ? undefined : `The ${denied}`);
        }
      });
    }
  });

  describe(`an API server without a configuration that emulates v1.${EMULATED_MINOR}`, async () => {
    const server = await startServer({ flags: [`--emulated-version=1.${EMULATED_MINOR}`] });
    after(() => server.stop());
    await seed(server);
    const client = await Client.open(server, "admin");
    after(() => client.close());

    it("changes have the predicted answers", async () => {
      const admission = builtinAdmission(EMULATED_MINOR);
      const inventory = await inventoryOf(client);
      await compareAll(client, (name, change) => predict(name, fullLabels(change), inventory, admission));
    });

    it("kubectl pss dry-run gives the same answers", async () => {
      const flags = ["--kubeconfig", kubeconfigOf(server, "auditor"), "-o", "json"];
      const { stdout } = await kubectlPss(["dry-run", "-A", "--enforce", "baseline:latest", ...flags]);
      const report: { serverVersion: string; namespaces: { name: string; serverWarnings: string[] }[] } =
        JSON.parse(stdout);
      for (const { name, serverWarnings } of report.namespaces) {
        const answer = await ask(client, name, { enforce: "baseline", "enforce-version": "latest" });
        assert.deepEqual(serverWarnings, answer.warnings, name);
      }
      assert.equal(report.serverVersion, `v1.${EMULATED_MINOR}`);
    });
  });
}
