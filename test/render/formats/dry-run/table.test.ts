import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { dryRunNextLines, renderDryRunTable, renderDryRunWide } from "../../../../src/render/formats/dry-run/table.ts";
import { dryRunNext } from "../../../../src/render/formats/dry-run/next.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { ESCALATION, HOST_NETWORK, HOST_PORT } from "../../../fixtures/reports/cluster-violations.ts";
import { clusterReport, template, workload } from "../../../fixtures/reports/cluster-workloads.ts";
import { NOTHING_SELECTED } from "../../../fixtures/reports/report.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";
import type { NamespaceReport, Report } from "../../../../src/report/report.ts";
import type { PaintedStyle } from "../../../../src/render/terminal/style.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { colourTerminal, PIPE, terminal, text } from "../../painted.ts";

const [BATCH] = DRY_RUN.namespaces;
assert.ok(BATCH);

for (const width of [80, 200]) {
  test(`dry run of ${width} columns: only the API server's own words are longer`, () => {
    const table = text(renderDryRunTable(DRY_RUN, terminal(width)));
    assertGolden(`formats/dry-run/${width}.txt`, table);
    const ours = table.split("\n").filter((line) => !/^(Warning|Denied): /.test(line));
    for (const line of ours) assert.ok(widthOf(line) <= width, line);
  });
}

test("dry run in a pipe", () => assertGolden("formats/dry-run/pipe.txt", text(renderDryRunTable(DRY_RUN, PIPE))));

test("all of a dry run", () => {
  assertGolden("formats/dry-run/wide.txt", text(renderDryRunWide(DRY_RUN, PIPE)));
});

test("colours change nothing else", () => {
  const coloured = text(renderDryRunTable(DRY_RUN, colourTerminal(80)));
  assertGolden("formats/dry-run/colour.txt", coloured);
  assert.equal(stripVTControlCharacters(coloured), text(renderDryRunTable(DRY_RUN, terminal(80))));
  assertGolden("formats/dry-run/wide-colour.txt", text(renderDryRunWide(DRY_RUN, colourTerminal(80))));
});

test("each warning has kubectl's format", () => {
  const lines = text(renderDryRunTable(DRY_RUN, terminal(40))).split("\n");
  const warnings = DRY_RUN.namespaces.flatMap(({ change }) => change?.serverWarnings ?? []);
  assert.deepEqual(
    lines.filter((line) => line.startsWith("Warning: ")).toSorted(),
    warnings.map((warning) => `Warning: ${warning}`).toSorted(),
  );
});

describe("a terminal shows some of many, and counts the rest", () => {
  const many = (count: number, namespaces = 1) => {
    const workloads = Array.from({ length: count }, (_workload, index) =>
      workload("Deployment", "apps/v1", "batch", `w${index}`, 0, {}, [
        template("restricted", ["enforce"], [ESCALATION], "latest", ["enforce"]),
      ]),
    );
    const all = Array.from({ length: namespaces }, (_namespace, index) => ({ ...BATCH, name: `n${index}`, workloads }));
    return clusterReport("DryRunReport", all);
  };
  const shown = (report: Report, style = terminal(120)) =>
    text(renderDryRunTable(report, style))
      .split("\n")
      .filter((line) => line.startsWith("    Deployment") || line.startsWith("    and"));

  it("of workloads: more for a single namespace", () => {
    assert.equal(shown(many(21)).length, 21);
    assert.equal(shown(many(50)).length, 21);
    assert.equal(shown(many(50)).at(-1), "    and 30 more (-o wide shows them)");
    assert.equal(shown(many(50, 2)).length, 12);
  });

  it("of namespaces", () => {
    const lines = text(renderDryRunTable(many(1, 30), terminal(120)));
    assert.equal(lines.match(/^namespace\//gm)?.length, 5);
    assert.match(
      lines,
      /^and 25 more namespaces with new violations \(-o wide shows all\): n5, n6, n7 and 22 more namespaces$/m,
    );
  });

  it("a pipe and the wide table show all", () => {
    assert.equal(shown(many(50, 30), PIPE).length, 1500);
    assert.equal(text(renderDryRunWide(many(50), terminal(80))).match(/^ {2}Deployment\//gm)?.length, 50);
  });
});

test("checks that do not fit are counted, and no check is truncated", () => {
  const checks = [HOST_PORT, HOST_NETWORK, ESCALATION];
  const workloads = [
    workload("Deployment", "apps/v1", "batch", "w", 0, {}, [template("restricted", ["enforce"], checks)]),
  ];
  const report = clusterReport("DryRunReport", [{ ...BATCH, workloads }]);
  const ends = [120, 62, 52, 44, 36, 30].map((width) =>
    text(renderDryRunTable(report, terminal(width)))
      .split("\n")
      .find((line) => line.startsWith("    Deployment/w"))
      ?.replace(/^.*now */, ""),
  );
  assert.deepEqual(ends, [
    "hostPorts, hostNamespaces, allowPrivilegeEscalation",
    "hostPorts, hostNamespaces, +1",
    "hostPorts, +2",
    "hostPorts, +2",
    "",
    "",
  ]);
});

test("without headings there is no headline and no summary", () => {
  for (const render of [renderDryRunTable, renderDryRunWide]) {
    const lines = text(render(DRY_RUN, { ...PIPE, headers: false }))
      .trimEnd()
      .split("\n");
    assert.match(lines[0] ?? "", /^namespace\/evil/);
    assert.match(lines.at(-1) ?? "", /^Loosens 1 namespace: /);
  }
});

const SAME = DRY_RUN.namespaces.find(({ name }) => name === "same-1");
assert.ok(SAME);

function rendered(namespaces: readonly NamespaceReport[], failing = 0, style: PaintedStyle = PIPE): string[] {
  return text(renderDryRunTable(reportOf(namespaces, failing), style)).split("\n");
}

function reportOf(namespaces: readonly NamespaceReport[], failing: number): Report {
  const report = clusterReport("DryRunReport", namespaces);
  const summary = { ...report.summary, unreadable: 0, failing };
  const scope = { type: "names", names: namespaces.map(({ name }) => name), isCurrent: false } as const;
  return { ...report, scope, summary, unreadable: [] };
}

test("without a change, the output is only that message", () => {
  assert.deepEqual(rendered([SAME]), [
    "Dry run of enforce=restricted, warn- in namespace same-1 of context prod; nothing is changed",
    "",
    "No new violations: no workloads in 1 namespace",
    "Checked: 0 workloads with 0 pods; 40 objects of the cluster; evaluated as Kubernetes v1.37",
    "",
  ]);
  assert.equal(rendered([])[2], "Nothing was tried: no namespace was found");
  const denied = DRY_RUN.namespaces.filter(({ change }) => change?.denied !== null);
  const verdict = "Denied in 1 of 2 namespaces; no new violations";
  assert.ok(rendered([...denied, SAME], 1).includes(verdict));
});

test("exit code 1 without new violations has a reason, and the next step shows the violations", () => {
  const legacy = DRY_RUN.namespaces.filter(({ name }) => name === "legacy");
  const lines = rendered(legacy, 2, terminal(200));
  assert.deepEqual(lines.slice(-6, -1), [
    "No new violations in 1 namespace; 1 already violating",
    "  enforce  already violating: 1 workload with 0 pods",
    "  warn     already violating: 1 workload with 0 pods",
    "The exit code is 1 because workloads already violate enforce (--fail-on enforce).",
    "Checked: 1 workload with 0 pods; 40 objects of the cluster; evaluated as Kubernetes v1.37",
  ]);
  assert.deepEqual(dryRunNextLines(reportOf(legacy, 2), { ...terminal(200), suggestions: SUGGESTIONS }), [
    "Next: kubectl pss audit -n legacy   the workloads and fields that already violate there",
  ]);
});

describe("the next step of a dry run", () => {
  const named = (...names: readonly string[]) => DRY_RUN.namespaces.filter(({ name }) => names.includes(name));
  const complete = (namespaces: readonly NamespaceReport[]): Report => {
    const report = clusterReport("DryRunReport", namespaces);
    return { ...report, summary: { ...report.summary, unreadable: 0 } };
  };
  const next = (namespaces: readonly NamespaceReport[], parts: Partial<Report> = {}) => {
    return dryRunNext({ ...complete(namespaces), ...parts })?.command(SUGGESTIONS).text;
  };
  const labels = "pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn-";

  it("shows the namespace with the most new violations", () => {
    assert.equal(next(named("batch", "payments", "web")), "kubectl pss audit -n payments");
  });

  it("is the label command of the same scope without new violations", () => {
    assert.equal(next(named("web", "same-1")), `kubectl label --overwrite ns web ${labels}`);
    assert.equal(next(named("web"), { scope: { type: "all" } }), `kubectl label --overwrite ns --all ${labels}`);
    assert.equal(
      next(named("web"), { scope: { type: "selector", selector: "a in (b)" } }),
      `kubectl label --overwrite ns -l 'a in (b)' ${labels}`,
    );
  });

  it("never relaxes a namespace without a warning, and never one that the user does not name", () => {
    assert.equal(next(named("relaxed")), undefined);
    const scoped = { scope: { type: "names", names: ["relaxed"], isCurrent: false } } as const;
    const loosens = dryRunNext({ ...complete(named("relaxed")), ...scoped });
    assert.match(loosens?.command(SUGGESTIONS).text ?? "", /^kubectl label --overwrite ns relaxed pod-security/);
    assert.equal(loosens?.effect, "sets these labels, and makes warn less strict");
    const step = dryRunNext({ ...complete(named("relaxed", "web")), scope: { type: "all" } });
    assert.equal(step?.effect, "sets these labels, and leaves out 1 namespace that they would loosen");
    assert.match(step?.command(SUGGESTIONS).text ?? "", /^kubectl label --overwrite ns web pod-security/);
  });

  it("does not exist if the labels change no policy", () => {
    const same = named("web").map((namespace) => {
      const { change } = namespace;
      return { ...namespace, change: change === null ? null : { ...change, from: change.to } };
    });
    assert.equal(next(same), undefined);
  });

  it("shows the labels if the API server rejects the change", () => {
    assert.match(next(DRY_RUN.namespaces) ?? "", /^kubectl get ns .* --show-labels$/);
  });

  it("shows the labels of the cluster if a selector selects nothing", () => {
    const notes = [NOTHING_SELECTED];
    assert.equal(next([], { notes }), "kubectl get ns --show-labels");
    assert.equal(next([], { notes, source: { type: "files", files: 1 } }), undefined);
  });

  it("does not exist without a namespace, or if something was not read", () => {
    assert.equal(next([], { notes: [] }), undefined);
    assert.equal(next(named("web"), { summary: DRY_RUN.summary }), undefined);
    const unknown = named("web").map((namespace) => ({ ...namespace, labelsKnown: false }));
    assert.equal(next(unknown), undefined);
  });
});
