import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { NamespaceReport, Report, WorkloadReport } from "../../../../src/report/report.ts";
import type { ClusterPatch } from "../../../../src/report/fix/cluster-patch.ts";
import type { FixedWorkload } from "../../../../src/report/fix/fix-report.ts";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { renderHtml } from "../../../../src/render/formats/html/html.ts";
import { reportBlocks } from "../../../../src/render/formats/html/data/data.ts";
import type { NamespaceRecord } from "../../../../src/render/formats/html/data/namespace.ts";
import type { WorkloadRow } from "../../../../src/render/formats/html/data/rows.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { namespaceOf, REPORT, reportOf, resultOf, violationOf, workloadOf } from "../../../fixtures/reports/report.ts";
import { PIPE } from "../../painted.ts";
import { ACCEPT_REPORT, hostileDryRun, hostileReport, largeAudit } from "./reports.ts";

const IDS = CHECKS.map(({ id }) => id);
const OPENING = '<script type="application/json" class="data">';
const CLOSING = "</script>\n";

interface Block {
  readonly strings: readonly string[];
  readonly records: readonly (NamespaceRecord | WorkloadRow)[];
}

/** A namespace, with its rows in words. */
interface Read {
  readonly head: NamespaceRecord;
  readonly workloads: ReturnType<typeof readWorkload>[];
}

/** Reads the data like the page's script. */
function read(report: Report): Read[] {
  const strings = [""];
  const namespaces: Read[] = [];
  for (const { markup } of reportBlocks(report, IDS)) {
    assert.ok(markup.startsWith(OPENING) && markup.endsWith(CLOSING));
    const json = markup.slice(OPENING.length, -CLOSING.length);
    assert.doesNotMatch(json, /<|[^\n -~\p{L}\p{M}\p{N}\p{P}\p{S}]/u);
    const block: Block = JSON.parse(json);
    strings.push(...block.strings);
    for (const record of block.records) {
      if (isRow(record)) namespaces.at(-1)?.workloads.push(readWorkload(record, strings));
      else namespaces.push({ head: record, workloads: [] });
    }
  }
  assert.equal(new Set(strings).size, strings.length, "each string stands once");
  return namespaces;
}

function isRow(record: NamespaceRecord | WorkloadRow): record is WorkloadRow {
  return Array.isArray(record);
}

function readWorkload([title, pods, file, line, exempt, violations]: WorkloadRow, strings: readonly string[]) {
  const text = (number: number): string => strings[number] ?? assert.fail(`no string ${number}`);
  return {
    title: text(title),
    pods: text(pods),
    place: [text(file), line],
    exempt: text(exempt),
    violations: violations.map(([check, reason, detail, modes, newIn, status, levels, share, acceptance, fields]) => ({
      check: IDS[check],
      words: [text(reason), text(detail)],
      modes,
      newIn,
      status,
      levels: text(levels),
      share: text(share),
      acceptance: text(acceptance),
      fields: fields.map(([path, value, at, column]) => [text(path), text(value), at, column]),
    })),
  };
}

test("a lint's workloads, with their places and the policies in force", () => {
  const [shop, system, tools] = read(REPORT);
  assert.deepEqual(
    shop?.workloads.map(({ title, pods, place, exempt }) => [title, pods, place, exempt]),
    [
      ["Deployment/web", "", ["shop/overlays/production/web.yaml", 1], ""],
      ["Job/migrate-*", "", ["shop/migrate.yaml", 1], "runtime class gvisor"],
    ],
  );
  assert.deepEqual(shop?.workloads[0]?.violations, [
    {
      check: "privileged",
      words: ["privileged", 'container "web" must not set securityContext.privileged=true'],
      modes: 7,
      newIn: 0,
      status: 0,
      levels: "baseline:latest, restricted:v1.30",
      share: "",
      acceptance: "",
      fields: [["spec.template.spec.containers[0].securityContext.privileged", "true", 31, 11]],
    },
    {
      check: "allowPrivilegeEscalation",
      words: [
        "allowPrivilegeEscalation != false",
        'containers "web", "sidecar" must set securityContext.allowPrivilegeEscalation=false',
      ],
      modes: 2,
      newIn: 0,
      status: 0,
      levels: "restricted:v1.30",
      share: "",
      acceptance: "",
      fields: [
        ["spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation", "", 31, 9],
        ["spec.template.spec.containers[1].securityContext.allowPrivilegeEscalation", "", 32, 9],
      ],
    },
    {
      check: "restrictedVolumes",
      words: ["restricted volume types", 'volume "data" uses restricted volume type "hostPath"'],
      modes: 2,
      newIn: 0,
      status: 0,
      levels: "restricted:v1.30",
      share: "",
      acceptance: "",
      fields: [
        [
          "spec.template.spec.volumes[0].hostPath",
          '{"path":"/var/lib","type":"","size":"12345678901234567890","\u0085":["no","0x10","-",0,null]}',
          44,
          9,
        ],
      ],
    },
  ]);
  assert.deepEqual(shop?.head, {
    name: "shop",
    exempt: false,
    policy: [
      ["baseline:latest", "label"],
      ["restricted:v1.30", "label"],
      ["baseline:latest", "implied by enforce"],
    ],
    readyFor: "privileged",
    workloads: 3,
    pods: 0,
    findings: [],
  });
  assert.deepEqual(system?.head.findings, [
    [
      "error",
      'metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "bogus": must be one of privileged, baseline, restricted',
    ],
  ]);
  assert.deepEqual(tools?.head.policy[0], ["baseline:latest", "assumed"]);
  assert.equal(tools?.workloads[0]?.title, "CronJob/<unknown>");
});

test("an audit's workloads, with their pods and findings", () => {
  const payments = read(AUDIT).find(({ head }) => head.name === "payments");
  assert.equal(payments?.head.pods, 14);
  assert.deepEqual(
    payments?.head.findings.map(([severity]) => severity),
    ["warning", "warning", "warning", "info"],
  );
  const api = payments?.workloads.find(({ title }) => title === "Deployment/api");
  assert.deepEqual([api?.pods, api?.violations[0]?.share], ["3 pods", "2 of 3 pods, not the template"]);
  const legacy = read(AUDIT).find(({ head }) => head.name === "legacy");
  assert.deepEqual(
    legacy?.head.findings.map(([severity]) => severity),
    ["warning"],
    "label errors are a finding",
  );
});

test("an audit shows the violations that block a level, with any labels", () => {
  const [batch, , , , payments] = read(AUDIT);
  const statusOf = (found: Read | undefined, title: string): unknown =>
    found?.workloads
      .find((workload) => workload.title === title)
      ?.violations.map(({ check, modes, status, levels }) => [check, modes, status, levels]);
  assert.equal(batch?.head.readyFor, "privileged");
  assert.deepEqual(statusOf(batch, "CronJob/report"), [["privileged", 0, 2, "baseline:latest, restricted:latest"]]);
  // The first violation is known from warn, and appears once.
  assert.deepEqual(statusOf(payments, "Deployment/mended"), [["allowPrivilegeEscalation", 4, 0, "restricted:latest"]]);
  const [shop] = read({ ...REPORT, kind: "LintReport" });
  assert.deepEqual(
    shop?.workloads.flatMap(({ violations }) => violations.filter(({ status }) => status === 2)),
    [],
    "a lint shows what was asked for",
  );
});

test("an accepted violation of an audit is also accepted at levels that no mode requires", () => {
  const found = acceptedOf(violationOf("privileged", "r", "d"));
  const other = violationOf("hostPorts", "r", "d");
  const workloads = [
    workloadOf("Pod", "v1", "a", "web", { file: "f", line: 1 }, [
      resultOf("pods", "web", "baseline", "v1.20", ["enforce"], [found]),
    ]),
  ].map((one) => ({
    ...one,
    otherResults: [resultOf("pods", "web", "baseline", "latest", [], [{ ...found, accepted: null }, other])].map(
      (result) => ({ ...result, requested: false }),
    ),
  }));
  const report = reportOf({ namespaces: [namespaceOf("a", { workloads })], files: 1, objects: 1 });
  const [namespace] = read({ ...report, kind: "AuditReport" });
  assert.deepEqual(
    namespace?.workloads[0]?.violations.map(({ check, status }) => [check, status]),
    [
      ["privileged", 1],
      ["hostPorts", 2],
    ],
  );
});

test("a dry run's answers and new violations", () => {
  const namespaces = new Map(read(DRY_RUN).map((namespace) => [namespace.head.name, namespace]));
  const { change } = namespaces.get("payments")?.head ?? {};
  assert.deepEqual(change?.from, [
    ["baseline:latest", "label"],
    ["not set", "built-in default"],
    ["restricted:latest", "label"],
  ]);
  assert.deepEqual(change?.labels, [
    "pod-security.kubernetes.io/enforce=restricted",
    "pod-security.kubernetes.io/warn-",
  ]);
  assert.deepEqual([change?.warnings.length, change?.denied, change?.silent], [3, "", ""]);
  assert.match(namespaces.get("evil\u001b\u202e")?.head.change?.denied ?? "", /is invalid/);
  assert.match(namespaces.get("batch")?.head.change?.silent ?? "", /but there are new violations\.$/);
  assert.match(namespaces.get("web")?.head.change?.silent ?? "", /^No new violations\.$/);
  assert.match(namespaces.get("legacy")?.head.change?.silent ?? "", /workloads already violate\.$/);
  const api = namespaces.get("payments")?.workloads.find(({ title }) => title === "Deployment/api");
  assert.deepEqual([api?.violations[0]?.modes, api?.violations[0]?.newIn], [7, 3]);
});

test("an accepted violation is included and marked", () => {
  const [shop] = read(ACCEPT_REPORT);
  assert.deepEqual(
    shop?.workloads[0]?.violations.map(({ check, status }) => [check, status]),
    [
      ["privileged", 1],
      ["allowPrivilegeEscalation", 0],
      ["restrictedVolumes", 0],
    ],
  );
});

const VALUES: readonly (readonly [value: unknown, text: string])[] = [
  [null, ""],
  [undefined, ""],
  [true, "true"],
  ["", '""'],
  ["a\n", '"a\\n"'],
  [12345678901234567890n, "12345678901234567890"],
  [Number.NaN, "NaN"],
  [[1n, "x"], '["1","x"]'],
];

for (const [value, text] of VALUES) {
  test(`a field's value: ${String(value)}`, () => {
    const found = violationOf("privileged", "r", "d", { value });
    const results = [resultOf("pods", "web", "baseline", "latest", ["enforce"], [found])];
    const workloads = [workloadOf("Pod", "v1", "a", "web", { file: "f", line: 1 }, results)];
    const [namespace] = read(reportOf({ namespaces: [namespaceOf("a", { workloads })], files: 1, objects: 1 }));
    assert.equal(namespace?.workloads[0]?.violations[0]?.fields[0]?.[1], text);
  });
}

test("hostile names, values and messages are read back unchanged", () => {
  fc.assert(
    fc.property(fc.oneof(hostileReport, hostileDryRun), (report) => {
      const namespaces = read(report);
      assert.deepEqual(
        namespaces.map(({ head }) => head.name),
        report.namespaces.map(({ name }) => name),
      );
      for (const [index, { workloads, labelErrors, change }] of report.namespaces.entries()) {
        const { head, workloads: rows = [] } = namespaces[index] ?? {};
        assert.deepEqual(
          head?.findings.map(([, message]) => message),
          labelErrors.map(({ message }) => message),
        );
        assert.deepEqual(head?.change?.warnings, change?.serverWarnings);
        for (const [number, workload] of workloads.entries()) {
          const row = rows[number];
          assert.equal(row?.title, `${workload.kind}/${workload.name === "" ? "<unknown>" : workload.name}`);
          assert.deepEqual(row?.place, [workload.source?.file ?? "", workload.source?.line ?? 0]);
          assert.equal(row?.exempt, workload.exempt === null ? "" : `user ${workload.exempt.value}`);
          assert.deepEqual(
            row?.violations.map(({ words, fields: [field] }) => [...words, field?.[0]]),
            workload.violations.map(({ reason, detail, fields: [field] }) => [reason, detail, field?.path]),
          );
        }
      }
    }),
    { numRuns: 200 },
  );
});

test("a large report has small blocks, and a size in proportion to its contents", () => {
  const blocks = Array.from(reportBlocks(largeAudit({ namespaces: 300, workloads: 50 }), IDS), ({ markup }) => markup);
  assert.ok(blocks.length > 10);
  for (const block of blocks) assert.ok(block.length < 200_000);
  const each = blocks.reduce((sum, { length }) => sum + length, 0) / (300 * 50 * 2);
  assert.ok(each < 250, `${each} characters a violation`);
});

test("patches add less than 700 characters for each of 1,000 workloads, and nothing for the others", () => {
  const large = largeAudit({ namespaces: 3000, workloads: 5 });
  const size = (report: Report): number =>
    Array.from(reportBlocks(report, IDS), ({ markup }) => markup.length).reduce((sum, length) => sum + length, 0);
  const patched = { ...large, namespaces: large.namespaces.map(withPatches) };
  assert.equal(patched.summary.violations, 30_000);
  const added = size(patched) - size(large);
  // The others have the number of a reason.
  assert.ok(added < 700 * 1000 + 10 * 14_000, `${added} characters`);
});

/** Each workload of a namespace with a patch of four fields. */
function withPatches(namespace: NamespaceReport): NamespaceReport {
  return { ...namespace, workloads: namespace.workloads.map((one) => ({ ...one, patch: patchOf(one) })) };
}

function patchOf({ apiVersion, kind, name, namespace }: WorkloadReport): ClusterPatch {
  const context = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  const containers = [{ name: `container-${namespace}-${name}`, securityContext: context }];
  const pod = { containers, securityContext: { seccompProfile: { type: "RuntimeDefault" }, runAsNonRoot: true } };
  const fix: FixedWorkload = {
    ...{ apiVersion, kind, name, namespace, hasNamespace: true, levels: ["restricted:latest"], state: "fixed" },
    source: { file: "", document: 0, line: 0 },
    ...{ violations: [], remaining: [], edits: [], kept: [], changes: [], left: [] },
    patch: { apiVersion, kind, metadata: { name, namespace }, spec: { template: { spec: pod } } },
    operations: [{ op: "add", path: "/spec", value: pod }],
  };
  return { levels: fix.levels, violations: [], fix, obstacle: null, owner: null };
}

test("the workloads that a dry run admits again, in the data and for a browser without JavaScript", () => {
  const namespaces = DRY_RUN.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({ ...workload, noLongerRejected: workload.name === "erp" })),
  }));
  const report = { ...DRY_RUN, namespaces };
  assert.deepEqual(
    read(report).flatMap(({ head }) => head.change?.admitted ?? []),
    ["Deployment/erp"],
  );
  assert.match([...renderHtml(report, PIPE)].join(""), /<p>No longer rejected: .*Deployment\/erp.*<\/p>/);
});
