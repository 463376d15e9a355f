import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { CHECKS } from "../../../../src/app/standards.ts";
import { renderHistoryNext } from "../../../../src/render/formats/history/format.ts";
import type { HistoryVerdict } from "../../../../src/report/audit-history/history-report.ts";
import { HISTORY } from "../../../fixtures/reports/history.ts";
import type { Suggestions } from "../../../../src/render/terminal/style.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";

const [NAMESPACE] = HISTORY.namespaces;

async function nextAfter(...verdicts: readonly HistoryVerdict[]): Promise<string> {
  assert.ok(NAMESPACE !== undefined);
  const namespaces = verdicts.map((verdict, index) => ({ ...NAMESPACE, name: `n${index}`, verdict }));
  const style = { headers: true, details: false, width: 200, colour: false, checks: CHECKS, suggestions: SUGGESTIONS };
  const rejected = namespaces.filter(({ verdict }) => verdict.type === "unknown" && verdict.reason === "rejected-now");
  const unlogged = { namespaces: rejected.map(({ name }) => name), file: null };
  const lines = await renderHistoryNext({ ...HISTORY, namespaces, unlogged }, "table", style);
  return lines.join("").replace(/ {3}.*\n/s, "");
}

const RESTRICTED = { level: "restricted", version: "latest" } as const;

describe("the next command after a history", () => {
  const cases: readonly (readonly [verdicts: readonly HistoryVerdict[], next: string])[] = [
    [[{ type: "could-enforce", ...RESTRICTED }], "Next: kubectl pss dry-run -n n0 --enforce restricted"],
    [
      [
        { type: "not-seen", ...RESTRICTED },
        { type: "blocked", ...RESTRICTED, workloads: 2 },
      ],
      "Next: kubectl pss audit -n n1",
    ],
    [
      [
        { type: "unknown", reason: "errors" },
        { type: "unknown", reason: "rejected-now" },
      ],
      "Next: kubectl pss audit -n n1",
    ],
    [
      [
        { type: "could-enforce", ...RESTRICTED },
        { type: "unknown", reason: "rejected-now" },
        { type: "unknown", reason: "rejected-now" },
      ],
      "Next: kubectl pss audit -n n1,n2",
    ],
    [[{ type: "unknown", reason: "errors" }], "Next: kubectl pss audit -n n0"],
    [
      [{ type: "unknown", reason: "not-audited" }],
      "Next: kubectl label --overwrite namespace n0 pod-security.kubernetes.io/audit=restricted",
    ],
    [[{ type: "unknown", reason: "not-judged" }], "Next: kubectl pss history --print-audit-policy"],
    [[{ type: "unknown", reason: "policy-changed" }], "Next: kubectl pss history --print-audit-policy"],
    [[{ type: "unknown", reason: "no-labels" }], "Next: kubectl get namespaces -o yaml"],
    [[{ type: "not-seen", ...RESTRICTED }], "Next: kubectl pss audit -n n0"],
    [[{ type: "enforced", ...RESTRICTED }], ""],
    [[{ type: "unknown", reason: "gone" }], ""],
  ];
  for (const [verdicts, next] of cases) {
    const name = verdicts.map((verdict) => (verdict.type === "unknown" ? verdict.reason : verdict.type)).join(", ");
    it(`after ${name} is ${next === "" ? "none" : "the one that helps"}`, async () => {
      assert.equal(await nextAfter(...verdicts), next);
    });
  }

  const CLUSTER = { type: "cluster", context: "prod", server: "https://10.0.0.1" } as const;
  for (const [isForbidden, labels, where] of [
    [true, null, "as a user who may list them"],
    [true, CLUSTER, "as a user who may list them"],
    [false, null, "once kubectl can list them"],
  ] as const) {
    it(`saves the labels of the same cluster in a new file, ${where}, if ${labels === null ? "all" : "some"} are missing`, async () => {
      assert.ok(NAMESPACE !== undefined);
      const suggestions: Suggestions = {
        ...SUGGESTIONS,
        kubectl: (words) => ({ text: ["kubectl", "--context", "prod", ...words].join(" "), isWhole: true }),
        newFile: (stem, ending) => `${stem}-2${ending}`,
      };
      const style = { headers: true, details: false, width: 200, colour: false, checks: CHECKS, suggestions };
      const namespaces = [{ ...NAMESPACE, verdict: { type: "unknown", reason: "no-labels" } as const }];
      const unlogged = { namespaces: [], file: null };
      const report = {
        ...HISTORY,
        namespaces,
        unlogged,
        labels,
        unreadLabels: { isForbidden, namespaces: null },
      };
      assert.deepEqual(await renderHistoryNext(report, "table", style), [
        `Next: kubectl --context prod get namespaces -o yaml > namespaces-2.yaml   ${where}; then add --namespaces namespaces-2.yaml\n`,
      ]);
    });
  }

  for (const verdict of [
    { type: "could-enforce", ...RESTRICTED },
    { type: "blocked", ...RESTRICTED, workloads: 1 },
    { type: "unknown", reason: "errors" },
    { type: "unknown", reason: "not-audited" },
    { type: "unknown", reason: "rejected-now" },
    { type: "not-seen", ...RESTRICTED },
  ] as const) {
    it(`says how many namespaces the command leaves out: ${verdict.type === "unknown" ? verdict.reason : verdict.type}`, async () => {
      assert.ok(NAMESPACE !== undefined);
      const effectAfter = async (count: number): Promise<string> => {
        const namespaces = Array.from({ length: count }, (_, index) => ({ ...NAMESPACE, name: `n${index}`, verdict }));
        const isUnlogged = verdict.type === "unknown" && verdict.reason === "rejected-now";
        const unlogged = { namespaces: isUnlogged ? namespaces.map(({ name }) => name) : [], file: null };
        const style = { headers: true, details: false, width: 999, colour: false, checks: CHECKS };
        const report = { ...HISTORY, namespaces, unlogged };
        const [line = ""] = await renderHistoryNext(report, "table", { ...style, suggestions: SUGGESTIONS });
        return line.split("   ")[1] ?? "";
      };
      assert.equal(await effectAfter(9), `8 of 9 namespaces: ${await effectAfter(8)}`);
      assert.doesNotMatch(await effectAfter(8), / of /);
    });
  }

  it("reads the file that has the rejected workloads, also if the verdict of their namespace is another one", async () => {
    const style = {
      headers: true,
      details: false,
      width: 200,
      colour: false,
      checks: CHECKS,
      suggestions: SUGGESTIONS,
    };
    for (const [file, word] of [
      ["dump of prod.yaml", "'dump of prod.yaml'"],
      ["-dump.yaml", "./-dump.yaml"],
    ] as const) {
      const unlogged = { namespaces: ["pay", "shop"], file };
      const lines = await renderHistoryNext({ ...HISTORY, unlogged }, "table", style);
      assert.deepEqual(lines, [
        `Next: kubectl pss audit -n pay,shop -f ${word}   the API server's messages, and the lines to set\n`,
      ]);
    }
  });
});

test("without any log, the next command prints the audit policy, whatever the verdicts are", async () => {
  const style = { headers: true, details: false, width: 200, colour: false, checks: CHECKS, suggestions: SUGGESTIONS };
  const lines = await renderHistoryNext({ ...HISTORY, files: 0 }, "table", style);
  assert.match(lines.join(""), /^Next: kubectl pss history --print-audit-policy /);
});
