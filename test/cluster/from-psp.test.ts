/** The plan of an invented cluster of v1.24 on a real API server: its commands run, and its labels reject nothing. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { DUMPS, dumpObjects, migrationOf, type DumpObject } from "../psp/dumps.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, warningsOf } from "./kubectl.ts";
import { kubeconfigOf } from "./server.ts";

const run = promisify(execFile);
/** The kinds of the server that the migration changes. A ReplicaSet has the template of its Deployment of before the migration. */
const TEMPLATES: ReadonlySet<string> = new Set(["Deployment", "DaemonSet", "StatefulSet", "CronJob"]);

/** An object in another namespace, as a user creates it. */
function moved({ apiVersion, kind, metadata, spec }: DumpObject, rename: (name: string) => string): object {
  const { name, namespace = "", labels, annotations } = metadata;
  return { apiVersion, kind, metadata: { name, namespace: rename(namespace), labels, annotations }, spec };
}

const cluster = await openCluster();
if (cluster !== undefined) {
  const env = { ...process.env, KUBECONFIG: kubeconfigOf(cluster, "admin") };

  const create = async (objects: readonly object[]): Promise<readonly string[]> => {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    const created = await kubectl(cluster, "admin", ["create", "-f", "-"], list);
    assert.equal(created.code, 0, created.stderr);
    return warningsOf(created).filter((warning) => warning.includes("PodSecurity"));
  };

  describe("the plan of a cluster with PodSecurityPolicies, on a real API server", () => {
    for (const dump of DUMPS) {
      it(`${dump}: patches the templates, sets the labels, and rejects no pod`, async () => {
        const { steps, namespaces } = await migrationOf(dump);
        const suffix = randomUUID().slice(0, 8);
        const rename = (name: string): string => `${name}-${suffix}`;
        const names = namespaces.map(({ name }) => name);
        const inNamespaces = (command: string): string =>
          command
            .replace(/(?<= -n )\S+/, rename)
            .replace(/(?<=--overwrite ns )(?:[\w-]+ )+/, (some) => some.replaceAll(/[\w-]+/g, rename));
        await create(names.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name: rename(name) } })));
        const objects = dumpObjects(dump);
        await create(objects.filter(({ kind }) => TEMPLATES.has(kind)).map((object) => moved(object, rename)));
        const warned: string[] = [];
        for (const { commands } of steps.filter(({ number }) => ["2", "4", "5"].includes(number))) {
          for (const command of commands) {
            const { stderr } = await run("sh", ["-c", inNamespaces(command)], { env });
            warned.push(stderr);
          }
        }
        assert.ok(!warned.some((stderr) => stderr.includes("violate")), warned.join(""));
        // The labels are in force: the server admits new pods, and gives no warning for new templates.
        const pods = objects.filter(({ kind }) => kind === "Pod");
        assert.deepEqual(await create(pods.map((object) => moved(object, rename))), []);
        for (const { kind, metadata } of objects.filter((object) => TEMPLATES.has(object.kind))) {
          const restart = ["-n", rename(metadata.namespace ?? ""), "get", kind, metadata.name, "-o", "json"];
          const { stdout } = await kubectl(cluster, "admin", restart);
          const { spec } = JSON.parse(stdout) as { spec: { jobTemplate?: { spec: typeof spec }; template?: object } };
          const { template } = spec.jobTemplate?.spec ?? spec;
          assert.ok(template !== undefined);
          const pod = { ...template, apiVersion: "v1", kind: "Pod" } as unknown as DumpObject;
          const named = {
            ...pod,
            metadata: { ...pod.metadata, name: `new-${metadata.name}`, namespace: metadata.namespace ?? "" },
          };
          assert.deepEqual(await create([moved(named, rename)]), []);
        }
        const enforced = await kubectl(cluster, "admin", ["get", "ns", ...names.map(rename), "-o", "json"]);
        const { items } = JSON.parse(enforced.stdout) as {
          items: readonly { metadata: { labels: Record<string, string> } }[];
        };
        assert.deepEqual(
          items.map(({ metadata }) => metadata.labels["pod-security.kubernetes.io/enforce"] ?? null),
          namespaces.map(({ recommended }) => recommended),
        );
      });
    }
  });
}
