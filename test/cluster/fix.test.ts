/** A real API server admits what `fix` has edited, in a namespace that enforces restricted. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { isRecord } from "../../src/api/record.ts";
import { valueAt } from "../../src/api/field-path.ts";
import type { FixedWorkload } from "../../src/report/fix/fix-report.ts";
import { readStream } from "../../src/objects/stream/read-stream.ts";
import { CustomKinds } from "../../src/workloads/custom/custom-kinds.ts";
import { WORKLOAD_KINDS, podOf } from "../../src/workloads/pod-template.ts";
import { corpusFiles, WITHOUT_CORPUS } from "../conformance/manifests/corpus.ts";
import { fixText, textAfter } from "../fixes/fix-text.ts";
import { SHAPES } from "../fixes/shapes.ts";
import { Client, messageOf, pathOf, type ApiObject } from "./client.ts";
import { openCluster } from "./cluster.ts";
import { kubectlPss } from "./kubectl.ts";
import { fullLabels } from "./namespaces.ts";
import { kubeconfigOf } from "./server.ts";

/** Published manifests, beside the repository. */
const CORPUS = (await corpusFiles()).filter((file) => /\/corpus\/.*\.(?:ya?ml|json)$/.test(file));
if (CORPUS.length === 0) console.log(WITHOUT_CORPUS);

/** The texts of manifests by their names: one in three shapes, and the fixtures. */
function* texts(): Generator<readonly [name: string, text: string], undefined> {
  for (const [index, { name, text }] of SHAPES.entries()) if (index % 3 === 0) yield [name, text];
  for (const file of [...globSync("test/fixtures/fix/*.{yaml,json}"), ...CORPUS]) {
    yield [file, readFileSync(file, "utf8").replace(/^\uFEFF/, "")];
  }
}

/** The objects of the nine kinds in a text that the fix has edited: before and after. */
function* fixedObjects(text: string): Generator<readonly [before: ApiObject, after: ApiObject], undefined> {
  const report = fixText(text, { isFilter: true });
  const { files, workloads } = report;
  const fixed = new Set(workloads.flatMap(({ state, source }) => (state === "fixed" ? JSON.stringify(source) : [])));
  const [file] = files;
  if (file === undefined) return;
  const edited = [...objectsIn(textAfter(report) ?? "")];
  for (const [index, { object, key }] of [...objectsIn(file.before)].entries()) {
    const changed = edited[index]?.object;
    if (fixed.has(key) && changed !== undefined) yield [object, changed];
  }
}

function* objectsIn(text: string): Generator<{ readonly object: ApiObject; readonly key: string }, undefined> {
  for (const item of readStream(text, "test.yaml", { templates: undefined, kinds: new CustomKinds() })) {
    if (item.type !== "workload" || item.written === undefined) continue;
    const value = valueAt(item.written.value, item.written.path);
    if (!WORKLOAD_KINDS.includes(item.kind) || !isRecord(value)) continue;
    const { apiVersion, kind } = item;
    const metadata = { ...item.metadata, namespace: "fix-restricted", name: item.metadata.name ?? "unnamed" };
    yield { object: { ...value, apiVersion, kind, metadata }, key: JSON.stringify(item.source) };
  }
}

/** The pod that a controller makes from an object. */
function podFrom(object: ApiObject): ApiObject {
  const pod = podOf(object.kind, object)?.pod ?? { spec: {} };
  const spec = { ...pod.spec, restartPolicy: object.kind.endsWith("Job") ? "Never" : "Always" };
  const { labels, annotations } = pod.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "made", namespace: "fix-restricted", labels: labels ?? {}, annotations: annotations ?? {} },
    spec,
  };
}

const cluster = await openCluster();
if (cluster !== undefined) {
  describe("what fix has edited", () => {
    let client: Client;
    before(async () => {
      client = await Client.open(cluster, "admin");
      const restricted = fullLabels({ enforce: "restricted", warn: "restricted" });
      await client.create({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "fix-restricted", labels: restricted },
      });
      await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "fix-free" } });
    });
    after(() => client.close());

    it("is created without a warning, and its pods are admitted", async () => {
      let created = 0;
      let invalid = 0;
      const dryRun = (object: ApiObject) => client.send("POST", `${pathOf(object)}?dryRun=All`, { body: object });
      for (const [name, text] of texts()) {
        for (const [original, edited] of fixedObjects(text)) {
          const first = await dryRun({ ...original, metadata: { ...original.metadata, namespace: "fix-free" } });
          if (first.status >= 300) {
            // The API server rejects the object for another reason, before and after.
            invalid++;
            continue;
          }
          const answer = await dryRun(edited);
          assert.equal(answer.status, 201, `${name}: ${messageOf(answer)}`);
          assert.deepEqual(
            answer.warnings.filter((warning) => warning.includes("PodSecurity")),
            [],
            name,
          );
          const unedited = podFrom(original);
          const ofUnedited = await dryRun({ ...unedited, metadata: { ...unedited.metadata, namespace: "fix-free" } });
          // The server may reject it for another reason: a StatefulSet adds volumes, and a PriorityClass does not exist.
          if (ofUnedited.status >= 300) continue;
          const ofPod = await dryRun(podFrom(edited));
          assert.equal(ofPod.status, 201, `${name}: ${messageOf(ofPod)}`);
          created++;
        }
      }

      assert.ok(created > 3);
    });

    it("has the users of running pods as evidence, and requests only pods", async (t) => {
      const namespace = "fix-free";
      const run = async (name: string, uid: number): Promise<void> => {
        const metadata = { name, namespace };
        const spec = {
          serviceAccountName: "default",
          containers: [{ name: "c", image: `registry.example.com/${name}` }],
        };
        const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: { ...spec, automountServiceAccountToken: false } };
        await client.create(pod);
        t.after(() => client.ask("DELETE", `${pathOf(pod)}/${name}?gracePeriodSeconds=0`));
        const containerStatuses = [
          {
            ...{ name: "c", ready: true, restartCount: 0, image: `registry.example.com/${name}` },
            imageID: `registry.example.com/${name}@sha256:${String(uid % 10).repeat(64)}`,
            ...{ state: { running: {} }, user: { linux: { uid, gid: uid } } },
          },
        ];
        const answer = await client.send("PATCH", `${pathOf(pod)}/${name}/status`, {
          body: { status: { phase: "Running", containerStatuses } },
          contentType: "application/merge-patch+json",
        });
        assert.equal(answer.status, 200, messageOf(answer));
      };
      await run("safe", 101);
      await run("root", 0);
      const manifest = ["safe", "root", "other"].map(
        (name) =>
          `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: c, image: "registry.example.com/${name}"}]}\n`,
      );
      const { code, stdout, stderr } = await kubectlPss(
        ["fix", "-v", "6", "--evidence", "cluster", "--kubeconfig", kubeconfigOf(cluster, "admin"), "-o", "json", "-"],
        manifest.join("---\n"),
      );
      assert.equal(code, 0, stderr);
      const requests = stderr.split("\n").filter((line) => line.includes("GET "));
      assert.ok(requests.length > 0 && requests.every((line) => line.includes("/api/v1/pods?")), stderr);
      const marks = JSON.parse(stdout).workloads.map((one: FixedWorkload) => [
        one.name,
        one.edits.find(({ check }) => check === "runAsNonRoot")?.evidence ?? one.left[0]?.reason,
      ]);
      assert.deepEqual(marks, [
        ["safe", "safe"],
        ["root", "breaks"],
        ["other", "unknown"],
      ]);
    });
  });
}
