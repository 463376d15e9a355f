import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { isRecord } from "../../src/api/record.ts";
import { LEVELS } from "../../src/policy/level.ts";
import { decodeProtobuf } from "../../src/sources/cluster/protobuf/decode.ts";
import { messageOf, type Field, type FieldType, type Message } from "../../src/sources/cluster/protobuf/messages.ts";
import { readObjects } from "../../src/sources/objects.ts";
import { ourOutcome, ourOutcomes, type ObjectOutcome } from "./objects.ts";
import { randomPod } from "./random-pods.ts";
import { Referee } from "./referee.ts";

const PODS = process.env["KUBECTL_PSS_FULL"] === "1" ? 20_000 : 1_000;
const SEED = Number(process.env["KUBECTL_PSS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const BATCH = 200;
const POLICIES = LEVELS.flatMap((level) => ["v1.0", "v1.24", "latest"].map((version) => `${level}:${version}`));

/** Each kind that is read from a cluster, around a pod. */
const KINDS: readonly ((template: object) => { apiVersion: string; kind: string })[] = [
  (template) => ({ apiVersion: "v1", kind: "Pod", ...template }),
  (template) => ({ apiVersion: "v1", kind: "PodTemplate", template }),
  (template) => ({ apiVersion: "v1", kind: "ReplicationController", spec: { replicas: 0, template } }),
  (template) => ({ apiVersion: "apps/v1", kind: "ReplicaSet", spec: { template } }),
  (template) => ({ apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: 3, template } }),
  (template) => ({ apiVersion: "apps/v1", kind: "StatefulSet", spec: { template } }),
  (template) => ({ apiVersion: "apps/v1", kind: "DaemonSet", spec: { template } }),
  (template) => ({ apiVersion: "batch/v1", kind: "Job", spec: { template } }),
  (template) => ({ apiVersion: "batch/v1", kind: "CronJob", spec: { jobTemplate: { spec: { template } } } }),
];
const ROOTS = [{ apiVersion: "v1", kind: "Namespace" }, ...KINDS.map((kind) => kind({}))];

/** What the forms of our fields are in Go. */
const GO_KINDS: Readonly<Record<FieldType["form"], readonly string[]>> = {
  string: ["string"],
  bool: ["bool"],
  int: ["int32", "int64"],
  strings: ["map"],
  set: ["struct"],
  message: ["struct"],
  embedded: [],
  bytes: [],
};

interface Read {
  readonly path: readonly string[];
  readonly numbers: readonly number[];
  readonly form: FieldType["form"];
  readonly isRepeated: boolean;
}

/** Every field that is read of a message, down to its scalars. */
function fieldsOf(message: Message, path: readonly string[], numbers: readonly number[]): Read[] {
  return message.flatMap((field, number) => {
    if (field === undefined) return [];
    const { name, type, isRepeated } = field;
    const at = [...numbers, number];
    if (type.form === "embedded") return fieldsOf(type.message, path, at);
    const read = { path: [...path, name], numbers: at, form: type.form, isRepeated };
    return type.form === "message" ? [read, ...fieldsOf(type.message, read.path, at)] : [read];
  });
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe(`protocol buffers (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    for (const { apiVersion, kind } of ROOTS) {
      it(`every field that is read of a ${kind} has the number and the type that it has in Go`, async () => {
        const message = messageOf(kind);
        assert.ok(message !== undefined);
        const fields = fieldsOf(message, [], []);
        assert.ok(fields.length > 3);
        for (const { path, numbers, form, isRepeated } of fields) {
          const theirs = await referee.protobufField({ apiVersion, kind, path });
          const place = `${kind} ${path.join(".")}`;
          assert.deepEqual({ ...theirs, kind: "" }, { numbers, kind: "", list: isRepeated }, place);
          assert.ok(GO_KINDS[form].includes(theirs.kind), `${place} is a ${theirs.kind}`);
        }
      });
    }

    it(`${PODS} objects are in protocol buffers what they are in JSON, and get the same verdicts`, async () => {
      for (let first = 0; first < PODS; first += BATCH) {
        await Promise.all(Array.from({ length: BATCH }, (_, index) => compare(first + index)));
      }
    });

    it("so is what tells of an object's owners, and what a namespace is labelled with", async () => {
      const ownerReferences = [
        { apiVersion: "v1", kind: "Node", name: "n", uid: "2" },
        { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d9c", uid: "1", controller: true },
      ];
      const labels = { "pod-security.kubernetes.io/enforce": "baseline", "": "", é: "ü" };
      const metadata = {
        name: "web-a",
        generateName: "web-",
        namespace: "a",
        ownerReferences,
        labels,
        annotations: {},
      };
      for (const kind of ["Pod", "Namespace"]) {
        const { bytes, json } = await referee.protobuf({ apiVersion: "v1", kind, metadata });
        const { metadata: read, ...type } = decodeProtobuf(bytes);
        assert.equal(Object.keys(Object(read)).length, 5);
        assert.deepEqual(
          { ...type, metadata: read },
          { apiVersion: "v1", kind, ...readPart(messageOf(kind) ?? [], json) },
        );
      }
    });
  });

  const compare = async (index: number): Promise<void> => {
    const { metadata, spec } = randomPod(SEED + index);
    const kind = KINDS[index % KINDS.length];
    assert.ok(kind !== undefined);
    const object = kind({ metadata, spec });
    const text = JSON.stringify(object);
    const { bytes, json } = await referee.protobuf(object);
    const { apiVersion, kind: name } = object;
    assert.deepEqual(decodeProtobuf(bytes), { apiVersion, kind: name, ...readPart(messageOf(name) ?? [], json) }, text);
    assert.deepEqual(outcomesOf(bytes), ourOutcomes(text, POLICIES), text);
  };
}

/** Of JSON what is read of a message. */
function readPart(message: Message, json: unknown): Record<string, unknown> {
  assert.ok(isRecord(json));
  const part: Record<string, unknown> = {};
  for (const field of message) {
    if (field === undefined) continue;
    if (field.type.form === "embedded") Object.assign(part, readPart(field.type.message, json));
    else {
      const value = json[field.name];
      // Protocol buffers know no empty list; JSON has one here and there, and null in place of another.
      if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
      part[field.name] = Array.isArray(value) ? value.map((item) => readValue(field, item)) : readValue(field, value);
    }
  }
  return part;
}

function readValue({ type }: Field, value: unknown): unknown {
  if (type.form === "set") return {};
  return type.form === "message" ? readPart(type.message, value) : value;
}

/** What our reader makes of an object that came in protocol buffers. */
function outcomesOf(bytes: Buffer): readonly ObjectOutcome[] {
  const value = decodeProtobuf(bytes);
  const document = { index: 0, value, duplicates: [], isTyped: true, locate: () => ({ line: 0, column: 0 }) };
  return [...readObjects(document, "")].flatMap((item) => ourOutcome(item, POLICIES));
}
