/** The identity of violations and the places of results, for manifests whose lines, documents and containers move. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { lint } from "../../../src/audit/lint.ts";
import { renderGitlab } from "../../../src/render/formats/gitlab/gitlab.ts";
import { renderSarif } from "../../../src/render/formats/sarif/sarif.ts";
import type { Report } from "../../../src/report/report.ts";
import { itemsOf, levelAt, OPTIONS } from "../../audit/items.ts";
import * as fc from "../../property.ts";
import { PIPE, text } from "../painted.ts";

const LINES = [
  "securityContext: {privileged: true}",
  "securityContext: {capabilities: {add: [SYS_ADMIN], drop: [all]}}",
  "ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 81}]",
  "securityContext: {procMount: Unmasked, runAsUser: 0}",
  "image: registry.example/a:1",
];

/** The lines of a container without its name. */
const container = fc.uniqueArray(fc.constantFrom(...LINES), {
  minLength: 1,
  maxLength: 3,
  selector: (line) => line.slice(0, 5),
});
const workload = fc.record({
  kind: fc.constantFrom("Deployment", "StatefulSet", "DaemonSet"),
  spec: fc.subarray(["hostPID: true", "hostNetwork: true", "volumes: [{name: v, hostPath: {path: /}}]"]),
  containers: fc.array(container, { minLength: 1, maxLength: 3 }),
});
type Workload = typeof workload extends fc.Arbitrary<infer Value> ? Value : never;

/** The lines of a manifest. Each is a whole, so that comments may come between them. */
function linesOf({ kind, spec, containers }: Workload, index: number, order: readonly number[]): string[] {
  const all = containers.map((lines, at) => [`      - name: c${at}`, ...lines.map((line) => `        ${line}`)]);
  return [
    "apiVersion: apps/v1",
    `kind: ${kind}`,
    `metadata: {name: w${index}, namespace: shop}`,
    ...["spec:", "  template:", "    spec:", ...spec.map((line) => `      ${line}`), "      containers:"],
    ...all.toSorted((a, b) => (order[all.indexOf(a)] ?? 0) - (order[all.indexOf(b)] ?? 0)).flat(),
  ];
}

function reportOf(documents: readonly (readonly string[])[], file: string): Report {
  const levels = [levelAt("restricted", "latest")];
  const manifest = documents.map((lines) => `${lines.join("\n")}\n`).join("---\n");
  return lint(() => itemsOf(manifest, file), { ...OPTIONS, levels });
}

interface Identified {
  readonly fingerprint: string;
  readonly check_name: string;
}

function ofGitlab(report: Report): readonly Identified[] {
  const entries = JSON.parse(text(renderGitlab(report, PIPE))) as readonly Identified[];
  return entries
    .map(({ fingerprint, check_name: check }) => ({ fingerprint, check_name: check }))
    .toSorted(byFingerprint);
}

function byFingerprint(a: Identified, b: Identified): number {
  return a.fingerprint < b.fingerprint ? -1 : 1;
}

function withoutNotes(report: Report): Report {
  return { ...report, notes: [] };
}

interface SarifResult {
  readonly ruleId: string;
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

function resultsOfSarif(report: Report): readonly SarifResult[] {
  const log = JSON.parse(text(renderSarif(report, PIPE))) as { runs: { results: readonly SarifResult[] }[] };
  return log.runs.flatMap(({ results }) => results);
}

function ofSarif(report: Report): readonly string[] {
  return resultsOfSarif(report)
    .map(({ ruleId, partialFingerprints }) => `${ruleId} ${JSON.stringify(partialFingerprints)}`)
    .toSorted();
}

/** Every region, at any depth. */
function* regionsIn(value: unknown): Generator<Readonly<Record<string, unknown>>, undefined> {
  if (Array.isArray(value)) for (const item of value) yield* regionsIn(item);
  if (!isRecord(value)) return;
  if (isRecord(value["region"])) yield value["region"];
  for (const part of Object.values(value)) yield* regionsIn(part);
}

/** Workloads, and a movement of their lines, documents and containers. */
const moved = fc.array(workload, { minLength: 1, maxLength: 4 }).chain((workloads) =>
  fc.record({
    workloads: fc.constant(workloads),
    documents: fc.shuffledSubarray(
      workloads.map((_, index) => index),
      { minLength: workloads.length },
    ),
    containers: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
    comments: fc.array(fc.nat({ max: 60 }), { maxLength: 10 }),
  }),
);

test("fingerprints of GitLab and SARIF stay the same when lines, documents and containers move, and the file gets another name", () => {
  let lines = 0;
  fc.assert(
    fc.property(moved, ({ workloads, documents, containers, comments }) => {
      const before = workloads.map((one, index) => linesOf(one, index, [0, 1, 2]));
      const move = (order: readonly number[]): string[][] => {
        const after = documents.flatMap((index) => {
          const one = workloads[index];
          return one === undefined ? [] : [linesOf(one, index, order)];
        });
        for (const at of comments) {
          const document = after[at % after.length] ?? [];
          document.splice(at % (document.length + 1), 0, at % 2 === 0 ? "# moved" : "");
        }
        return after;
      };
      const first = reportOf(before, "a.yaml");
      const second = reportOf(move(containers), "other/b.yaml");
      assert.deepEqual(ofGitlab(withoutNotes(second)), ofGitlab(withoutNotes(first)));
      assert.deepEqual(ofSarif(second), ofSarif(first));
      // Notes name the file, and containers by their position.
      assert.deepEqual(ofGitlab(reportOf(move([0, 1, 2]), "a.yaml")), ofGitlab(first));
      lines += comments.length;
    }),
  );
  assert.ok(lines > 0);
});

test("every region of a SARIF log has an end, and each result has a region", () => {
  let regions = 0;
  fc.assert(
    fc.property(fc.array(workload, { minLength: 1, maxLength: 4 }), (workloads) => {
      const report = reportOf(
        workloads.map((one, index) => linesOf(one, index, [0, 1, 2])),
        "a.yaml",
      );
      for (const result of resultsOfSarif(report)) assert.ok([...regionsIn(result)].length > 0, JSON.stringify(result));
      const log: unknown = JSON.parse(text(renderSarif(report, PIPE)));
      for (const { startLine, endLine } of regionsIn(log)) {
        assert.ok(
          Number(startLine) >= 1 && Number(endLine) >= Number(startLine),
          `${String(startLine)} ${String(endLine)}`,
        );
        regions++;
      }
    }),
  );
  assert.ok(regions > 0);
});
