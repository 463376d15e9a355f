/** Repeated objects of a dump, in any files and order, do not change its report. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, it } from "node:test";
import * as fc from "../../property.ts";
import { isRecord } from "../../../src/api/record.ts";
import { PODS } from "../../rollout/clusters.ts";
import { runCli } from "../run-cli.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const RUNS = IS_FULL ? 1500 : 60;

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-twice-property-"));
after(() => rmSync(root, { recursive: true }));

interface Meta {
  readonly name: string;
  readonly namespace?: string;
  readonly [field: string]: unknown;
}

interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Meta;
  readonly [field: string]: unknown;
}

interface Ref {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

function ownedBy({ apiVersion, kind, name }: Ref): object {
  return { ownerReferences: [{ apiVersion, kind, name, uid: `uid-${kind}-${name}`, controller: true }] };
}

const spec = fc.constantFrom(...Object.values(PODS)).map((pod) => pod.spec);

function podOf(namespace: string, name: string, podSpec: unknown, metadata: object = {}): ApiObject {
  const meta = { name, namespace, uid: `uid-${namespace}-${name}`, ...metadata };
  return { apiVersion: "v1", kind: "Pod", metadata: meta, spec: podSpec };
}

function templateOf(apiVersion: string, kind: string, metadata: Meta, podSpec: unknown, replicas?: number): ApiObject {
  const template = { metadata: { labels: { app: "x" } }, spec: podSpec };
  return { apiVersion, kind, metadata, spec: { ...(replicas !== undefined && { replicas }), template } };
}

type Family = (namespace: string, index: number) => readonly ApiObject[];

/** A workload and its pods in a namespace. Pods may differ from the template, as after an update. */
const family: fc.Arbitrary<Family> = fc
  .record({
    specs: fc.array(spec, { minLength: 4, maxLength: 4 }),
    replicas: fc.integer({ min: 0, max: 2 }),
    form: fc.constantFrom(
      "bare",
      "mirror",
      "deployment",
      "unread",
      "rollout",
      "cron",
      "stateful",
      "service",
      "broken",
      "typo",
      "unknown",
      "foreign",
    ),
    isTwoFold: fc.boolean(),
  })
  .map(({ specs: [own, first, second, third], replicas, form, isTwoFold }) => (namespace, index) => {
    const name = `w${index}`;
    const deployment: Ref = { apiVersion: "apps/v1", kind: "Deployment", name };
    const rollout: Ref = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name };
    const set = (suffix: string, owner: Ref, podSpec: unknown): ApiObject =>
      templateOf(
        "apps/v1",
        "ReplicaSet",
        { name: `${name}-${suffix}`, namespace, ...ownedBy(owner) },
        podSpec,
        replicas,
      );
    const podsOf = (kind: string, apiVersion: string, owner: string): readonly ApiObject[] =>
      [first, ...(isTwoFold ? [second] : [])].map((podSpec, count) => {
        const labels = { "pod-template-hash": owner.slice(name.length + 1) };
        const metadata = { labels, ...ownedBy({ apiVersion, kind, name: owner }) };
        return podOf(namespace, `${owner}-${count}`, podSpec, metadata);
      });
    switch (form) {
      case "bare":
        return [podOf(namespace, name, own)];
      case "mirror": {
        const annotations = { "kubernetes.io/config.mirror": "x" };
        return [
          podOf(namespace, `${name}-n1`, own, {
            annotations,
            ...ownedBy({ apiVersion: "v1", kind: "Node", name: "n1" }),
          }),
        ];
      }
      case "deployment":
        return [
          templateOf("apps/v1", "Deployment", { name, namespace }, own, replicas),
          set("a", deployment, first),
          set("b", deployment, third),
          ...podsOf("ReplicaSet", "apps/v1", `${name}-a`),
          ...podsOf("ReplicaSet", "extensions/v1beta1", `${name}-b`),
        ];
      case "unread":
        return podsOf("ReplicaSet", "apps/v1", `${name}-a`);
      case "rollout":
        return [
          set("a", rollout, first),
          set("b", rollout, third),
          ...podsOf("ReplicaSet", "apps/v1", `${name}-a`),
          ...podsOf("ReplicaSet", "apps/v1", `${name}-b`),
        ];
      case "cron": {
        const jobs = ["27000000", "27000001"].map((time) => {
          const owner = { apiVersion: "batch/v1", kind: "CronJob", name };
          return templateOf("batch/v1", "Job", { name: `${name}-${time}`, namespace, ...ownedBy(owner) }, first);
        });
        return [...jobs, ...jobs.flatMap(({ metadata }) => podsOf("Job", "batch/v1", metadata.name))];
      }
      case "stateful":
        return [
          templateOf("apps/v1", "StatefulSet", { name, namespace }, own, replicas),
          ...podsOf("StatefulSet", "apps/v1", name),
        ];
      case "broken":
        return [podOf(namespace, name, { hostNetwork: "yes" })];
      case "typo":
        return [podOf(namespace, name, { ...(isRecord(own) && own), hostNetwrok: true, hostPidd: isTwoFold })];
      case "unknown":
        return [{ apiVersion: "v1", kind: "Pods", metadata: { name, namespace } }];
      case "foreign":
        return [templateOf("example.com/v1", "Foo", { name, namespace }, own)];
      default:
        return [{ apiVersion: "v1", kind: "Service", metadata: { name, namespace } }];
    }
  });

const level = fc.constantFrom("privileged", "baseline", "restricted", undefined);

const cluster: fc.Arbitrary<readonly ApiObject[]> = fc
  .array(
    fc.record({
      enforce: level,
      version: fc.constantFrom("latest", "v1.18", "v1.33", undefined),
      families: fc.array(family, { maxLength: 4 }),
      isThere: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((namespaces) =>
    namespaces.flatMap(({ enforce, version, families, isThere }, index) => {
      const name = `ns-${index}`;
      const labels = {
        ...(enforce !== undefined && { "pod-security.kubernetes.io/enforce": enforce }),
        ...(version !== undefined && { "pod-security.kubernetes.io/enforce-version": version }),
      };
      const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
      return [...(isThere ? [namespace] : []), ...families.flatMap((one, count) => one(name, count))];
    }),
  )
  .filter((objects) => objects.length > 0);

/** A file and its contents. */
type File = readonly [path: string, objects: readonly ApiObject[]];

/** Objects in a random order, and again in another order, in files of random sizes. */
function overlapping(objects: readonly ApiObject[]): fc.Arbitrary<readonly File[]> {
  const whole = fc.shuffledSubarray([...objects], { minLength: objects.length });
  const parts = fc.array(fc.shuffledSubarray([...objects]), { maxLength: 3 });
  return fc.tuple(whole, parts, fc.nat()).map(([all, again, place]) => {
    const files: (readonly ApiObject[])[] = [...again];
    files.splice(place % (files.length + 1), 0, all);
    return files.filter((file) => file.length > 0).map((file, index): File => [`dump-${index}.json`, file]);
  });
}

/** Objects in the layout of a must-gather: a list for each kind of a namespace, and also a file for each object. */
function mustGather(objects: readonly ApiObject[]): fc.Arbitrary<readonly File[]> {
  const folder = ({ metadata: { namespace } }: ApiObject): string => namespace ?? "cluster-scoped-resources";
  const lists = Map.groupBy(objects, (object) => `${folder(object)}/core/${object.kind.toLowerCase()}s.json`);
  const single = objects.map((object): File => [
    `${folder(object)}/${object.kind}/${object.metadata.name}.json`,
    [object],
  ]);
  return fc.shuffledSubarray([...lists, ...single], { minLength: lists.size + single.length });
}

function write(directory: string, files: readonly File[]): readonly string[] {
  return files.map(([path, objects]) => {
    const whole = join(directory, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    return whole;
  });
}

/** Fields with the name of a file. */
const PLACES: readonly string[] = ["line", "column", "endLine", "endColumn", "source", "file", "document"];

/** A report without some fields at any depth, and without the notes about repeats. Notes are sorted again, since their order depends on places. */
function without(fields: readonly string[], value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => without(fields, one));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([field]) => !fields.includes(field));
  return Object.fromEntries(
    kept.map(([field, one]) => {
      if (field !== "notes" || !Array.isArray(one)) return [field, without(fields, one)];
      const notes = one.filter(({ code }) => code !== "repeated-object").map((note) => without(fields, note));
      return [field, notes.map((note) => JSON.stringify(note)).toSorted()];
    }),
  );
}

async function reportOf(command: readonly string[], paths: readonly string[]): Promise<unknown> {
  const isLint = command[0] === "lint";
  const input = isLint ? [] : ["-f"];
  // A fault of a manifest must be fixed in each place.
  const fields = isLint ? [...PLACES, "unreadable", "notes"] : PLACES;
  const { code, stdout, stderr } = await runCli([...command, "-o", "json", ...input, ...paths]);
  // A plan has the command to plan again, with the files of the run.
  const text = stdout.replaceAll(/(?: -f [^ "]+)+/g, " -f FILES");
  // The requested namespace may be empty.
  return { code, stderr, report: text === "" ? null : without(fields, JSON.parse(text)) };
}

const COMMANDS: readonly (readonly string[])[] = [
  ["lint"],
  ["audit"],
  ["audit", "-n", "ns-0"],
  ["dry-run", "-A", "--enforce", "restricted", "--warn", "baseline:v1.20"],
  ["plan", "--server-version", "v1.34"],
];

for (const [layout, filesOf] of Object.entries({ overlapping, mustGather })) {
  it(`repeated objects do not change the report of a dump: ${layout}`, async () => {
    const input = fc.tuple(
      cluster.chain((objects) => fc.tuple(fc.constant(objects), filesOf(objects))),
      fc.constantFrom(...COMMANDS),
    );
    await fc.assert(
      fc.asyncProperty(input, async ([[objects, files], command]) => {
        const directory = mkdtempSync(join(root, "run-"));
        try {
          const once = write(join(directory, "once"), [["dump.json", objects]]);
          const again = write(join(directory, "again"), files);
          assert.deepEqual(await reportOf(command, again), await reportOf(command, once));
        } finally {
          rmSync(directory, { recursive: true });
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
}
