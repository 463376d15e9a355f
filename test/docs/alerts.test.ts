/** The alerts of docs/in-cluster.md, evaluated by Prometheus' own engine over our metrics, scraped with the settings of the page. */
import type { Level } from "../../src/api/level.ts";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { NamespaceReport, ReadyForReason, Report, Unreadable } from "../../src/report/report.ts";
import { renderPrometheus } from "../../src/render/formats/prometheus/prometheus.ts";
import { CLEAN_AUDIT } from "../fixtures/reports/audit-report.ts";
import { HOST_NETWORK } from "../fixtures/reports/cluster-violations.ts";
import { template, workload } from "../fixtures/reports/cluster-workloads.ts";
import { namespaceOf, part } from "../fixtures/reports/report.ts";
import { openPromql, type Answer, type Scrape } from "../render/formats/prometheus/promql.ts";
import { text } from "../render/painted.ts";
import { RULES, SERVICE_MONITOR } from "./in-cluster.ts";

const NOW = 1_795_000_000;
const HOUR = 3600;
/** The labels that the operator's discovery gives the endpoints of the Service. */
const TARGET = {
  namespace: "kubectl-pss",
  service: "kubectl-pss-metrics",
  instance: "10.0.0.7:9100",
  pod: "kubectl-pss-metrics-0",
};
const POLICY = { audit: part("privileged", "builtin"), warn: part("privileged", "builtin") };
const WEB = workload("Deployment", "apps/v1", "shop", "web", 1, {}, [template("baseline", ["enforce"], [])]);
const BROKEN = workload("Deployment", "apps/v1", "shop", "web", 1, {}, [
  template("baseline", ["enforce"], [HOST_NETWORK]),
]);

function shop(level: Level, readyFor: Level | ReadyForReason, parts: Partial<NamespaceReport> = {}): NamespaceReport {
  const policy = { ...POLICY, enforce: part(level, "label") };
  const ready =
    readyFor === "empty" || readyFor === "exempt" || readyFor === "unknown"
      ? { readyFor: null, readyForReason: readyFor }
      : { readyFor, readyForReason: null };
  return namespaceOf("shop", { labelled: true, policy, ...ready, workloads: [WEB], ...parts });
}

function metricsOf(
  namespaces: readonly NamespaceReport[],
  unreadable: readonly Unreadable[] = [],
  finished = NOW - HOUR,
): string {
  const report: Report = { ...CLEAN_AUDIT, namespaces, unreadable };
  return text(renderPrometheus(report, { finished }));
}

const FINE = shop("baseline", "baseline");
const PODS: Unreadable = { message: "no", source: null, list: { resource: "pods", namespace: null, rule: "" } };
const UNKNOWN = { labelsKnown: false, labelled: false, policy: null } as const;

/** Scraped metrics, and the alerts that they fire. */
const CASES: readonly (readonly [name: string, metrics: string, alerts: readonly string[]])[] = [
  ["a namespace that enforces all that it can", metricsOf([FINE]), []],
  ["an audit that ran hours ago", metricsOf([FINE], [], NOW - 4 * HOUR), ["PodSecurityAuditMissing"]],
  ["no audit at all", "", ["PodSecurityAuditMissing"]],
  ["a forbidden list", metricsOf([shop("baseline", "unknown")], [PODS]), ["PodSecurityAuditIncomplete"]],
  ["a namespace that enforces nothing", metricsOf([shop("privileged", "privileged")]), ["PodSecurityNotEnforced shop"]],
  ["a namespace of Kubernetes that enforces nothing", metricsOf([{ ...shop("privileged", "privileged"), name: "kube-system" }]), []],
  ["an exempt namespace", metricsOf([shop("privileged", "exempt", { exempt: true })]), []],
  ["workloads that would be rejected", metricsOf([shop("baseline", "privileged", { workloads: [BROKEN] })]), ["PodSecurityViolation shop"]],
  ["a namespace that is ready for a stricter level", metricsOf([shop("baseline", "restricted")]), ["PodSecurityCouldBeStricter shop"]],
  ["a namespace of Kubernetes that is ready for a stricter level", metricsOf([{ ...shop("baseline", "restricted"), name: "kube-public" }]), []],
  ["an empty namespace", metricsOf([shop("baseline", "empty", { workloads: [] })]), []],
  ["an empty namespace beside one that is ready for a stricter level", metricsOf([shop("baseline", "restricted"), { ...shop("baseline", "empty", { workloads: [] }), name: "empty" }]), ["PodSecurityCouldBeStricter shop"]],
  ["labels that were not read", metricsOf([shop("privileged", "unknown", { ...UNKNOWN, workloads: [BROKEN] })]), ["PodSecurityAuditIncomplete"]],
]; // prettier-ignore

const evaluate = await openPromql();
if (evaluate !== undefined) {
  const [endpoint] = SERVICE_MONITOR.spec.endpoints;
  const ask = (
    metrics: string,
    expressions: readonly string[],
    honorLabels = endpoint?.honorLabels === true,
  ): readonly Answer[] => {
    const scrape: Scrape = { metrics, target: TARGET, honorLabels, time: NOW, expressions };
    return evaluate([scrape])[0] ?? [];
  };

  describe("the alerts of docs/in-cluster.md", () => {
    for (const [name, metrics, alerts] of CASES) {
      it(`${name}: ${alerts.join(", ") || "none"}`, () => {
        const answers = ask(
          metrics,
          RULES.map(({ expr }) => expr),
        );
        const firing = RULES.flatMap(({ alert, annotations: { summary } }, index) => {
          const { error, series = [] } = answers[index] ?? { error: "no answer" };
          assert.equal(error, undefined, alert);
          // The labels must contain the names in the summary.
          const labels = [...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = ""]) => label);
          return series.map((one) => [alert, ...labels.map((label) => one[label] ?? "<no value>")].join(" "));
        });
        assert.deepEqual(firing, alerts);
      });
    }

    it("have the exporter's namespace if labels are not honoured", () => {
      const { expr } = RULES.find(({ alert }) => alert === "PodSecurityNotEnforced") ?? { expr: "" };
      const [answer] = ask(metricsOf([shop("privileged", "privileged")]), [expr], false);
      assert.deepEqual(
        answer?.series.map(({ namespace, exported_namespace: own }) => [namespace, own]),
        [["kubectl-pss", "shop"]],
      );
    });

    it("report metrics that cannot be read", () => {
      const [answer] = ask("", ["kubectl_pss >"]);
      assert.match(answer?.error ?? "", /parse error/);
    });
  });

  it("an unread list of the whole cluster has no namespace, not even the exporter's", () => {
    const [answer] = ask(metricsOf([FINE], [PODS]), ["kubectl_pss_unreadable_lists"]);
    assert.deepEqual(
      answer?.series.map(({ resource, namespace }) => [resource, namespace]),
      [["pods", undefined]],
    );
  });
}
