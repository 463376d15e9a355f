import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { isUserError } from "../../../src/api/user-error.ts";
import { findLogs } from "../../../src/sources/logs/log-inputs.ts";
import { RecordSplitter } from "../../../src/sources/logs/record-splitter.ts";
import * as fc from "../../property.ts";
import { ENVELOPES, GKE, LOG_ANALYTICS, type EventObject } from "./envelopes.ts";
import { auditEvent } from "./events.ts";
import { readBytes, readPaths } from "./read.ts";

const VIOLATION =
  'would violate PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "web" must set securityContext.runAsNonRoot=true)';
const DENIED =
  'pods "web-x" is forbidden: violates PodSecurity "baseline:latest": privileged (container "web" must not set securityContext.privileged=true)';
const NAMES = ["enforce-policy", "audit-violations"].map((name) => `pod-security.kubernetes.io/${name}`);
const [ENFORCE = "", AUDIT = ""] = NAMES;

/** Events of each kind that the history needs. */
const EVENTS: readonly EventObject[] = [
  auditEvent({ name: 'ü \u2028 "quoted\\"', annotations: { [ENFORCE]: "baseline:latest", [AUDIT]: VIOLATION } }),
  auditEvent({
    verb: "create",
    code: 403,
    message: DENIED,
    detailsName: "web-x",
    user: "system:serviceaccount:kube-system:replicaset-controller",
  }),
  auditEvent({
    request: {
      metadata: {
        generateName: "web-5d-",
        ownerReferences: [{ kind: "ReplicaSet", name: "web-5d", controller: true }],
      },
    },
  }),
  auditEvent({
    verb: "update",
    group: "apps",
    resource: "deployments",
    name: "web",
    annotations: { [AUDIT]: VIOLATION },
  }),
  auditEvent({
    verb: "patch",
    resource: "namespaces",
    name: "shop",
    request: { metadata: { labels: { "pod-security.kubernetes.io/audit": "restricted", team: null } } },
  }),
  auditEvent({ verb: "patch", name: "web", subresource: "ephemeralcontainers" }),
];

describe("the log reader", () => {
  it("reads every field of an event", async () => {
    const { events } = await readBytes({ "audit.log": `${JSON.stringify(EVENTS[1])}\n` });
    assert.deepEqual(events, [
      {
        id: EVENTS[1]?.["auditID"],
        stage: "ResponseComplete",
        level: "Metadata",
        time: Date.UTC(2026, 10, 20, 12),
        verb: "create",
        isDryRun: false,
        user: "system:serviceaccount:kube-system:replicaset-controller",
        userAgent: "kubectl/v1.37.2",
        object: { group: "", resource: "pods", subresource: "", namespace: "shop", name: "" },
        code: 403,
        message: DENIED,
        detailsName: "web-x",
        annotations: { "authorization.k8s.io/decision": "allow" },
        request: undefined,
        response: undefined,
      },
    ]);
  });

  for (const [name, envelope] of Object.entries(ENVELOPES)) {
    it(`reads the same events from ${name}`, async () => {
      const plain = await readBytes({ "audit.log": EVENTS.map((event) => `${JSON.stringify(event)}\n`).join("") });
      const read = await readBytes({ a: envelope(EVENTS) });
      assert.deepEqual(read.events, plain.events);
      assert.deepEqual([read.counts.bad, read.faults], [0, []]);
    });
  }

  it("reads the same events from the rows of Log Analytics", async () => {
    const plain = await readBytes({ a: JSON.stringify(EVENTS[1]) });
    const read = await readBytes({ a: LOG_ANALYTICS([EVENTS[1] ?? {}]) });
    assert.deepEqual(read.events, plain.events);
  });

  for (const [name, envelope] of Object.entries(GKE)) {
    it(`reads the same requests from ${name}`, async () => {
      const plain = await readBytes({ a: EVENTS.map((event) => `${JSON.stringify(event)}\n`).join("") });
      const read = await readBytes({ a: envelope(EVENTS) });
      // An entry has the status of a failure alone.
      assert.deepEqual(
        read.events,
        plain.events.map((event) => (event.code === 403 ? event : { ...event, code: undefined })),
      );
    });
  }

  it("takes the impersonated user", async () => {
    const event = { ...auditEvent(), impersonatedUser: { username: "jane" } };
    assert.equal((await readBytes({ a: JSON.stringify(event) })).events[0]?.user, "jane");
  });

  it("recognizes dry runs", async () => {
    const { events } = await readBytes({ a: JSON.stringify(auditEvent({ dryRun: true })) });
    assert.equal(events[0]?.isDryRun, true);
  });

  it("counts an event once, whichever file it comes from", async () => {
    const event = JSON.stringify(auditEvent());
    const { events, counts } = await readBytes({ a: `${event}\n${event}\n`, b: gzipSync(event) });
    assert.deepEqual([events.length, counts.events, counts.repeated, counts.files], [1, 1, 2, 2]);
  });

  it("counts events with the same ID apart if their stage or time differs: a client may choose the ID", async () => {
    const events = [
      auditEvent({ id: "a" }),
      auditEvent({ id: "a", stage: "Panic" }),
      auditEvent({ id: "a", time: "2026-11-20T12:00:01Z" }),
    ];
    const lines = events.map((event) => JSON.stringify(event));
    const { counts } = await readBytes({ a: [...lines, ...lines].join("\n") });
    assert.deepEqual([counts.events, counts.repeated], [3, 3]);
  });

  it("remembers more than 100,000 events, and not all of a long log", async () => {
    const lines = Array.from({ length: 210_000 }, (_, index) =>
      JSON.stringify(auditEvent({ id: `id-${index}`, verb: "get" })),
    );
    const [first = "", middle = ""] = [lines[0], lines[110_000]];
    const { counts } = await readBytes({ a: [...lines, middle, first].join("\n") });
    assert.deepEqual([counts.events, counts.repeated], [210_001, 1]);
  });

  it("skims lines that Pod Security Admission does not look at, and counts them", async () => {
    const read = await readBytes({
      a: [
        auditEvent({ verb: "get", name: "web" }),
        auditEvent({ resource: "configmaps", annotations: { note: VIOLATION } }),
        auditEvent({ stage: "RequestReceived" }),
        auditEvent({ verb: "patch", subresource: "status", name: "web", time: "2026-11-20T23:59:59.999999Z" }),
        auditEvent({ verb: "patch", name: "web" }),
      ]
        .map((event) => JSON.stringify(event))
        .join("\n"),
    });
    assert.equal(read.events.length, 1);
    assert.deepEqual(
      read.skimmed.map(({ stage, level, time }) => [stage, level, time]),
      [
        ["ResponseComplete", "Metadata", Date.UTC(2026, 10, 20, 12)],
        ["ResponseComplete", "Metadata", Date.UTC(2026, 10, 20, 12)],
        ["RequestReceived", "Metadata", Date.UTC(2026, 10, 20, 12)],
        ["ResponseComplete", "Metadata", Date.UTC(2026, 10, 20, 23, 59, 59, 999)],
      ],
    );
    assert.equal(read.counts.events, 5);
  });

  it("reads the files of a directory that are not hidden, and skips those without events", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-logs-"));
    try {
      mkdirSync(join(directory, "kube-apiserver"));
      writeFileSync(join(directory, "kube-apiserver", "audit.log.gz"), gzipSync(JSON.stringify(auditEvent())));
      writeFileSync(join(directory, ".hidden"), JSON.stringify(auditEvent()));
      writeFileSync(join(directory, "README"), "The logs of May.\n");
      const { counts, faults } = await readPaths([directory]);
      assert.equal(counts.events, 1);
      assert.deepEqual(faults, [
        { file: join(directory, "README"), message: "contains no audit event", isSkipped: true },
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("refuses an argument that names nothing", () => {
    assert.throws(() => findLogs(["no/such/audit.log"]), isUserError);
  });
});

const GOOD = JSON.stringify(auditEvent());
/** Hostile records, each between two good ones, and the numbers of bad and other records. */
const HOSTILE: Readonly<Record<string, readonly [record: string | Buffer, bad: number, other: number]>> = {
  "invalid UTF-8": [Buffer.concat([Buffer.from(GOOD.slice(0, -1)), Buffer.from(',"x":"\xff"}', "latin1")]), 1, 0],
  "a line that is cut off": [GOOD.slice(0, 200), 1, 0],
  "a number as the verb": [JSON.stringify({ ...auditEvent(), verb: 1 }), 1, 0],
  "a list as the annotations": [JSON.stringify({ ...auditEvent(), annotations: [1] }), 1, 0],
  "an object as an annotation": [JSON.stringify({ ...auditEvent(), annotations: { [AUDIT]: {} } }), 1, 0],
  "a text as objectRef": [JSON.stringify({ ...auditEvent(), objectRef: "pods" }), 1, 0],
  "a text as a status code": [JSON.stringify({ ...auditEvent(), responseStatus: { code: "403" } }), 1, 0],
  "no time": [JSON.stringify({ ...auditEvent(), stageTimestamp: null, requestReceivedTimestamp: "yesterday" }), 1, 0],
  "the year 1": [JSON.stringify(auditEvent({ time: "0001-01-01T00:00:00Z" })), 1, 0],
  "no stage": [JSON.stringify({ ...auditEvent(), stage: "" }), 1, 0],
  "deep nesting": [`{"kind":"Event","apiVersion":"audit.k8s.io/v1","x":${"[".repeat(200_000)}`, 1, 0],
  "deep nesting that is valid": [`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 0, 1],
  "envelopes without an end": [`${'{"records":['.repeat(5000)}${"]}".repeat(5000)}`, 0, 1],
  "a key that is __proto__": [`{"__proto__":{"kind":"Event","apiVersion":"audit.k8s.io/v1"}}`, 0, 1],
  "another object": [JSON.stringify({ kind: "Pod", apiVersion: "v1" }), 0, 1],
  "a log line": ["I1130 12:00:00.000000 1 main.go:1] hello", 0, 1],
  "a legacy line": ['2026-11-30T12:00:00Z AUDIT: id="1" stage="ResponseComplete" ip="1"', 0, 1],
  "an open bracket": ["[", 0, 0],
};

describe("hostile records", () => {
  for (const [name, [record, bad, other]] of Object.entries(HOSTILE)) {
    it(`${name}: the events around it are read`, async () => {
      const [first, last] = [auditEvent(), auditEvent()].map((event) => `${JSON.stringify(event)}\n`);
      const { events, counts } = await readBytes({
        a: Buffer.concat([Buffer.from(first ?? ""), Buffer.from(record), Buffer.from(`\n${last}`)]),
      });
      assert.deepEqual([events.length, counts.bad, counts.other], [2, bad, other]);
    });
  }

  it("never repeat text of the log", async () => {
    const secret = "hunter2";
    const records = [`{"kind":"${secret}`, JSON.stringify({ ...auditEvent(), verb: [secret] })];
    const { counts, faults } = await readBytes({ a: records.join("\n") });
    assert.equal(counts.firstBad.length, 2);
    assert.doesNotMatch(JSON.stringify([counts, faults]), new RegExp(secret));
  });

  it("a record of 16 MiB is read, and a longer one is counted", async () => {
    const long = (length: number): string =>
      JSON.stringify({ ...auditEvent(), requestObject: { data: "x".repeat(length) } });
    const { events, counts } = await readBytes({
      a: `${long(15 * 1024 * 1024)}\n${GOOD}\n${long(17 * 1024 * 1024)}\n${JSON.stringify(auditEvent())}\n`,
    });
    assert.deepEqual([events.length, counts.bad, counts.firstBad[0]?.reason], [3, 1, "longer than 16 MiB"]);
  });

  it("a message that CloudWatch Logs has cut off is counted", async () => {
    const message = `${GOOD.slice(0, 300)}[Truncated...]`;
    const { counts } = await readBytes({ a: `${GOOD}\n${JSON.stringify({ message })}\n` });
    assert.deepEqual([counts.cut, counts.bad, counts.events], [1, 0, 1]);
  });

  it("damaged gzip keeps the events before the damage", async () => {
    const noise = Array.from({ length: 50_000 }, (_, at) =>
      JSON.stringify(auditEvent({ name: `pod-${at * 7919}` })),
    ).join("\n");
    const packed = gzipSync(noise);
    const { counts, faults } = await readBytes({ "cut.gz": packed.subarray(0, packed.length / 2) });
    assert.ok(counts.events > 1000 && counts.events < 50_000);
    assert.deepEqual(faults, [
      { file: "cut.gz", message: "the compressed data is cut off; the events before that are read", isSkipped: false },
    ]);
  });

  it("several zstd frames are one log, and anything else behind one is a fault", async () => {
    const frame = (name: string): Buffer => zstdCompressSync(`${JSON.stringify(auditEvent({ name }))}\n`);
    const both = await readBytes({ "a.zst": Buffer.concat([frame("a"), frame("b")]) });
    assert.deepEqual([both.counts.events, both.faults], [2, []]);
    for (const rest of [gzipSync(GOOD), Buffer.from(GOOD)]) {
      const { counts, faults } = await readBytes({ "a.zst": Buffer.concat([frame("a"), rest]) });
      assert.equal(counts.events, 1);
      assert.match(faults[0]?.message ?? "", /damaged; the events before that are read/);
    }
  });

  for (const [name, content, message] of [
    ["an empty file", "", "is empty"],
    ["a manifest", "kind: Pod\n", "contains no audit event"],
    ["only damaged events", GOOD.slice(0, 100), "no audit event can be read in it"],
    ["a legacy log", 'AUDIT: id="1"\n', /legacy format/],
  ] as const) {
    it(`${name} is no audit log`, async () => {
      const { faults } = await readBytes({ a: content });
      assert.match(faults[0]?.message ?? "", new RegExp(message));
    });
  }
});

describe("the record splitter", () => {
  const DOCUMENT = Buffer.concat(
    Object.entries(ENVELOPES)
      .filter(([name]) => !/gzip|zstd|S3|UTF-16/.test(name))
      .map(([, envelope]) => envelope(EVENTS)),
  );
  const recordsOf = (chunks: readonly Buffer[]): readonly string[] => {
    const records: string[] = [];
    const splitter = new RecordSplitter({
      record: (text, bytes, start, end) => {
        const record = bytes.subarray(start, end).toString("latin1");
        assert.equal(record, text.slice(start, end));
        records.push(record);
      },
      damaged: (reason) => records.push(reason),
    });
    for (const chunk of chunks) splitter.push(chunk);
    splitter.end();
    return records;
  };

  it("finds the same records however the input is divided into chunks", () => {
    const whole = recordsOf([DOCUMENT]);
    assert.ok(whole.length > 60);
    fc.assert(
      fc.property(fc.array(fc.nat(DOCUMENT.length), { maxLength: 60 }), (positions) => {
        const cuts = [0, ...positions.toSorted((a, b) => a - b), DOCUMENT.length];
        const chunks = cuts.slice(1).map((cut, index) => DOCUMENT.subarray(cuts[index], cut));
        assert.deepEqual(recordsOf(chunks), whole);
      }),
      { numRuns: 30 },
    );
  });
});
