import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, describe, it } from "node:test";
import { Client, messageOf, pathOf, type ApiObject } from "./client.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss, warningsOf } from "./kubectl.ts";
import { fullLabels, type ShortLabels } from "./namespaces.ts";
import { PODS } from "./pods.ts";
import type { User } from "./server.ts";
import { CONTROLLER_KINDS, controllerIn, podIn } from "./workloads.ts";

/** The result of creating an object. */
interface Outcome {
  readonly refused: string | undefined;
  readonly warnings: readonly string[];
}

interface LintReport {
  readonly namespaces: readonly {
    readonly workloads: readonly {
      readonly kind: string;
      readonly name: string;
      readonly exempt: unknown;
      readonly results: readonly {
        readonly level: string;
        readonly version: string;
        readonly modes: readonly string[];
        readonly allowed: boolean;
        readonly message: string;
      }[];
    }[];
  }[];
}

const POLICIES: readonly ShortLabels[] = [
  {},
  { enforce: "baseline" },
  { enforce: "restricted" },
  { enforce: "restricted", "enforce-version": "v1.24" },
  { enforce: "baseline", "enforce-version": "v1.18", warn: "restricted", "warn-version": "v1.18" },
  { enforce: "privileged", warn: "restricted", "warn-version": "v1.34" },
  { enforce: "restricted", "enforce-version": "v1.99", warn: "privileged" },
];

/** Each pod alone and in a Deployment; a few pods also in all other kinds. */
function objectsIn(namespace: string): readonly ApiObject[] {
  return Object.entries(PODS).flatMap(([name, content]) => {
    const kinds = name === "several" || name === "sandboxed" ? CONTROLLER_KINDS : ["Deployment"];
    return [
      podIn(namespace, name, content).object,
      ...kinds.map((kind) => controllerIn(namespace, kind, name, content)),
    ];
  });
}

const cluster = await openCluster();
if (cluster !== undefined) {
  describe("objects in a labelled namespace", async () => {
    const admin = await Client.open(cluster, "admin");
    const operator = await Client.open(cluster, "operator");
    after(() => {
      admin.close();
      operator.close();
    });

    const label = async (labels: ShortLabels): Promise<ApiObject> => {
      const name = `admission-${randomUUID()}`;
      return await admin.create({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name, labels: fullLabels(labels) },
      });
    };

    const create = async (client: Client, object: ApiObject): Promise<Outcome> => {
      const answer = await client.send("POST", `${pathOf(object)}?dryRun=All`, { body: object });
      // Other parts of the API server warn about names with dots, old fields and so on.
      const warnings = answer.warnings.filter((warning) => warning.startsWith("would violate PodSecurity "));
      if (answer.status === 201) return { refused: undefined, warnings };
      assert.equal(answer.status, 403, answer.text);
      return { refused: messageOf(answer), warnings };
    };

    const lint = async (objects: readonly ApiObject[], user: User): Promise<ReadonlyMap<string, Outcome>> => {
      const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
      const flags = ["--admission-config", cluster.admissionConfig, "--as-user", user, "-o", "json"];
      const { stdout, stderr } = await kubectlPss(["lint", "-", ...flags], list);
      assert.notEqual(stdout, "", stderr);
      const { namespaces }: LintReport = JSON.parse(stdout);
      const workloads = namespaces.flatMap((namespace) => namespace.workloads);
      return new Map(workloads.map((workload) => [`${workload.kind} ${workload.name}`, outcomeOf(workload)]));
    };

    for (const labels of POLICIES) {
      it(`get the rejections and warnings that lint predicts: ${JSON.stringify(labels)}`, async () => {
        const namespace = await label(labels);
        const objects = objectsIn(namespace.metadata.name);
        const predicted = await lint([namespace, ...objects], "admin");
        const created = await Promise.all(objects.map((object) => create(admin, object)));
        for (const [index, { kind, metadata }] of objects.entries()) {
          const object = `${kind} ${metadata.name}`;
          assert.deepEqual(predicted.get(object), created[index], object);
        }
        assert.equal(predicted.size, objects.length);
      });
    }

    it("get neither if the user is exempt", async () => {
      const namespace = await label({ enforce: "restricted", warn: "restricted" });
      const pods = objectsIn(namespace.metadata.name).filter(({ kind }) => kind === "Pod");
      const predicted = await lint([namespace, ...pods], "operator");
      for (const pod of pods) {
        assert.deepEqual(await create(operator, pod), { refused: undefined, warnings: [] });
        assert.deepEqual(predicted.get(`Pod ${pod.metadata.name}`), { refused: undefined, warnings: [] });
      }
    });

    it("get the same messages from kubectl", async () => {
      const namespace = await label({ enforce: "baseline", warn: "restricted" });
      const objects = objectsIn(namespace.metadata.name).filter(
        ({ metadata: { name } }) => name === "several" || name === "plain",
      );
      const predicted = await lint([namespace, ...objects], "admin");
      for (const object of objects) {
        const run = await kubectl(cluster, "admin", ["create", "--dry-run=server", "-f", "-"], JSON.stringify(object));
        const outcome = predicted.get(`${object.kind} ${object.metadata.name}`);
        assert.deepEqual(warningsOf(run), outcome?.warnings);
        assert.equal(run.stderr.includes(`${outcome?.refused}`), run.code !== 0);
      }
    });
  });
}

function outcomeOf({ kind, name, exempt, results }: LintReport["namespaces"][number]["workloads"][number]): Outcome {
  const violated = (mode: string): string | undefined => {
    const result = results.find(({ modes, allowed }) => modes.includes(mode) && !allowed);
    return (
      result &&
      `violate${mode === "enforce" ? "s" : ""} PodSecurity "${result.level}:${result.version}": ${result.message}`
    );
  };
  // Enforce does not apply to a controller.
  const refusal = kind === "Pod" && exempt === null ? violated("enforce") : undefined;
  if (refusal !== undefined) return { refused: `pods "${name}" is forbidden: ${refusal}`, warnings: [] };
  const warning = violated("warn");
  return { refused: undefined, warnings: warning === undefined ? [] : [`would ${warning}`] };
}
