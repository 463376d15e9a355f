import assert from "node:assert/strict";
import { test } from "node:test";
import { renderWide } from "../../../../src/render/formats/table/wide.ts";
import { ACCEPT_REPORT } from "../../../fixtures/reports/accept-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { CLEAN_REPORT, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../../fixtures/reports/report.ts";
import { colourTerminal, PIPE, text } from "../../painted.ts";

test("wide", () => assertGolden("formats/table/wide.txt", text(renderWide(REPORT, PIPE))));
test("wide in colour", () =>
  assertGolden("formats/table/wide-colour.txt", text(renderWide(REPORT, colourTerminal(80)))));
test("wide by levels", () => assertGolden("formats/table/wide-levels.txt", text(renderWide(REPORT_BY_LEVELS, PIPE))));
test("wide of a clean run", () => assertGolden("formats/table/wide-clean.txt", text(renderWide(CLEAN_REPORT, PIPE))));

test("wide with the API server's texts", () =>
  assertGolden("formats/table/wide-messages.txt", text(renderWide(REPORT, { ...PIPE, messages: true }))));

test("without headings there is no summary", () => {
  const wide = text(renderWide(REPORT, { ...PIPE, headers: false }));
  assert.doesNotMatch(wide, /NAMESPACE|Judged/);
  assert.match(wide, /^shop {4}baseline /);
});

test("a run without workloads prints one line", () => {
  assert.equal(
    text(renderWide(EMPTY_REPORT, PIPE)),
    "Nothing to judge: no workload among 2 objects in 1 file (exit code 0; --fail-on-empty makes it 2)\n",
  );
});

test("accepted violations of each workload are counted, and not listed", () => {
  assertGolden("formats/table/wide-accept.txt", text(renderWide(ACCEPT_REPORT, PIPE)));
});
