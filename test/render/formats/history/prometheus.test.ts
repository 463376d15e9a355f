import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HistoryReport } from "../../../../src/report/audit-history/history-report.ts";
import { renderHistoryPrometheus } from "../../../../src/render/formats/history/prometheus.ts";
import { HISTORY } from "../../../fixtures/reports/history.ts";
import { text } from "../../painted.ts";
import { openMetricsReader } from "../prometheus/promtext.ts";

const RUN = { finished: 1_795_000_000 };
const HOSTILE = 'a"b\\c\nd\u001b[2J\u202e';

function renamed(report: HistoryReport, name: string): HistoryReport {
  return {
    ...report,
    namespaces: report.namespaces.map((namespace, index) => ({ ...namespace, name: `${name}${index}` })),
  };
}

describe("the metrics of a history", () => {
  it("have the verdict, the numbers and the checks of each namespace", () => {
    const lines = text(renderHistoryPrometheus(HISTORY, RUN)).split("\n");
    const about = (start: string): readonly string[] =>
      lines.filter((line) => line.startsWith(`kubectl_pss_history_${start}`));
    assert.deepEqual(about("namespace_verdict_info"), [
      'kubectl_pss_history_namespace_verdict_info{namespace="old",verdict="unknown",level="",version="",reason="no-labels"} 1',
      'kubectl_pss_history_namespace_verdict_info{namespace="proven",verdict="could-enforce",level="restricted",version="latest",reason=""} 1',
      'kubectl_pss_history_namespace_verdict_info{namespace="shop",verdict="blocked",level="restricted",version="v1.30",reason=""} 1',
    ]);
    assert.ok(
      about("namespace_blocking_workloads").includes(
        'kubectl_pss_history_namespace_blocking_workloads{namespace="shop"} 1',
      ),
    );
    assert.ok(
      about("namespace_check_violations").includes(
        'kubectl_pss_history_namespace_check_violations{namespace="shop",check="runAsNonRoot"} 8',
      ),
    );
    assert.deepEqual(about("last_run"), [
      "kubectl_pss_history_last_run_timestamp_seconds 1795000000",
      "kubectl_pss_history_last_run_complete 1",
    ]);
  });

  it("leave out times that are not known, and say that something could not be read", () => {
    const coverage = { ...HISTORY.coverage, first: null, last: null };
    const unreadable = [{ message: "a", source: null, list: null }];
    const all = text(renderHistoryPrometheus({ ...HISTORY, coverage, unreadable }, {}));
    assert.ok(!/event_timestamp|last_run_timestamp/.test(all));
    assert.match(all, /^kubectl_pss_history_last_run_complete 0$/m);
  });
});

const reader = await openMetricsReader();
if (reader !== undefined) {
  describe("Prometheus' own code", () => {
    it("reads the metrics of a history, also with hostile names, and promtool reports nothing", () => {
      const documents = [HISTORY, renamed(HISTORY, HOSTILE), { ...HISTORY, namespaces: [] }];
      for (const { error, problems, samples } of reader(
        documents.map((one) => text(renderHistoryPrometheus(one, RUN))),
      )) {
        assert.deepEqual({ error, problems }, { error: undefined, problems: [] });
        assert.ok(samples.every(({ type, help }) => type === "GAUGE" && help.endsWith(".")));
      }
    });
  });
}
