import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../../../src/report/report.ts";
import { dryRunHeadline } from "../../../../src/render/words/dry-run/headline.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";

function headline(parts: Partial<Report>, labels: Readonly<Record<string, string | null>> = {}): string {
  const namespaces = DRY_RUN.namespaces.slice(0, 2).map((namespace) => ({
    ...namespace,
    change: namespace.change && { ...namespace.change, labels },
  }));
  return dryRunHeadline({ ...DRY_RUN, namespaces, ...parts });
}

for (const [scope, expected] of [
  [{ type: "all" }, "all 2 namespaces"],
  [{ type: "names", names: ["shop"], isCurrent: false }, "namespace shop"],
  [{ type: "names", names: ["shop"], isCurrent: true }, "the current namespace shop"],
  [{ type: "names", names: ["a", "b\u001b"], isCurrent: false }, "namespaces a, b\\x1b"],
  [{ type: "selector", selector: "team in (a)" }, "2 namespaces with team in (a)"],
] as const) {
  test(`the first line of a dry run names its scope: ${expected}`, () => {
    assert.equal(headline({ scope }), `Dry run in ${expected} of context prod; nothing is changed`);
  });
}

test("it names the labels like kubectl, and the tested namespaces", () => {
  const prefix = "pod-security.kubernetes.io/";
  const labels = {
    [`${prefix}enforce`]: "restricted",
    [`${prefix}enforce-version`]: "v1.30",
    [`${prefix}audit`]: "baseline",
    [`${prefix}warn`]: null,
    [`${prefix}warn-version`]: null,
  };
  assert.equal(
    headline({ source: { type: "files", files: 2 } }, labels),
    "Dry run of enforce=restricted:v1.30, audit=baseline, warn- in all 2 namespaces of 2 files; nothing is changed",
  );
  assert.match(headline({ source: { type: "cluster", context: null, server: "https://h" } }), / of https:\/\/h; /);
});
