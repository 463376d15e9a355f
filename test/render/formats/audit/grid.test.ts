import assert from "node:assert/strict";
import { test } from "node:test";
import { auditGrid } from "../../../../src/render/formats/audit/grid.ts";
import { widthOf } from "../../../../src/render/terminal/width.ts";
import { worstFirst } from "../../../../src/render/words/audit/worst-first.ts";
import { audit } from "../../../audit/clusters.ts";
import { PIPE, terminal, text } from "../../painted.ts";
import { CLEAN, deployment, namespace, PLAIN, PRIVILEGED } from "./dumps.ts";

const DUMP =
  namespace("a-clean", "enforce: restricted") +
  deployment("a-clean", "web", CLEAN) +
  namespace("b-empty") +
  namespace(
    "c-plain",
    'enforce: baseline, pod-security.kubernetes.io/warn: restricted, "pod-security.kubernetes.io/warn-version": v1.25',
  ) +
  deployment("c-plain", "web", PLAIN) +
  deployment("c-plain", "clean", CLEAN) +
  namespace("d-privileged") +
  deployment("d-privileged", "one", PRIVILEGED) +
  namespace("e-rejected", "enforce: restricted") +
  deployment("e-rejected", "web", PLAIN) +
  deployment("f-unknown", "web", PLAIN);

/** The rows, with a single space between columns. */
function rows(width: number): readonly string[] {
  const style = width === Infinity ? PIPE : terminal(width);
  return text(auditGrid(worstFirst(audit(DUMP).namespaces), style).lines)
    .trimEnd()
    .split("\n")
    .map((line) => line.replaceAll(/ {2,}/g, " | "));
}

const RESTRICTED = "allowPrivilegeEscalation, capabilities_restricted, runAsNonRoot, seccompProfile_restricted";

test("the worst namespaces come first, each with the level that it is ready for and the checks that block the next one", () => {
  assert.deepEqual(rows(Infinity), [
    "NAMESPACE | ENFORCE | AUDIT | WARN | READY FOR | BLOCK BASELINE | BLOCK RESTRICTED",
    `e-rejected | restricted | not set | restricted | baseline | - | 1 of 1: ${RESTRICTED}`,
    `d-privileged | not set | not set | not set | privileged | 1 of 1: privileged | 1 of 1: allowPrivilegeEscalation, capabilities_restricted, privileged, runAsNonRoot, seccompProfile_restricted`,
    `f-unknown | unknown | unknown | unknown | unknown | - | 1 of 1: ${RESTRICTED}`,
    `c-plain | baseline | not set | restricted:v1.25 | baseline | - | 1 of 2: ${RESTRICTED}`,
    "a-clean | restricted | not set | restricted | restricted | - | -",
    "b-empty | not set | not set | not set | - | - | -",
  ]);
});

test("a narrow terminal shows complete names of checks, or their number, without audit and warn", () => {
  const [heading, , privileged] = rows(100);
  assert.equal(heading, "NAMESPACE | ENFORCE | READY FOR | BLOCK BASELINE | BLOCK RESTRICTED");
  assert.equal(
    privileged,
    "d-privileged | not set | privileged | 1 of 1: privileged | 1 of 1: allowPrivilegeEscalation +4",
  );
  assert.match(rows(76)[2] ?? "", /1 of 1: privileged \| 1 of 1: 5 checks$/);
});

test("no row is wider than the terminal", () => {
  for (const width of [72, 80, 100, 120, 140, 200]) {
    const { lines, hint } = auditGrid(audit(DUMP).namespaces, terminal(width));
    for (const line of text(lines).split("\n")) assert.ok(widthOf(line) <= width, `${width}: ${line}`);
    const shows = width < 140 ? "AUDIT, WARN and all checks" : "all checks";
    if (width < 200) assert.equal(hint, `-o wide shows ${shows}; -n NAME shows the fields to change.`);
    else assert.equal(hint, "");
  }
});
