import assert from "node:assert/strict";
import type { Acceptance } from "../../src/report/acceptance.ts";
import { ACCEPTANCE } from "../fixtures/reports/acceptance.ts";
import { describe, it } from "node:test";
import { isListed, readinessOf } from "../../src/report/readiness.ts";
import { ONLY_NAMESPACES, type NamespaceReport, type WorkloadReport } from "../../src/report/report.ts";
import { namespaceOf, part, resultOf, violationOf, workloadOf } from "../fixtures/reports/report.ts";

const HOST_PORT = violationOf("hostPorts", "hostPort", "h");
const HOST_NETWORK = violationOf("hostNamespaces", "host namespaces", "n");
const ESCALATION = violationOf("allowPrivilegeEscalation", "a", "e");
const RUN_AS = violationOf("runAsNonRoot", "r", "r");
const FILE = { file: "a.yaml", line: 1 };

type Results = WorkloadReport["results"];

function workload(...results: Results): WorkloadReport {
  return workloadOf("Deployment", "apps/v1", "a", "web", FILE, results);
}

/** A workload that only some levels judge: the verdicts that no mode requires are in otherResults. */
function unasked(...results: Results): WorkloadReport {
  return { ...workload(), otherResults: results.map((result) => ({ ...result, requested: false })) };
}

const at = (level: "baseline" | "restricted", ...violations: Results[number]["violations"]) =>
  resultOf("template", null, level, "latest", [], violations);

const CLEAN = unasked(at("baseline"), at("restricted"));
const EXEMPT: WorkloadReport = {
  ...workloadOf("Job", "batch/v1", "a", "job", FILE, []),
  exempt: { by: "runtimeClass", value: "gvisor" },
};

function ready(workloads: readonly WorkloadReport[], known: { exempt?: boolean; complete?: boolean } = {}) {
  const { readyFor, readyForReason } = readinessOf({ workloads, exempt: false, complete: true, ...known });
  return readyFor ?? readyForReason;
}

describe("a namespace is ready for", () => {
  it("no level if there are no pods, everything is exempt, or something is unknown", () => {
    assert.equal(ready([]), "empty");
    assert.equal(ready([EXEMPT, EXEMPT]), "exempt");
    assert.equal(ready([], { exempt: true }), "exempt");
    assert.equal(ready([CLEAN], { complete: false }), "unknown");
    assert.equal(ready([], { complete: false }), "unknown");
    // Nothing is judged in an exempt namespace, even if lists are missing.
    assert.equal(ready([EXEMPT], { exempt: true, complete: false }), "exempt");
  });

  it("an unknown level if a field that is not judged can set any field of a pod, unless baseline is violated", () => {
    const patched = (one: WorkloadReport): WorkloadReport => ({ ...one, unjudged: ["spec.podSpecPatch"] });
    const violating = unasked(at("baseline", HOST_PORT), at("restricted", HOST_PORT));
    assert.equal(ready([CLEAN, patched(CLEAN)]), "unknown");
    assert.equal(ready([patched(unasked(at("baseline"), at("restricted", ESCALATION)))]), "unknown");
    assert.equal(ready([patched(CLEAN), violating]), "privileged");
    assert.equal(ready([patched(violating)]), "privileged");
    assert.equal(ready([CLEAN, { ...patched(workload()), finished: true }]), "restricted");
    assert.equal(ready([CLEAN, patched(EXEMPT)]), "restricted");
  });

  it("the level of its judged workloads, if others are exempt", () => {
    assert.equal(ready([EXEMPT, CLEAN]), "restricted");
    assert.equal(ready([EXEMPT, unasked(at("baseline"), at("restricted", ESCALATION))]), "baseline");
  });

  it("a level only if it also meets the less strict levels", () => {
    assert.equal(ready([unasked(at("baseline"), at("restricted", ESCALATION))]), "baseline");
    assert.equal(ready([unasked(at("baseline", HOST_PORT), at("restricted"))]), "privileged");
    assert.equal(ready([CLEAN, unasked(at("baseline", HOST_PORT), at("restricted", HOST_PORT))]), "privileged");
  });

  it("the level that both the template and the pods meet", () => {
    const pods = (...violations: Results[number]["violations"]) =>
      resultOf("pods", "web-1", "restricted", "latest", [], violations);
    assert.equal(ready([unasked(at("baseline"), at("restricted"), pods(ESCALATION))]), "baseline");
    assert.equal(ready([unasked(at("baseline"), at("restricted", ESCALATION), pods())]), "baseline");
  });

  it("its level at latest, not at a pinned version", () => {
    const pinned = resultOf("template", null, "restricted", "v1.0", ["enforce"], [ESCALATION]);
    assert.equal(ready([{ ...CLEAN, results: [pinned] }]), "restricted");
  });
});

it("blocks count each workload once, by check, the most frequent first, with or without a mode", () => {
  const asked = workload(resultOf("template", null, "restricted", "latest", ["enforce"], [ESCALATION, RUN_AS]));
  const podsAndTemplate = unasked(
    at("baseline", HOST_NETWORK),
    at("restricted", HOST_NETWORK, ESCALATION),
    resultOf("pods", "web-1", "restricted", "latest", [], [HOST_NETWORK, ESCALATION]),
  );
  const { blocks } = readinessOf({
    workloads: [asked, podsAndTemplate, CLEAN, EXEMPT],
    exempt: false,
    complete: false,
  });
  assert.deepEqual(blocks, {
    baseline: { workloads: 1, checks: [{ check: "hostNamespaces", workloads: 1 }] },
    restricted: {
      workloads: 2,
      checks: [
        { check: "allowPrivilegeEscalation", workloads: 2 },
        { check: "hostNamespaces", workloads: 1 },
        { check: "runAsNonRoot", workloads: 1 },
      ],
    },
  });
});

it("a workload is rejected now if enforce does not allow its pods, also if its violations are accepted", () => {
  const rejected = (modes: Results[number]["modes"], accepted: Acceptance | null = null) =>
    workload(resultOf("template", null, "baseline", "latest", modes, [{ ...HOST_PORT, accepted }]));
  const workloads = [
    rejected(["enforce"]),
    rejected(["enforce"], ACCEPTANCE),
    rejected(["audit", "warn"]),
    rejected([]),
    CLEAN,
  ];
  assert.equal(readinessOf({ workloads, exempt: false, complete: true }).rejectedNow, 2);
});

describe("--only", () => {
  const enforcing = (level: "privileged" | "baseline" | "restricted"): NamespaceReport["policy"] => ({
    enforce: part(level, "label"),
    audit: part("restricted", "label"),
    warn: part("restricted", "label"),
  });
  const blocked = [unasked(at("baseline"), at("restricted", ESCALATION))];
  const NAMESPACES: readonly (readonly [name: string, parts: Partial<NamespaceReport>, listed: string])[] = [
    [
      "ready for more than it enforces",
      { labelled: true, policy: enforcing("privileged"), workloads: blocked },
      "blocked ready",
    ],
    ["ready for its enforced level", { labelled: true, policy: enforcing("baseline"), workloads: blocked }, "blocked"],
    [
      "ready for less than it enforces",
      { labelled: true, policy: enforcing("restricted"), workloads: blocked },
      "blocked",
    ],
    ["clean", { labelled: true, policy: enforcing("restricted"), workloads: [CLEAN] }, ""],
    ["clean and unlabelled", { policy: enforcing("privileged"), workloads: [CLEAN] }, "ready unlabelled"],
    ["empty", { labelled: true, policy: enforcing("privileged") }, ""],
    ["empty and unlabelled", { policy: enforcing("privileged") }, "unlabelled"],
    ["exempt", { exempt: true, policy: enforcing("privileged"), workloads: [EXEMPT] }, ""],
    ["with labels that could not be read", { labelsKnown: false, policy: null, workloads: blocked }, "blocked"],
    ["with nothing and labels that could not be read", { labelsKnown: false, policy: null }, ""],
  ];
  for (const [name, parts, listed] of NAMESPACES) {
    it(`lists a namespace that is ${name} with: ${listed || "nothing"}`, () => {
      assert.equal(ONLY_NAMESPACES.filter((only) => isListed(namespaceOf("a", parts), only)).join(" "), listed);
    });
  }
});
