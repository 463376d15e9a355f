import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import * as fc from "../../../property.ts";
import { repeats } from "../../../seed.ts";
import type { Report, Unreadable } from "../../../../src/report/report.ts";
import { labelValue } from "../../../../src/render/words/prometheus/exposition.ts";
import { renderPrometheus } from "../../../../src/render/formats/prometheus/prometheus.ts";
import { AUDIT, CLEAN_AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { ACCEPT_REPORT } from "../../../fixtures/reports/accept-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { clusterReports, assertHarmless } from "../../hostile-reports.ts";
import { text } from "../../painted.ts";
import { openMetricsReader } from "./promtext.ts";

const RUN = { finished: 1_795_000_000.25 };
/** An audit with `--level`. */
const BY_LEVEL: Report = {
  ...CLEAN_AUDIT,
  levels: ["restricted:latest"],
  namespaces: CLEAN_AUDIT.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      results: workload.results.map((result) => ({ ...result, requested: true })),
    })),
  })),
};
const GOLDEN: Readonly<Record<string, Report>> = {
  "audit.prom": AUDIT,
  "dump.prom": DUMP_AUDIT,
  "accept.prom": ACCEPT_REPORT,
  "clean.prom": CLEAN_AUDIT,
  "level.prom": BY_LEVEL,
};

for (const [name, report] of Object.entries(GOLDEN)) {
  test(name, () => assertGolden(`formats/prometheus/${name}`, text(renderPrometheus(report, RUN))));
}

/** The lines of a metric. */
function linesOf(report: Report, metric: string): readonly string[] {
  return text(renderPrometheus(report, RUN))
    .split("\n")
    .filter((line) => line.startsWith(metric) && /^[{ ]/.test(line.slice(metric.length)));
}

function refused(resource: string, namespace: string | null): Unreadable {
  return { message: "no", source: null, list: { resource, namespace, rule: "" } };
}

function lacking(...unreadable: readonly Unreadable[]): Report {
  return { ...CLEAN_AUDIT, unreadable, summary: { ...CLEAN_AUDIT.summary, unreadable: unreadable.length } };
}

/** A namespace that could not be read completely. */
const UNKNOWN = { readyFor: null, readyForReason: "unknown" } as const;

/** The same audit, with an incomplete namespace. */
function incomplete(...unreadable: readonly Unreadable[]): Report {
  const report = lacking(...unreadable);
  return { ...report, namespaces: report.namespaces.map((one) => ({ ...one, ...UNKNOWN })) };
}

/** An audit without any labels. */
function unlabelled(...unreadable: readonly Unreadable[]): Report {
  const report = lacking(...unreadable);
  return {
    ...report,
    namespaces: report.namespaces.map((one) => ({ ...one, ...UNKNOWN, labelsKnown: false, policy: null })),
  };
}

const LACKING: readonly (readonly [name: string, report: Report, lines: readonly string[]])[] = [
  ["nothing", CLEAN_AUDIT, ["complete 1", 'namespace_complete{namespace="web"} 1', 'ready_for_level{namespace="web"} 2', "2"]],
  ["a list of all namespaces", incomplete(refused("pods", null)), ["complete 0", 'namespace_complete{namespace="web"} 0', 'ready_for_level{namespace="web"} NaN', "2"]],
  ["a list of this namespace", incomplete(refused("pods", "web")), ["complete 0", 'namespace_complete{namespace="web"} 0', 'ready_for_level{namespace="web"} NaN', "2"]],
  ["a list of another namespace", lacking(refused("pods", "db")), ["complete 0", 'namespace_complete{namespace="web"} 1', 'ready_for_level{namespace="web"} 2', "2"]],
  ["an object", incomplete({ message: "no", source: null, list: null }), ["complete 0", 'namespace_complete{namespace="web"} 0', 'ready_for_level{namespace="web"} NaN', "2"]],
  ["the labels", unlabelled(), ["complete 0", 'namespace_complete{namespace="web"} 0', 'ready_for_level{namespace="web"} NaN', "NaN"]],
  ["the list of labels", unlabelled(refused("namespaces", null)), ["complete 0", 'namespace_complete{namespace="web"} 0', 'ready_for_level{namespace="web"} NaN', "NaN"]],
]; // prettier-ignore

describe("an unreadable list or object", () => {
  for (const [name, report, [run, namespace, ready, warn]] of LACKING) {
    it(name, () => {
      assert.deepEqual(linesOf(report, "kubectl_pss_last_run_complete"), [`kubectl_pss_last_run_${run}`]);
      assert.deepEqual(linesOf(report, "kubectl_pss_namespace_complete"), [`kubectl_pss_${namespace}`]);
      assert.deepEqual(linesOf(report, "kubectl_pss_namespace_ready_for_level"), [`kubectl_pss_namespace_${ready}`]);
      const level = `kubectl_pss_namespace_policy_level{namespace="web",mode="warn"} ${warn}`;
      assert.equal(linesOf(report, "kubectl_pss_namespace_policy_level").at(-1), level);
      assert.equal(linesOf(report, "kubectl_pss_namespace_policy_info").length, warn === "NaN" ? 0 : 3);
    });
  }

  it("is counted by list, separately from objects", () => {
    const object = { message: "no", source: null, list: null };
    const report = lacking(refused("pods", "a"), refused("pods", "a"), refused("jobs", null), object);
    assert.deepEqual(linesOf(report, "kubectl_pss_unreadable_lists"), [
      'kubectl_pss_unreadable_lists{resource="pods",namespace="a"} 2',
      'kubectl_pss_unreadable_lists{resource="jobs",namespace=""} 1',
    ]);
    assert.deepEqual(linesOf(report, "kubectl_pss_unreadable_objects"), ["kubectl_pss_unreadable_objects 1"]);
  });
});

test("a namespace with an unknown policy has no number of violating workloads, unless it is exempt", () => {
  const namespaces = AUDIT.namespaces
    .filter(({ name }) => name === "payments" || name === "kube-system")
    .map((one) => ({ ...one, labelsKnown: false, policy: null }));
  const report = { ...AUDIT, namespaces };
  const modes = (namespace: string, value: string): readonly string[] =>
    ["enforce", "audit", "warn"].map((mode) => `{namespace="${namespace}",mode="${mode}"} ${value}`);
  const valuesOf = (metric: string): readonly string[] =>
    linesOf(report, metric).map((line) => line.slice(metric.length));
  assert.deepEqual(valuesOf("kubectl_pss_namespace_policy_level"), modes("payments", "NaN"));
  assert.deepEqual(valuesOf("kubectl_pss_namespace_policy_info"), []);
  assert.deepEqual(valuesOf("kubectl_pss_namespace_violating_workloads"), [
    ...modes("kube-system", "0"),
    ...modes("payments", "NaN"),
  ]);
  assert.deepEqual(valuesOf("kubectl_pss_namespace_check_violating_workloads"), []);
});

for (const readyForReason of ["exempt", "empty"] as const) {
  test(`a namespace that is ${readyForReason} is ready for no level: nothing in it is judged`, () => {
    const [web] = CLEAN_AUDIT.namespaces;
    assert.ok(web !== undefined);
    const report: Report = { ...CLEAN_AUDIT, namespaces: [{ ...web, readyFor: null, readyForReason }] };
    assert.deepEqual(linesOf(report, "kubectl_pss_namespace_ready_for_level"), []);
    assert.deepEqual(linesOf(report, "kubectl_pss_namespace_workloads").length, 1);
  });
}

test("a run that could read nothing has the metrics about itself", () => {
  const report = { ...lacking(refused("pods", null)), namespaces: [] };
  const metrics = text(renderPrometheus(report, RUN));
  assert.match(metrics, /^kubectl_pss_last_run_complete 0$/m);
  assert.doesNotMatch(metrics, /kubectl_pss_namespace/);
});

test("the number of series does not depend on the number of workloads", () => {
  const first = AUDIT.namespaces.find(({ name }) => name === "payments");
  assert.ok(first !== undefined);
  const count = (factor: number): number => {
    const workloads = Array.from({ length: factor }, () => first.workloads).flat();
    return text(renderPrometheus({ ...AUDIT, namespaces: [{ ...first, workloads }] }, RUN)).split("\n").length;
  };
  assert.equal(count(50), count(1));
});

/** Audits whose namespaces have different names, like those of every audit. */
const HOSTILE = clusterReports("AuditReport", { hasAccepted: true }).map((report) => ({
  ...report,
  namespaces: [...new Map(report.namespaces.map((one) => [one.name, one])).values()],
}));

const reader = await openMetricsReader();
if (reader !== undefined) {
  describe("Prometheus' own code", () => {
    it("reads every golden file, and promtool reports nothing", () => {
      for (const { error, problems, samples } of reader(
        Object.values(GOLDEN).map((one) => text(renderPrometheus(one, RUN))),
      )) {
        assert.deepEqual({ error, problems }, { error: undefined, problems: [] });
        assert.ok(samples.every(({ type, help }) => type === "GAUGE" && help.endsWith(".")));
      }
    });

    it("rejects wrong expositions", () => {
      const [cut, stamped, twice, bad, stray] = reader([
        'm{a="b',
        "m 1 1795000000000\n",
        'm{a="b"} 1\nm{a="b"} 2\n',
        "# HELP aCount x\n# TYPE aCount gauge\naCount 1\n",
        'm{a="\\x"} 1\n',
      ]);
      assert.match(cut?.error ?? "", /unexpected end of (?:input|label)|text format parsing error/);
      assert.match(stamped?.error ?? "", /timestamps/);
      assert.match(twice?.error ?? "", /was collected before/);
      assert.notDeepEqual(bad?.problems, []);
      assert.match(stray?.error ?? "", /invalid escape sequence/);
    });

    it("reads any texts of a cluster back", () => {
      const reports = fc.sample(HOSTILE, { numRuns: repeats(500) });
      const texts = reports.map((report) => text(renderPrometheus(report, RUN)));
      const answers = reader(texts);
      for (const [index, report] of reports.entries()) {
        const metrics = texts[index] ?? "";
        assertHarmless(metrics);
        const { error, problems, samples = [] } = answers[index] ?? {};
        assert.deepEqual({ error, problems }, { error: undefined, problems: [] }, metrics);
        assert.equal(samples.length, metrics.split("\n").filter((line) => /^[^#]/.test(line)).length);
        const complete = samples.filter(({ name }) => name === "kubectl_pss_namespace_complete");
        assert.deepEqual(
          complete.map(({ labels }) => labels["namespace"]).toSorted(),
          report.namespaces.map(({ name }) => readBack(name)).toSorted(),
        );
        const server = samples.find(({ name }) => name === "kubectl_pss_cluster_info")?.labels["server"] ?? "";
        assert.equal(server, report.source.type === "cluster" ? readBack(report.source.server) : "");
      }
    });
  });
}

/** The value of a label for a reader: the three escapes of the format are undone. */
function readBack(value: string): string {
  return labelValue(value).replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
}
