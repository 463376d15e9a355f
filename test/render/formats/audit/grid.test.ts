import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../../../src/policy/checks.ts";
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

test("a name of a check that is cut begins like no other check, and a cell without a name counts the checks", () => {
  const containers = (more: string): string => CLEAN.replace("containers: [{", `containers: [{${more}`);
  const PORTS = containers("ports: [{containerPort: 1, hostPort: 1}], ");
  const VOLUMES = CLEAN.replace(/\}$/, ", volumes: [{name: v, hostPath: {path: /v}}]}");
  const BOTH = PORTS.replace("containers:", "hostPID: true, containers:");
  const pinned = 'enforce: restricted, "pod-security.kubernetes.io/enforce-version": v1.24';
  const dump = [PORTS, VOLUMES, BOTH, PRIVILEGED]
    .map((spec, index) => {
      const name = `monitoring-${index}`;
      return namespace(name, pinned) + deployment(name, "web", spec);
    })
    .join("");
  const ids = CHECKS.map(({ id }) => id);
  let cut = 0;
  for (let width = 78; width <= 140; width++) {
    const lines = text(auditGrid(audit(dump).namespaces, terminal(width)).lines)
      .trimEnd()
      .split("\n")
      .slice(1);
    for (const cell of lines.flatMap((line) => line.split(/ {2,}/).slice(-2))) {
      const [, names = ""] = /^1 of 1: (.*)$/.exec(cell) ?? assert.fail(`${width}: ${cell}`);
      if (/^\d checks?$/.test(names)) continue;
      for (const name of names.replace(/ \+\d+$/, "").split(", ")) {
        if (name.endsWith("…")) cut++;
        const meant = name.endsWith("…")
          ? ids.filter((id) => id.startsWith(name.slice(0, -1)))
          : ids.filter((id) => id === name);
        assert.equal(meant.length, 1, `${width}: ${cell}`);
      }
    }
  }
  assert.ok(cut > 0);
});
