/** The report of a fix has a limit of memory. An object beyond it keeps its text, and the next run fixes it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ReportSize } from "../../src/audit/workload/report-size.ts";
import { FixSize } from "../../src/fixes/fix-size.ts";
import type { FixReport } from "../../src/report/fix/fix-report.ts";
import { fixText, textAfter } from "./fix-text.ts";

const POD = (index: number): string =>
  `- apiVersion: v1\n  kind: Pod\n  metadata: {name: p${index}}\n  spec:\n    containers:\n    - {name: a, image: b}\n`;
const LIST = `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: 9 }, (_, index) => POD(index)).join("")}`;
const DOCUMENTS = LIST.slice(LIST.indexOf("- ")).replaceAll(/^- /gm, "---\n  ").replaceAll(/^ {2}/gm, "");

const limited = (most: number) => ({ createSize: () => new ReportSize("name fewer files", most) });

function beyondOf({ unreadable }: FixReport): readonly number[] {
  const beyond = unreadable.filter(({ message }) =>
    /^beyond the limit of a report: .*; name fewer files$/.test(message),
  );
  return beyond.map(({ source }) => source?.line ?? 0);
}

for (const [name, text, most] of [
  ["one document", LIST, 150_000],
  ["several documents", DOCUMENTS, 30_000],
  ["one line of JSON", JSON.stringify({ apiVersion: "v1", kind: "List", items: jsonPods(9) }), 150_000],
] as const) {
  describe(`a fix of ${name} beyond the limit`, () => {
    it("edits the objects before the limit, and names each of the others", () => {
      const report = fixText(text, limited(most));
      const { fixed, unreadable, workloads } = report.summary;
      assert.ok(fixed > 0 && unreadable > 0);
      assert.equal(fixed + unreadable, 9);
      assert.equal(workloads, fixed);
      assert.equal(beyondOf(report).length, unreadable);
      assert.equal(report.files[0]?.failure, null);
    });

    it("is complete after some runs, each with the text of the one before", () => {
      let now = text;
      let runs = 0;
      for (let left = Infinity; left > 0; runs++) {
        const report = fixText(now, limited(most));
        assert.ok(report.summary.unreadable < left);
        left = report.summary.unreadable;
        now = textAfter(report) ?? now;
      }
      assert.ok(runs > 1);
      assert.equal(now, textAfter(fixText(text)));
    });
  });
}

function jsonPods(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name: `p${index}` } },
    spec: { containers: [{ name: "a", image: "b" }] },
  }));
}

it("an object that meets its levels is judged beyond the limit, too", () => {
  const good =
    "---\n{apiVersion: v1, kind: Pod, metadata: {name: z}, spec: {securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, " +
    "containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}}\n";
  const report = fixText(DOCUMENTS + good, limited(30_000));
  assert.equal(report.summary.workloads, report.summary.fixed + 1);
});

it("the text of a file counts", () => {
  const comment = `# ${"x".repeat(250_000)}\n`;
  const report = fixText(comment + DOCUMENTS, limited(30_000));
  assert.equal(report.summary.unreadable, 8);
});

it("a document beyond the limit is counted once, and not for each of its objects", () => {
  let reads = 0;
  const counted = <T extends object>(value: T): T =>
    new Proxy(value, {
      ownKeys(target) {
        reads++;
        return Reflect.ownKeys(target);
      },
    });
  const readsOf = (objects: number): number => {
    const size = new FixSize(new ReportSize("name fewer files", 1));
    const text = { stream: "", start: 0, end: 0, isJson: true, layout: () => assert.fail("no layout") };
    const value = counted({ items: Array(objects).fill(0) });
    reads = 0;
    for (let index = 0; index < objects; index++)
      assert.throws(() => size.addObject({ text, value, path: ["items", index] }, 1, 0));
    return reads;
  };
  assert.equal(readsOf(10), readsOf(1000));
});

it("a JSON document and the violations that are left count until the document is closed", () => {
  const size = new ReportSize("name fewer files", 1e9);
  const fix = new FixSize(size);
  const bytesOf = (isJson: boolean, left: number): number => {
    const text = { stream: "", start: 0, end: 1000, isJson, layout: () => assert.fail("not read") };
    const before = size.bytes;
    fix.addObject({ text, value: {} } as never, 0, left);
    const during = size.bytes - before;
    fix.closeDocument();
    assert.ok(size.bytes - before < during);
    return during;
  };
  const yaml = bytesOf(false, 1);
  assert.equal(bytesOf(true, 1) - yaml, 3000);
  assert.equal(bytesOf(false, 3) - yaml, 2 * 2750);
});
