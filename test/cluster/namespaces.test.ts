import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { ASKED, OTHERS, type Change } from "./changes.ts";
import { Client, messageOf } from "./client.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, warningsOf } from "./kubectl.ts";
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
import { startServer } from "./server.ts";

const CHANGES: readonly Change[] = [...ASKED.map(([, change]) => change), ...OTHERS];
/** Beside the one that has it all, so that the defaults of an API server and its emulation of an older one are tried as well. */
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

/** Compares every change of every namespace, and gives back how often each outcome was met. */
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

    it(`${NAMESPACES.length * CHANGES.length} changes are answered as predicted, under a configuration`, async () => {
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

    it("they are under the defaults of an API server that emulates an older one", async () => {
      const server = await startServer({ flags: [`--emulated-version=1.${EMULATED_MINOR}`] });
      try {
        await seed(server);
        const other = await Client.open(server, "admin");
        const inventory = await inventoryOf(other);
        const admission = builtinAdmission(EMULATED_MINOR);
        await compareAll(other, (name, change) => predict(name, fullLabels(change), inventory, admission));
        other.close();
      } finally {
        await server.stop();
      }
    });

    it("the API server cuts what comes to too much, and so is it predicted", () => {
      const { warnings } = ours("many-reasons", { enforce: "restricted" });
      assert.equal(Math.max(...warnings.map((warning) => warning.length)), 256);
    });

    // The matrix asks as kubectl does; these ask through kubectl itself.
    const SAMPLE = ["unlabelled", "controllers", "pinned-old", "invalid-enforce", "exempt-labelled", "many-reasons"];
    const SAMPLED: readonly Change[] = [
      { enforce: "restricted" },
      { enforce: "baseline", "enforce-version": "v1.37" },
      { enforce: "Restricted", audit: "restricted" },
      { enforce: null, "enforce-version": null },
    ];
    for (const name of SAMPLE) {
      it(`kubectl prints the warnings and refusals predicted for ${name}`, async () => {
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
          // kubectl puts an article before it.
          const refusal = run.code === 0 ? undefined : run.stderr.trim();
          assert.equal(refusal, denied === undefined ? undefined : `The ${denied}`);
        }
      });
    }
  });
}
