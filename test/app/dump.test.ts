/** The use cases about clusters, on a dump. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runAudit, type AuditRequest } from "../../src/app/audit.ts";
import { runDryRun } from "../../src/app/dry-run.ts";
import type { ObjectsRequest } from "../../src/app/inputs/objects-request.ts";
import { runPlan } from "../../src/app/plan.ts";
import { controller, namespace, pod } from "../audit/clusters.ts";
import { tree } from "../sources/tree.ts";
import { recordedTerminal } from "./terminal.ts";

const RESTRICTED =
  "  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  hostUsers: true\n";
const PINNED = { enforce: "privileged", "warn-version": "v1.99" };
const DUMP: ObjectsRequest = {
  filename: [
    tree({ "dump.yaml": namespace("team-a", PINNED) + pod("p", RESTRICTED) + controller("Deployment", "web") }),
  ],
  verbosity: 0,
};
const USUAL: Omit<AuditRequest, "hasPlannedLevels" | keyof ObjectsRequest> = {
  failOn: "enforce",
  levels: [],
  strict: false,
  identify: false,
  accepted: undefined,
};
const PLAN = { ...DUMP, target: "restricted", maxStep: 2, now: 0 } as const;

test("an audit can include the levels of a plan, and is otherwise the same", async () => {
  const request = { ...DUMP, ...USUAL, verbosity: 0 };
  const usual = await runAudit({ ...request, hasPlannedLevels: false }, recordedTerminal());
  const planned = await runAudit({ ...request, hasPlannedLevels: true }, recordedTerminal());
  assert.deepEqual(
    planned.namespaces.map((one) => one.planned),
    ["baseline"],
  );
  const expected = usual.namespaces.map((one) => ({ ...one, planned: "baseline" }));
  assert.deepEqual(planned, { ...usual, namespaces: expected });
});

test("a plan enforces the levels that an audit with a plan contains, and has the same notes about pins", async () => {
  const plan = await runPlan(PLAN, recordedTerminal());
  assert.deepEqual(plan.summary.enforcing, { privileged: 0, baseline: 1, restricted: 0 });
  assert.deepEqual(
    plan.notes.map(({ code }) => code),
    ["assumed-version", "newer-version"],
  );
  const { notes } = await runAudit({ ...DUMP, ...USUAL, verbosity: 0, hasPlannedLevels: false }, recordedTerminal());
  assert.deepEqual(
    notes,
    plan.notes.filter(({ code }) => code === "newer-version"),
  );
});

test("a dry run on a dump needs a namespace, a selector or all namespaces", async () => {
  const changes = { enforce: { type: "set", level: "restricted", version: undefined } } as const;
  const request = { ...DUMP, ...USUAL, changes };
  await assert.rejects(runDryRun(request, recordedTerminal()), { name: "UserError" });
  const { kind, namespaces } = await runDryRun({ ...request, namespace: ["team-a"] }, recordedTerminal());
  assert.equal(kind, "DryRunReport");
  assert.deepEqual(
    namespaces.map(({ change }) => change?.denied),
    [null],
  );
});

test("a namespace that a dump does not contain ends each use case", async () => {
  const wrong = { ...DUMP, namespace: ["gone"] };
  const error = { name: "UserError", message: 'there is no namespace "gone", and nothing in it' };
  await assert.rejects(runAudit({ ...wrong, ...USUAL, hasPlannedLevels: false }, recordedTerminal()), error);
  await assert.rejects(runPlan({ ...PLAN, ...wrong }, recordedTerminal()), error);
});

test("namespaces that a dump does not contain are named, and the others are reported", async () => {
  const audit = { ...DUMP, ...USUAL, hasPlannedLevels: false };
  const report = await runAudit({ ...audit, namespace: ["gone", "team-a", "gone"] }, recordedTerminal());
  assert.deepEqual(
    report.namespaces.map(({ name }) => name),
    ["team-a"],
  );
  assert.deepEqual(
    report.notes.filter(({ severity }) => severity === "error").map(({ message }) => message),
    ['there is no namespace "gone"; check the name given with -n'],
  );
  await assert.rejects(runAudit({ ...audit, namespace: ["gone", "lost"] }, recordedTerminal()), {
    message: 'there are no namespaces "gone", "lost", and nothing in them',
  });
});

test("an empty -n names no namespace, with others it is an error, and -A overrides all", async () => {
  const namesOf = async (request: Partial<ObjectsRequest>) => {
    const report = await runAudit({ ...DUMP, ...USUAL, hasPlannedLevels: false, ...request }, recordedTerminal());
    return report.namespaces.map(({ name }) => name);
  };
  assert.deepEqual(await namesOf({ namespace: [""] }), ["team-a"]);
  assert.deepEqual(await namesOf({ namespace: ["", ""] }), ["team-a"]);
  assert.deepEqual(await namesOf({ namespace: ["gone"], allNamespaces: true }), ["team-a"]);
  await assert.rejects(namesOf({ namespace: ["team-a", ""] }), {
    name: "UserError",
    message: "name 2 of 2 given with -n is empty",
  });
});

test("a plan rejects an unknown version before it reads anything", async () => {
  const request = { ...PLAN, filename: ["-"], pin: "server" };
  const terminal = { ...recordedTerminal(), readStandardInput: () => Promise.reject(new Error("read")) };
  await assert.rejects(runPlan(request, terminal), /a dump does not contain the version of its server/);
});
