/** An object with fields that throw is lost, and no other object. */
import assert from "node:assert/strict";
import * as fc from "../property.ts";
import { test } from "node:test";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY, resolvePolicy } from "../../src/admission/labels.ts";
import { UserError } from "../../src/api/user-error.ts";
import type { PolicyChange } from "../../src/audit/dry-run/change.ts";
import { lint } from "../../src/audit/lint.ts";
import type { Report } from "../../src/report/report.ts";
import { readObjects } from "../../src/objects/objects.ts";
import type { SourceItem, WorkloadObject } from "../../src/workloads/object.ts";
import { audit, dryRun } from "./clusters.ts";
import { OPTIONS, itemsOf } from "./items.ts";

const TEXT = ["a", "b", "c", "d", "e"]
  .map(
    (name) =>
      `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ns-${name}}, spec: {hostPID: true, containers: [{name: a}]}}`,
  )
  .join("\n---\n");
const ITEMS = itemsOf(TEXT);
const WORKLOADS = ITEMS.filter((item): item is WorkloadObject => item.type === "workload");

/** Copies a workload so that each member is an own property, which a test can replace. */
function ownMembers(workload: WorkloadObject): WorkloadObject {
  return { ...workload, source: workload.source, locate: (path) => workload.locate(path) };
}

/** The fields of an object that judging, reporting, folding or planning reads. */
const PLACES: Readonly<Record<string, (workload: WorkloadObject, fail: () => never) => SourceItem>> = {
  pod: (workload, fail) => ({
    ...ownMembers(workload),
    get pod() {
      return fail();
    },
  }),
  spec: (workload, fail) => ({
    ...ownMembers(workload),
    pod: {
      ...workload.pod,
      get spec() {
        return fail();
      },
    },
  }),
  replicas: (workload, fail) => ({
    ...ownMembers(workload),
    kind: "Deployment",
    apiVersion: "apps/v1",
    get replicas() {
      return fail();
    },
  }),
  locate: (workload, fail) => ({ ...ownMembers(workload), locate: fail }),
};

const { policy: POLICY } = resolvePolicy({ "pod-security.kubernetes.io/enforce": "baseline" }, BUILTIN_POLICY);

const ADMISSION = { ...OPTIONS.admission, defaults: POLICY };
const RESTRICT: PolicyChange = { enforce: { type: "set", level: "restricted", version: undefined } };

const RUNS: Readonly<Record<string, (items: readonly SourceItem[]) => Report>> = {
  lint: (items) => lint(() => items, { ...OPTIONS, admission: { ...OPTIONS.admission, exemptions: NO_EXEMPTIONS } }),
  audit: (items) => audit(items, { admission: ADMISSION }),
  "dry-run": (items) => dryRun(items, RESTRICT, { admission: ADMISSION }),
};

for (const [name, run] of Object.entries(RUNS)) {
  test(`${name}: the report about all others is the same as without the failing ones`, () => {
    fc.assert(
      fc.property(
        fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }),
        fc.constantFrom(...Object.keys(PLACES)),
        (failing, place) => {
          const fail = (): never => {
            throw new TypeError("injected");
          };
          const items = ITEMS.map((item) => {
            const index = WORKLOADS.findIndex((workload) => workload === item);
            const broken = failing.includes(index) ? WORKLOADS[index] : undefined;
            return broken === undefined ? item : (PLACES[place]?.(broken, fail) ?? item);
          });
          const report = run(items);
          const alone = run(ITEMS.filter((item) => !failing.some((index) => WORKLOADS[index] === item)));
          const workloads = ({ namespaces }: Report): unknown[] =>
            namespaces.flatMap((namespace) => namespace.workloads);
          assert.deepEqual(workloads(report), workloads(alone));
          assert.equal(report.unreadable.length, failing.length);
          assert.equal(report.summary.unreadable, failing.length);
          for (const { message } of report.unreadable) {
            assert.equal(
              message,
              "cannot be judged: this is a bug of kubectl pss (TypeError: injected); please report it",
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });
}

test("a UserError still ends the run", () => {
  const [first] = WORKLOADS;
  assert.ok(first !== undefined);
  const items = [
    {
      ...first,
      locate: () => {
        throw new UserError("no", "");
      },
    },
  ];
  assert.throws(() => lint(() => items, OPTIONS), UserError);
});

test("an unreadable item of a list does not affect other items", () => {
  const value = {
    apiVersion: "v1",
    kind: "List",
    items: [pod("a"), hostile(), pod("b"), { ...pod("c"), spec: hostile() }, pod("d")],
  };
  const document = { index: 3, value, duplicates: [], locate: () => ({ line: 7, column: 1 }) };
  const read = [...readObjects(document, "a.json")].map((item) =>
    item.type === "workload" ? item.metadata.name : item.type === "unreadable" ? item.message : item.type,
  );
  const message = "cannot be judged: this is a bug of kubectl pss (TypeError: injected); please report it";
  assert.deepEqual(read, ["a", `items[1]: ${message}`, "b", `items[3]: ${message}`, "d"]);
});

test("an unknown place does not affect other objects", () => {
  const value = { apiVersion: "v1", kind: "List", items: [pod("a"), pod("b"), pod("c")] };
  const locate = (path: readonly (string | number)[]): { line: number; column: number } => {
    if (path[1] === 1) throw new RangeError("Maximum call stack size exceeded");
    return { line: 7, column: 1 };
  };
  const read = [...readObjects({ index: 0, value, duplicates: [], locate }, "a.json")];
  for (const run of Object.values(RUNS)) {
    const { namespaces, unreadable } = run(read);
    assert.deepEqual(
      namespaces.flatMap(({ workloads }) => workloads.map(({ name }) => name)),
      ["a", "c"],
    );
    assert.deepEqual(
      unreadable.map(({ message, source }) => [message.slice(0, 18), source]),
      [["Pod/b: cannot be j", null]],
    );
  }
});

function pod(name: string): object {
  return { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers: [{ name: "a" }] } };
}

/** An object that throws at every access. */
function hostile(): object {
  const fail = (): never => {
    throw new TypeError("injected");
  };
  return new Proxy({}, { get: fail, ownKeys: fail, has: fail, getOwnPropertyDescriptor: fail });
}
