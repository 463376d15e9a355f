import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PodSccs, canSccEnd, sccNote } from "../../../src/audit/workload/scc.ts";
import { audit, dryRun } from "../clusters.ts";
import { levelAt } from "../items.ts";
import { openshiftDump as dump } from "../scc.ts";

describe("security context constraints can end a violation", () => {
  const field = (path: string, value?: unknown) => ({ path, value });
  for (const [check, fields, expected] of [
    ["allowPrivilegeEscalation", [field("spec.containers[0].securityContext.allowPrivilegeEscalation")], true],
    ["runAsNonRoot", [field("spec.securityContext.runAsNonRoot", null)], true],
    ["seccompProfile_restricted", [field("spec.securityContext.seccompProfile.type")], true],
    ["seccompProfile_restricted", [field("spec.securityContext.seccompProfile.type", "Unconfined")], false],
    ["runAsNonRoot", [field("spec.securityContext.runAsNonRoot"), field("a.runAsNonRoot", false)], false],
    ["capabilities_restricted", [field("a.capabilities.drop", ["NET_RAW"]), field("b.capabilities.drop", null)], true],
    ["capabilities_restricted", [field("a.capabilities.drop"), field("a.capabilities.add", ["CHOWN"])], false],
    ["capabilities_restricted", [{ path: ["spec", "containers", 0, "securityContext", "capabilities", "drop"] }], true],
    ["privileged", [field("a.privileged")], false],
    ["hostNamespaces", [field("spec.hostNetwork", true)], false],
    ["runAsNonRoot", [], false],
  ] as const) {
    it(`${check} ${JSON.stringify(fields)}: ${expected}`, () => assert.equal(canSccEnd({ check, fields }), expected));
  }
});

describe("the constraints of the pods of a workload", () => {
  const names = (...pods: readonly (string | undefined)[]): string | undefined => {
    const sccs = new PodSccs();
    for (const scc of pods)
      sccs.add({ metadata: scc === undefined ? {} : { annotations: { "openshift.io/scc": scc } } });
    return sccs.names;
  };

  it("are known if each pod has them", () => {
    assert.equal(names("restricted-v2", "restricted-v2"), "restricted-v2");
    assert.equal(names("restricted-v2", "anyuid"), "anyuid, restricted-v2");
    assert.equal(names("restricted-v2", undefined), undefined);
    assert.equal(names(undefined, "restricted-v2"), undefined);
    assert.equal(names(), undefined);
  });
});

describe("a template that violates restricted", () => {
  /** The level that the namespace is ready for, the number of rejected workloads and failing violations, and the constraints of each result. */
  const summarize = (text: string, level?: "restricted") => {
    const setting = level === undefined ? {} : { levels: [levelAt(level, "latest")] };
    const { namespaces, summary, notes } = audit(text, setting);
    const [namespace] = namespaces;
    const results = namespace?.workloads.flatMap((workload) => [...workload.results, ...workload.otherResults]) ?? [];
    const marked = results.flatMap(({ scc, subject, level }) =>
      scc === undefined ? [] : `${subject} ${level} ${scc}`,
    );
    const codes = notes.map(({ code }) => code);
    return [namespace?.readyFor, namespace?.rejectedNow, summary.failing, [...new Set(marked)].join(), codes.join()];
  };

  for (const [name, text, expected] of [
    [
      "blocks nothing if OpenShift changed its pod",
      dump({}),
      ["restricted", 0, 0, "template restricted restricted-v2", "changed-by-scc"],
    ],
    [
      "and its namespace enforces restricted, is not rejected",
      dump({ enforce: "restricted" }),
      ["restricted", 0, 0, "template restricted restricted-v2", "changed-by-scc"],
    ],
    ["blocks if there is no pod", dump({ pods: [] }), ["baseline", 0, 0, "", ""]],
    ["blocks if one pod has no annotation", dump({ pods: ["restricted-v2", undefined] }), ["baseline", 0, 0, "", ""]],
    ["blocks if a pod violates", dump({ podSpec: "containers: [{name: a}]" }), ["baseline", 0, 0, "", ""]],
    [
      "blocks if it sets a value that no constraints change",
      dump({ template: "containers: [{name: a, securityContext: {allowPrivilegeEscalation: true}}]" }),
      ["baseline", 0, 0, "", ""],
    ],
    [
      "by another field blocks",
      dump({ template: "hostNetwork: true, containers: [{name: a}]" }),
      ["privileged", 0, 0, "", ""],
    ],
    [
      "is rejected if the cluster reports a rejection",
      dump({
        enforce: "restricted",
        status:
          'status: {observedGeneration: 1, conditions: [{type: ReplicaFailure, status: "True", reason: FailedCreate, message: \'pods "a" is forbidden: violates PodSecurity "restricted:latest": hostPort\'}]}',
      }),
      ["baseline", 1, 4, "", ""],
    ],
  ] as const) {
    it(name, () => assert.deepEqual(summarize(text), expected));
  }

  it("does not fail --level, and fails it if OpenShift changed nothing", () => {
    assert.equal(summarize(dump({}), "restricted")[2], 0);
    assert.equal(summarize(dump({ pods: [undefined] }), "restricted")[2], 4);
  });
});

describe("a dry run", () => {
  const set = (level: string) => ({ type: "set", level, version: undefined }) as const;
  const newModes = (text: string) =>
    dryRun(text, { enforce: set("restricted"), warn: set("restricted") }).namespaces.flatMap(({ workloads }) =>
      workloads.flatMap(({ results }) => results.flatMap(({ newIn }) => newIn)),
    );

  it("does not reject a template that OpenShift changes; the API server still warns about it", () => {
    assert.deepEqual(newModes(dump({})), ["warn"]);
    assert.deepEqual(newModes(dump({ pods: ["restricted-v2", undefined], template: "containers: [{name: a}]" })), [
      "enforce",
      "warn",
    ]);
  });

  it("does not end a rejection that did not exist", () => {
    const loosened = (text: string) =>
      dryRun(text, { enforce: set("baseline") }).namespaces[0]?.workloads.map(
        ({ noLongerRejected }) => noLongerRejected,
      );
    assert.deepEqual(loosened(dump({ enforce: "restricted" })), [false]);
    assert.deepEqual(loosened(dump({ enforce: "restricted", pods: [] })), [true]);
  });
});

describe("the note on such templates", () => {
  it("counts workloads, and names some namespaces", () => {
    assert.deepEqual(sccNote([]), []);
    const namespaces = ["g", "b", "c", "d", "e", "f", "a"].map((name) => ({ name, workloads: 2 }));
    assert.equal(
      sccNote(namespaces)[0]?.message,
      "OpenShift's security context constraints changed all running pods of 14 workloads (a, b, c, d, e and 2 more): " +
        "these pods meet a level that their templates violate, so the templates do not block it",
    );
  });
});
