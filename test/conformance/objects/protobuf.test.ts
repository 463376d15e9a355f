import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { LEVELS } from "../../../src/api/level.ts";
import { decodeProtobuf } from "../../../src/sources/cluster/client/protobuf/decode.ts";
import {
  messageOf,
  type Field,
  type FieldType,
  type Message,
} from "../../../src/sources/cluster/client/protobuf/messages.ts";
import type { ReadDocument } from "../../../src/text/documents.ts";
import { readObjects } from "../../../src/objects/objects.ts";
import { readRejectionEvent } from "../../../src/objects/rejection-events.ts";
import { controllerOf } from "../../../src/workloads/owners.ts";
import { ourOutcome, ourOutcomes, type ObjectOutcome } from "../outcomes.ts";
import { randomPod } from "../pods/random-pods.ts";
import { Referee } from "../referee.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const decode = (bytes: Buffer): Readonly<Record<string, unknown>> => decodeProtobuf(bytes).value;

const PODS = IS_FULL ? 20_000 : 1_000;
const BATCH = 200;
const POLICIES = LEVELS.flatMap((level) => ["v1.0", "v1.24", "latest"].map((version) => `${level}:${version}`));

/** Each kind that an audit reads from a cluster, with a pod. */
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
const ROOTS = [
  { apiVersion: "v1", kind: "Namespace" },
  { apiVersion: "v1", kind: "Event" },
  ...KINDS.map((kind) => kind({})),
];

/** Times of Events in JSON, and a missing time. */
const TIMES = [
  "2026-01-01T00:00:00.000000Z",
  "2026-12-31T23:59:59.999999Z",
  "1970-01-01T00:00:01.000001Z",
  "1969-12-31T23:59:59.500000Z",
  "0001-01-01T00:00:01.000000Z",
  "9999-12-31T23:59:59.000000Z",
  null,
];

/** The kinds in Go of the forms of our fields. */
const GO_KINDS: Readonly<Record<FieldType["form"], readonly string[]>> = {
  string: ["string"],
  bool: ["bool"],
  int: ["int32", "int64"],
  strings: ["map"],
  set: ["struct"],
  message: ["struct"],
  embedded: [],
  bytes: [],
  json: ["struct"],
  time: ["struct"],
  microTime: ["struct"],
};

interface Read {
  readonly path: readonly string[];
  readonly numbers: readonly number[];
  readonly form: FieldType["form"];
  readonly isRepeated: boolean;
  readonly isOmitted: boolean;
  /** The names of its decoded fields. */
  readonly below: readonly string[];
}

/** Every decoded field of a message, down to its scalars. */
function fieldsOf(message: Message, path: readonly string[], numbers: readonly number[]): Read[] {
  return message.flatMap((field, number) => {
    if (field === undefined) return [];
    const { name, type, isRepeated, isOmitted } = field;
    const at = [...numbers, number];
    if (type.form === "embedded") return fieldsOf(type.message, path, at);
    const found = type.form === "message" ? fieldsOf(type.message, [...path, name], at) : [];
    const below = found.flatMap(({ path: inner }) => (inner.length === path.length + 2 ? (inner.at(-1) ?? []) : []));
    return [{ path: [...path, name], numbers: at, form: type.form, isRepeated, isOmitted, below }, ...found];
  });
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe(`protocol buffers (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    for (const { apiVersion, kind } of ROOTS) {
      it(`every decoded field of a ${kind} has Go's number and type`, async () => {
        const message = messageOf(kind);
        assert.ok(message !== undefined);
        const fields = fieldsOf(message, [], []);
        assert.ok(fields.length > 3);
        for (const { path, numbers, form, isRepeated, isOmitted, below } of fields) {
          const theirs = await referee.protobufField({ apiVersion, kind, path });
          const place = `${kind} ${path.join(".")}`;
          assert.deepEqual([theirs.numbers, theirs.list], [numbers, isRepeated], place);
          assert.ok(GO_KINDS[form].includes(theirs.kind), `${place} is a ${theirs.kind}`);
          const isScalar = ["string", "bool", "int"].includes(form) && !isRepeated;
          assert.equal(isOmitted, isScalar && theirs.omitted, `${place}: omitempty`);
          // The checks read every volume source, and a report shows the contents of a source that restricted forbids.
          if (path.at(-1) === "volumes" || (path.at(-2) === "volumes" && form === "message")) {
            assert.deepEqual(below.toSorted(), theirs.fields.toSorted(), place);
          }
        }
      });
    }

    it(`${PODS} objects are the same in protocol buffers and in JSON, and get the same verdicts`, async () => {
      for (let first = 0; first < PODS; first += BATCH) {
        await Promise.all(Array.from({ length: BATCH }, (_, index) => compare(first + index)));
      }
    });

    it("the fields for folding pods and for defaults are the same", async () => {
      const controller = { apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "1", controller: true };
      const profile = (localhostProfile: string): object => ({
        appArmorProfile: { type: "Localhost", localhostProfile },
      });
      const container = { name: "c", image: "i" };
      const annotations = { "container.apparmor.security.beta.kubernetes.io/c": "localhost/a" };
      const template = { metadata: { annotations }, spec: { containers: [container], securityContext: profile("b") } };
      const metadata = { name: "web-1", namespace: "a", ownerReferences: [controller] };
      for (const object of [
        { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { replicas: 0, selector: {}, template } },
        { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { replicas: 7, selector: {}, template } },
        { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, annotations }, spec: template.spec },
        {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { ...metadata, annotations },
          spec: { ...template.spec, securityContext: profile("a") },
        },
      ]) {
        const [fromJson] = readObjects(documentOf(object), "");
        const [read] = readObjects(
          { ...documentOf(decode((await referee.protobuf(object)).bytes)), isTyped: true },
          "",
        );
        assert.ok(fromJson?.type === "workload" && read?.type === "workload");
        assert.equal(read.replicas, fromJson.replicas);
        const { uid, ...known } = controllerOf(fromJson.metadata) ?? {};
        assert.equal(uid, "1");
        assert.deepEqual(controllerOf(read.metadata), known);
        const profiles = [fromJson, read].map(({ pod }) => pod.spec.containers?.[0]?.securityContext?.appArmorProfile);
        assert.deepEqual(profiles[1], profiles[0]);
      }
    });

    it("the status fields that show whether an object makes pods are the same", async () => {
      const message = 'pods "web-" is forbidden: violates PodSecurity "restricted:latest": x';
      const conditions = (...types: readonly string[]): object => ({
        observedGeneration: 3,
        conditions: types.map((type) => ({ type, status: "True", reason: "r", message, lastTransitionTime: TIMES[0] })),
      });
      const ended = [{ phase: "Succeeded", podIP: "10.0.0.1" }, { phase: "Failed" }, { phase: "Running" }, {}];
      for (const object of [
        ...ended.map((status) => ({ apiVersion: "v1", kind: "Pod", status })),
        ...[conditions("Suspended", "Complete"), conditions("Failed"), conditions("Suspended"), {}].map((status) => ({
          apiVersion: "batch/v1",
          kind: "Job",
          status,
        })),
        ...["Deployment", "ReplicaSet"].flatMap((kind) =>
          [conditions("Available", "ReplicaFailure"), conditions("Progressing")].map((status) => ({
            apiVersion: "apps/v1",
            kind,
            status,
          })),
        ),
        {
          apiVersion: "v1",
          kind: "ReplicationController",
          spec: { template: {} },
          status: conditions("ReplicaFailure"),
        },
      ]) {
        const { bytes, json } = await referee.protobuf(object);
        const decoded = decode(bytes);
        const { apiVersion, kind } = object;
        assert.deepEqual(decoded, { apiVersion, kind, ...readPart(messageOf(kind) ?? [], json) });
        const [read] = readObjects({ ...documentOf(decoded), isTyped: true }, "");
        const [fromJson] = readObjects(documentOf(object), "");
        assert.ok(read?.type === "workload" && fromJson?.type === "workload");
        assert.deepEqual(
          [read.isFinished, read.rejection],
          [fromJson.isFinished, fromJson.rejection],
          JSON.stringify(object),
        );
      }
    });

    it("Events and their times are the same", async () => {
      const involvedObject = { apiVersion: "apps/v1", kind: "ReplicaSet", namespace: "a", name: "web-1", uid: "u" };
      const message = 'Error creating: pods "web-" is forbidden: violates PodSecurity "restricted:latest": x';
      for (const time of TIMES) {
        const seconds = time?.replace(/\.\d+/, "") ?? null;
        const object = {
          apiVersion: "v1",
          kind: "Event",
          metadata: { name: "e", namespace: "a" },
          involvedObject,
          reason: "FailedCreate",
          message,
          firstTimestamp: seconds,
          lastTimestamp: seconds,
          eventTime: time,
          series: { count: 2, lastObservedTime: time },
        };
        const { bytes, json } = await referee.protobuf(object);
        const decoded = decode(bytes);
        assert.deepEqual(decoded, { apiVersion: "v1", kind: "Event", ...readPart(messageOf("Event") ?? [], json) });
        assert.deepEqual(readRejectionEvent(decoded), isRecord(json) ? readRejectionEvent(json) : undefined);
        assert.equal(readRejectionEvent(decoded)?.lastSeen, time ?? undefined);
      }
    });

    it("the owners of an object and the labels of a namespace are the same", async () => {
      const ownerReferences = [
        { apiVersion: "v1", kind: "Node", name: "n", uid: "2" },
        { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d9c", uid: "1", controller: true },
      ];
      const labels = { "pod-security.kubernetes.io/enforce": "baseline", "": "", é: "ü" };
      const fieldsV1 = { "f:metadata": { "f:labels": { ".": {}, "f:pod-security.kubernetes.io/enforce": {} } } };
      const managedFields = [{ manager: "kubectl-label", operation: "Update", fieldsType: "FieldsV1", fieldsV1 }];
      const metadata = {
        name: "web-a",
        generateName: "web-",
        namespace: "a",
        ownerReferences,
        labels,
        managedFields,
      };
      for (const [kind, fields] of [
        ["Pod", 5],
        ["Namespace", 3],
      ] as const) {
        const { bytes, json } = await referee.protobuf({ apiVersion: "v1", kind, metadata });
        const { metadata: read, ...type } = decode(bytes);
        assert.equal(Object.keys(Object(read)).length, fields);
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
    assert.deepEqual(decode(bytes), { apiVersion, kind: name, ...readPart(messageOf(name) ?? [], json) }, text);
    assert.deepEqual(outcomesOf(bytes), ourOutcomes(text, POLICIES), text);
  };
}

/** The part of JSON that is decoded from a message. */
function readPart(message: Message, json: unknown): Record<string, unknown> {
  assert.ok(isRecord(json));
  const part: Record<string, unknown> = {};
  for (const field of message) {
    if (field === undefined) continue;
    if (field.type.form === "embedded") Object.assign(part, readPart(field.type.message, json));
    else {
      const value = json[field.name];
      // Protocol buffers have no empty lists; JSON has some, and null in place of others.
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

function documentOf(value: unknown): ReadDocument {
  return { index: 0, value, duplicates: [], locate: () => ({ line: 0, column: 0 }) };
}

/** The outcomes of our reader for an object in protocol buffers. */
function outcomesOf(bytes: Buffer): readonly ObjectOutcome[] {
  const document = { ...documentOf(decode(bytes)), isTyped: true };
  return [...readObjects(document, "")].flatMap((item) => ourOutcome(item, POLICIES));
}
