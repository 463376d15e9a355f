import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import type { FailOn, NamespaceReport, Result } from "../../../../src/report/report.ts";
import type { Mode } from "../../../../src/api/mode.ts";
import { groupHeading, groupsOf } from "../../../../src/render/words/dry-run/groups.ts";
import { byOutcome, loosenedModes, modesOf, outcomeOf } from "../../../../src/render/words/dry-run/outcome.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { ESCALATION, HOST_PORT } from "../../../fixtures/reports/cluster-violations.ts";
import { pods, template, workload } from "../../../fixtures/reports/cluster-workloads.ts";
import { namespaceOf, part } from "../../../fixtures/reports/report.ts";

const BASELINE = part("baseline", "label");
const POLICY = { enforce: BASELINE, audit: BASELINE, warn: BASELINE };

function namespace(mode: Mode, parts: Partial<NamespaceReport> = {}, ...results: Result[]): NamespaceReport {
  const workloads = [workload("Deployment", "apps/v1", "a", "web", 0, {}, results)];
  const labels = { [`pod-security.kubernetes.io/${mode}`]: "baseline" };
  const { policy = POLICY } = parts;
  const change = { from: POLICY, to: policy ?? POLICY, labels, serverWarnings: [], denied: null };
  return namespaceOf("a", { policy: POLICY, change, workloads, ...parts });
}

const violates = (modes: readonly Mode[], newIn: readonly Mode[] = []): Result =>
  template("baseline", modes, [HOST_PORT], "latest", newIn);

describe("the outcome of a change", () => {
  const change = { from: POLICY, to: POLICY, labels: {}, serverWarnings: ["w"], denied: "no" };
  for (const [what, one, failOn, expected] of [
    ["denied", namespace("warn", { change }, violates(["warn"], ["warn"])), "enforce", "denied"],
    ["something new", namespace("warn", {}, violates(["warn"], ["warn"])), "enforce", "new"],
    ["an old violation of a mode that is tried", namespace("warn", {}, violates(["warn"])), "enforce", "violating"],
    [
      "an old violation of the mode that fails the run",
      namespace("warn", {}, violates(["enforce"])),
      "enforce",
      "violating",
    ],
    ["an old violation of any mode that fails the run", namespace("warn", {}, violates(["audit"])), "any", "violating"],
    ["an old violation of another mode", namespace("warn", {}, violates(["audit"])), "enforce", "safe"],
    ["only a warning", namespace("warn", { change: { ...change, denied: null } }), "enforce", "warned"],
    ["an audit's namespace, which has no change", namespaceOf("a"), "enforce", "safe"],
  ] as const satisfies readonly (readonly [string, NamespaceReport, FailOn, string])[]) {
    it(`${what}: ${expected}`, () => assert.equal(outcomeOf(one, failOn), expected));
  }

  it("a mode that follows enforce is tested with it", () => {
    const policy = { ...POLICY, warn: part("restricted", "implied") };
    assert.deepEqual(modesOf(namespace("enforce", { policy }), "none"), ["enforce", "warn"]);
  });
});

test("the worst namespaces come first; a static pod runs at any enforced level", () => {
  const names = Array.from(byOutcome(DRY_RUN), ([outcome, group]) => [
    outcome,
    ...group.slice(0, 2).map(({ name }) => name),
  ]);
  assert.deepEqual(names, [
    ["denied", "evil\u001b\u202e"],
    ["new", "payments", "batch"],
    ["violating", "legacy"],
    ["warned", "kube-system"],
    ["safe", "relaxed", "same-1"],
  ]);
  const fresh = violates(["enforce"], ["enforce"]);
  const both = [
    { ...namespace("enforce"), name: "a", workloads: [workload("Pod", "v1", "a", "p", 1, { static: true }, [fresh])] },
    { ...namespace("enforce", {}, fresh), name: "b" },
  ];
  assert.deepEqual(
    byOutcome({ ...DRY_RUN, namespaces: both })
      .get("new")
      ?.map(({ name }) => name),
    ["b", "a"],
  );
});

test("a mode is relaxed if its new level is less strict, at any version", () => {
  const restricted = part("restricted", "label", "v1.20");
  const change = {
    from: { ...POLICY, warn: restricted, audit: part("baseline", "label", "v1.20") },
    to: POLICY,
    labels: {},
    serverWarnings: [],
    denied: null,
  };
  assert.deepEqual(loosenedModes(namespace("warn", { change })), ["warn"]);
  assert.deepEqual(loosenedModes(namespace("warn", { change: { ...change, denied: "no" } })), []);
});

describe("the violating workloads by mode and consequence", () => {
  const headings = (...workloads: NamespaceReport["workloads"]) =>
    groupsOf(namespace("enforce", { workloads }), "enforce").map(groupHeading);

  it("names each mode, new violations first", () => {
    const named = (name: string, results: readonly Result[]) =>
      workload("Deployment", "apps/v1", "a", name, 0, {}, results);
    assert.deepEqual(
      headings(
        named("a", [violates(["enforce"])]),
        named("b", [violates(["enforce"]), violates(["warn"], ["warn"])]),
        named("c", [violates(["enforce", "warn"], ["enforce", "warn"])]),
        named("d", [violates(["warn"], ["warn"])]),
        named("e", [violates(["enforce"])]),
        named("f", [violates(["audit"])]),
      ),
      [
        "new violations of enforce, warn: 1 workload; its next pods would be rejected",
        "new violations of warn (already violating enforce): 1 workload; its next pods are already rejected",
        "new violations of warn: 1 workload",
        "already violating enforce: 2 workloads; their next pods are already rejected",
      ],
    );
  });

  it("describes the effect of enforce on bare and static pods", () => {
    const pod = (name: string, isStatic: boolean) =>
      workload("Pod", "v1", "a", name, 1, { static: isStatic }, [
        pods(name, 1, "baseline", ["enforce"], [HOST_PORT], ["enforce"]),
      ]);
    assert.deepEqual(headings(pod("a", false), pod("b", true), pod("c", false)), [
      "new violations of enforce: 2 bare pods; they keep running, and are rejected only when they are updated or created again",
      "new violations of enforce: 1 static pod; it runs whatever is enforced",
    ]);
  });

  it("a workload that violates already is listed with all its violations, also new ones of the same mode", () => {
    const [group] = groupsOf(
      namespace("enforce", {}, template("restricted", ["enforce"], [HOST_PORT, ESCALATION])),
      "enforce",
    );
    assert.deepEqual(
      group?.workloads[0]?.violations.map(({ check }) => check),
      ["hostPorts", "allowPrivilegeEscalation"],
    );
  });
});
