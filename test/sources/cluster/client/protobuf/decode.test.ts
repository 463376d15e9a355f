import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "../../../../property.ts";
import { decodeProtobuf } from "../../../../../src/sources/cluster/client/protobuf/decode.ts";
import { bytesField, envelope, numberField, varint } from "./wire.ts";

/** Decodes an answer, and all items of a list. */
function decode(bytes: Buffer): Record<string, unknown> {
  const { value, items } = decodeProtobuf(bytes);
  return items === undefined ? value : { ...value, items: [...items] };
}

const metadata = (name: string): Buffer => bytesField(1, bytesField(1, name));
const pod = (...spec: readonly Buffer[]): Buffer => envelope("v1", "Pod", metadata("web"), bytesField(2, ...spec));
const typed = { kind: "Pod", apiVersion: "v1", metadata: { name: "web" } };

/** Skipped fields: a number, eight bytes, text, and four bytes, under unknown numbers. */
const UNKNOWN = [
  numberField(100, -1),
  Buffer.concat([varint((101 << 3) | 1), Buffer.alloc(8)]),
  bytesField(102, "text"),
  Buffer.concat([varint((103 << 3) | 5), Buffer.alloc(4)]),
];

const OBJECTS: Readonly<Record<string, readonly [bytes: Buffer, value: unknown]>> = {
  "false, empty and zero values, except those that JSON leaves out": [
    pod(numberField(11, 0), numberField(12, 1), numberField(37, 0), bytesField(14, numberField(2, 0)), bytesField(36)),
    { ...typed, spec: { hostPID: true, hostUsers: false, securityContext: { runAsUser: 0 }, os: {} } },
  ],
  "lists and embedded structs": [
    pod(
      bytesField(1, bytesField(1, "data"), bytesField(2, bytesField(1, bytesField(1, "/etc")))),
      bytesField(1, bytesField(1, "none"), bytesField(2)),
      bytesField(34, bytesField(1, bytesField(1, "debug"))),
      bytesField(2, bytesField(10, bytesField(1, bytesField(3, bytesField(2, "10.0.0.1"))))),
    ),
    {
      ...typed,
      spec: {
        volumes: [{ name: "data", hostPath: { path: "/etc" } }, { name: "none" }],
        ephemeralContainers: [{ name: "debug" }],
        containers: [{ livenessProbe: { tcpSocket: { host: "10.0.0.1" } } }],
      },
    },
  ],
  "numbers of up to 64 bits": [
    pod(
      ...[2n ** 31n - 1n, -1n, -(2n ** 63n), 2n ** 53n - 1n, 2n ** 63n - 1n, 300n].map((value) =>
        bytesField(2, bytesField(15, numberField(4, value))),
      ),
    ),
    {
      ...typed,
      spec: {
        containers: [2147483647, -1, -(2 ** 63), 2 ** 53 - 1, 2 ** 63, 300].map((runAsUser) => ({
          securityContext: { runAsUser },
        })),
      },
    },
  ],
  "unknown fields are skipped": [
    pod(...UNKNOWN, numberField(13, 1), ...UNKNOWN),
    { ...typed, spec: { hostIPC: true } },
  ],
  "maps, in any order, with missing parts": [
    envelope(
      "v1",
      "Namespace",
      bytesField(
        1,
        bytesField(11, bytesField(2, "b"), bytesField(1, "a")),
        bytesField(11, bytesField(1, "empty")),
        bytesField(11, bytesField(1, "__proto__"), bytesField(2, "own")),
        bytesField(11, ...UNKNOWN, bytesField(1, "é😀"), bytesField(2, Buffer.from([0xff]))),
      ),
    ),
    {
      kind: "Namespace",
      apiVersion: "v1",
      metadata: { labels: { a: "b", empty: "", ["__proto__"]: "own", "é😀": "\ufffd" } },
    },
  ],
  "the managers of a namespace, which are JSON within protocol buffers": [
    envelope(
      "v1",
      "Namespace",
      bytesField(
        1,
        bytesField(17, bytesField(1, "helm"), bytesField(7, ...UNKNOWN, bytesField(1, '{"f:metadata":{}}'))),
        bytesField(17, bytesField(7)),
      ),
    ),
    {
      kind: "Namespace",
      apiVersion: "v1",
      metadata: { managedFields: [{ manager: "helm", fieldsV1: { "f:metadata": {} } }, { fieldsV1: null }] },
    },
  ],
  "a list": [
    envelope(
      "v1",
      "PodList",
      bytesField(1, bytesField(2, "7"), bytesField(3, "next"), numberField(4, 5)),
      bytesField(2, metadata("a")),
      bytesField(2, metadata("b")),
    ),
    {
      kind: "PodList",
      apiVersion: "v1",
      metadata: { continue: "next", remainingItemCount: 5 },
      items: [{ metadata: { name: "a" } }, { metadata: { name: "b" } }],
    },
  ],
  "times: whole seconds, microseconds, no time, and years that JSON cannot have": [
    envelope(
      "v1",
      "Event",
      bytesField(6, numberField(1, 1_767_225_600), ...UNKNOWN, numberField(2, 999_999_999)),
      bytesField(7),
      bytesField(10, numberField(2, 1_999)),
      bytesField(11, bytesField(2, numberField(1, 2n ** 40n))),
    ),
    {
      kind: "Event",
      apiVersion: "v1",
      firstTimestamp: "2026-01-01T00:00:00Z",
      eventTime: "1970-01-01T00:00:00.000001Z",
      series: {},
    },
  ],
  "an empty list": [
    envelope("apps/v1", "DeploymentList"),
    { kind: "DeploymentList", apiVersion: "apps/v1", items: [] },
  ],
  "a refusal": [
    envelope("v1", "Status", bytesField(2, "Failure"), bytesField(3, "pods is forbidden")),
    { kind: "Status", apiVersion: "v1", message: "pods is forbidden" },
  ],
};

const BROKEN: Readonly<Record<string, readonly [bytes: Buffer, message: RegExp]>> = {
  "no envelope": [Buffer.from('{"kind":"Pod"}'), /^no envelope$/],
  "nothing at all": [Buffer.alloc(0), /^no envelope$/],
  "a kind that is not read": [envelope("v1", "Secret"), /^no Secret is read here$/],
  "a list of them": [envelope("v1", "SecretList"), /^no SecretList is read here$/],
  "managed fields that are no JSON": [
    envelope("v1", "Namespace", bytesField(1, bytesField(17, bytesField(7, bytesField(1, "{"))))),
    /a part that should be JSON is not/,
  ],
  "no kind": [Buffer.from("k8s\0"), /^no undefined is read here$/],
  "an envelope that is cut off behind its type": [
    Buffer.concat([Buffer.from("k8s\0"), bytesField(1, bytesField(1, "v1"), bytesField(2, "PodList"))]),
    /^an envelope without content$/,
  ],
  "the name of a property that all objects have": [envelope("v1", "constructor"), /^no constructor is read here$/],
  "a field longer than its message": [
    pod(Buffer.concat([varint((14 << 3) | 2), varint(100)])),
    /longer than its message/,
  ],
  "a length without bounds": [pod(Buffer.concat([varint((14 << 3) | 2), varint(-1)])), /longer than its message/],
  "a number without an end": [pod(Buffer.concat([varint(11 << 3), Buffer.alloc(12, 0xff)])), /a number has no end/],
  "a message that ends within a number": [
    Buffer.concat([
      Buffer.from("k8s\0"),
      bytesField(1, bytesField(2, "Pod")),
      bytesField(2, bytesField(2, Buffer.from([11 << 3, 0x80])), numberField(1, 1)),
    ]),
    /written in another way|ends within a field/,
  ],
  "a message that ends within eight bytes": [
    pod(Buffer.concat([varint((101 << 3) | 1), Buffer.alloc(3)])),
    /ends within a field/,
  ],
  "a group": [pod(varint((100 << 3) | 3)), /no field is of kind 3/],
  "text in place of a flag": [pod(bytesField(11, "true")), /hostNetwork is written in another way/],
  "a flag in place of text": [pod(numberField(29, 1)), /runtimeClassName is written in another way/],
  "the number of no field": [pod(varint(2n ** 40n)), /no field has such a number/],
  "too many empty messages for the bytes of an answer": [
    pod(Buffer.alloc(60_000, bytesField(2))),
    /^it contains too many values$/,
  ],
  "one pod of very many containers": [
    pod(Buffer.alloc(200_001 * 20, bytesField(2, bytesField(4, "/data/directory/")))),
    /^it contains too many values$/,
  ],
  "JSON of many megabytes": [
    envelope("v1", "Namespace", bytesField(1, bytesField(17, bytesField(7, bytesField(1, `"${"x".repeat(9e6)}"`))))),
    /^JSON within it is too long$/,
  ],
  "a time that ends within a field": [
    envelope(
      "v1",
      "Event",
      bytesField(6, Buffer.concat([varint((101 << 3) | 1), Buffer.alloc(3)])),
      bytesField(4, "12345"),
    ),
    /a time ends within a field/,
  ],
  "an entry of a map that ends within a field": [
    envelope(
      "v1",
      "Namespace",
      bytesField(1, bytesField(11, Buffer.concat([varint((101 << 3) | 1), Buffer.alloc(3)])), bytesField(1, "12345")),
    ),
    /an entry ends within a field/,
  ],
};

describe("protocol buffers", () => {
  for (const [name, [bytes, value]] of Object.entries(OBJECTS)) {
    it(name, () => assert.deepEqual(decode(bytes), value));
  }

  for (const [name, [bytes, message]] of Object.entries(BROKEN)) {
    it(`${name} is rejected`, () => assert.throws(() => decode(bytes), { name: "WireError", message }));
  }

  it("an item of a list is decoded when it is iterated", () => {
    const container = (length: number): Buffer => Buffer.concat([varint((14 << 3) | 2), varint(length)]);
    const items = [bytesField(2, metadata("a")), bytesField(2, bytesField(2, container(100)))];
    const found = decodeProtobuf(envelope("v1", "PodList", ...items)).items;
    assert.equal(found?.length, 2);
    const iterator = found[Symbol.iterator]();
    assert.deepEqual(iterator.next().value, { metadata: { name: "a" } });
    assert.throws(() => iterator.next(), { name: "WireError", message: /longer than its message/ });
  });

  it("a message that is cut anywhere is rejected", () => {
    const [bytes] = OBJECTS["lists and embedded structs"] ?? [Buffer.alloc(0)];
    const held = bytes.subarray(0, -4);
    assert.ok(held.length > 50);
    for (let end = 0; end < held.length; end++) {
      const cut = held.subarray(0, end);
      assert.throws(() => decode(cut), { name: "WireError" }, `${end} of ${held.length}`);
    }
  });

  it("any bytes are read or rejected", () => {
    const content = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(
        content,
        fc.constantFrom("Pod", "PodList", "Namespace", "CronJobList", "EventList", "Status"),
        (bytes, kind) => {
          try {
            assert.equal(decode(envelope("v1", kind, Buffer.from(bytes)))["kind"], kind);
          } catch (error) {
            assert.equal((error as Error).name, "WireError");
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
