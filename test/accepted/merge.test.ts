import assert from "node:assert/strict";
import { test } from "node:test";
import { lint } from "../../src/audit/lint.ts";
import { mergeReports } from "../../src/accepted/merge.ts";
import type { EarlierNamespace } from "../../src/report/document/read-document.ts";
import type { Report } from "../../src/report/report.ts";
import { OPTIONS, itemsOf, levelAt } from "../audit/items.ts";

function lintFiles(files: Readonly<Record<string, string>>, level: "baseline" | "restricted" = "baseline"): Report {
  const items = Object.entries(files).flatMap(([file, text]) => itemsOf(text, file));
  return lint(() => items, { ...OPTIONS, levels: [levelAt(level, "latest")] });
}

const pod = (namespace: string, name: string, spec = "hostPID: true"): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${namespace}}, spec: {${spec}}}\n---\n`;

function earlierOf({ namespaces }: Report): EarlierNamespace[] {
  return namespaces.map((namespace) => ({ namespace, workloads: namespace.workloads }));
}

/** `namespace/name file: checks` of each workload. */
function summarize({ namespaces }: Report): string[] {
  return namespaces.flatMap(({ name: namespace, workloads }) =>
    workloads.map(({ name, source, results }) => {
      const fields = results.flatMap(({ violations }) => violations.flatMap((violation) => violation.fields));
      return `${namespace}/${name} ${source?.file}: ${fields.map(({ stablePath }) => stablePath).join()}`;
    }),
  );
}

const EARLIER = lintFiles({
  "a.yaml": pod("a", "old") + pod("a", "same"),
  "b.yaml":
    pod("b", "kept") +
    pod("b", "clean", "hostPID: false") +
    pod("a", "moved") +
    pod("c", "partly", "hostPID: true, hostIPC: true"),
});
const TODAY = lintFiles({ "a.yaml": pod("a", "same") + pod("a", "new") + pod("a", "moved") + pod("c", "partly") });

test("places that were not read stay, and the rest is replaced", () => {
  const merged = mergeReports(TODAY, earlierOf(EARLIER), ({ file }) => file === "a.yaml");
  assert.deepEqual(summarize(merged), [
    "a/moved a.yaml: hostPID",
    "a/new a.yaml: hostPID",
    "a/same a.yaml: hostPID",
    "b/clean b.yaml: ",
    "b/kept b.yaml: hostPID",
    "c/partly a.yaml: hostPID",
    "c/partly b.yaml: hostPID,hostIPC",
  ]);
  const { objects, unreadable } = TODAY.summary;
  assert.deepEqual(merged.summary, {
    namespaces: 3,
    objects,
    workloads: 7,
    pods: 7,
    violations: 6,
    accepted: 0,
    failing: 6,
    unreadable,
  });
});

test("if everything was read, nothing stays; if nothing was, all does", () => {
  assert.deepEqual(summarize(mergeReports(TODAY, earlierOf(EARLIER), () => true)), summarize(TODAY));
  const nothing = mergeReports(lintFiles({}), earlierOf(EARLIER), () => false);
  assert.deepEqual(summarize(nothing), summarize(EARLIER));
});

test("an object of a cluster has no file", () => {
  const cluster = earlierOf(EARLIER).map(({ namespace, workloads }) => ({
    namespace,
    workloads: [...workloads].map((workload) => ({ ...workload, source: null })),
  }));
  const seen: unknown[] = [];
  const covers = (place: unknown): boolean => seen.push(place) > 0;
  mergeReports(TODAY, cluster.slice(0, 1), covers);
  assert.deepEqual(seen[0], { namespace: "a", file: null });
});

test("what a namespace is ready for is computed again, and unknown where a workload was read in an earlier run", () => {
  const merged = mergeReports(TODAY, earlierOf(EARLIER), ({ file }) => file === "a.yaml");
  assert.deepEqual(
    merged.namespaces.map(({ name, readyFor, readyForReason, blocks, rejectedNow }) => [
      ...[name, readyFor, readyForReason, rejectedNow],
      ...[blocks.baseline.workloads, blocks.restricted.workloads],
    ]),
    [
      ["a", "privileged", null, 0, 3, 3],
      ["b", null, "unknown", 0, 1, 1],
      ["c", null, "unknown", 0, 2, 2],
    ],
  );
});

test("workloads that stay keep the results that nothing asks for", () => {
  const merged = mergeReports(lintFiles({}), earlierOf(EARLIER), () => false);
  const workloads = merged.namespaces.flatMap((namespace) => namespace.workloads);
  assert.equal(workloads.length, 6);
  for (const { results, otherResults } of workloads) {
    assert.deepEqual(
      [...results, ...otherResults].map(({ level, requested }) => [level, requested]),
      [
        ["baseline", true],
        ["restricted", false],
      ],
    );
  }
});

/** The checks and levels of each workload of a report. */
function checksOf({ namespaces }: Report): unknown {
  return namespaces.flatMap(({ workloads }) =>
    workloads.map(({ name, results }) => [
      name,
      ...results.flatMap(({ level, violations }) => violations.map(({ check }) => `${level}: ${check}`)),
    ]),
  );
}

test("violations of checks that a less strict run does not have stay, in the same workload", () => {
  const spec =
    "hostPID: true, hostIPC: true, securityContext: {runAsNonRoot: false, seccompProfile: {type: RuntimeDefault}}";
  const strict = lintFiles({ "a.yaml": pod("a", "web", spec) + pod("a", "gone", spec) }, "restricted");
  const loose = lintFiles({ "a.yaml": `# moved\n---\n${pod("a", "web", "hostPID: true")}` });
  const merged = mergeReports(loose, earlierOf(strict), () => true);
  // The run looked for the violations of baseline, and for all of the workload that does not exist any more.
  assert.deepEqual(checksOf(merged), [["web", "baseline: hostNamespaces", "restricted: runAsNonRoot"]]);
  assert.equal(merged.summary.workloads, 1);
  const kept = merged.namespaces[0]?.workloads[0]?.results.find(({ level }) => level === "restricted");
  assert.match(kept?.message ?? "", /^runAsNonRoot != true \([^)]*\)$/);
  // Another run of that kind changes nothing, and a strict one drops what is fixed.
  assert.deepEqual(checksOf(mergeReports(loose, earlierOf(merged), () => true)), checksOf(merged));
  const fixed = lintFiles(
    {
      "a.yaml": pod(
        "a",
        "web",
        "hostPID: true, securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}",
      ),
    },
    "restricted",
  );
  assert.deepEqual(checksOf(mergeReports(fixed, earlierOf(merged), () => true)), [
    ["web", "restricted: hostNamespaces"],
  ]);
});
